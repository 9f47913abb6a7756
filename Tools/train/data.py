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


def all_rows(folder):
    """The rows of labels.csv and then, where the folder has one, of more/labels.csv; each with its `path`."""
    folder, rows = Path(folder), []
    for part in (folder, folder / "more"):
        if (part / "labels.csv").exists():
            rows += [row | {"path": str(part / "photos" / row["file"])} for row in read_rows(part / "labels.csv")]
    return rows


class Labels:
    """Targets of every photo: class, fine label (-1 where rare) and concept frequencies (with a mask).

    Photos of the sources `left_out` are in no split; `self.left` holds them.
    """

    def __init__(self, folder, rare=12, left_out=()):
        folder = Path(folder)
        self.rows = all_rows(folder)
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
        self.sources = np.array([row["source_repo"] for row in self.rows])
        away = set(left_out)
        if unknown := away - set(self.sources):
            raise SystemExit(f"error: sources {sorted(unknown)} are not in {folder}\nhelp: name sources as labels.csv does")
        # A near-duplicate of a left-out photo goes with it.
        groups = {row["group"] for row in self.rows if row["source_repo"] in away}
        self.left = torch.tensor([i for i, row in enumerate(self.rows) if row["source_repo"] in away], dtype=torch.long)
        self.train, self.val = (
            torch.tensor([i for i, row in enumerate(self.rows) if row["split"] == split and row["group"] not in groups])
            for split in ("train", "val"))

    def sampling_weights(self, power, source_power=1.0):
        """One weight per train photo; classes are drawn in proportion to count ** power, and within a class its
        sources in proportion to count ** source_power."""
        class_ = self.class_[self.train]
        counts = torch.bincount(class_, minlength=len(self.classes)).float()
        _, source = np.unique(self.sources[self.train.numpy()], return_inverse=True)
        pair = class_ * (source.max() + 1) + torch.from_numpy(source)
        of_pair = torch.bincount(pair).float()[pair]
        inner = of_pair ** (source_power - 1.0)
        total = torch.zeros(len(self.classes)).index_add_(0, class_, inner)
        return counts[class_] ** power * inner / total[class_]


def _decode(path):
    with Image.open(path) as photo:
        return np.asarray(photo.convert("RGB").resize((SIDE, SIDE), Image.BICUBIC))


def predecode(folder, output, workers):
    """Write every photo, squashed to 256 x 256, into one .npy file in the order of `all_rows`."""
    paths = [row["path"] for row in all_rows(folder)]
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
