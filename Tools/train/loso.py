"""Every source with three or more classes left out in turn: how well the program does there before and after it is fitted to it.

    python loso.py --config recipes/mini/head.toml --data DATA --corpus corpus --features A.safetensors B.safetensors \\
        --seen A-views.safetensors B-views.safetensors \\
        --output RUN/loso.json --table RUN/left-out.md --heads RUN/loso

For each such source the recognition head and its blend are fitted without its photos and their near-duplicates. The tower and the
decoder are shared: they have seen the train photos of every source but those that the configuration names in `unseen`, so what
stands beside a seen source is kind, and `unseen` is averaged by itself. The fit is the one of localfit.py, on 20, 50, 100 and 200 photos
drawn by groups of near-duplicates, several times, measured on the rest: the gain has its standard deviation and its least over the draws. The
seeds are fixed. An answer is a photo that gets a name, by the rules of the program: near enough and sure enough.
"""
import argparse
import json
import os
import tomllib

import numpy as np

from features_table import Table
from head import Layers, write
from linear import line, measures
from localfit import fit_local
from reading import Reading, fit_all, fit_thresholds, fit_unsure

COUNTS = (20, 50, 100, 200)
FAMILIAR_SHARE = 0.95  # of a clinic's own photos, as in FitTraining.swift


def draw(group, count, generator):
    """About `count` photos in whole groups, as a mask."""
    chosen, taken = np.zeros(len(group), bool), 0
    for name in generator.permutation(np.unique(group)):
        inside = group == name
        if taken + inside.sum() > count:
            continue
        chosen |= inside
        taken += inside.sum()
        if taken == count:
            break
    return chosen


def mean_of(entries):
    """The mean of every number over entries of `measures`; photos are summed."""
    keys = [key for key in entries[0] if key not in ("photos", "interval")]
    return {"photos": int(sum(e["photos"] for e in entries))} | {key: float(np.mean([e[key] for e in entries])) for key in keys}


def wilson(share, count):
    """95 % interval of a share of `count` photos."""
    z2 = 1.96 ** 2
    middle, half = share + z2 / (2 * count), 1.96 * np.sqrt(share * (1 - share) / count + z2 / (4 * count ** 2))
    return [float((middle + sign * half) / (1 + z2 / count)) for sign in (-1, 1)]


def measured(p, target, said):
    """`measures`, the share of photos that get a name and the share of these that is right."""
    hit = p.argmax(1) == target
    return measures(p, target) | {"answered": float(said.mean()), "right_of_answered": float(hit[said].mean()) if said.any() else 0.0}


def source_run(table, source, settings, repeats, heads):
    """Measures of one left-out source: `before`, and `fit` by the number of photos."""
    away = table.source == source
    related = np.isin(table.group, table.group[away])
    train = np.nonzero(~table.val & ~related & ~np.isin(table.source, settings["unseen"]))[0]
    val, test = np.nonzero(table.val & ~related)[0], np.nonzero(away)[0]
    layers = Layers(table, train, settings)
    reading, other = Reading(table, layers, val), Reading(table, layers, test)
    blend, familiarity = fit_all(reading, settings)
    thresholds = fit_thresholds(reading.probabilities(blend, familiarity), reading.target, table.classes)
    thresholds["unsure"] = settings["unsure"] if "unsure" in settings else fit_unsure([(reading, settings["wrong"])], blend, familiarity)
    p = other.probabilities(blend, familiarity)
    logp, target, group, x = np.log(np.maximum(p, 1e-12)), other.target, table.group[test], layers.seen(test)
    unsure, u = thresholds["unsure"], other.u(familiarity)
    before = measured(p, target, other.answered(p, familiarity, unsure))
    result = {"source": source, "unseen_by_the_tower": source in settings["unseen"], "classes": len(np.unique(target)),
              "before": before | {"interval": wilson(before["top1"], len(target))},
              "majority": float(np.bincount(target).max() / len(target)), "fit": {}}
    if heads:
        folder = os.path.join(heads, source.replace("/", "__"))
        os.makedirs(folder, exist_ok=True)
        write(os.path.join(folder, "head.safetensors"), layers, {"classes": blend["temperature"], "conditions": 1.0, "groups": 1.0}, blend,
              familiarity, thresholds)
    for count in COUNTS:
        if len(test) < count + 30:
            continue
        generator, before, after = np.random.default_rng(count), [], []
        for _ in range(repeats):
            chosen = draw(group, count, generator)
            if len(np.unique(target[chosen])) < 2:
                continue  # the program refuses to learn from one class
            rest = ~chosen
            q = np.exp(fit_local(x[chosen], logp[chosen], target[chosen], group[chosen])(x[rest], logp[rest]))
            limit = max(familiarity["limit"], np.sort(u[chosen])[int((chosen.sum() - 1) * FAMILIAR_SHARE)])
            before.append(measured(np.exp(logp[rest]), target[rest], (u[rest] < familiarity["limit"]) & (p[rest].max(1) >= unsure)))
            after.append(measured(q, target[rest], (u[rest] < limit) & (q.max(1) >= unsure)))
        gains = [b["top1"] - a["top1"] for a, b in zip(before, after)]
        result["fit"][count] = {"before": mean_of(before), "after": mean_of(after), "draws": len(gains), "gain": float(np.mean(gains)),
                                "spread": float(np.std(gains)), "least": float(min(gains))}
    return result


def row(name, classes, entry, majority=None):
    """A row of the table."""
    def percent(key):
        return f"{100 * entry[key]:.1f}"

    top = percent("top1")
    if "interval" in entry:
        top += " ({:.0f} to {:.0f})".format(*(100 * end for end in entry["interval"]))
    common = "" if majority is None else f"{100 * majority:.0f}"
    return (f"| {name} | {classes} | {entry['photos']} | {common} | {top} | {percent('top3')} | {percent('balanced')} | {entry['ece']:.3f} "
            f"| {100 * (1 - entry['answered']):.0f} | {100 * entry['right_of_answered']:.0f} |")


def table_of(results, means):
    """The results as a page."""
    lines = ["# Sources left out", "",
             "Written by `Tools/train/loso.py`. The head is trained without the source; the tower and the decoder have seen the sources without a star.",
             "Each fit is the mean of its draws, on the photos that were not drawn; behind its name the gain in the first place, its standard",
             "deviation over the draws, and the least gain. Shares in percent; in brackets Wilson's 95 % interval.", "",
             "| source | classes | photos | commonest class | right first | among three | balanced | calibration error | cannot tell | right of the answered |",
             "|---|---|---|---|---|---|---|---|---|---|"]
    for result in results:
        name = result["source"] + (" *" if result["unseen_by_the_tower"] else "")
        lines.append(row(name, result["classes"], result["before"], result["majority"]))
        for count, pair in result["fit"].items():
            behind = f"{100 * pair['gain']:+.1f} ± {100 * pair['spread']:.1f}, least {100 * pair['least']:+.1f}"
            lines.append(row(f"&nbsp; fitted to {count}: {behind}", "", pair["after"] | {"photos": pair["after"]["photos"] // pair["draws"]}))
    for name, entry in means.items():
        lines.append(row(f"mean, {name}", "", entry["before"]))
        for count in COUNTS:
            if count in entry:
                lines.append(row(f"&nbsp; {entry[count]['sources']} sources fitted to {count}: {100 * entry[count]['gain']:+.1f}", "",
                                 entry[count]["after"]))
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("config", "data", "corpus", "output"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--features", nargs="+", required=True)
    parser.add_argument("--seen", nargs="+", default=(), help="dumps of the same photos under the views of the program; default: --features")
    parser.add_argument("--heads", help="folder for the head of each left-out source")
    parser.add_argument("--table", help="the results as Markdown")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--only", nargs="+", help="these sources instead of all")
    arguments = parser.parse_args()
    with open(arguments.config, "rb") as file:
        settings = tomllib.load(file)
    table = Table(arguments.data, arguments.corpus, arguments.features, arguments.seen)
    results = []
    for source in sorted(set(table.source), key=lambda name: -(table.source == name).sum()):
        inside = table.source == source
        if len(np.unique(table.target[inside])) < 3 or inside.sum() < 50 or (arguments.only and source not in arguments.only):
            continue
        result = source_run(table, source, settings, arguments.repeats, arguments.heads)
        results.append(result)
        print(("* " if result["unseen_by_the_tower"] else "  ") + source, "before", line(result["before"]),
              f"answered {result['before']['answered']:.2f}, of these right {result['before']['right_of_answered']:.2f}", flush=True)
        for count, pair in result["fit"].items():
            print(f"      {count:3d} photos: {100 * pair['gain']:+.1f} ± {100 * pair['spread']:.1f}, least {100 * pair['least']:+.1f}; top-1 {100 * pair['before']['top1']:.1f} -> {100 * pair['after']['top1']:.1f}, top-3 "
                  f"{100 * pair['before']['top3']:.1f} -> {100 * pair['after']['top3']:.1f}, ECE {pair['before']['ece']:.3f} -> "
                  f"{pair['after']['ece']:.3f}", flush=True)
    means = {}
    for name, part in (("all", results), ("unseen", [r for r in results if r["unseen_by_the_tower"]])):
        if part:
            means[name] = {"before": mean_of([r["before"] for r in part])}
            print(f"mean over {len(part)} sources ({name}): {line(means[name]['before'])}")
        for count in COUNTS:
            if pairs := [r["fit"][count] for r in part if count in r["fit"]]:
                gain = np.mean([pair["after"]["top1"] - pair["before"]["top1"] for pair in pairs])
                means[name][count] = {"sources": len(pairs), "gain": float(gain), "after": mean_of([p["after"] for p in pairs])}
                print(f"  with {count} photos, {len(pairs)} sources: top-1 {100 * gain:+.1f} to {100 * means[name][count]['after']['top1']:.1f}")
    with open(arguments.output, "w", encoding="utf-8") as file:
        json.dump({"sources": results, "means": means}, file, indent=1)
    if arguments.table:
        with open(arguments.table, "w", encoding="utf-8") as file:
            file.write(table_of(results, means))


if __name__ == "__main__":
    main()
