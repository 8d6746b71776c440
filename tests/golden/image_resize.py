"""Resized pictures by Pillow (mode F, that is in floating point), for the tests of src/image/resize.

Writes image_resize.txt: a line WIDTH HEIGHT NEW_WIDTH NEW_HEIGHT FILTER PART for each case, then its 3 * NEW_WIDTH *
NEW_HEIGHT numbers, planar. FILTER is triangle or catmull_rom; PART is whole or cover. The picture that is resized is
value() below, which the test computes as well.

Needs numpy and Pillow.  python image_resize.py
"""
from pathlib import Path

import numpy as np
from PIL import Image

FILTERS = {"triangle": Image.Resampling.BILINEAR, "catmull_rom": Image.Resampling.BICUBIC}


def value(channel, y, x):
    return (x * 7919 + y * 104729 + channel * 1299709) % 257 / 256


def cover_box(width, height, new_width, new_height):
    scale = min(width / new_width, height / new_height)
    left, top = (width - new_width * scale) / 2, (height - new_height * scale) / 2
    return left, top, width - left, height - top


text = ""
for width, height, new_width, new_height in [(13, 7, 5, 3), (5, 3, 13, 7), (16, 16, 8, 8), (9, 9, 9, 9), (40, 10, 7, 10),
                                             (31, 17, 16, 9), (1, 1, 3, 2), (3, 50, 1, 1), (10, 20, 7, 5)]:
    for name, method in FILTERS.items():
        for part in ("whole", "cover"):
            box = None if part == "whole" else cover_box(width, height, new_width, new_height)
            text += f"{width} {height} {new_width} {new_height} {name} {part}\n"
            for channel in range(3):
                plane = np.array([[value(channel, y, x) for x in range(width)] for y in range(height)], np.float32)
                resized = Image.fromarray(plane).resize((new_width, new_height), method, box)
                text += "".join(" ".join(f"{v:.6f}" for v in row) + "\n" for row in np.asarray(resized))
target = Path(__file__).with_name("image_resize.txt")
target.write_text(text)
print(f"{target.name}: {target.stat().st_size} bytes")
