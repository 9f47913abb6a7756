"""Augmentation of whole batches in torch. Photos come as uint8 [batch, height, width, 3]."""
import math

import torch
import torch.nn.functional as F


def uniform(low, high, *shape):
    """Random numbers between low and high."""
    return torch.rand(*shape) * (high - low) + low


def crop_and_turn(pixels, size, scale, rotate90, close=0.0, closest=0.1):
    """Random resized crop, flips, quarter turns and slight rotation in a single resampling. A share `close` of the
    photos is cut closer than `scale`, down to `closest` of the area, as phone photos of one spot are."""
    batch = len(pixels)
    area = torch.where(torch.rand(batch) < close, uniform(closest, scale, batch), uniform(scale, 1.0, batch))
    ratio = torch.exp(uniform(math.log(3 / 4), math.log(4 / 3), batch))
    wide = (area * ratio).sqrt().clamp(max=1.0)
    high = (area / ratio).sqrt().clamp(max=1.0)
    x, y = uniform(-1, 1, batch) * (1 - wide), uniform(-1, 1, batch) * (1 - high)
    angle = uniform(-0.2, 0.2, batch) * (torch.rand(batch) < 0.3)
    quarter = torch.randint(1, 4, (batch,)) * (torch.rand(batch) < rotate90)
    angle = angle + quarter * (math.pi / 2)
    flip_x = torch.where(torch.rand(batch) < 0.5, -1.0, 1.0)
    flip_y = torch.where(torch.rand(batch) < 0.25, -1.0, 1.0)
    cos, sin = angle.cos(), angle.sin()
    theta = torch.stack([
        torch.stack([wide * cos * flip_x, -wide * sin * flip_y, x], 1),
        torch.stack([high * sin * flip_x, high * cos * flip_y, y], 1)], 1)
    grid = F.affine_grid(theta, (batch, 3, size, size), align_corners=False)
    return F.grid_sample(pixels, grid, mode="bilinear", padding_mode="reflection", align_corners=False)


def hide_marks(pixels, chance):
    """Paint over or blur the places of known watermarks: the bottom-left corner and the centre strip."""
    batch, _, high, wide = pixels.shape

    def smooth(index, top, left, h, w):
        part = pixels[index:index + 1, :, top:top + h, left:left + w]
        coarse = F.adaptive_avg_pool2d(part, (2, 4))
        pixels[index, :, top:top + h, left:left + w] = F.interpolate(coarse, size=part.shape[-2:], mode="bilinear")[0]

    for index in range(batch):
        if torch.rand(()) < chance:
            h, w = int(high * uniform(0.08, 0.22, 1)), int(wide * uniform(0.2, 0.5, 1))
            smooth(index, high - h, 0, h, w)
        if torch.rand(()) < chance * 0.6:
            h, top = int(high * uniform(0.05, 0.12, 1)), int(high * uniform(0.4, 0.56, 1))
            left, w = int(wide * uniform(0.0, 0.3, 1)), int(wide * uniform(0.3, 0.9, 1))
            smooth(index, top, left, h, w)
    return pixels


def colour_jitter(pixels, strength):
    """Brightness, contrast, saturation, colour cast and, for few photos, grey; pixels in 0..1."""
    batch = len(pixels)

    def factor():
        return uniform(1 - strength, 1 + strength, batch, 1, 1, 1)

    pixels = pixels * factor()
    mean = pixels.mean((1, 2, 3), keepdim=True)
    pixels = (pixels - mean) * factor() + mean
    grey = pixels.mean(1, keepdim=True)
    saturation = torch.where(torch.rand(batch, 1, 1, 1) < 0.04, torch.zeros(()), factor())
    pixels = (pixels - grey) * saturation + grey
    return (pixels * uniform(1 - strength * 0.3, 1 + strength * 0.3, batch, 3, 1, 1)).clamp(0, 1)


def darken(pixels, chance):
    """Absorb light as melanin does, blue most; pixels in 0..1."""
    amount = uniform(0.1, 0.7, len(pixels), 1, 1, 1) * (torch.rand(len(pixels), 1, 1, 1) < chance)
    return pixels * torch.exp(-amount * torch.tensor([0.6, 1.0, 1.3]).view(1, 3, 1, 1))


def white_balance(pixels, chance):
    """Tint as lamps and careless cameras do: red against blue, green against both; pixels in 0..1."""
    batch = len(pixels)
    warm, green = uniform(-0.25, 0.25, batch), uniform(-0.08, 0.08, batch)
    gain = torch.stack([warm, green, -warm], 1).exp()
    gain = torch.where(torch.rand(batch, 1) < chance, gain, torch.ones(()))
    return (pixels * gain[:, :, None, None]).clamp(0, 1)


def erase(pixels, chance):
    """Random erasing with noise of the photo's own mean colour."""
    batch, _, high, wide = pixels.shape
    for index in range(batch):
        if torch.rand(()) < chance:
            h, w = int(high * uniform(0.1, 0.4, 1)), int(wide * uniform(0.1, 0.4, 1))
            top, left = int(uniform(0, high - h, 1)), int(uniform(0, wide - w, 1))
            colour = pixels[index].mean((1, 2)).view(3, 1, 1)
            pixels[index, :, top:top + h, left:left + w] = colour + 0.1 * torch.randn(3, h, w)
    return pixels


def augment(photos, size, settings):
    """uint8 photos to normalised float pixels [batch, 3, size, size] (mean = std = 0.5)."""
    pixels = photos.permute(0, 3, 1, 2).float().div_(255)
    pixels = hide_marks(pixels, settings["hide_marks"])
    pixels = crop_and_turn(pixels, size, settings["crop"], settings["rotate90"], settings.get("close", 0.0))
    pixels = darken(pixels, settings.get("darken", 0.0))
    pixels = white_balance(pixels, settings.get("white_balance", 0.0))
    pixels = colour_jitter(pixels, settings["jitter"])
    pixels = erase(pixels, settings["erase"])
    return pixels.sub_(0.5).div_(0.5)


def plain(photos, size):
    """The runtime's preprocessing, for photos that are already squashed to a square."""
    pixels = photos.permute(0, 3, 1, 2).float()
    if pixels.shape[-1] != size:
        pixels = F.interpolate(pixels, size=(size, size), mode="bicubic", antialias=True).round().clamp(0, 255)
    return pixels.div_(255).sub_(0.5).div_(0.5)


def mix(pixels, chance, alpha):
    """Mixup or cutmix with a permutation of the batch. Returns pixels, permutation and the first part's share."""
    order = torch.randperm(len(pixels))
    if torch.rand(()) >= chance:
        return pixels, order, 1.0
    share = float(torch.distributions.Beta(alpha, alpha).sample())
    if torch.rand(()) < 0.5:
        return pixels * share + pixels[order] * (1 - share), order, share
    high, wide = pixels.shape[-2:]
    h, w = int(high * math.sqrt(1 - share)), int(wide * math.sqrt(1 - share))
    top, left = int(torch.randint(0, high - h + 1, ())), int(torch.randint(0, wide - w + 1, ()))
    mixed = pixels.clone()
    mixed[..., top:top + h, left:left + w] = pixels[order][..., top:top + h, left:left + w]
    return mixed, order, 1.0 - h * w / (high * wide)
