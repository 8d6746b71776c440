"""The networks that peers run: `make(weights)` gives a function of (weights, image) to logits.

GoogLeNet is the independent implementation of tests/golden, Inception_v4 is timm's. `folded` is the same network with
each BatchNorm's numbers in the convolution before it, as one does by hand or with torch.fx before a frozen network runs.
"""
import importlib.util
import pathlib

import torch

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def googlenet(weights):
    spec = importlib.util.spec_from_file_location("golden", ROOT / "tests/golden/googlenet.py")
    golden = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(golden)
    plain = torch.nn.functional.local_response_norm
    # PyTorch has no bfloat16 kernel for it on the CPU.
    golden.F.local_response_norm = lambda x, **how: plain(x.float(), **how).to(x.dtype)
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
