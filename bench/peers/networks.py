"""The networks that peers run: `make(weights)` gives a function of (weights, image) to logits.

GoogLeNet is the independent implementation of tests/golden, Inception_v4 is timm's. `folded` is the same network with
each BatchNorm's numbers in the convolution before it, as one does by hand or with torch.fx before a frozen network runs.
"""
import importlib.util
import pathlib
import sys

import torch

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
plain_norm = torch.nn.functional.local_response_norm


def norm_in_float(x, size, alpha=1e-4, beta=0.75, k=1.0):
    """PyTorch has no bfloat16 kernel for it on the CPU, and its squares overflow float16."""
    return plain_norm(x.float(), size, alpha, beta, k).to(x.dtype)


def googlenet(weights):
    spec = importlib.util.spec_from_file_location("golden", ROOT / "tests/golden/googlenet.py")
    golden = sys.modules["golden"] = importlib.util.module_from_spec(spec)  # torch.compile asks for it by name
    spec.loader.exec_module(golden)
    torch.nn.functional.local_response_norm = norm_in_float
    return lambda tensors, image: golden.forward(tensors, image)[0]


def functional(model):
    from torch.func import functional_call
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    # timm's network begins after the normalisation, which is the same for every way.
    return lambda tensors, image: functional_call(model, tensors, ((image - 0.5) / 0.5,))


def timm_inception_v4(weights):
    import timm
    return timm.create_model("inception_v4", num_classes=weights["last_linear.weight"].shape[0]).eval()


def inception_v4(weights):
    return functional(timm_inception_v4(weights))


def inception_v4_folded(weights):
    """The network, and its weights: they have other names."""
    from torch.nn.utils.fusion import fuse_conv_bn_eval
    model = timm_inception_v4(weights)
    model.load_state_dict(weights, strict=False)

    def fold(module):
        children = dict(module.named_children())
        if isinstance(children.get("conv"), torch.nn.Conv2d) and "bn" in children:
            module.conv = fuse_conv_bn_eval(module.conv, module.bn)
            module.bn = torch.nn.ReLU()
            return
        for child in children.values():
            fold(child)

    fold(model)
    return functional(model), {name: tensor.detach() for name, tensor in model.state_dict().items()}


MAKERS = {"googlenet": googlenet, "inception_v4": inception_v4}
FOLDED = {"inception_v4": inception_v4_folded}
