"""The recognition head: classes, conditions and danger groups from pooled features, its blend with the decoder, its calibration.

    python head.py --config recipes/mini/head.toml --data DATA --corpus corpus --features A.safetensors B.safetensors \\
        --seen A-views.safetensors B-views.safetensors --output RUN/head.safetensors --measured RUN/head.json

The dumps are what `skingpt features` writes for all photos: as they are, to learn from, and under the views of which the program averages
the features (`--views`), to read. The layers see the train photos; blend and temperatures are fitted to
val, and once more on each half to be measured on the other ("crossed"). The tower has seen the train photos too, so nothing is
calibrated on them. `unseen` of the configuration names sources that the tower never saw: unfamiliarity is judged by them.
"""
import argparse
import itertools
import json
import time
import tomllib

import numpy as np
from safetensors.numpy import save_file

import calibrate
from familiarity import distance, whiten
from features_table import Table
from linear import balance, fit_logistic, line, measures, softmax
from reading import Reading, fit_all, fit_thresholds, fit_unsure, within

MIXED_SOURCE = "MinhKemm/DermNet_Dataset"
MISSES = {"cancer": 0.04, "emergency": 0.30, "infection": 0.20, "soon": 0.25}  # shares that may be missed, without history


def dangers_of(table, index):
    """P(group | condition) [C, groups] by the train photos; rare conditions lean on their class."""
    counts = np.zeros((len(table.conditions), len(table.groups)))
    np.add.at(counts, (table.condition[index], table.danger[index]), 1.0)
    of_class = np.zeros((len(table.classes), len(table.groups)))
    np.add.at(of_class, table.condition_class, counts)
    of_class = (of_class + 0.02) / (of_class + 0.02).sum(1, keepdims=True)
    counts += 0.5 * of_class[table.condition_class]
    return counts / counts.sum(1, keepdims=True)


def familiar(table, index, x, weight, settings):
    """Projection [K, F] and centres: the distance is in the space of the class token, to the nearest class of a source with at
    least `least` photos, because a photo of an unknown source may be near the mean of a class and far from all sources."""
    width = settings["token_width"]
    _, source = np.unique(table.source[index], return_inverse=True)
    pair = table.target[index] * (source.max() + 1) + source
    keep = np.bincount(pair)[pair] >= settings["least"]
    _, pair = np.unique(pair[keep], return_inverse=True)
    rows, centres = whiten(x[keep][:, :width], pair, weight[keep], settings["directions"], settings["shrink"])
    wide = np.zeros((len(rows), x.shape[1]), np.float32)
    wide[:, :width] = rows
    return wide, centres


class Layers:
    """Standardization and the linear layers fitted to the photos `index` of a table; with `start` from those of other photos."""

    def __init__(self, table, index, settings, start=None):
        self.table = table
        x, source = table.x[index], table.source[index]
        weight = balance(table.target[index], source, settings["class_power"], settings["source_power"])
        self.mean = np.average(x, axis=0, weights=weight).astype(np.float32)
        self.scale = np.sqrt(np.average((x - self.mean) ** 2, axis=0, weights=weight) + 1e-6).astype(np.float32)
        x = self.standard(x)

        def layer(kind, labels, count, before):
            of = balance(labels, source, settings[f"{kind}_power"], settings["source_power"])
            steps = settings["iterations"] if before is None else settings["iterations"] // 4
            return fit_logistic(x, labels, of, count, settings[f"l2_{kind}"], start=before, iterations=steps)

        self.classes = layer("class", table.target[index], len(table.classes), start and start.classes)
        self.conditions = layer("condition", table.condition[index], len(table.conditions), start and start.conditions)
        self.groups = layer("group", table.danger[index], len(table.groups), start and start.groups)
        self.dangers = dangers_of(table, index)
        self.familiarity = familiar(table, index, x, weight, settings)

    def standard(self, x):
        return (x - self.mean) / self.scale

    def seen(self, index):
        """Standard features of the photos `index` under the views of the program."""
        x = self.table.seen[index]
        if not np.isfinite(x).all():
            raise SystemExit("error: a photo that is to be read lacks its views\nhelp: give --seen the dumps of all photos")
        return self.standard(x)

    def logits(self, kind, index):
        """Logits of the photos `index` by the layer `kind`, as the program sees them."""
        weight, bias = getattr(self, kind)
        return (self.seen(index) @ weight.T + bias).astype(np.float64)

    def distance(self, index):
        """The logarithm of the distance to the nearest centre."""
        return distance(self.seen(index), *self.familiarity)


def halves(group, seed=3):
    """True for a random half of the groups of near-duplicates, as calibrate.py cuts val."""
    names = np.unique(group)
    return np.isin(group, np.random.default_rng(seed).permutation(names)[: len(names) // 2])


def write(path, layers, temperatures, blend, familiarity, thresholds):
    """head.safetensors: the layers and, in its metadata, what they mean."""
    table = layers.table
    meta = {"version": 1 if table.views == ["1"] else 2, "views": table.views, "features": "class_token|patch_mean|query_mean",
            "featureCount": int(table.x.shape[1]),
            "classes": table.classes, "conditions": [{"name": name, "class": slug} for slug, name in table.conditions],
            "groups": table.groups, "temperatures": temperatures,
            "blend": {name: blend[name] for name in ("decoder", "head", "conditions")}, "familiarity": familiarity,
            "thresholds": thresholds, "made": time.strftime("%Y-%m-%d")}
    tensors = {"mean": layers.mean, "scale": layers.scale, "groups.conditions": layers.dangers}
    for kind in ("classes", "conditions", "groups"):
        tensors[f"{kind}.weight"], tensors[f"{kind}.bias"] = getattr(layers, kind)
    tensors["familiarity.projection"], tensors["familiarity.centres"] = layers.familiarity
    save_file({name: np.ascontiguousarray(value, np.float32) for name, value in tensors.items()}, path,
              {"head": json.dumps(meta, sort_keys=True)})


def area(score, inside):
    """Area under the receiver operating characteristic."""
    order, count = np.argsort(np.argsort(score)) + 1, inside.sum()
    return float((order[inside].sum() - count * (count + 1) / 2) / (count * (len(inside) - count)))


def danger_measures(p, danger, groups):
    """Area under the curve of each danger group, and the least share of harmless photos raised while at most MISSES of the others
    are missed: a check that thresholds can be found, not their choice."""
    place = {name: groups.index(name) for name in groups}
    best = None
    sweeps = [np.quantile(p[danger == place[name], place[name]], np.linspace(0.01, most + 0.1, 10)) for name, most in MISSES.items()]
    for limits in itertools.product(*sweeps):
        raised = np.zeros(len(p), bool)
        for name, limit in zip(MISSES, limits):
            raised |= p[:, place[name]] >= limit
        missed = [1 - raised[danger == place[name]].mean() for name in MISSES]
        if all(m <= most for m, most in zip(missed, MISSES.values())):
            harmless = float(raised[danger == place["harmless"]].mean())
            if best is None or harmless < best["harmless_raised"]:
                best = {"harmless_raised": harmless, "missed": dict(zip(MISSES, map(float, missed))),
                        "thresholds": dict(zip(MISSES, map(float, limits)))}
    return {"area": {name: area(p[:, at], danger == at) for name, at in place.items()}, "reachable": best}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("config", "data", "corpus", "output", "measured"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--features", nargs="+", required=True)
    parser.add_argument("--seen", nargs="+", default=(), help="dumps of the same photos under the views of the program; default: --features")
    arguments = parser.parse_args()
    with open(arguments.config, "rb") as file:
        settings = tomllib.load(file)
    table = Table(arguments.data, arguments.corpus, arguments.features, arguments.seen)
    if table.decoder is None or not table.val.any():
        raise SystemExit("error: the dumps lack the decoder's scores or the photos of val\n"
                         "help: dump all photos, without --no-scores")
    away = np.isin(table.source, settings["unseen"])
    train, val, unseen = np.nonzero(~table.val & ~away)[0], np.nonzero(table.val)[0], np.nonzero(away)[0]
    print(f"{len(train)} photos of train, {len(val)} of val, {len(unseen)} of sources that the tower never saw", flush=True)
    layers = Layers(table, train, settings)
    reading, other = Reading(table, layers, val), Reading(table, layers, unseen)
    blend, familiarity = fit_all(reading, settings)
    p, q = reading.probabilities(blend, familiarity), other.probabilities(blend, familiarity)
    thresholds = fit_thresholds(p, reading.target, table.classes)
    # What is asked of answers would leave many open, and what is left open is sent to a doctor: the setting weighs the two.
    asked = fit_unsure([(reading, settings["wrong"]), (other, settings["wrong_unseen"])], blend, familiarity)
    thresholds["unsure"] = settings.get("unsure", asked)
    crossed, half = np.zeros_like(p), halves(table.group[val])
    for test in (half, ~half):
        crossed[test] = reading.part(test).probabilities(*fit_all(reading.part(~test), settings))
    # Conditions within their class, dangers through the conditions.
    conditions, condition, danger = layers.logits("conditions", val), table.condition[val], table.danger[val]
    mask = table.condition_class[None] == table.target[val][:, None]
    inside = calibrate.best_temperature(np.where(mask, conditions, -1e9), condition)
    joint = p[:, table.condition_class] * within(table, conditions, inside)
    rank = (joint > joint[np.arange(len(val)), condition][:, None]).sum(1)
    known = np.array([table.conditions[at][1] != "" for at in condition])
    groups = layers.logits("groups", val)
    of_groups = calibrate.best_temperature(groups, danger)
    hard, hit = table.source[val] == MIXED_SOURCE, p.argmax(1) == reading.target
    answered, said = (r.answered(x, familiarity, thresholds["unsure"]) for r, x in ((reading, p), (other, q)))
    measured = {
        "decoder": measures(softmax(reading.decoder / calibrate.best_temperature(reading.decoder, reading.target)), reading.target),
        "head": measures(softmax(reading.head), reading.target),
        "through_conditions": measures(softmax(reading.own), reading.target),
        "blend": measures(p, reading.target), "blend_crossed": measures(crossed, reading.target),
        "hardest_source": measures(p[hard], reading.target[hard]),
        "conditions": {"photos": int(known.sum()), "top1": float((rank[known] == 0).mean()), "top3": float((rank[known] < 3).mean())},
        "dangers": danger_measures(joint @ layers.dangers, danger, table.groups),
        "dangers_by_their_own_layer": danger_measures(softmax(groups / of_groups), danger, table.groups),
        "answered": {"share": float(answered.mean()), "right": float(hit[answered].mean()),
                     "unfamiliar": float((reading.u(familiarity) >= familiarity["limit"]).mean())},
        "unseen": {}}
    theirs, far = q.argmax(1) == other.target, other.u(familiarity) >= familiarity["limit"]
    for name in ("all", *settings["unseen"]):
        part = np.ones(len(q), bool) if name == "all" else table.source[unseen] == name
        measured["unseen"][name] = measures(q[part], other.target[part]) | {
            "answered": float(said[part].mean()), "unfamiliar": float(far[part].mean()),
            "right_of_answered": float(theirs[said & part].mean()) if (said & part).any() else None}
    for slug, key in (("nonskin", "nonskin"), ("normal_skin", "healthy")):
        found, gone = reading.target == table.classes.index(slug), p[:, table.classes.index(slug)] >= thresholds[key]
        measured[key] = {"found": float(gone[found].mean()), "of_others": float(gone[~found].mean()), "others": int(gone[~found].sum())}
    final = Layers(table, np.nonzero(~table.val)[0], settings, layers) if settings["unseen_too"] else layers
    write(arguments.output, final, {"classes": blend["temperature"], "conditions": inside, "groups": of_groups}, blend,
          familiarity, thresholds)
    measured["answered"]["threshold_asked_for"] = asked
    chosen = {"blend": blend, "familiarity": familiarity, "thresholds": thresholds}
    with open(arguments.measured, "w", encoding="utf-8") as file:
        json.dump(measured | chosen, file, indent=1)
    for name in ("decoder", "head", "through_conditions", "blend", "blend_crossed", "hardest_source"):
        print(f"{name:20s} {line(measured[name])}")
    for name, entry in measured["unseen"].items():
        print(f"unseen {name}: {line(entry)} answered {entry['answered']:.2f}, of these right {entry['right_of_answered']}")
    print(json.dumps({name: measured[name] for name in ("conditions", "dangers", "answered", "nonskin", "healthy")} | chosen, indent=1))


if __name__ == "__main__":
    main()
