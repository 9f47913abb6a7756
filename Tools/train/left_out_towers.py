"""loso.py with towers that never saw the source either: every fold by its own tower.

    python left_out_towers.py --towers recipes/left-out/vision.toml --config recipes/mini/head.toml --data DATA --corpus corpus \\
        --features A=RUN/A.safetensors B=RUN/B.safetensors C=RUN/C.safetensors D=RUN/D.safetensors \\
        --output RUN/left-out-towers.json --table RUN/left-out-towers.md --heads RUN/heads

A fold's dump is what tower_features.py made with the tower that was trained without the fold's sources. The head is fitted without the source;
it does learn from the other sources of the fold. What lies in `--heads` is taken as it is where neither dump nor settings of the head changed.
The unseen sources as one clinic are read by the tower of the fold `clinic`. The page says whether the gains reach what is asked of the fit.
"""
import argparse
import hashlib
import os
import tomllib
from pathlib import Path

import numpy as np

from features_table import Table
from folds import check_folds, measured_sources
from loso import COUNTS, means_of, save, source_run, table_of, tell, title

ASKED = {100: 15, 20: 7}  # photos: points of top-1, mean over the sources
MOST_LOST = 1             # points that the mean of a source may lose, whatever the number of photos

OPENING = (
    "# Sources left out of the tower too", "",
    "Written by `python Tools/train/train.py Tools/train/recipes/left-out.toml`. What `left-out.md` measures with the shipped tower is measured here",
    "with towers that never saw the source: small ones, trained from ImageNet without the sources of a fold (`Tools/train/recipes/left-out/vision.toml`)",
    "by {steps} steps of {batch} photos at {pixels} px, read at {size} px under the plain view. In the place of the decoder's closed list stands the",
    "tower's own class head. The head is trained without the source, but learns from the other sources of its fold. So a fit is measured as it would",
    "be at a clinic that no part of the program has seen. But the shares are those of small towers: they know less than the shipped one, which leaves",
    "a fit more to gain than it has with the shipped tower. What a new clinic would see should lie between the two pages. A star marks sources that the",
    "shipped tower has not seen either, so that both pages can be compared on them; the mean over these is called unseen. The three unseen sources as",
    "one clinic are read by the tower of fold {clinic}, which was trained on most photos: chosen before anything was measured.")


def verdict(results):
    """What is asked of the fit, and whether these results have it, as lines."""
    single, lines = [result for result in results if not result["together"]], ["", "## What is asked", ""]
    gains = {count: {title(r): 100 * (r["fit"][count]["after"]["top1"] - r["fit"][count]["before"]["top1"]) for r in single if count in r["fit"]}
             for count in COUNTS}
    for count, asked in ASKED.items():
        if gains[count]:
            mean = np.mean(list(gains[count].values()))
            lines.append(f"- Mean gain with {count} photos at least {asked} points: {mean:+.1f} over {len(gains[count])} sources, "
                         + ("met." if mean >= asked else "not met."))
    lost = [f"{name} {gain:+.1f} with {count}" for count in COUNTS for name, gain in gains[count].items() if not gain >= -MOST_LOST]
    lines.append(f"- No source's mean below before by more than {MOST_LOST} point, with any number of photos: "
                 + ("not met, " + ", ".join(lost) + "." if lost else f"met, the least is {min(min(g.values()) for g in gains.values() if g):+.1f}."))
    below = [result for result in single if result["before"]["top1"] < result["majority"]]
    lines.append(f"- Before the fit {len(below)} of {len(single)} sources lie below the share of their commonest class. To name that class alone would gain "
                 f"{100 * np.mean([r['majority'] - r['before']['top1'] for r in single]):+.1f} points on average over the {len(single)} sources; how much "
                 "more a fit gains is what it learns from features.")
    return lines


def folder_of(heads, fold, *made_of):
    """A folder for the heads of a fold, another one when a file that they are made of changes."""
    digest = hashlib.sha256()
    for path in made_of:
        digest.update(Path(path).read_bytes())
    return os.path.join(heads, f"{fold}-{digest.hexdigest()[:12]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("towers", "config", "data", "corpus", "output", "table", "heads"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--features", nargs="+", required=True, metavar="FOLD=DUMP")
    parser.add_argument("--steps", type=int, required=True, help="of the towers, for the page")
    parser.add_argument("--repeats", type=int, default=10)
    arguments = parser.parse_args()
    with open(arguments.towers, "rb") as file:
        towers = tomllib.load(file)
    with open(arguments.config, "rb") as file:
        settings = tomllib.load(file)
    dumps = dict(text.split("=", 1) for text in arguments.features if "=" in text)
    if set(dumps) != set(towers["folds"]):
        raise SystemExit(f"error: --features names {', '.join(sorted(dumps)) or 'no fold'}, the settings have {', '.join(sorted(towers['folds']))}\n"
                         "help: give one FOLD=DUMP for each fold")
    results = []
    for fold, sources in towers["folds"].items():
        table = Table(arguments.data, arguments.corpus, [dumps[fold]])
        check_folds(towers["folds"], measured_sources(table.source, table.target))
        parts = [[source] for source in sources] + ([settings["unseen"]] if fold == towers["clinic"] else [])
        folder = folder_of(arguments.heads, fold, dumps[fold], arguments.config)
        for part in parts:
            results.append(source_run(table, part, settings, arguments.repeats, folder) | {"fold": fold})
            tell(results[-1])
    results.sort(key=lambda result: (result["together"], -result["before"]["photos"]))
    means, phase = means_of(results), towers["schedule"]["phase"][-1]
    opening = [text.format(steps=arguments.steps, batch=towers["batch"], pixels=phase["size"], size=towers["size"], clinic=towers["clinic"])
               for text in OPENING]
    page = table_of(results, means, opening).rstrip("\n") + "\n" + "\n".join(verdict(results)) + "\n"
    save(results, means, arguments.output, (arguments.table, page))


if __name__ == "__main__":
    main()
