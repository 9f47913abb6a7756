"""Cache the Q-Former outputs of photos: one plain view, and augmented views of the train photos."""
import argparse
import os
import tomllib

import numpy as np
import torch

from augment import augment, plain
from data import Labels
from model import Eyes
from precision import autocast


def load_eyes(checkpoint, labels):
    """The averaged ViT and Q-Former of a stage A checkpoint (of the final one, with heads)."""
    eyes = Eyes(len(labels.classes), len(labels.fines), len(labels.concepts))
    state = torch.load(checkpoint, weights_only=True)["average"]
    eyes.vision.regrid(round((state["vision.pos_embed"].shape[1] - 1) ** 0.5))
    eyes.load_state_dict(state)
    return eyes.eval().requires_grad_(False)


@torch.no_grad()
def look(eyes, pixels, keep=1.0):
    """Query outputs [batch, 32, 256] and first vision rows [batch, 192], float16."""
    with autocast():
        rows, queries = eyes.qformer(eyes.vision(pixels, keep))
        return queries.half().numpy(), rows[:, 0].half().numpy()


def cache(arguments):
    with open(arguments.config, "rb") as file:
        config = tomllib.load(file)
    torch.set_num_threads(arguments.threads or config["threads"])
    torch.manual_seed(config["seed"])
    labels = Labels(arguments.data)
    photos = np.load(arguments.photos, mmap_mode="r")
    eyes = load_eyes(arguments.checkpoint, labels)
    os.makedirs(arguments.run, exist_ok=True)
    train = labels.train[torch.randperm(len(labels.train))[: int(arguments.share * len(labels.train))]].sort().values
    everything = torch.cat([train, labels.val]).sort().values
    for number, view in enumerate(config["features"]["views"]):
        names = [os.path.join(arguments.run, f"{kind}{number}.npy") for kind in ("rows", "features")]
        if all(map(os.path.exists, names)):
            continue
        queries = np.zeros((len(labels.rows), 32, 256), np.float16)
        first = np.zeros((len(labels.rows), 192), np.float16)
        for part in (everything if view["plain"] else train).split(128):
            batch = torch.from_numpy(photos[part.numpy()])
            pixels = plain(batch, arguments.size) if view["plain"] else augment(batch, view["size"], config["augment"])
            queries[part.numpy()], first[part.numpy()] = look(eyes, pixels, view.get("keep", 1.0))
        for name, result in zip(names, (first, queries)):
            np.save(name + ".part.npy", result)
            os.replace(name + ".part.npy", name)
        print("view", number, view, flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--photos", required=True)
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--threads", type=int, help="instead of the configuration's")
    parser.add_argument("--size", type=int, default=224, help="pixels of the plain view, as the runtime sees it")
    parser.add_argument("--share", type=float, default=1.0, help="of the train photos; step 1 and step 2 leave out the rest")
    parser.add_argument("--run", required=True)
    cache(parser.parse_args())
