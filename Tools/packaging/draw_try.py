"""Draws `try.png`: a patch of skin that nobody owns, with a red, scaly spot, for a first try of the program.

    python3 Tools/packaging/draw_try.py Tools/packaging/try.png

It needs numpy and Pillow. The same file comes out every time.
"""

import sys

import numpy
from PIL import Image


def smooth(noise: numpy.ndarray, radius: float) -> numpy.ndarray:
    """Returns the noise blurred by a Gaussian and scaled to a standard deviation of 1; its edges meet."""
    y, x = (numpy.fft.fftfreq(length) for length in noise.shape)
    passed = numpy.exp(-2 * (numpy.pi * radius) ** 2 * (y[:, None] ** 2 + x[None, :] ** 2))
    blurred = numpy.fft.ifft2(numpy.fft.fft2(noise) * passed).real
    return (blurred - blurred.mean()) / blurred.std()


def main(output: str, size: int = 480) -> None:
    """Draws skin texture, then the spot with an uneven edge and light scales."""
    random = numpy.random.default_rng(7)
    fine, coarse, uneven = (smooth(random.normal(size=(size, size)), r) for r in (0.8, 9, 22))
    skin = numpy.array([193.0, 143.0, 113.0])
    picture = skin + 5 * fine[..., None] + 4 * coarse[..., None] * numpy.array([1.0, 0.9, 0.8])
    y, x = numpy.mgrid[0:size, 0:size]
    distance = numpy.hypot((x - size * 0.52) / 1.15, y - size * 0.48) + 9 * uneven
    inside = 1 / (1 + numpy.exp((distance - size * 0.2) / 5))
    spot = numpy.array([176.0, 84.0, 74.0]) + 8 * fine[..., None] + 6 * coarse[..., None]
    picture = picture * (1 - inside[..., None]) + spot * inside[..., None]
    scale = inside * numpy.clip(smooth(random.normal(size=(size, size)), 2.2) - 0.9, 0, 1.4) * 0.6
    picture = picture * (1 - scale[..., None]) + numpy.array([226.0, 208.0, 196.0]) * scale[..., None]
    pixels = numpy.clip(picture, 0, 255).astype("uint8")
    Image.fromarray(pixels).quantize(128).save(output, optimize=True)


if __name__ == "__main__":
    main(sys.argv[1])
