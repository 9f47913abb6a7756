"""Pooled features of every photo by a tower of vision.py, in the layout of `skingpt features`.

    python tower_features.py --config recipes/left-out/vision.toml --data DATA --photos PHOTOS.npy --checkpoint RUN/A/vision.pt \\
        --output RUN/A.safetensors

For features_table.py: `files`, `features [N, 640]` of the plain photos by the moving average of the weights, and `scores [N, classes]`. A tower
without a decoder has no sums of a closed list; in their place stand the log-probabilities of its own class head over the mean query row, which
is what a decoder reads.
"""
import argparse
import json
import os
import tomllib

import numpy as np
import torch
from safetensors.numpy import save_file

from data import Labels
from linear import log_softmax
from pooled import eyes_of, pooled

QUERY_WIDTH = 256  # last columns of the pooled features


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("config", "data", "photos", "checkpoint", "output"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--threads", type=int, help="instead of the configuration's")
    arguments = parser.parse_args()
    with open(arguments.config, "rb") as file:
        config = tomllib.load(file)
    torch.set_num_threads(arguments.threads or config["threads"])
    labels, photos = Labels(arguments.data), np.load(arguments.photos, mmap_mode="r")
    if len(photos) != len(labels.rows):
        raise SystemExit(f"error: {arguments.photos} has {len(photos)} photos, {arguments.data} {len(labels.rows)}\n"
                         "help: write it again with data.py")
    heads = torch.load(arguments.checkpoint, weights_only=True)["average"]
    x = pooled(eyes_of(arguments.checkpoint), photos, torch.arange(len(labels.rows)), config["size"])
    weight, bias = heads["head_class.weight"].numpy(), heads["head_class.bias"].numpy()
    scores = log_softmax(x[:, -QUERY_WIDTH:] @ weight.T + bias).astype(np.float32)
    files = np.frombuffer(json.dumps([row["file"] for row in labels.rows]).encode(), np.uint8)
    save_file({"files": files, "features": x, "scores": scores}, arguments.output + ".part")
    os.replace(arguments.output + ".part", arguments.output)


if __name__ == "__main__":
    main()
