"""Every source with three or more classes left out in turn: how well the program does there before and after it is fitted to it.

    python loso.py --config recipes/mini/head.toml --data DATA --corpus corpus --features A.safetensors B.safetensors \\
        --seen A-views.safetensors B-views.safetensors \\
        --output RUN/loso.json --table RUN/left-out.md --heads RUN/loso

For each such source the recognition head and its blend are fitted without its photos and their near-duplicates. The tower and the
decoder are shared: they have seen the train photos of every source but those that the configuration names in `unseen`, so what
stands beside a seen source is kind, and `unseen` is averaged by itself. The fit is the one of localfit.py, on 20, 50, 100 and 200 photos
drawn by groups of near-duplicates, several times, measured on the rest: the gain has its standard deviation and its least over the draws. The
seeds are fixed. An answer is a photo that gets a name, by the rules of the program: near enough and sure enough. A condition is right if it
is the most probable of the whole list, its class included. `--heads` keeps what each head says; what lies there is taken as it is, so that
the fits alone can be repeated. The sources of `unseen` are measured once more as one clinic, which counts in no mean.
"""
import argparse
import dataclasses
import json
import os
import tomllib

import numpy as np

import calibrate
from features_table import Table
from folds import measured_sources
from head import Layers, write
from linear import line, measures
from localfit import fit_conditions, fit_local
from reading import Reading, fit_all, fit_thresholds, fit_unsure, within

COUNTS = (20, 50, 100, 200)
LEAST_NAMED = 50       # photos of a source whose label names a condition, to say how well conditions do
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


@dataclasses.dataclass
class Elsewhere:
    """What a head says about the photos of sources that it never saw."""
    x: np.ndarray
    p: np.ndarray
    target: np.ndarray
    group: np.ndarray
    u: np.ndarray                # familiarity distance
    share: np.ndarray            # of each condition in its class
    condition: np.ndarray
    condition_class: np.ndarray
    named: np.ndarray            # whether the label names a condition of the list
    limit: np.ndarray            # of familiarity
    unsure: np.ndarray


def kept(folder, make):
    """What `make` returns, or what it returned before."""
    path = folder and os.path.join(folder, "elsewhere.npz")
    if path and os.path.exists(path):
        with np.load(path) as file:
            return Elsewhere(**file)
    result = make()
    if path:
        np.savez(path, **dataclasses.asdict(result))
    return result


def elsewhere(table, sources, settings, folder):
    """Learns a head without the sources and their near-duplicates, writes it to the folder, and reads the sources with it."""
    away = np.isin(table.source, sources)
    related = np.isin(table.group, table.group[away])
    train = np.nonzero(~table.val & ~related & ~np.isin(table.source, settings["unseen"]))[0]
    val, test = np.nonzero(table.val & ~related)[0], np.nonzero(away)[0]
    layers = Layers(table, train, settings)
    reading, other = Reading(table, layers, val), Reading(table, layers, test)
    blend, familiarity = fit_all(reading, settings)
    thresholds = fit_thresholds(reading.probabilities(blend, familiarity), reading.target, table.classes)
    thresholds["unsure"] = settings["unsure"] if "unsure" in settings else fit_unsure([(reading, settings["wrong"])], blend, familiarity)
    own_class = table.condition_class[None] == table.target[val][:, None]
    inside = calibrate.best_temperature(np.where(own_class, layers.logits("conditions", val), -1e9), table.condition[val])
    if folder:
        os.makedirs(folder, exist_ok=True)
        write(os.path.join(folder, "head.safetensors"), layers, {"classes": blend["temperature"], "conditions": inside, "groups": 1.0}, blend,
              familiarity, thresholds)
    named = np.array([name != "" for _, name in table.conditions])
    return Elsewhere(layers.seen(test), other.probabilities(blend, familiarity), other.target, table.group[test], other.u(familiarity),
                     within(table, layers.logits("conditions", test), inside), table.condition[test], table.condition_class,
                     named[table.condition[test]], np.array(familiarity["limit"]), np.array(thresholds["unsure"]))


def fitted_shares(photos, chosen, rest):
    """Shares of the conditions of the photos `rest`, after a fit to the photos `chosen`."""
    share = photos.share[rest].copy()
    for slug in np.unique(photos.target[chosen]):
        place = np.nonzero(photos.condition_class == slug)[0]
        local = np.nonzero(chosen & photos.named & (photos.target == slug))[0]
        if len(place) < 2 or not len(local):
            continue
        fit = fit_conditions(photos.x[local], photos.share[np.ix_(local, place)], np.searchsorted(place, photos.condition[local]),
                             photos.group[local])
        share[:, place] = fit(photos.x[rest], share[:, place])
    return share


def first_conditions(photos, p, share, rest):
    """The share of the photos with a named condition of which it is the most probable of the list."""
    known = photos.named[rest]
    return float(((p[:, photos.condition_class] * share).argmax(1) == photos.condition[rest])[known].mean()) if known.any() else None


def fits(photos, count, repeats):
    """Before and after fits to about `count` of the photos; None where there are too few."""
    if len(photos.target) < count + 30:
        return None
    generator, before, after, conditions = np.random.default_rng(count), [], [], []
    logp = np.log(np.maximum(photos.p, 1e-12))
    for _ in range(repeats):
        chosen = draw(photos.group, count, generator)
        if len(np.unique(photos.target[chosen])) < 2:
            continue  # the program refuses to learn from one class
        rest = np.nonzero(~chosen)[0]
        u, p, target = photos.u[rest], photos.p[rest], photos.target[rest]
        fit = fit_local(photos.x[chosen], logp[chosen], photos.target[chosen], photos.group[chosen])
        q = np.exp(fit(photos.x[rest], logp[rest])) if fit else p
        limit = max(photos.limit, np.sort(photos.u[chosen])[int((chosen.sum() - 1) * FAMILIAR_SHARE)]) if fit else photos.limit
        before.append(measured(p, target, (u < photos.limit) & (p.max(1) >= photos.unsure)))
        after.append(measured(q, target, (u < limit) & (q.max(1) >= photos.unsure)))
        share = fitted_shares(photos, chosen, rest) if fit else photos.share[rest]
        conditions.append((first_conditions(photos, p, photos.share[rest], rest), first_conditions(photos, q, share, rest), bool(fit)))
    gains = [b["top1"] - a["top1"] for a, b in zip(before, after)]
    result = {"before": mean_of(before), "after": mean_of(after), "draws": len(gains), "gain": float(np.mean(gains)),
              "spread": float(np.std(gains)), "least": float(min(gains)), "refused": sum(not fit for _, _, fit in conditions)}
    if photos.named.sum() >= LEAST_NAMED:
        was, now = np.array([pair[:2] for pair in conditions], float).T
        result["conditions"] = {"before": float(was.mean()), "after": float(now.mean()), "gain": float((now - was).mean()),
                                "spread": float((now - was).std()), "least": float((now - was).min())}
    return result


def source_run(table, sources, settings, repeats, heads):
    """Measures of left-out sources: `before`, and `fit` by the number of photos."""
    name = sources[0] if len(sources) == 1 else f"{len(sources)} unseen sources as one clinic"
    folder = heads and os.path.join(heads, name.replace("/", "__"))
    photos = kept(folder, lambda: elsewhere(table, sources, settings, folder))
    before = measured(photos.p, photos.target, (photos.u < photos.limit) & (photos.p.max(1) >= photos.unsure))
    every = np.arange(len(photos.target))
    return {"source": name, "unseen_by_the_tower": sources[0] in settings["unseen"], "together": len(sources) > 1,
            "classes": len(np.unique(photos.target)), "majority": float(np.bincount(photos.target).max() / len(photos.target)),
            "before": before | {"interval": wilson(before["top1"], len(photos.target))},
            "conditions": {"photos": int(photos.named.sum()), "kinds": len(np.unique(photos.condition[photos.named])),
                           "right": first_conditions(photos, photos.p, photos.share, every)},
            "fit": {count: entry for count in COUNTS if (entry := fits(photos, count, repeats))}}


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


def conditions_table(results):
    """How well conditions do, of the sources that name them."""
    lines = ["", "## Conditions", "",
             "The right condition first among all of the list, in percent of the photos whose label names one of them. Behind each fit the gain over",
             "the same photos before it, its standard deviation over the draws, and the least gain.", "",
             "| source | conditions | photos | before |" + "".join(f" fitted to {count} |" for count in COUNTS),
             "|---|---|---|---|" + "---|" * len(COUNTS)]
    for result in results:
        if any("conditions" in entry for entry in result["fit"].values()):
            cells = []
            for count in COUNTS:
                entry = result["fit"].get(count, {}).get("conditions")
                cells.append("" if entry is None else f"{100 * entry['after']:.1f} ({100 * entry['gain']:+.1f} ± {100 * entry['spread']:.1f}, "
                                                      f"least {100 * entry['least']:+.1f})")
            about = result["conditions"]
            lines.append(f"| {title(result)} | {about['kinds']} | {about['photos']} | {100 * about['right']:.1f} | " + " | ".join(cells) + " |")
    return lines


def title(result):
    """A source's name in a table."""
    return result["source"] + (" *" if result["unseen_by_the_tower"] else "")


OPENING = ("# Sources left out", "",
           "Written by `Tools/train/loso.py`. The head is trained without the source; the tower and the decoder have seen the sources without a star.")


def table_of(results, means, opening=OPENING):
    """The results as a page that begins with the lines `opening`."""
    lines = [*opening,
             "Each fit is the mean of its draws, on the photos that were not drawn; behind its name the gain in the first place, its standard",
             "deviation over the draws, the least gain, and how many draws were refused because nothing was gained on left-out photos (they count as",
             "no change). Shares in percent; in brackets Wilson's 95 % interval. The unseen sources as one clinic are in no mean.", "",
             "| source | classes | photos | commonest class | right first | among three | balanced | calibration error | cannot tell | right of the answered |",
             "|---|---|---|---|---|---|---|---|---|---|"]
    for result in results:
        lines.append(row(title(result), result["classes"], result["before"], result["majority"]))
        for count, pair in result["fit"].items():
            behind = f"{100 * pair['gain']:+.1f} ± {100 * pair['spread']:.1f}, least {100 * pair['least']:+.1f}"
            behind += f", {pair['refused']} of {pair['draws']} refused" if pair["refused"] else ""
            lines.append(row(f"&nbsp; fitted to {count}: {behind}", "", pair["after"] | {"photos": pair["after"]["photos"] // pair["draws"]}))
    for name, entry in means.items():
        lines.append(row(f"mean, {name}", "", entry["before"]))
        for count in COUNTS:
            if count in entry:
                lines.append(row(f"&nbsp; {entry[count]['sources']} sources fitted to {count}: {100 * entry[count]['gain']:+.1f}", "",
                                 entry[count]["after"]))
    return "\n".join(lines + conditions_table(results)) + "\n"


def tell(result):
    """Print what was measured of a source."""
    before = result["before"]
    print(title(result), "before", line(before),
          f"answered {before['answered']:.2f}, of these right {before['right_of_answered']:.2f}", flush=True)
    for count, pair in result["fit"].items():
        was, now = pair["before"], pair["after"]
        print(f"      {count:3d} photos: {100 * pair['gain']:+.1f} ± {100 * pair['spread']:.1f}, least {100 * pair['least']:+.1f}; "
              f"top-1 {100 * was['top1']:.1f} -> {100 * now['top1']:.1f}, top-3 {100 * was['top3']:.1f} -> {100 * now['top3']:.1f}, "
              f"ECE {was['ece']:.3f} -> {now['ece']:.3f}", flush=True)
    print(f"      conditions {result['conditions']} "
          + ", ".join(f"{count}: {entry['conditions']}" for count, entry in result["fit"].items() if "conditions" in entry), flush=True)


def means_of(results):
    """Means over all sources and over the unseen ones, before and by the number of photos of the fit; printed too."""
    means, single = {}, [r for r in results if not r["together"]]
    for name, part in (("all", single), ("unseen", [r for r in single if r["unseen_by_the_tower"]])):
        if not part:
            continue
        means[name] = {"before": mean_of([r["before"] for r in part])}
        print(f"mean over {len(part)} sources ({name}): {line(means[name]['before'])}")
        for count in COUNTS:
            if pairs := [r["fit"][count] for r in part if count in r["fit"]]:
                gain = np.mean([pair["after"]["top1"] - pair["before"]["top1"] for pair in pairs])
                means[name][count] = {"sources": len(pairs), "gain": float(gain), "after": mean_of([p["after"] for p in pairs])}
                print(f"  with {count} photos, {len(pairs)} sources: top-1 {100 * gain:+.1f} to {100 * means[name][count]['after']['top1']:.1f}")
    return means


def save(results, means, output, page=None):
    """The results as JSON and, where there is a `page`, (its path, its text) as Markdown."""
    with open(output, "w", encoding="utf-8") as file:
        json.dump({"sources": results, "means": means}, file, indent=1)
    if page:
        with open(page[0], "w", encoding="utf-8") as file:
            file.write(page[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("config", "data", "corpus", "output"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--features", nargs="+", required=True)
    parser.add_argument("--seen", nargs="+", default=(), help="dumps of the same photos under the views of the program; default: --features")
    parser.add_argument("--heads", help="folder for the head of each left-out source")
    parser.add_argument("--table", help="the results as Markdown")
    parser.add_argument("--repeats", type=int, default=10)
    parser.add_argument("--only", nargs="+", help="these sources instead of all")
    arguments = parser.parse_args()
    with open(arguments.config, "rb") as file:
        settings = tomllib.load(file)
    table = Table(arguments.data, arguments.corpus, arguments.features, arguments.seen)
    results = []
    left = [[source] for source in measured_sources(table.source, table.target) if not arguments.only or source in arguments.only]
    if not arguments.only:
        left.append(settings["unseen"])
    for sources in left:
        results.append(source_run(table, sources, settings, arguments.repeats, arguments.heads))
        tell(results[-1])
    means = means_of(results)
    save(results, means, arguments.output, arguments.table and (arguments.table, table_of(results, means)))


if __name__ == "__main__":
    main()
