"""Fits the concepts' sigmoids to what the program itself scores, and says whether they tell more than no photo would.

    python calibrate_concepts.py --scores SCORES.npz --data DATA --calibration IN --output OUT

SCORES is what program_scores.py wrote. A first container needs a calibration before anything is scored: `--untrained` writes
slope 1 and offsets 0. The targets are weak labels: how often a concept was noted on other photos of the same condition. Each half of val is measured with the fit
of the other half.
"""
import argparse
import csv
import json

import numpy as np
import torch

QUESTION = "Could you describe the medical concepts of skin disease in this image for me?"
OPENING = "This is a skin disease image with the following medical features (clinical concepts):"


def fit(scores, target, scale):
    """Slope and offsets of least cross-entropy; few photos have a concept, so offsets stay near a common start."""
    slope = torch.tensor(1.0, dtype=torch.float64, requires_grad=True)
    prior = target.mean(0).clamp(0.002, 0.998).logit()
    offsets = (prior - scores.mean(0)).clone().requires_grad_(True)
    optimizer = torch.optim.LBFGS([slope, offsets], max_iter=200, line_search_fn="strong_wolfe")

    def loss():
        optimizer.zero_grad()
        logits = slope * scores + offsets
        value = torch.nn.functional.binary_cross_entropy_with_logits(logits, target)
        value = value + scale * (torch.sigmoid(logits).mean(0) - target.mean(0)).square().sum()
        value.backward()
        return value

    optimizer.step(loss)
    return slope.detach(), offsets.detach()


def precision(ranking, truth):
    """Mean over photos of the average precision with which a ranking finds the true concepts."""
    values = []
    for row, true in zip(ranking, truth):
        if true.any():
            hits = true[row.argsort(descending=True)].double()
            values.append(((hits.cumsum(0) / torch.arange(1, len(hits) + 1) * hits).sum() / hits.sum()).item())
    return sum(values) / len(values)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("scores", "data", "calibration", "output"):
        parser.add_argument("--" + name, required=name != "scores")
    parser.add_argument("--untrained", action="store_true", help="write slope 1 and offsets 0, measure nothing")
    arguments = parser.parse_args()
    with open(f"{arguments.data}/concept_priors.csv", newline="", encoding="utf-8") as file:
        priors = list(csv.DictReader(file))
    names = list(priors[0])[3:]
    with open(arguments.calibration, encoding="utf-8") as file:
        calibration = json.load(file)
    concepts = {"question": QUESTION, "opening": OPENING, "slope": 1.0, "offsets": [0.0] * len(names)}
    if not arguments.untrained:
        table = {row["fine_label"]: [float(row[name]) for name in names] for row in priors}
        with np.load(arguments.scores) as file:
            assert list(file["concept_names"]) == names
            known = np.array([label in table for label in file["fine"]])
            scores, fine, group = torch.tensor(file["concepts"][known]), file["fine"][known], file["group"][known]
        target = torch.tensor([table[label] for label in fine], dtype=torch.float64)
        half = torch.tensor([hash_of(name) % 2 for name in group.tolist()])
        losses, blind, ranked, blind_ranked = [], [], [], []
        for part in (0, 1):
            here, there = half == part, half != part
            slope, offsets = fit(scores[there], target[there], 1.0)
            logits = slope * scores[here] + offsets
            prior = target[there].mean(0).clamp(0.002, 0.998).logit().expand(int(here.sum()), -1)
            cross = torch.nn.functional.binary_cross_entropy_with_logits
            losses.append(cross(logits, target[here]).item())
            blind.append(cross(prior, target[here]).item())
            ranked.append(precision(logits, target[here] >= 0.3))
            blind_ranked.append(precision(prior, target[here] >= 0.3))
        slope, offsets = fit(scores, target, 1.0)
        concepts.update(slope=round(slope.item(), 4), offsets=[round(value, 3) for value in offsets.tolist()])
        entropy = -(torch.xlogy(target, target) + torch.xlogy(1 - target, 1 - target)).mean().item()
        print(json.dumps({
            "photos": len(fine), "cross_entropy": np.mean(losses), "cross_entropy_without_photo": np.mean(blind),
            "least_possible": entropy, "average_precision": np.mean(ranked),
            "average_precision_without_photo": np.mean(blind_ranked)}, indent=1))
    calibration["concepts"] = concepts
    with open(arguments.output, "w", encoding="utf-8") as file:
        json.dump(calibration, file, indent=1)
        file.write("\n")


def hash_of(text):
    """The same number for the same text in every run."""
    value = 0
    for byte in text.encode():
        value = (value * 31 + byte) % 1_000_003
    return value


if __name__ == "__main__":
    main()
