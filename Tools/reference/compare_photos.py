"""Holds the program's JPEG and PNG decoder against Pillow on a folder of pictures: one command, one table.

    python compare_photos.py --program ../skingpt FOLDER [FOLDER ...]

Every file whose name ends like a JPEG's or PNG's, in all subfolders, goes through `skingpt trace --until photo`, which
writes the decoded picture, and through Pillow. A file passes if the mean difference of the colours is at most 2 of 255, or
if the program refuses it with one `error:` line, one `help:` line and the status 65. Exit code 1 if one file does neither.

Of some PNGs Pillow's reading is not what the format says (see image_goldens.py): 16-bit grey becomes white, and a
transparent grey of 2, 4 or 16 bits or colour of 16 bits is ignored. For those the samples that Pillow reads are laid on white here;
of 16-bit colours it gives the upper bytes only, so where these are those of the transparent colour, white is right too.
Sets that are free to take: libpng's source (contrib/pngsuite, contrib/testpngs), libjpeg-turbo's (testimages), Pillow's (Tests/images).
"""
import argparse
import collections
import os
import struct
import subprocess
import sys
import tempfile
import warnings

import numpy as np
from PIL import Image, ImageOps
from safetensors.numpy import load_file

SUFFIXES = (".jpg", ".jpeg", ".jpe", ".jfif", ".jif", ".png", ".apng", ".mpo")
LIMIT = 2.0
GREY, RGB = 0, 2


def chunks(path):
    """The kinds and bodies of a PNG's chunks before the picture; empty for other files."""
    with open(path, "rb") as file:
        if file.read(8) != b"\x89PNG\r\n\x1a\n":
            return {}
        found = {}
        while len(head := file.read(8)) == 8 and head[4:] != b"IDAT":
            length = struct.unpack(">I", head[:4])[0]
            found.setdefault(head[4:], file.read(min(length, 1 << 24)))
            file.read(4)
        return found


def expected(path):
    """RGB as the program should read it, upright, on white, [height, width, 3]; and where white is right too."""
    rgb = samples(path)
    parts = chunks(path)
    if b"tRNS" in parts and parts[b"IHDR"][8:10] == bytes([16, RGB]):
        clear = [value >> 8 for value in struct.unpack(">3H", parts[b"tRNS"][:6])]
        return rgb, (rgb == clear).all(axis=2, keepdims=True)
    return rgb, np.zeros((*rgb.shape[:2], 1), bool)


def samples(path):
    """What Pillow reads, with the transparent grey that it ignores on white."""
    parts = chunks(path)
    depth, kind = parts[b"IHDR"][8:10] if len(parts.get(b"IHDR", b"")) >= 10 else (8, None)
    clear = parts.get(b"tRNS")
    with Image.open(path) as image:
        image.load()
        image = ImageOps.exif_transpose(image)
        if image.mode.startswith("I;16") or image.mode == "I":
            values = np.asarray(image).astype(np.int64)
            grey = (values >> 8).astype(np.uint8)
            if clear and kind == GREY:
                grey = np.where(values == struct.unpack(">H", clear[:2])[0], 255, grey)
            return np.repeat(grey[..., None], 3, axis=2).astype(np.uint8)
        if clear and kind == GREY and depth in (2, 4):
            grey = np.asarray(image.convert("L"))
            value = (struct.unpack(">H", clear[:2])[0] & (1 << depth) - 1) * 255 // ((1 << depth) - 1)
            return np.repeat(np.where(grey == value, 255, grey)[..., None], 3, axis=2).astype(np.uint8)
        if clear and kind == RGB and depth == 16:
            return np.asarray(image.convert("RGB"))
        if image.mode in ("RGBA", "LA", "PA", "RGBa") or "transparency" in image.info:
            image = image.convert("RGBA")
            image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
        return np.asarray(image.convert("RGB"))


def decoded(program, path, output):
    """What the program makes of a file: a picture, or why not; and whether that is as it should be."""
    run = subprocess.run([program, "trace", path, "--until", "photo", "--output", output], capture_output=True, text=True, errors="replace",
                         timeout=120)
    if run.returncode == 0:
        return load_file(output)["photo"], "", True
    lines = run.stderr.splitlines()
    fine = run.returncode == 65 and len(lines) == 2 and lines[0].startswith("error: ") and lines[1].startswith("help:")
    return None, lines[0] if lines else f"status {run.returncode}", fine


def examine(program, path, output):
    """The verdict about a file, its mean difference if there is one, and what was said."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            (right, may_be_white), refusal = expected(path), ""
    except Exception as error:  # whatever Pillow says of a broken file
        right, refusal = None, f"Pillow: {type(error).__name__}: {error}"
    found, said, fine = decoded(program, path, output)
    if found is None:
        return ("refused" if right is not None else "both refuse") if fine else "FAILED", None, said
    if right is None:
        return "read, Pillow refuses", None, refusal
    if found.shape != right.shape:
        return "FAILED", None, f"{found.shape[1]} x {found.shape[0]} pixels instead of {right.shape[1]} x {right.shape[0]}"
    right = np.where(may_be_white & (found == 255).all(axis=2, keepdims=True), 255, right.astype(np.int64))
    difference = float(np.abs(found - right).mean())
    return "equal" if difference == 0 else "close" if difference <= LIMIT else "FAILED", difference, ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--all", action="store_true", help="a line for every file, not only for those that are not read alike")
    parser.add_argument("folders", nargs="+")
    chosen = parser.parse_args()
    Image.MAX_IMAGE_PIXELS = None
    table = {}
    with tempfile.TemporaryDirectory() as scratch:
        for folder in chosen.folders:
            counts, worst = collections.Counter(), 0.0
            for path in sorted(os.path.join(at, name) for at, _, names in os.walk(folder) for name in names):
                if not path.lower().endswith(SUFFIXES):
                    continue
                verdict, difference, said = examine(chosen.program, path, os.path.join(scratch, "photo.safetensors"))
                counts[verdict] += 1
                worst = max(worst, difference or 0.0)
                if chosen.all or verdict not in ("equal", "close"):
                    mean = "" if difference is None else f"mean difference {difference:.3f}"
                    print(f"{verdict:21} {os.path.relpath(path, folder)}  {mean}{said.replace(path, os.path.basename(path))}")
            table[folder] = counts, worst
    names = ["equal", "close", "refused", "both refuse", "read, Pillow refuses", "FAILED"]
    print(f"\n{'files':>6} " + " ".join(f"{name:>12}" for name in names) + "  largest mean  folder")
    for folder, (counts, worst) in table.items():
        print(f"{sum(counts.values()):6} " + " ".join(f"{counts[name]:{max(12, len(name))}}" for name in names)
              + f"  {worst:12.3f}  {os.path.basename(folder.rstrip('/'))}")
    return 1 if any(counts["FAILED"] for counts, _ in table.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
