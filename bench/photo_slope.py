#!/usr/bin/env python3
"""Where photographs lie on the window's "Spectrum slope": the band drawn there (src/ui/curves_panel.cpp).

    python3 bench/photo_slope.py PHOTOS [--photos 400] [--size 128]
needs: pip install numpy pillow

PHOTOS is searched for .jpg and .png in all its folders; a sample is every n-th of the sorted list, its middle square resized.
The slope is that of src/dream/spectrum.h, written again: log of the mean power over the directions against log frequency, 3 to
0.35 side cycles a picture, luma under a Hann window.
"""
import argparse
import pathlib
import sys

import numpy as np
from PIL import Image


def read(file, size):
    image = Image.open(file).convert("RGB")
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    image = image.crop((left, top, left + side, top + side)).resize((size, size), Image.BICUBIC)
    return np.asarray(image, dtype=np.float64) / 255


def slope(rgb):
    luma = rgb @ (0.299, 0.587, 0.114)
    size = len(luma)
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(size) / (size - 1))
    power = np.abs(np.fft.fft2((luma - luma.mean()) * np.outer(hann, hann))) ** 2
    cycles = np.fft.fftfreq(size) * size
    radius = np.rint(np.hypot(cycles[:, None], cycles[None, :])).astype(int)
    rings = np.arange(3, int(0.35 * size) + 1)
    mean = [power[radius == ring].mean() for ring in rings]
    return np.polyfit(np.log(rings), np.log(mean), 1)[0]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("--photos", type=int, default=400)
    parser.add_argument("--size", type=int, default=128)
    options = parser.parse_args()
    files = sorted(p for p in pathlib.Path(options.folder).rglob("*") if p.suffix.lower() in (".jpg", ".jpeg", ".png"))
    if not files:
        sys.exit(f"{options.folder}: no photos there")
    count = min(options.photos, len(files))
    slopes = [slope(read(files[i * len(files) // count], options.size)) for i in range(count)]
    tenth, middle, ninetieth = np.percentile(slopes, (10, 50, 90))
    print(f"{count} photos, {options.size} px: 10th {tenth:.2f}, middle {middle:.2f}, 90th {ninetieth:.2f}")


if __name__ == "__main__":
    main()
