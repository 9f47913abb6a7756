"""What the program itself scores on photos, for calibrate.py and calibrate_concepts.py: `diagnose --json` over one split.

    python program_scores.py --program Tools/skingpt --model FILE --calibration CALIBRATION --data DATA --output SCORES.npz

FILE is an int8 container with the calibration in CALIBRATION, whatever it says: it is taken out again. The output
has `scores [photos, classes]`, sums of log-probabilities but for a number per photo; `concepts [photos, concepts]`, mean
log-probabilities; and what is known of each photo.
"""
import argparse
import csv
import json
import subprocess

import numpy as np

NOT_DISEASE = ("normal_skin", "nonskin")


def reports(program, model, files):
    """One report for each photo; none is left out for its quality."""
    command = [program, "diagnose", "--json", "--force", "--max-tokens", "1", "--prompt", "?", "--model", model]
    run = subprocess.run(command + files, capture_output=True, text=True, check=True)
    found = [json.loads(line) for line in run.stdout.splitlines()]
    assert len(found) == len(files), f"{len(found)} reports for {len(files)} photos"
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("program", "model", "data", "calibration", "output"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--split", default="val")
    arguments = parser.parse_args()
    with open(arguments.calibration, encoding="utf-8") as file:
        calibration = json.load(file)
    temperature = calibration["temperature"]["int8"]
    with open(f"{arguments.data}/labels.csv", newline="", encoding="utf-8") as file:
        everything = list(csv.DictReader(file))
    rows = [row for row in everything if row["split"] == arguments.split]
    classes = sorted({row["class_slug"] for row in everything})
    with open(f"{arguments.data}/concept_priors.csv", newline="", encoding="utf-8") as file:
        names = next(csv.reader(file))[3:]
    scores, concepts = [], []
    for report in reports(arguments.program, arguments.model, [f"{arguments.data}/photos/{row['file']}" for row in rows]):
        found = {entry["class"]: max(entry["probability"], 1e-300) for entry in report["differential"]}
        scores.append([temperature * np.log(found[slug]) for slug in classes])
        disease = sum(value for slug, value in found.items() if slug not in NOT_DISEASE)
        share = {entry["name"]: entry["probability"] / disease for entry in report["concepts"]}
        concepts.append([(np.log(share[name] / (1 - share[name])) - offset) / calibration["concepts"]["slope"]
                         for name, offset in zip(names, calibration["concepts"]["offsets"])])
    np.savez(arguments.output, scores=scores, concepts=concepts, classes=classes, concept_names=names,
             target=[classes.index(row["class_slug"]) for row in rows], files=[row["file"] for row in rows],
             group=[row["group"] for row in rows], source=[row["source_repo"] for row in rows],
             fine=[row["fine_label"] for row in rows])


if __name__ == "__main__":
    main()
