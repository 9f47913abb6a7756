"""The recognition head: classes, conditions and danger groups from pooled features, its blend with the decoder, its calibration.

    python head.py --config recipes/mini/head.toml --data DATA --corpus corpus --features A.safetensors B.safetensors \\
        --output RUN/head.safetensors --calibration RUN/calibration.json --measured RUN/head.json

The dumps are what `skingpt features` writes for all photos. The layers see the train photos; blend and temperatures are fitted to
val, and once more on each half to be measured on the other ("crossed"). The tower has seen the train photos too, so nothing is
calibrated on them. What becomes of unfamiliar photos is fitted to `unseen`, the sources of the configuration that the tower never saw.
"""
import argparse
import json
import time
import tomllib

import numpy as np
from safetensors.numpy import save_file
from scipy.optimize import minimize

import calibrate
from familiarity import distance, flatten, whiten
from features_table import Table
from linear import balance, fit_logistic, line, log_softmax, measures, softmax

MIXED_SOURCE = "MinhKemm/DermNet_Dataset"


class Layers:
    """Standardization and the linear layers fitted to the photos `index` of a table."""

    def __init__(self, table, index, settings):
        self.table = table
        x, source = table.x[index], table.source[index]
        weight = balance(table.target[index], source, settings["class_power"], settings["source_power"])
        self.mean = np.average(x, axis=0, weights=weight).astype(np.float32)
        self.scale = np.sqrt(np.average((x - self.mean) ** 2, axis=0, weights=weight) + 1e-6).astype(np.float32)
        x = self.standard(x)
        smoothing = settings["smoothing"]
        self.classes = fit_logistic(x, table.target[index], weight, len(table.classes), settings["l2_classes"], smoothing=smoothing)
        # Conditions and groups start from what the classes weigh, so that they only learn what distinguishes them within.
        of = table.condition_class
        start = self.classes[0][of], self.classes[1][of] - np.log(np.bincount(of)[of])
        by_condition = balance(table.condition[index], source, settings["condition_power"], settings["source_power"])
        self.conditions = fit_logistic(x, table.condition[index], by_condition, len(table.conditions), settings["l2_conditions"],
                                       start=start, smoothing=smoothing)
        by_group = balance(table.danger[index], source, settings["group_power"], settings["source_power"])
        self.groups = fit_logistic(x, table.danger[index], by_group, len(table.groups), settings["l2_groups"], smoothing=smoothing)
        rows, centres = whiten(x, table.target[index], weight, settings["directions"], settings["shrink"])
        self.familiarity = rows, centres

    def standard(self, x):
        return (x - self.mean) / self.scale

    def logits(self, kind, index):
        """Logits of the photos `index` by the layer `kind`."""
        weight, bias = getattr(self, kind)
        return (self.standard(self.table.x[index]) @ weight.T + bias).astype(np.float64)

    def distance(self, index):
        return distance(self.standard(self.table.x[index]), *self.familiarity)


def fit_blend(decoder, head, target):
    """Shares of decoder and head, and the temperature, of least log loss: (decoder, head, temperature), shares summing to 1."""
    rows = np.arange(len(target))

    def loss(p):
        return -log_softmax(np.exp(p[0]) * decoder + np.exp(p[1]) * head)[rows, target].mean()

    a, b = np.exp(minimize(loss, [-1.5, -0.5], method="Nelder-Mead", options={"xatol": 1e-3, "fatol": 1e-6}).x)
    return a / (a + b), b / (a + b), 1 / (a + b)


def within(table, logits, temperature):
    """p(condition | class): the softmax over the conditions of each class."""
    p = np.zeros_like(logits)
    for slug in range(len(table.classes)):
        place = np.nonzero(table.condition_class == slug)[0]
        p[:, place] = softmax(logits[:, place] / temperature)
    return p


def halves(group, seed=3):
    """True for a random half of the groups of near-duplicates, as calibrate.py cuts val."""
    names = np.unique(group)
    return np.isin(group, np.random.default_rng(seed).permutation(names)[: len(names) // 2])


def best_temperature(logits, target, mask=None):
    """The temperature of least log loss; with `mask` only its logits take part."""
    logits = logits if mask is None else np.where(mask, logits, -1e9)
    return calibrate.best_temperature(logits, target)


class Reading:
    """What the blend of decoder and head says of the photos `index`, with the temperature growing with unfamiliarity."""

    def __init__(self, table, layers, index):
        self.target = table.target[index]
        self.decoder = log_softmax(table.decoder[index])
        self.head = log_softmax(layers.logits("classes", index))
        self.distance = layers.distance(index)

    def logits(self, blend):
        decoder, head, temperature = blend
        return (decoder * self.decoder + head * self.head) / temperature

    def probabilities(self, blend, familiarity):
        u = (self.distance - familiarity["centre"]) / familiarity["spread"]
        return softmax(self.logits(blend) / flatten(u, familiarity["start"], familiarity["slope"])[:, None])


def fit_familiarity(val, unseen, blend, settings):
    """Centre and spread of the distance on val; where the temperature begins to grow and how fast: least log loss of val and, with
    the weight of the configuration, of the sources that the tower never saw. Beyond `limit` a photo is unfamiliar: there the share
    `unfamiliar` of val lies."""
    centre, spread = float(np.median(val.distance)), float(np.std(val.distance))
    best = None
    for start in (-1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0):
        for slope in (0.0, 0.1, 0.2, 0.3, 0.45, 0.6, 0.8, 1.0):
            familiarity = {"centre": centre, "spread": spread, "start": start, "slope": slope}
            loss = 0.0
            for part, weight in ((val, 1.0), (unseen, settings["unseen_weight"])):
                p = part.probabilities(blend, familiarity)
                loss -= weight * np.log(np.maximum(p[np.arange(len(part.target)), part.target], 1e-12)).mean()
            if best is None or loss < best[0]:
                best = loss, familiarity
    limit = float(np.quantile((val.distance - centre) / spread, 1 - settings["unfamiliar"]))
    return best[1] | {"limit": limit}


def write(path, layers, temperatures, blend, familiarity=None, thresholds=None):
    """head.safetensors: the layers and, in its metadata, what they mean."""
    table = layers.table
    meta = {"version": 1, "features": "class_token|patch_mean|query_mean", "featureCount": int(table.x.shape[1]),
            "classes": table.classes, "conditions": [{"name": name, "class": slug} for slug, name in table.conditions],
            "groups": table.groups, "temperatures": temperatures, "blend": blend, "familiarity": familiarity or {},
            "thresholds": thresholds or {}, "made": time.strftime("%Y-%m-%d")}
    tensors = {"mean": layers.mean, "scale": layers.scale}
    for kind in ("classes", "conditions", "groups"):
        tensors[f"{kind}.weight"], tensors[f"{kind}.bias"] = getattr(layers, kind)
    tensors["familiarity.projection"], tensors["familiarity.centres"] = layers.familiarity
    save_file({name: np.ascontiguousarray(value, np.float32) for name, value in tensors.items()}, path,
              {"head": json.dumps(meta, sort_keys=True)})


