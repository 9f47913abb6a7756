"""All photos with their labels and pooled features, joined by file name, for head.py and loso.py."""
import json

import numpy as np
from safetensors import safe_open

from corpus import Corpus
from data import all_rows
from targets import GROUPS, conditions_of, group_of


def read_dumps(paths):
    """Features and decoder's sums by file name, and the views that the features are the mean of. Of two dumps that have a photo the later
    one counts."""
    found, scores, ways = {}, {}, set()
    for path in paths:
        with safe_open(path, "numpy") as file:
            names = json.loads(bytes(file.get_tensor("files")).decode())
            features = file.get_tensor("features")
            sums = file.get_tensor("scores") if "scores" in file.keys() else None
            ways.add(tuple(json.loads(bytes(file.get_tensor("views")).decode())) if "views" in file.keys() else ("1",))
        if len(names) != len(features) or not np.isfinite(features).all():
            raise SystemExit(f"error: {path} has other features than names, or numbers that are not finite\n"
                             "help: write it again with `skingpt features`")
        for index, name in enumerate(names):
            found[name] = features[index]
            if sums is not None:
                scores[name] = sums[index]
    if len(ways) > 1:
        raise SystemExit(f"error: the dumps are of different views: {sorted(ways)}\nhelp: dump all photos with the same --views")
    return found, scores, list(ways.pop())


class Table:
    """Rows that have features: `x [N, F]`, the decoder's sums `decoder [N, 18]` (where the dump has them), class, condition,
    danger group, source, group of near-duplicates and split of each. The dumps are those of `skingpt features`.

    `x` is what layers learn from. `seen [N, F]` is what the program will read, the mean over `views`: of the dumps `seen`, where there
    are some, and NaN for photos that they lack."""

    def __init__(self, data, corpus, dumps, seen=()):
        found, scores, self.views = read_dumps(dumps)
        everything = all_rows(data)
        rows = [row for row in everything if row["file"] in found]
        if not rows:
            raise SystemExit("error: no photo of labels.csv is in the dumps\nhelp: dump the photos of this folder")
        self.rows = rows
        self.x = np.stack([found[row["file"]] for row in rows]).astype(np.float32)
        self.seen = self.x
        if seen:
            looked, _, self.views = read_dumps(seen)
            lacking = np.full(self.x.shape[1], np.nan, np.float32)
            self.seen = np.stack([looked.get(row["file"], lacking) for row in rows]).astype(np.float32)
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
