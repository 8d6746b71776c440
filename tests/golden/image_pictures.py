"""Pictures for the tests of src/image, and what they must decode to.

Writes image_pictures.txt: one line a picture, NAME WIDTH HEIGHT TOLERANCE HEX_OF_FILE HEX_OF_RGB.
PNGs are made by the few lines below (no library), each colour type and depth with and without Adam7 interlacing; the
expected pixels follow from the PNG specification: low depths are spread evenly, 16 bits are rounded to 8, transparency
is laid over gray 128. JPEGs are written and decoded by Pillow; CMYK is turned to RGB here by plain multiplication.
One JPEG is written by hand, for sampling factors that no common program uses.

Needs numpy and Pillow.  python image_pictures.py
"""
import io
import struct
import zlib
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

WIDTH, HEIGHT = 13, 9
rng = np.random.default_rng(5)
lines = []


def add(name, file, rgb, tolerance):
    rgb = np.asarray(rgb, dtype=np.uint8)
    height, width = rgb.shape[:2]
    lines.append(f"{name} {width} {height} {tolerance} {file.hex()} {rgb.tobytes().hex()}")


# PNG

def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def packed_rows(samples, depth):
    """height x width x channels numbers as filtered (type 0) rows of `depth` bits a sample."""
    rows = b""
    for row in samples.reshape(samples.shape[0], -1):
        bits = "".join(format(int(value), f"0{depth}b") for value in row)
        bits += "0" * (-len(bits) % 8)
        rows += b"\0" + bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))
    return rows


ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def png(samples, depth, colour_type, extra=b"", interlaced=False):
    raw = packed_rows(samples, depth)
    if interlaced:
        parts = [samples[y::dy, x::dx] for x, y, dx, dy in ADAM7]
        raw = b"".join(packed_rows(part, depth) for part in parts if part.size)
    head = struct.pack(">IIBBBBB", samples.shape[1], samples.shape[0], depth, colour_type, 0, 0, int(interlaced))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", zlib.compress(raw, 9)) +
            chunk(b"IEND", b""))


def to_8_bit(samples, depth):
    return np.floor(samples * 255.0 / (2**depth - 1) + 0.5)


def over_gray(colour, alpha):
    return np.floor((colour * alpha + 128.0 * (255.0 - alpha)) / 255.0 + 0.5)


def add_png(name, samples, depth, colour_type, rgb, extra=b"", tolerance=0):
    for interlaced in (False, True):
        add(f"png_{name}{'_adam7' if interlaced else ''}", png(samples, depth, colour_type, extra, interlaced), rgb,
            tolerance)


def noise(channels, depth):
    return rng.integers(0, 2**depth, (HEIGHT, WIDTH, channels))


def three(gray):
    return np.repeat(gray, 3, axis=2)


for depth in (1, 2, 4, 8, 16):
    samples = noise(1, depth)
    add_png(f"gray{depth}", samples, depth, 0, three(to_8_bit(samples, depth)))
    key = int(samples[0, 0, 0])
    shown = np.where(samples == key, 128, to_8_bit(samples, depth))
    add_png(f"gray{depth}_key", samples, depth, 0, three(shown), chunk(b"tRNS", struct.pack(">H", key)))
for depth in (8, 16):
    samples = noise(3, depth)
    add_png(f"rgb{depth}", samples, depth, 2, to_8_bit(samples, depth))
    key = samples[2, 3]
    shown = np.where((samples == key).all(axis=2, keepdims=True), 128, to_8_bit(samples, depth))
    add_png(f"rgb{depth}_key", samples, depth, 2, shown, chunk(b"tRNS", struct.pack(">HHH", *map(int, key))))
    samples = noise(4, depth)
    samples[0, :3, 3] = [0, 2**depth - 1, 1]
    eight = to_8_bit(samples, depth)
    add_png(f"rgba{depth}", samples, depth, 6, over_gray(eight[..., :3], eight[..., 3:]))
    samples = noise(2, depth)
    eight = to_8_bit(samples, depth)
    add_png(f"gray_alpha{depth}", samples, depth, 4, three(over_gray(eight[..., :1], eight[..., 1:])))
for depth in (1, 2, 4, 8):
    samples = noise(1, depth)
    palette = rng.integers(0, 256, (2**depth, 3))
    alpha = rng.integers(0, 256, (2**depth, 1))
    plte = chunk(b"PLTE", palette.astype(np.uint8).tobytes())
    add_png(f"palette{depth}", samples, depth, 3, palette[samples[..., 0]], plte)
    add_png(f"palette{depth}_alpha", samples, depth, 3, over_gray(palette, alpha)[samples[..., 0]],
            plte + chunk(b"tRNS", alpha.astype(np.uint8).tobytes()))

# JPEG

y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
soft = np.stack([x * 18, y * 25, 200 - x * 8 - y * 6], axis=2).clip(0, 255).astype(np.uint8)
photo = Image.fromarray(soft)


def jpeg(picture, **options):
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=95, **options)
    return file.getvalue()


def decoded(file):
    return Image.open(io.BytesIO(file))


for name, file in {"444": jpeg(photo, subsampling=0), "422": jpeg(photo, subsampling=1),
                   "420": jpeg(photo, subsampling=2), "progressive": jpeg(photo, progressive=True),
                   "gray": jpeg(photo.convert("L"))}.items():
    add(f"jpeg_{name}", file, decoded(file).convert("RGB"), 2)


def exif(orientation, order):
    """A TIFF head, one directory: ImageWidth as a decoy, then Orientation."""
    tiff = (b"MM\0*" if order == ">" else b"II*\0") + struct.pack(order + "IH", 8, 2)
    tiff += struct.pack(order + "HHII", 0x0100, 4, 1, 999)
    tiff += struct.pack(order + "HHIHH", 0x0112, 3, 1, orientation, 0) + struct.pack(order + "I", 0)
    return b"Exif\0\0" + tiff


for orientation in range(1, 9):
    file = jpeg(photo, subsampling=0, exif=exif(orientation, "<>"[orientation % 2]))
    add(f"jpeg_orientation{orientation}", file, ImageOps.exif_transpose(decoded(file)).convert("RGB"), 2)

# CMYK. JPEGs hold inverted inks (255 is none) by a convention that Adobe began; Pillow writes and reads them so.
inks = np.stack([255 - soft[..., 0], 255 - soft[..., 1], 255 - soft[..., 2], x * 9], axis=2).astype(np.uint8)
adobe = jpeg(Image.fromarray(inks, "CMYK"))
at = adobe.index(b"Adobe")
ycck = adobe[:at + 11] + b"\x02" + adobe[at + 12:]  # the transform byte: now three components read as Y, Cb, Cr
plain = adobe[:at - 4] + adobe[at - 2 + int.from_bytes(adobe[at - 2:at], "big"):]
assert decoded(ycck).mode == decoded(plain).mode == "CMYK" and b"Adobe" not in plain
for name, file in {"cmyk_adobe": adobe, "ycck": ycck, "cmyk_plain": plain}.items():
    light = 255.0 - np.asarray(decoded(file)).astype(float)
    add(f"jpeg_{name}", file, np.floor(light[..., :3] * light[..., 3:] / 255.0 + 0.5), 3)


def flat_jpeg(factors, values):
    """One flat colour, `values` in YCbCr, with any sampling factors. DC codes 0, 10..: length 0 and 8; AC only 'end'."""
    def segment(marker, data):
        return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data
    file = b"\xff\xd8" + segment(0xDB, b"\0" + b"\x08" * 64)  # quantisation 8: DC steps are grey levels
    frame = b"".join(bytes([i + 1, h << 4 | v, 0]) for i, (h, v) in enumerate(factors))
    file += segment(0xC0, struct.pack(">BHHB", 8, HEIGHT, WIDTH, 3) + frame)
    file += segment(0xC4, b"\0" + bytes([1, 1] + [0] * 14) + bytes([0, 6]))
    file += segment(0xC4, b"\x10" + bytes([1] + [0] * 15) + bytes([0]))
    file += segment(0xDA, bytes([3, 1, 0, 2, 0, 3, 0, 0, 63, 0]))
    across, down = max(h for h, _ in factors), max(v for _, v in factors)
    units = -(-WIDTH // (8 * across)) * -(-HEIGHT // (8 * down))
    bits = ""
    for unit in range(units):
        for (h, v), value in zip(factors, values):
            for block in range(h * v):
                step = value - 128 if unit == block == 0 else 0
                # Six bits: 32..63 stand for themselves, 0..31 for -63..-32 (ITU T.81, F.1.2.1).
                bits += "0" if step == 0 else "10" + format(step if step > 0 else step + 63, "06b")
                bits += "0"
    bits += "1" * (-len(bits) % 8)
    data = bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8)).replace(b"\xff", b"\xff\0")
    return file + data + b"\xff\xd9"


flat = flat_jpeg([(2, 2), (1, 2), (2, 1)], [170, 88, 175])
add("jpeg_unusual_sampling", flat, decoded(flat).convert("RGB"), 2)

target = Path(__file__).with_name("image_pictures.txt")
target.write_text("\n".join(lines) + "\n")
print(f"{target.name}: {len(lines)} pictures, {target.stat().st_size} bytes")
