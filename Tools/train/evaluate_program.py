"""Evaluates the program as a user runs it: photos in, `diagnose --json` out, scores against the labels.

    python evaluate_program.py --program Tools/skingpt --model FILE --data DATA [--split val] [--output FILE]

Prints top-1, top-3, balanced accuracy, accuracy per source, expected calibration error (15 bins) and how photos that do
not show skin are told apart. Every photo goes through the gate (with --force, so that none is left out).
"""
import argparse
import csv
import json
import subprocess

import numpy as np

PROMPT = "Could you describe the skin disease in this image for me?"


def reports(program, model, files):
    command = [program, "diagnose", "--json", "--force", "--max-tokens", "1", "--prompt", PROMPT, "--model", model]
    run = subprocess.run(command + files, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def calibration_error(confidence, right, bins=15):
    edges = np.linspace(0, 1, bins + 1)
    error = 0.0
    for low, high in zip(edges, edges[1:]):
        inside = (confidence > low) & (confidence <= high)
        if inside.any():
            error += inside.mean() * abs(right[inside].mean() - confidence[inside].mean())
    return error


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--split", default="val")
    parser.add_argument("--output")
    arguments = parser.parse_args()
    with open(f"{arguments.data}/labels.csv", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["split"] == arguments.split]
    found = reports(arguments.program, arguments.model, [f"{arguments.data}/photos/{row['file']}" for row in rows])
    assert len(found) == len(rows), f"{len(found)} reports for {len(rows)} photos"
    ranked = [[entry["class"] for entry in report["differential"]] for report in found]
    target = [row["class_slug"] for row in rows]
    right = np.array([order[0] == slug for order, slug in zip(ranked, target)], float)
    confidence = np.array([report["differential"][0]["probability"] for report in found])
    rejected = np.array([report["outcome"] == "not-skin" for report in found])
    is_skin = np.array([slug != "nonskin" for slug in target])
    sources = [row["source_repo"] for row in rows]
    result = {
        "photos": len(rows),
        "top1": right.mean(),
        "top3": np.mean([slug in order[:3] for order, slug in zip(ranked, target)]),
        "balanced": np.mean([right[[t == slug for t in target]].mean() for slug in sorted(set(target))]),
        "calibration_error": calibration_error(confidence, right),
        "nonskin_rejected": [int(rejected[~is_skin].sum()), int((~is_skin).sum())],
        "skin_rejected": [int(rejected[is_skin].sum()), int(is_skin.sum())],
        "gate_refuses": sum(not report["photo"]["quality"]["usable"] for report in found),
        "sources": {s: [sources.count(s), right[[t == s for t in sources]].mean()] for s in sorted(set(sources))},
    }
    text = json.dumps(result, indent=1)
    print(text)
    if arguments.output:
        with open(arguments.output, "w") as file:
            file.write(text + "\n")


if __name__ == "__main__":
    main()
