"""Draws small pictures with colour profiles, and what Pillow (LittleCMS) makes of them in sRGB.

    python3 Tools/reference/colour_goldens.py Tests/SkinTestSupport/Goldens/image
"""

import io
import json
import struct
import sys
import zlib
from pathlib import Path

from PIL import Image, ImageCms

SIDE = 12


def profile(primaries_xyz, gamma):
    """An ICC profile of version 2 with three primaries, adapted to D50, and a plain exponent."""
    def fixed(value):
        return struct.pack(">i", round(value * 65536))

    def xyz(values):
        return b"XYZ \0\0\0\0" + b"".join(fixed(v) for v in values)

    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256)) + b"\0\0"
    name = b"drawn for a test\0"
    description = b"desc\0\0\0\0" + struct.pack(">I", len(name)) + name + bytes(4 + 4 + 2 + 1 + 67)
    description += bytes(-len(description) % 4)
    tags = [(b"desc", description), (b"wtpt", xyz((0.9642, 1.0, 0.8249)))]
    tags += [(name, xyz(values)) for name, values in zip((b"rXYZ", b"gXYZ", b"bXYZ"), primaries_xyz)]
    tags += [(name, curve) for name in (b"rTRC", b"gTRC", b"bTRC")]
    table, body, offset = b"", b"", 128 + 4 + 12 * len(tags)
    for name, data in tags:
        table += name + struct.pack(">II", offset + len(body), len(data))
        body += data
    total = offset + len(body)
    header = struct.pack(">I4sI4s4s4s", total, b"\0\0\0\0", 0x02400000, b"mntr", b"RGB ", b"XYZ ")
    header += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(28)
    header += b"".join(fixed(v) for v in (0.9642, 1.0, 0.8249)) + bytes(48)
    return header + struct.pack(">I", len(tags)) + table + body


# Display P3 and Adobe RGB (1998), adapted to D50; the profiles of Apple and Adobe say the same.
P3 = profile(((0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407)), 2.2)
ADOBE = profile(((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457)), 2.19921875)


def drawn():
    picture = Image.new("RGB", (SIDE, SIDE))
    for y in range(SIDE):
        for x in range(SIDE):
            picture.putpixel((x, y), (60 + 15 * x, 40 + 12 * y, 30 + 8 * (x + y) % 200))
    return picture


def as_srgb(picture, bytes_):
    return ImageCms.profileToProfile(
        picture, ImageCms.ImageCmsProfile(io.BytesIO(bytes_)), ImageCms.createProfile("sRGB"),
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC)


def with_chunks(png, chunks):
    """A PNG with more chunks behind its header."""
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    return png[:33] + b"".join(chunk(*c) for c in chunks) + png[33:]


def main(folder):
    picture = drawn()
    expected = {}

    def keep(name, bytes_, result):
        (folder / name).write_bytes(bytes_)
        expected[name] = {"width": result.width, "height": result.height, "rgb": list(result.tobytes())}

    def saved(image, kind, **options):
        buffer = io.BytesIO()
        image.save(buffer, kind, **options)
        return buffer.getvalue()

    keep("colour-p3.png", saved(picture, "PNG", icc_profile=P3), as_srgb(picture, P3))
    jpeg = saved(picture, "JPEG", quality=95, subsampling=0, icc_profile=ADOBE)
    keep("colour-adobe.jpg", jpeg, as_srgb(Image.open(io.BytesIO(jpeg)).convert("RGB"), ADOBE))
    # gAMA 1.0: the numbers are light itself.
    def curve(v):
        v /= 255
        return round(255 * (12.92 * v if v <= 0.0031308 else 1.055 * v ** (1 / 2.4) - 0.055))
    keep("colour-linear.png", with_chunks(saved(picture, "PNG"), [(b"gAMA", struct.pack(">I", 100_000))]),
         picture.point(curve))
    keep("colour-gamma-22.png", with_chunks(saved(picture, "PNG"), [(b"gAMA", struct.pack(">I", 45_455))]), picture)
    keep("colour-damaged-profile.png", saved(picture, "PNG", icc_profile=P3[:200]), picture)
    keep("plain.webp", saved(picture, "WEBP", lossless=True), picture)
    keep("colour-p3.webp", saved(picture, "WEBP", lossless=True, icc_profile=P3), as_srgb(picture, P3))
    exif = Image.Exif()
    exif[0x0112] = 6
    tall = picture.crop((0, 0, SIDE, 7))
    keep("turned.webp", saved(tall, "WEBP", lossless=True, exif=exif.tobytes()), tall.transpose(Image.Transpose.ROTATE_270))
    clear = picture.convert("RGBA")
    clear.putalpha(128)
    white = Image.new("RGBA", clear.size, (255, 255, 255, 255))
    keep("clear.webp", saved(clear, "WEBP", lossless=True, exact=True), Image.alpha_composite(white, clear).convert("RGB"))
    (folder / "colours.json").write_text(json.dumps(expected, separators=(",", ":"), sort_keys=True) + "\n")


main(Path(sys.argv[1]))
