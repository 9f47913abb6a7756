"""The features that the recognition head reads, of every photo, by the networks of training: plain, and under augmented views.

    python pooled.py --config recipes/mini/vision.toml --data DATA --photos PHOTOS.npy --checkpoint RUN/vision.pt --output RUN/pooled.npz

`plain` is what the program sees. `view0`, `view1`, ... are augmented. `clinic` is a photo as a phone in other hands might have taken
it: cut close, darker, with another white balance; the thresholds of what is unfamiliar are tried on these.
"""
import argparse
import os
import tomllib

import numpy as np
import torch

from augment import augment, plain
from data import Labels
from model import Eyes
from precision import autocast

CLINIC = {"hide_marks": 0.0, "crop": 0.12, "close": 0.0, "rotate90": 0.2, "jitter": 0.15, "darken": 0.8, "white_balance": 1.0,
          "erase": 0.0}


def eyes_of(path):
    """ViT and Q-Former of a checkpoint of vision.py, or of a container read back; the heads are left out."""
    state = torch.load(path, weights_only=True)
    state = state.get("average", state)
    eyes = Eyes(1, 1, 1)
    eyes.vision.regrid(round((state["vision.pos_embed"].shape[1] - 1) ** 0.5))
    kept = {name: value for name, value in state.items() if not name.startswith("head_")}
    missing, surplus = eyes.load_state_dict(kept, strict=False)
    if surplus or not all(name.startswith("head_") for name in missing):
        raise SystemExit(f"error: {path} holds other networks: surplus {surplus}, missing {missing}\n"
                         "help: give a checkpoint of vision.py or the eyes of container.py")
    return eyes.eval().requires_grad_(False)


@torch.no_grad()
def pooled(eyes, photos, index, size, view=None, batch=64):
    """Features [len(index), 640]; with `view` augmented by these settings."""
    parts = []
    for part in torch.as_tensor(index).split(batch):
        raw = torch.from_numpy(photos[part.numpy()])
        with autocast():
            parts.append(eyes.pooled(augment(raw, size, view) if view else plain(raw, size)).float())
    return torch.cat(parts).numpy()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("config", "data", "photos", "checkpoint", "output"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--views", type=int, default=1, help="augmented views of the train photos")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    with open(arguments.config, "rb") as file:
        config = tomllib.load(file)
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(config["seed"] + 1000)
    labels = Labels(arguments.data, left_out=config.get("left_out", ()))
    photos = np.load(arguments.photos, mmap_mode="r")
    eyes, size = eyes_of(arguments.checkpoint), config["size"]
    everything = torch.arange(len(labels.rows))
    tested = torch.cat([labels.val, labels.left])
    result = {"plain": pooled(eyes, photos, everything, size),
              "clinic": pooled(eyes, photos, tested, size, CLINIC), "clinic_index": tested.numpy(),
              "train_index": labels.train.numpy()}
    for number in range(arguments.views):
        result[f"view{number}"] = pooled(eyes, photos, labels.train, size, config["augment"])
    np.savez(arguments.output + ".part.npz", files=np.array([row["file"] for row in labels.rows]), **result)
    os.replace(arguments.output + ".part.npz", arguments.output)


if __name__ == "__main__":
    main()
