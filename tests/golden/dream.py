#!/usr/bin/env python3
"""Golden numbers for src/dream, from the definitions in the headers, with numpy and plain loops.

Needs numpy and safetensors. Written against Lucid's paper and code, google/deepdream's notebook, Kingma & Ba 2015, and the
contracts in src/dream/*.h; shares no code with the program.

    python tests/golden/dream.py tests/golden/dream.safetensors
"""
import sys

import numpy as np
from safetensors.numpy import save_file

rng = np.random.default_rng(20260101)
out = {}


def put(name, array):
    out[name] = np.ascontiguousarray(np.asarray(array, dtype=np.float32))


# --- Fourier decoding -------------------------------------------------------------------------------------------------
colour = np.array([[0.26, 0.09, 0.02], [0.27, 0.00, -0.05], [0.27, -0.09, 0.03]])
colour = colour / np.sqrt((colour**2).sum(0)).max()
put("colour_matrix", colour)


def decode(values, h, w, decay, contrast, decorrelate):
    longer = max(h, w)
    picture = np.zeros((3, h, w))
    for c in range(3):
        spectrum = np.zeros((h, w // 2 + 1), dtype=complex)
        for row in range(h):
            fy = (row if row <= (h - 1) // 2 else row - h) / h
            for col in range(w // 2 + 1):
                f = np.hypot(fy, col / w)
                cycles = max(f * longer, 1.0)
                scale = longer * np.sqrt(w * h) * cycles**-decay
                spectrum[row, col] = complex(*values[0, c, row, col]) * scale
        picture[c] = np.fft.irfft2(spectrum, s=(h, w)) * contrast / 4
    if decorrelate:
        picture = np.einsum("kc,chw->khw", colour, picture)
    return 1 / (1 + np.exp(-picture))


for name, h, w, decay, contrast, decorrelate in [
    ("even", 8, 12, 1.0, 1.0, True),
    ("odd", 9, 7, 1.3, 1.35, True),
    ("plain", 6, 10, 0.7, 2.0, False),
]:
    values = rng.normal(0, 0.05, (1, 3, h, w // 2 + 1, 2))
    put(f"decode.{name}.values", values)
    put(f"decode.{name}.picture", decode(values, h, w, decay, contrast, decorrelate)[None])

# --- blur -------------------------------------------------------------------------------------------------------------
picture = rng.uniform(0, 1, (3, 9, 12))
put("blur.picture", picture[None])


def blur(x, sigma):
    radius = max(1, int(np.ceil(4 * sigma)))
    kernel = np.exp(-0.5 * (np.arange(-radius, radius + 1) / sigma) ** 2)
    kernel /= kernel.sum()
    for axis in (1, 2):
        pad = [(0, 0)] * 3
        pad[axis] = (radius, radius)
        padded = np.pad(x, pad, mode="reflect")
        x = sum(k * np.take(padded, range(i, i + x.shape[axis]), axis) for i, k in enumerate(kernel))
    return x


put("blur.half", blur(picture, 0.5)[None])
put("blur.wide", blur(picture, 1.7)[None])

values = rng.normal(0, 0.05, (1, 3, 8, 7, 2))
fy = np.fft.fftfreq(8)[:, None]
fx = np.fft.rfftfreq(12)[None]
put("blur.spectrum", values)
put("blur.spectrum_blurred", values * np.exp(-2 * np.pi**2 * 0.8**2 * (fy**2 + fx**2))[None, None, :, :, None])

# --- views ------------------------------------------------------------------------------------------------------------
picture = rng.uniform(0, 1, (3, 10, 14))
put("view.picture", picture[None])


def sample(x, py, px, border):
    h, w = x.shape[1:]
    if border == "mirror":

        def fold(p, size):
            p = np.mod(p + 0.5, 2 * size)
            return min(max(min(p, 2 * size - p) - 0.5, 0), size - 1)

        py, px = fold(py, h), fold(px, w)
    y0, x0 = int(np.floor(py)), int(np.floor(px))
    total = np.zeros(3)
    for dy in (0, 1):
        for dx in (0, 1):
            weight = (1 - abs(py - (y0 + dy))) * (1 - abs(px - (x0 + dx)))
            yy, xx = y0 + dy, x0 + dx
            if border == "wrap":
                value = x[:, yy % h, xx % w]
            elif 0 <= yy < h and 0 <= xx < w:
                value = x[:, yy, xx]
            else:
                value = 0.5
            total += weight * value
    return total


def view(x, shift_x, shift_y, angle, scale, border, pad):
    """Content is magnified, turned clockwise on the screen (y points down), then shifted, about the centre."""
    h, w = x.shape[1:]
    result = np.zeros((3, h + 2 * pad, w + 2 * pad))
    cy, cx = (h - 1) / 2, (w - 1) / 2
    for row in range(h + 2 * pad):
        for col in range(w + 2 * pad):
            dx, dy = col - pad - cx - shift_x, row - pad - cy - shift_y
            # undo the clockwise turn, then the magnification
            ux = (np.cos(angle) * dx + np.sin(angle) * dy) / scale
            uy = (-np.sin(angle) * dx + np.cos(angle) * dy) / scale
            result[:, row, col] = sample(x, cy + uy, cx + ux, border)
    return result


put("view.turned", view(picture, 3, -2, 0.3, 1.15, "gray", 0)[None])
put("view.turned_wrap", view(picture, 3, -2, 0.3, 0.9, "wrap", 0)[None])
put("view.turned_mirror", view(picture, -4, 1, -0.2, 0.8, "mirror", 0)[None])
put("view.turned_padded", view(picture, 1, 2, 0.3, 1.15, "gray", 3)[None])
put("view.shifted", view(picture, 3, -2, 0, 1, "gray", 2)[None])
put("view.shifted_wrap", view(picture, 5, 4, 0, 1, "wrap", 0)[None])
put("view.shifted_mirror", view(picture, -4, 3, 0, 1, "mirror", 0)[None])

# --- optimisers -------------------------------------------------------------------------------------------------------
gradients = rng.normal(0, 1, (5, 1, 3, 4, 4))
start = rng.normal(0, 1, (1, 3, 4, 4))
put("ascent.gradients", gradients)
put("ascent.start", start)
x = start.copy()
for g in gradients:
    x = x + 0.3 * g
put("ascent.sgd", x)
x = start.copy()
for g in gradients:
    x = x + 0.3 * g / np.abs(g).mean()
put("ascent.sgd_normalised", x)
x, m, v = start.copy(), 0.0, 0.0
for t, g in enumerate(gradients, 1):
    m = 0.9 * m + 0.1 * g
    v = 0.999 * v + 0.001 * g * g
    x = x + 0.05 * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
put("ascent.adam", x)

# --- objectives -------------------------------------------------------------------------------------------------------
logits = rng.normal(0, 2, (1, 7))
features = rng.normal(0, 1, (1, 5, 4, 6))
put("objective.logits", logits)
put("objective.features", features)
softmax = np.exp(logits - logits.max())
softmax /= softmax.sum()
put(
    "objective.values",
    [
        logits[0, 3],
        np.log(softmax[0, 3]),
        softmax[0, 3],
        (features**2).mean(),
        features[0, 2].mean(),
        features[0, 2, 2, 3],
        2 * logits[0, 3] - 0.5 * features[0, 4].mean(),
    ],
)

save_file(out, sys.argv[1])
