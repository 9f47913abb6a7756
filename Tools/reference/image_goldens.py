"""Makes the goldens of the image module with Pillow.

Draws small pictures from formulas and a fixed seed, writes them in every kind of JPEG and PNG, and records what Pillow reads:

    NAME.jpg, NAME.png   the pictures
    pictures.rgb         what Pillow makes of each, RGB, upright, laid on white, one after another
    resizes.rgb          every 16th row of pictures that tests draw by the formula `pattern`, resized by BICUBIC
    manifest.json        names, sizes and places in those files, and a digest of each whole resized picture

Of five PNG kinds Pillow's reading is not what the format says: 16-bit grey becomes white, and a transparent grey of 2 or 4 bits
or colour of 16 bits is ignored. For those the drawn samples are recorded.

Pillow writes no YCCK, no interlaced PNG and not every depth; those are written here and only read by Pillow.

Usage: python image_goldens.py OUTPUT_FOLDER
Needs pillow 13.0.0 and numpy. The output is the same on every run.
"""

import hashlib
import io
import json
import random
import struct
import sys
import zlib
from pathlib import Path

import numpy
import PIL
from PIL import Image, ImageOps, PngImagePlugin

SEED = 31
WIDTH, HEIGHT = 43, 29
SMALL_WIDTH, SMALL_HEIGHT = 21, 13
RESIZES = [
    (37, 91, 224, 224), (500, 333, 224, 224), (1, 1, 224, 224), (3000, 7, 224, 224), (224, 224, 224, 224),
    (100, 100, 224, 224), (224, 500, 224, 224), (2, 3, 224, 224), (1023, 767, 224, 224), (100, 100, 37, 150),
    (100, 100, 300, 3), (640, 480, 1, 1),
    # On both sides of the border between columns first and rows first.
    (300, 376, 224, 224), (300, 377, 224, 224), (60, 400, 224, 224), (400, 1000, 224, 224),
]
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
GREY, RGB, PALETTE, GREY_ALPHA, RGBA = 0, 2, 3, 4, 6
CHANNELS = {GREY: 1, RGB: 3, PALETTE: 1, GREY_ALPHA: 2, RGBA: 4}
DEPTHS = {GREY: [1, 2, 4, 8, 16], RGB: [8, 16], PALETTE: [1, 2, 4, 8], GREY_ALPHA: [8, 16], RGBA: [8, 16]}
NAMES = {GREY: "grey", RGB: "rgb", PALETTE: "palette", GREY_ALPHA: "grey-alpha", RGBA: "rgba"}


def drawing(width: int, height: int) -> Image.Image:
    """Gradients with a disc and a bar: smooth enough for JPEG, without any symmetry."""
    y, x = numpy.mgrid[0:height, 0:width]
    rgb = numpy.stack([x * 255 // width, y * 255 // height, (x + y) * 255 // (width + height)], axis=2)
    rgb[(x - width // 3) ** 2 + (y - height // 2) ** 2 < (height // 4) ** 2] = (190, 90, 70)
    rgb[height // 8 : height // 4, width // 2 : width - 4] = (20, 30, 200)
    return Image.fromarray(rgb.astype(numpy.uint8))


def pattern(width: int, height: int) -> numpy.ndarray:
    """The picture that the Swift tests draw too, [height, width, 3]: a gradient, two fifths of it black or white."""
    y, x, c = numpy.meshgrid(*(numpy.arange(n, dtype=numpy.int64) for n in (height, width, 3)), indexing="ij")
    mixed = (x * 73856093 ^ y * 19349663 ^ c * 83492791) & 0xFFFFFFFF
    mixed ^= mixed >> 13
    value = (x * 7 + y * 13 + c * 50) % 256
    return numpy.choose(numpy.minimum(mixed % 5, 2), [255, 0, value]).astype(numpy.uint8)


def digest(data: bytes) -> str:
    """FNV-1a, 64 bits."""
    value = 0xCBF29CE484222325
    for byte in data:
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return f"{value:016x}"


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def filtered(rows: list[bytes], step: int, generator: random.Random) -> bytes:
    """Rows of a PNG, each under a filter drawn at random."""
    result = bytearray()
    above = bytes(len(rows[0])) if rows else b""
    for row in rows:
        kind = generator.randrange(5)
        result.append(kind)
        for i, value in enumerate(row):
            left, up = row[i - step] if i >= step else 0, above[i]
            corner = above[i - step] if i >= step else 0
            guess = left + up - corner
            nearest = min((left, up, corner), key=lambda candidate: abs(guess - candidate))
            result.append((value - [0, left, up, (left + up) // 2, nearest][kind]) % 256)
        above = row
    return bytes(result)


def png(samples: numpy.ndarray, kind: int, depth: int, interlaced: bool, extra: list[bytes], seed: int) -> bytes:
    """A PNG of samples [height, width, channels]."""
    generator = random.Random(seed)
    step = max(1, samples.shape[2] * depth // 8)

    def packed(row: numpy.ndarray) -> bytes:
        if depth == 16:
            return row.astype(">u2").tobytes()
        bits = "".join(format(int(value), f"0{depth}b") for value in row.flatten())
        bits += "0" * (-len(bits) % 8)
        return bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))

    parts = [samples[y::dy, x::dx] for x, y, dx, dy in ADAM7] if interlaced else [samples]
    data = b"".join(filtered([packed(row) for row in part], step, generator) for part in parts if part.size)
    height, width, _ = samples.shape
    header = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, int(interlaced))
    body = zlib.compress(data, 9)
    middle = len(body) // 2
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + b"".join(extra) + chunk(b"IDAT", body[:middle]) + \
        chunk(b"IDAT", body[middle:]) + chunk(b"IEND", b"")


def on_white(samples: numpy.ndarray, depth: int, clear: numpy.ndarray | None) -> Image.Image:
    """Grey or RGB samples as the PNG specification says, of 16 bits the upper byte; those equal to `clear` are white."""
    values = samples >> 8 if depth == 16 else samples * 255 // ((1 << depth) - 1)
    if clear is not None:
        values = numpy.where((samples == clear).all(axis=2, keepdims=True), 255, values)
    return Image.fromarray(numpy.broadcast_to(values, (*values.shape[:2], 3)).astype(numpy.uint8))


def pngs() -> tuple[dict[str, bytes], dict[str, Image.Image]]:
    """Every colour type and depth, plain and interlaced, and every kind of tRNS; and those that Pillow misreads."""
    source = numpy.asarray(drawing(SMALL_WIDTH, SMALL_HEIGHT).convert("RGBA")).astype(numpy.int64) * 257
    y, x = numpy.mgrid[0:SMALL_HEIGHT, 0:SMALL_WIDTH]
    source[..., 3] = (x * 3571 + y * 997) % 65536
    source[..., :3] = (source[..., :3] + (x * 31 + y * 17)[..., None]) % 65536  # the lower bytes differ from the upper
    grey = source[..., :3].sum(axis=2) // 3
    generator = numpy.random.default_rng(SEED)
    result, misread = {}, {}
    for kind, depths in DEPTHS.items():
        for depth in depths:
            full = {
                GREY: grey[..., None], RGB: source[..., :3], PALETTE: grey[..., None],
                GREY_ALPHA: numpy.dstack([grey, source[..., 3]]), RGBA: source,
            }[kind]
            samples = full >> (16 - depth)
            extra = []
            if kind == PALETTE:
                extra.append(chunk(b"PLTE", generator.integers(0, 256, 3 << depth, dtype=numpy.uint8).tobytes()))
            for interlaced in (False, True):
                name = f"{NAMES[kind]}-{depth}" + ("-interlaced" if interlaced else "")
                result[name] = png(samples, kind, depth, interlaced, extra, SEED + depth)
                if (kind, depth) == (GREY, 16):
                    misread[name] = on_white(samples, depth, None)
            if kind == PALETTE:
                # One entry less than colours: the last colour stays opaque.
                table = generator.integers(0, 256, (1 << depth) - 1, dtype=numpy.uint8).tobytes()
                extra = extra + [chunk(b"tRNS", table)]
            elif kind in (GREY, RGB):
                extra = [chunk(b"tRNS", b"".join(struct.pack(">H", int(value)) for value in samples[5, 9]))]
            else:
                continue
            if (kind, depth) in [(GREY, 2), (GREY, 4), (GREY, 16), (RGB, 16)]:
                misread[f"{NAMES[kind]}-{depth}-transparent"] = on_white(samples, depth, samples[5, 9])
            result[f"{NAMES[kind]}-{depth}-transparent"] = png(samples, kind, depth, False, extra, SEED)
    # Widths at which some of the seven passes are empty.
    for width, height in [(1, 1), (3, 2), (5, 9)]:
        samples = source[:height, :width, :3] >> 8
        result[f"rgb-8-interlaced-{width}x{height}"] = png(samples, RGB, 8, True, [], SEED)
    return result, misread


def saved(picture: Image.Image, **options) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, **options)
    return buffer.getvalue()


def ycck(base: Image.Image) -> bytes:
    """Luma, chroma and black as the four planes of a JPEG whose Adobe marker says so (transform 2)."""
    inks = base.convert("CMYK")
    cyan, magenta, yellow, _ = inks.split()
    black = Image.fromarray((numpy.mgrid[0:HEIGHT, 0:WIDTH][1] * 3).astype(numpy.uint8))
    light = [ImageOps.invert(plane) for plane in (cyan, magenta, yellow)]
    planes = list(Image.merge("RGB", light).convert("YCbCr").split())
    # Pillow inverts all four planes of CMYK on writing; these three must not be.
    stored = Image.merge("CMYK", [ImageOps.invert(plane) for plane in planes] + [black])
    data = bytearray(saved(stored, format="JPEG", quality=92))
    marker = data.index(b"Adobe")
    assert data[marker + 11] == 0
    data[marker + 11] = 2
    return bytes(data)


def jpegs() -> dict[str, bytes]:
    base = drawing(WIDTH, HEIGHT)
    options = {
        "baseline-444": {"quality": 90, "subsampling": 0},
        "baseline-422": {"quality": 85, "subsampling": 1},
        "baseline-420": {"quality": 85, "subsampling": 2},
        "progressive-420": {"quality": 85, "progressive": True},
        "progressive-444": {"quality": 95, "subsampling": 0, "progressive": True},
        "optimized": {"quality": 60, "optimize": True},
        "restarts": {"quality": 85, "restart_marker_rows": 1},
        "rgb": {"quality": 90, "keep_rgb": True},
    }
    result = {name: saved(base, format="JPEG", **kept) for name, kept in options.items()}
    result["grey"] = saved(base.convert("L"), format="JPEG", quality=85)
    inks = base.convert("CMYK")
    inks.putdata([(c, m, y, (c + m) // 4) for c, m, y, _ in inks.getdata()])
    result["cmyk"] = saved(inks, format="JPEG", quality=90)
    result["cmyk-progressive"] = saved(inks, format="JPEG", quality=90, progressive=True)
    result["ycck"] = ycck(base)
    return result


def turned() -> dict[str, bytes]:
    """All orientations, in both byte orders, in JPEG and in PNG."""
    base = drawing(SMALL_WIDTH, SMALL_HEIGHT)
    result = {}
    for orientation in range(1, 9):
        for order, letter in (("<", "little"), (">", "big")):
            exif = Image.Exif()
            exif.endian = order
            exif[271] = "nobody"
            exif[274] = orientation
            result[f"turned-{orientation}-{letter}.jpg"] = saved(base, format="JPEG", quality=90, exif=exif)
            if orientation in (3, 6):
                result[f"turned-{orientation}-{letter}.png"] = saved(base, format="PNG", exif=exif)
    return result


def described() -> dict[str, bytes]:
    """Orientations that stand in XMP, as attribute and as element, or in ImageMagick's raw profile, not in EXIF."""
    base = drawing(SMALL_WIDTH, SMALL_HEIGHT)
    attribute, element = b'<x tiff:Make="y" tiff:Orientation="6"/>', b"<x><tiff:Orientation>3</tiff:Orientation></x>"
    exif = b"Exif\0\0MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 274, 3, 1, 8, 0, 0)
    result = {"xmp-6.jpg": saved(base, format="JPEG", quality=90, xmp=attribute)}
    for name, key, text, zipped in (
        ("xmp-3.png", "XML:com.adobe.xmp", element.decode(), False), ("xmp-6-packed.png", "XML:com.adobe.xmp", attribute.decode(), True),
        ("profile-8.png", "Raw profile type exif", f"\nexif\n{len(exif):8}\n{exif.hex()}\n", True),
    ):
        info = PngImagePlugin.PngInfo()
        info.add_itxt(key, text, zip=zipped) if key.startswith("XML") else info.add_text(key, text, zip=zipped)
        result[name] = saved(base, format="PNG", pnginfo=info)
    return result


def read(data: bytes) -> Image.Image:
    """What Pillow sees: upright, on white, RGB."""
    picture = Image.open(io.BytesIO(data))
    is_clear = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    picture = ImageOps.exif_transpose(picture)
    if not is_clear:
        return picture.convert("RGB")
    layer = picture.convert("RGBA")
    page = Image.new("RGB", layer.size, "white")
    page.paste(layer.convert("RGB"), mask=layer.getchannel("A"))
    return page


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    drawn, misread = pngs()
    pictures = {f"{name}.jpg": data for name, data in jpegs().items()}
    pictures |= {f"{name}.png": data for name, data in drawn.items()} | turned() | described()
    manifest = {
        "made_by": "Tools/reference/image_goldens.py", "date": "2026-11-24", "pillow": PIL.__version__, "seed": SEED,
        "pictures": [], "resizes": []}
    values = bytearray()
    for name, data in pictures.items():
        (folder / name).write_bytes(data)
        seen = misread.get(name.removesuffix(".png")) or read(data)
        manifest["pictures"].append({"name": name, "width": seen.width, "height": seen.height, "offset": len(values)})
        values += seen.tobytes()
    (folder / "pictures.rgb").write_bytes(values)
    rows = bytearray()
    for width, height, new_width, new_height in RESIZES:
        resized = Image.fromarray(pattern(width, height)).resize((new_width, new_height), Image.Resampling.BICUBIC)
        manifest["resizes"].append({
            "from": [width, height], "to": [new_width, new_height], "offset": len(rows), "digest": digest(resized.tobytes())})
        rows += numpy.asarray(resized)[::16].tobytes()
    (folder / "resizes.rgb").write_bytes(rows)
    # Headers that claim a picture of 900 megapixels, with hardly any data.
    claim = struct.pack(">IIBBBBB", 30000, 30000, 8, RGB, 0, 0, 0)
    body = chunk(b"IHDR", claim) + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")
    (folder / "claims-30000.png").write_bytes(b"\x89PNG\r\n\x1a\n" + body)
    written = sorted(path for path in folder.iterdir() if path.name != "manifest.json")
    manifest["sha256"] = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in written}
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")


main()
