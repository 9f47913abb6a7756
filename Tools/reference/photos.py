"""Drawn pictures in the place of photos: a skin-coloured ground with spots, deterministic, of any size."""
import numpy as np
from PIL import Image


def draw(path, width, height, seed, grain=0.0):
    """Save a PNG of `width` x `height`; `grain` is the standard deviation of noise in steps of 1/255."""
    random = np.random.Generator(np.random.PCG64(seed))
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    u, v = x / width, y / height
    ground = np.stack([205 + 30 * u - 20 * v, 150 + 25 * v, 125 - 30 * u + 20 * v], 2)
    for _ in range(9):
        cx, cy, radius = random.uniform(0, 1), random.uniform(0, 1), random.uniform(0.04, 0.2)
        colour = np.array([random.uniform(110, 220), random.uniform(30, 120), random.uniform(30, 110)])
        edge = np.clip((radius - np.hypot(u - cx, v - cy)) / 0.03, 0, 1)[..., None]
        ground = ground * (1 - 0.8 * edge) + colour * 0.8 * edge
    ground += 10 * np.sign(np.sin(40 * u + 23 * v))[..., None] + grain * random.standard_normal(ground.shape)
    Image.fromarray(ground.round().clip(0, 255).astype(np.uint8)).save(path, optimize=True)
