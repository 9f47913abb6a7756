"""Temperature and thresholds from the closed-list scores of program_scores.py or evaluate.py; checked on halves of val in turn."""
import argparse
import json

import numpy as np


def log_softmax(x):
    """Along the last axis."""
    x = x - x.max(-1, keepdims=True)
    return x - np.log(np.exp(x).sum(-1, keepdims=True))


def loss(scores, target, temperature):
    """Mean negative log-likelihood of the right class."""
    return -log_softmax(scores / temperature)[np.arange(len(target)), target].mean()


def best_temperature(scores, target):
    """The temperature with the lowest loss, by golden-section search over its logarithm."""
    low, high, ratio = np.log(0.2), np.log(5.0), (5 ** 0.5 - 1) / 2
    for _ in range(60):
        left, right = high - ratio * (high - low), low + ratio * (high - low)
        if loss(scores, target, np.exp(left)) < loss(scores, target, np.exp(right)):
            high = right
        else:
            low = left
    return float(np.exp((low + high) / 2))


def calibration_error(probabilities, target, bins=15):
    """Expected calibration error of the top class over equal-width bins, and the rows of the reliability table."""
    confidence, hit = probabilities.max(1), probabilities.argmax(1) == target
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    total, table = 0.0, []
    for b in range(bins):
        inside = place == b
        if inside.any():
            gap = abs(hit[inside].mean() - confidence[inside].mean())
            total += inside.mean() * gap
            table.append({"from": b / bins, "photos": int(inside.sum()), "confidence": float(confidence[inside].mean()),
                          "accuracy": float(hit[inside].mean())})
    return float(total), table


def best_nonskin_threshold(probability, is_nonskin, reject=0.02):
    """The middle of the gap above the highest threshold that still rejects as many non-skin photos as possible while
    at most `reject` of the skin photos go with them."""
    skin, other = np.sort(probability[~is_nonskin]), probability[is_nonskin]
    least = skin[int(np.ceil((1 - reject) * len(skin))) - 1]  # above this, few enough skin photos are lost
    caught = other[other > least]
    if not len(caught):
        return float(least)
    lowest = caught.min()
    below = probability[probability < lowest].max()
    return float(np.sqrt(max(below, 1e-4) * lowest))


def rejection(probability, is_nonskin, threshold):
    """Share of the non-skin photos rejected, share of the skin photos rejected."""
    gone = probability >= threshold
    return float(gone[is_nonskin].mean()), float(gone[~is_nonskin].mean())


def best_unsure_threshold(confidence, hit, error=0.3):
    """The lowest confidence above which at most `error` of the answers are wrong."""
    order = np.argsort(-confidence)
    wrong = np.cumsum(~hit[order]) / np.arange(1, len(hit) + 1)
    fine = np.nonzero(wrong <= error)[0]
    return float(confidence[order][fine[-1]]) if len(fine) else 1.0


def best_healthy_threshold(probability, is_healthy):
    """Between the diseased photo that looks healthiest and the middle one of the healthy photos, on the scale of log-odds;
    1 (never) if no such place is there. A false "healthy" costs more than a healthy photo that is left open."""
    worst, usual = probability[~is_healthy].max(), np.median(probability[is_healthy])
    odds = np.log([worst / (1 - worst), usual / (1 - usual)]).mean()
    return float(1 / (1 + np.exp(-odds))) if worst < usual else 1.0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scores", required=True, help="the .npz of program_scores.py or evaluate.py")
    parser.add_argument("--schemes", nargs="+", default=["f32", "f16", "int8", "int4"], help="weights that get the temperature")
    parser.add_argument("--output", required=True, help="JSON for `convert --calibration`, still without concepts")
    parser.add_argument("--measured", help="JSON: how well it does, with the reliability table")
    arguments = parser.parse_args()
    with np.load(arguments.scores) as file:
        scores, target, group = file["scores"].astype(np.float64), file["target"], file["group"]
        nonskin = list(file["classes"]).index("nonskin")
        healthy = list(file["classes"]).index("normal_skin")
    groups = np.unique(group)
    half = np.isin(group, np.random.default_rng(3).permutation(groups)[: len(groups) // 2])
    is_nonskin, is_healthy = target == nonskin, target == healthy
    crossed = np.zeros_like(scores)
    gone, answered, called = np.zeros(len(target), bool), np.zeros(len(target), bool), np.zeros(len(target), bool)
    for test in (half, ~half):  # everything is chosen on the other half
        fit = ~test
        temperature = best_temperature(scores[fit], target[fit])
        p = np.exp(log_softmax(scores / temperature))
        crossed[test] = p[test]
        gone[test] = p[test, nonskin] >= best_nonskin_threshold(p[fit, nonskin], is_nonskin[fit])
        called[test] = p[test, healthy] >= best_healthy_threshold(p[fit, healthy], is_healthy[fit])
        hit = p.argmax(1) == target
        answered[test] = p[test].max(1) >= best_unsure_threshold(p[fit].max(1), hit[fit])
    temperature = best_temperature(scores, target)
    p = np.exp(log_softmax(scores / temperature))
    hit, confidence = p.argmax(1) == target, p.max(1)
    threshold = best_nonskin_threshold(p[:, nonskin], is_nonskin)
    unsure, certain = best_unsure_threshold(confidence, hit), best_healthy_threshold(p[:, healthy], is_healthy)
    before, _ = calibration_error(np.exp(log_softmax(scores)), target)
    after, _ = calibration_error(p, target)
    crossed_error, table = calibration_error(crossed, target)
    recall, lost = rejection(p[:, nonskin], is_nonskin, threshold)
    kept = confidence >= unsure
    result = {
        "calibration": {"temperature": {scheme: round(temperature, 4) for scheme in arguments.schemes},
                        "nonskin_threshold": round(threshold, 4), "unsure_threshold": round(unsure, 4),
                        "healthy_threshold": round(certain, 4)},
        "measured": {
            "photos": len(target), "nonskin_photos": int(is_nonskin.sum()),
            "loss": {"before": float(loss(scores, target, 1.0)), "after": float(loss(scores, target, temperature))},
            "calibration_error": {"before": before, "after": after, "crossed": crossed_error},
            "nonskin": {"rejected": recall, "skin_rejected": lost, "crossed_rejected": float(gone[is_nonskin].mean()),
                        "crossed_skin_rejected": float(gone[~is_nonskin].mean())},
            "healthy": {"called": float((p[is_healthy, healthy] >= certain).mean()),
                        "diseased_called": int((p[~is_healthy, healthy] >= certain).sum()),
                        "crossed_called": float(called[is_healthy].mean()),
                        "crossed_diseased_called": int(called[~is_healthy].sum())},
            "unsure": {"answered": float(kept.mean()), "right": float(hit[kept].mean()),
                       "crossed_answered": float(answered.mean()), "crossed_right": float(hit[answered].mean())},
            "reliability": table}}
    for path, key in ((arguments.output, "calibration"), (arguments.measured, "measured")):
        if path:
            with open(path, "w", encoding="utf-8") as file:
                json.dump(result[key], file, indent=1)
    print(json.dumps({key: value for key, value in result["measured"].items() if key != "reliability"}
                     | result["calibration"], indent=1))


if __name__ == "__main__":
    main()
