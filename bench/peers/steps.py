"""Whole dream steps in Python, as a careful tutorial writes them: everything by autograd.

Fourier: rfft2 values -> picture (decay, contrast, colours, sigmoid) -> one affine view at random -> network -> Adam.
Original (2021): pixels -> network -> plain gradient ascent -> clamp -> blur -> flip at random.
Both give gradient(values): of the class neuron to the values through a view that moves nothing, for the comparison.
"""
import math

import torch
import torch.nn.functional as F

COLOURS = torch.tensor([[0.26, 0.09, 0.02], [0.27, 0.00, -0.05], [0.27, -0.09, 0.03]])
COLOURS = COLOURS / COLOURS.square().sum(0).sqrt().max()


class Fourier:
    def __init__(self, look, values, recipe):
        self.look, self.recipe = look, recipe
        self.h, self.w = values.shape[2], recipe["w"]
        longer = max(self.h, self.w)
        f = torch.hypot(torch.fft.fftfreq(self.h)[:, None], torch.fft.rfftfreq(self.w)[None])
        cycles = (f * longer).clamp_min(1)
        self.scale = (longer * math.sqrt(self.h * self.w) * cycles ** -recipe["decay"])[..., None]
        self.begin = values
        self.values = values.clone().requires_grad_(True)
        self.adam = torch.optim.Adam([self.values], lr=recipe["rate"], maximize=True)

    def decode(self, values):
        inner = torch.fft.irfft2(torch.view_as_complex(values * self.scale), s=(self.h, self.w))
        inner = inner * (self.recipe["contrast"] / 4)
        return torch.sigmoid(torch.einsum("kc,nchw->nkhw", COLOURS, inner))

    def moved(self, picture):
        draw = lambda low, high: low + (high - low) * float(torch.rand(()))
        turn, r = math.radians(draw(-self.recipe["rotate"], self.recipe["rotate"])), self.recipe["jitter"]
        scale = draw(self.recipe["scale_min"], self.recipe["scale_max"])
        shift = [2 * round(draw(-r, r)) / side for side in (self.w, self.h)]
        cos, sin = math.cos(turn) / scale, math.sin(turn) / scale
        theta = torch.tensor([[[cos, sin, shift[0]], [-sin, cos, shift[1]]]])
        grid = F.affine_grid(theta, list(picture.shape), align_corners=False)
        return F.grid_sample(picture - 0.5, grid, align_corners=False) + 0.5

    def step(self):
        self.adam.zero_grad()
        self.look(self.moved(self.decode(self.values))).sum().backward()
        self.adam.step()

    def gradient(self):
        values = self.begin.clone().requires_grad_(True)
        return torch.autograd.grad(self.look(self.decode(values)).sum(), values)[0]


class Original:
    def __init__(self, look, values, recipe):
        self.look, self.recipe = look, recipe
        self.begin = self.values = values
        radius = max(1, math.ceil(4 * recipe["blur"]))
        kernel = torch.exp(-0.5 * (torch.arange(-radius, radius + 1) / recipe["blur"]) ** 2)
        self.kernel, self.radius = kernel / kernel.sum(), radius

    def blurred(self, x):
        r = self.radius
        x = F.conv2d(F.pad(x, (0, 0, r, r), mode="reflect"), self.kernel.view(1, 1, -1, 1).repeat(3, 1, 1, 1), groups=3)
        return F.conv2d(F.pad(x, (r, r, 0, 0), mode="reflect"), self.kernel.view(1, 1, 1, -1).repeat(3, 1, 1, 1), groups=3)

    def step(self):
        x = self.values.detach().requires_grad_(True)
        self.look(x).sum().backward()
        with torch.no_grad():
            x = self.blurred((x + self.recipe["rate"] * x.grad).clamp(0, 1))
            self.values = x.flip(3) if float(torch.rand(())) < 0.5 else x

    def gradient(self):
        x = self.begin.detach().requires_grad_(True)
        return torch.autograd.grad(self.look(x).sum(), x)[0]


KINDS = {"fourier": Fourier, "original": Original}
