"""Golden numbers for src/train: what PyTorch's own optimisers and losses give on a small made-up problem.

Run with PyTorch 2.11: python tests/golden/train.py > tests/golden/train.json
Weights, gradients and logits come from the formula below, which tests/train repeats.
"""
import json
import math

import torch


def wave(count, phase):
    """count float32 values from a formula simple enough for any language."""
    return torch.tensor([math.sin(1.7 * i + phase) for i in range(count)], dtype=torch.float32)


def optimise(make, steps=5):
    matrix = torch.nn.Parameter(wave(6, 0.1).reshape(2, 3))
    bias = torch.nn.Parameter(wave(3, 0.2))
    optimiser = make(matrix, bias)
    for step in range(steps):
        matrix.grad = wave(6, 1.0 + step).reshape(2, 3)
        bias.grad = wave(3, 2.0 + step)
        optimiser.step()
    return matrix.detach().flatten().tolist() + bias.detach().tolist()


def groups(matrix, bias, decay):
    return [{"params": [matrix], "weight_decay": decay}, {"params": [bias], "weight_decay": 0.0}]


logits = wave(12, 0.5).reshape(3, 4) * 3
teacher = wave(12, 0.9).reshape(3, 4) * 2
labels = torch.tensor([2, 0, 3])
soft = torch.nn.functional
print(json.dumps({
    "sgd_nesterov": optimise(lambda m, b: torch.optim.SGD(groups(m, b, 0.01), lr=0.1, momentum=0.9, nesterov=True)),
    "sgd_plain": optimise(lambda m, b: torch.optim.SGD(groups(m, b, 0.0), lr=0.1)),
    "adamw": optimise(lambda m, b: torch.optim.AdamW(groups(m, b, 0.01), lr=0.1)),
    "cross_entropy": soft.cross_entropy(logits, labels).item(),
    "cross_entropy_smoothed": soft.cross_entropy(logits, labels, label_smoothing=0.1).item(),
    "distillation": 4 * soft.kl_div(torch.log_softmax(logits / 2, 1), torch.log_softmax(teacher / 2, 1),
                                    reduction="batchmean", log_target=True).item(),
}, indent=1))
