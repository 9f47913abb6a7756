"""The photos, predecoded to one uint8 array, and their labels."""
import argparse
import csv
from collections import Counter
from multiprocessing import Pool
from pathlib import Path

import numpy as np
import torch
from PIL import Image

SIDE = 256


def read_rows(labels):
    """All rows of labels.csv as dictionaries."""
    with open(labels, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


class Labels:
    """Targets of every photo: class, fine label (-1 where rare) and concept frequencies (with a mask)."""

    def __init__(self, folder, rare=12):
        folder = Path(folder)
        self.rows = read_rows(folder / "labels.csv")
        self.classes = sorted({row["class_slug"] for row in self.rows})
        counts = Counter(row["fine_label"] for row in self.rows if row["split"] == "train")
        self.fines = sorted(label for label, count in counts.items() if count >= rare)
        with open(folder / "concept_priors.csv", newline="", encoding="utf-8") as file:
            priors = list(csv.DictReader(file))
        self.concepts = list(priors[0])[3:]
        table = {row["fine_label"]: [float(row[name]) for name in self.concepts] for row in priors}
        fine_index = {label: index for index, label in enumerate(self.fines)}
        self.class_ = torch.tensor([self.classes.index(row["class_slug"]) for row in self.rows])
        self.fine = torch.tensor([fine_index.get(row["fine_label"], -1) for row in self.rows])
        blank = [0.0] * len(self.concepts)
        self.concept = torch.tensor([table.get(row["fine_label"], blank) for row in self.rows])
        self.has_concept = torch.tensor([float(row["fine_label"] in table) for row in self.rows])
        self.train = torch.tensor([i for i, row in enumerate(self.rows) if row["split"] == "train"])
        self.val = torch.tensor([i for i, row in enumerate(self.rows) if row["split"] == "val"])
        self.sources = np.array([row["source_repo"] for row in self.rows])

    def sampling_weights(self, power):
        """One weight per train photo; classes are drawn in proportion to count ** power."""
        counts = torch.bincount(self.class_[self.train], minlength=len(self.classes)).float()
        return (counts ** (power - 1.0))[self.class_[self.train]]


def _decode(path):
    with Image.open(path) as photo:
        return np.asarray(photo.convert("RGB").resize((SIDE, SIDE), Image.BICUBIC))


def predecode(folder, output, workers):
    """Write every photo, squashed to 256 x 256, into one .npy file in the order of labels.csv."""
    folder = Path(folder)
    paths = [folder / "photos" / row["file"] for row in read_rows(folder / "labels.csv")]
    array = np.lib.format.open_memmap(output, "w+", np.uint8, (len(paths), SIDE, SIDE, 3))
    with Pool(workers) as pool:
        for index, photo in enumerate(pool.imap(_decode, paths, chunksize=64)):
            array[index] = photo
    array.flush()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=predecode.__doc__)
    parser.add_argument("--data", required=True, help="folder with labels.csv and photos/")
    parser.add_argument("--output", required=True)
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    predecode(arguments.data, arguments.output, arguments.workers)
