"""All photos with their labels and pooled features, joined by file name, for head.py and loso.py."""
import json

import numpy as np
from safetensors import safe_open

from corpus import Corpus
from data import all_rows
from targets import GROUPS, conditions_of, group_of


class Table:
    """Rows that have features: `x [N, F]`, the decoder's sums `decoder [N, 18]` (where the dump has them), class, condition,
    danger group, source, group of near-duplicates and split of each. The dumps are those of `skingpt features`."""

    def __init__(self, data, corpus, dumps):
        found, scores = {}, {}
        for path in dumps:
            with safe_open(path, "numpy") as file:
                names = json.loads(bytes(file.get_tensor("files")).decode())
                features = file.get_tensor("features")
                sums = file.get_tensor("scores") if "scores" in file.keys() else None
            if len(names) != len(features) or not np.isfinite(features).all():
                raise SystemExit(f"error: {path} has other features than names, or numbers that are not finite\n"
                                 "help: write it again with `skingpt features`")
            for index, name in enumerate(names):
                found[name] = features[index]
                if sums is not None:
                    scores[name] = sums[index]
        everything = all_rows(data)
        rows = [row for row in everything if row["file"] in found]
        if not rows:
            raise SystemExit("error: no photo of labels.csv is in the dumps\nhelp: dump the photos of this folder")
        self.rows = rows
        self.x = np.stack([found[row["file"]] for row in rows]).astype(np.float32)
        has_scores = all(row["file"] in scores for row in rows)
        self.decoder = np.stack([scores[row["file"]] for row in rows]).astype(np.float64) if has_scores else None
        self.classes = sorted({row["class_slug"] for row in everything})
        self.target = np.array([self.classes.index(row["class_slug"]) for row in rows])
        self.conditions, place = conditions_of(everything, Corpus(corpus))
        self.condition = np.array([at for at, row in zip(place, everything) if row["file"] in found])
        self.condition_class = np.array([self.classes.index(slug) for slug, _ in self.conditions])
        self.groups = list(GROUPS)
        self.danger = np.array(group_of(rows, corpus))
        self.source = np.array([row["source_repo"] for row in rows])
        self.group = np.array([row["group"] for row in rows])
        self.val = np.array([row["split"] == "val" for row in rows])
