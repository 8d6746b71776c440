"""torch-lucent 0.1.8 end to end: its own render_vis, parametrisation, transforms and Adam, around the same network.

Its loop enlarges pictures to 224 px unless told otherwise; here the network sees the picture's own size. The time of a
step is that of the optimiser's step(closure), in which its loop does everything.
"""
import time

import numpy as np
import torch


class Lucent:
    def __init__(self, look, values, recipe):
        from lucent.optvis import objectives, param, render
        from lucent.optvis.param import color, spatial
        np.random.seed(1)
        self.render, self.side, self.recipe = render, recipe["w"], recipe

        class Model(torch.nn.Module):
            def __init__(self):
                super().__init__()
                self.goal = torch.nn.Identity()

            def forward(self, image):
                return self.goal(look(image)[:, None])

        self.model = Model().eval()
        self.objective = objectives.channel("goal", 0)
        self.begin, shape = values, (1, 3, values.shape[2], recipe["w"])

        def image():
            parameters, picture = spatial.fft_image(shape, decay_power=recipe["decay"])
            with torch.no_grad():
                parameters[0].copy_(values)
            return parameters, color.to_valid_rgb(picture, decorrelate=True)

        self.image = image

    def run(self, times):
        """Milliseconds of each step."""
        milliseconds = []

        class Timed(torch.optim.Adam):
            def step(self, closure):
                begun = time.perf_counter()
                result = super().step(closure)
                milliseconds.append(1000 * (time.perf_counter() - begun))
                return result

        self.render.render_vis(self.model, self.objective, param_f=self.image, thresholds=(times + 1,), progress=False,
                               optimizer=lambda parameters: Timed(parameters, lr=self.recipe["rate"]),
                               preprocess=False, show_image=False, fixed_image_size=self.side)
        return milliseconds[1:]  # the first makes the optimiser's memory

    def gradient(self):
        parameters, picture = self.image()
        hook = self.render.hook_model(self.model, picture)
        self.model(picture())
        return -torch.autograd.grad(self.objective(hook), parameters[0])[0]
