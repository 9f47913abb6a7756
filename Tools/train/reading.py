"""Decoder and head blended into one reading of photos, flatter where they are unfamiliar; its thresholds."""
import numpy as np
from scipy.optimize import minimize

import calibrate
from familiarity import flatten
from linear import log_softmax, softmax


def through_conditions(table, logits):
    """Log-probabilities of the classes: those of their conditions, summed."""
    logits = log_softmax(logits)
    return np.stack([np.logaddexp.reduce(logits[:, table.condition_class == slug], axis=1) for slug in range(len(table.classes))], 1)


def within(table, logits, temperature):
    """p(condition | class): the softmax over the conditions of each class."""
    p = np.zeros_like(logits)
    for slug in range(len(table.classes)):
        place = np.nonzero(table.condition_class == slug)[0]
        p[:, place] = softmax(logits[:, place] / temperature)
    return p


class Reading:
    """What decoder and head say of some photos."""

    def __init__(self, table, layers, index):
        self.target = table.target[index]
        self.decoder = log_softmax(table.decoder[index])
        self.head = log_softmax(layers.logits("classes", index))
        self.own = through_conditions(table, layers.logits("conditions", index))
        self.distance = layers.distance(index)

    def part(self, mask):
        """The photos of a mask."""
        result = object.__new__(Reading)
        result.__dict__ = {name: value[mask] for name, value in self.__dict__.items()}
        return result

    def u(self, familiarity):
        """Familiarity distance: 0 for the middle photo of val, in spreads."""
        return (self.distance - familiarity["centre"]) / familiarity["spread"]

    def probabilities(self, blend, familiarity):
        """Of the classes."""
        logits = blend["decoder"] * self.decoder + blend["head"] * self.head + blend["conditions"] * self.own
        flat = flatten(self.u(familiarity), familiarity["start"], familiarity["slope"])
        return softmax(logits / blend["temperature"] / flat[:, None])

    def loss(self, blend, familiarity):
        """Mean negative logarithm of the right class's probability."""
        p = self.probabilities(blend, familiarity)
        return -np.log(np.maximum(p[np.arange(len(p)), self.target], 1e-12)).mean()

    def answered(self, p, familiarity, unsure):
        """Which photos get a name: familiar ones whose first probability reaches `unsure`."""
        return (self.u(familiarity) < familiarity["limit"]) & (p.max(1) >= unsure)


def fit_all(val, settings):
    """Blend and familiarity. Start and slope are settings; the shares and the temperature are of least log loss on val under them.
    Beyond `limit` lies the share `unfamiliar` of val."""
    familiarity = {"centre": float(np.median(val.distance)), "spread": float(np.std(val.distance)),
                   "start": settings["start"], "slope": settings["slope"]}
    familiarity["limit"] = float(np.quantile(val.u(familiarity), 1 - settings["unfamiliar"]))

    def blend_of(p):
        parts = np.exp(np.clip(p, -9, 3))
        shares = dict(zip(("decoder", "head", "conditions"), map(float, parts / parts.sum())))
        return shares | {"temperature": float(1 / parts.sum())}

    found = minimize(lambda p: val.loss(blend_of(p), familiarity), [-1.5, -3.0, -0.5], method="Nelder-Mead",
                     options={"xatol": 1e-3, "fatol": 1e-6, "maxiter": 300})
    return blend_of(found.x), familiarity


def fit_unsure(parts, blend, familiarity):
    """The lowest probability from which on at most the share `wrong` of the answers is wrong, for each (reading, wrong)."""
    result = 0.0
    for part, wrong in parts:
        p = part.probabilities(blend, familiarity)
        near = part.u(familiarity) < familiarity["limit"]
        if near.any():
            hit = (p.argmax(1) == part.target)[near]
            result = max(result, calibrate.best_unsure_threshold(p.max(1)[near], hit, wrong))
    return float(result)


def fit_thresholds(p, target, classes):
    """Thresholds for no skin and for healthy skin, as calibrate.py finds them."""
    nonskin, healthy = classes.index("nonskin"), classes.index("normal_skin")
    return {"nonskin": calibrate.best_nonskin_threshold(p[:, nonskin], target == nonskin),
            "healthy": calibrate.best_healthy_threshold(p[:, healthy], target == healthy)}
