"""Writes `Goldens/sampler.json`: which tokens may be drawn, and how probably, as transformers' own processors have it.

    python sampler_goldens.py ../../Tests/SkinTestSupport/Goldens/sampler.json

Logits are drawn from a fixed seed. Each case has a repetition penalty on some tokens, a temperature, and perhaps top-k and
top-p, in the order in which `generate` applies them. Every mistake of `MISTAKES` must change a probability by 0.01 or more in
some case: a test with a limit of 1e-5 sees it.
"""
import json
import sys

import numpy as np
import torch
import transformers
from transformers import LogitsProcessorList, RepetitionPenaltyLogitsProcessor, TemperatureLogitsWarper, TopKLogitsWarper, TopPLogitsWarper

SEED, WIDTH = 91, 48
VECTORS = [("spread", 3.0, 0.0), ("flat", 0.3, 0.0), ("peaked", 9.0, 0.0), ("negative", 2.0, -9.0)]
SETTINGS = [
    {"temperature": 1.0}, {"temperature": 0.3}, {"temperature": 1.9, "top_k": 5}, {"temperature": 1.0, "top_p": 0.9},
    {"temperature": 0.7, "top_k": 12, "top_p": 0.5}, {"temperature": 1.4, "top_k": 1}, {"temperature": 1.0, "top_p": 0.01},
    {"temperature": 1.2, "top_p": 1.0}, {"temperature": 1.0, "top_k": 200}, {"temperature": 1.6, "top_p": 0.8, "penalty": 1.3},
    {"temperature": 1.0, "penalty": 0.7}, {"temperature": 0.9, "top_k": 7, "top_p": 0.95, "penalty": 2.0},
    {"temperature": 0.01}, {"temperature": 50.0, "top_k": 9},
]
MISTAKES = ["top-p before temperature", "top-p before top-k", "penalty divides all", "penalty after temperature and top-k", "no top-k", "no top-p"]


def probabilities(logits, tokens, setting, mistake=None):
    """The distribution, `[WIDTH]`."""
    steps = []
    if "penalty" in setting:
        steps.append(("penalty", RepetitionPenaltyLogitsProcessor(setting["penalty"])))
    steps.append(("temperature", TemperatureLogitsWarper(setting["temperature"])))
    if "top_k" in setting and mistake != "no top-k":
        steps.append(("top-k", TopKLogitsWarper(setting["top_k"])))
    if "top_p" in setting and setting["top_p"] < 1 and mistake != "no top-p":
        steps.append(("top-p", TopPLogitsWarper(setting["top_p"])))
    order = {"top-p before temperature": ["penalty", "top-p", "temperature", "top-k"],
             "top-p before top-k": ["penalty", "temperature", "top-p", "top-k"],
             "penalty after temperature and top-k": ["temperature", "top-k", "penalty", "top-p"]}.get(mistake)
    if order:
        steps.sort(key=lambda step: order.index(step[0]))
    scores = torch.from_numpy(logits)[None]
    if mistake == "penalty divides all" and "penalty" in setting:
        scores = scores.clone()
        scores[0, tokens] /= setting["penalty"]
        steps = steps[1:]
    scores = LogitsProcessorList(step for _, step in steps)(torch.tensor([tokens]), scores)
    return scores.double().softmax(-1)[0].numpy()


def main(path):
    random = np.random.Generator(np.random.PCG64(SEED))
    cases, seen = [], dict.fromkeys(MISTAKES, 0.0)
    for name, spread, mean in VECTORS:
        logits = (random.standard_normal(WIDTH) * spread + mean).astype(np.float32)
        tokens = [int(i) for i in np.argsort(-logits)[[0, 2, 30, 47]]]
        for setting in SETTINGS:
            right = probabilities(logits, tokens, setting)
            for mistake in MISTAKES:
                seen[mistake] = max(seen[mistake], float(np.abs(probabilities(logits, tokens, setting, mistake) - right).max()))
            cases.append({"name": name, "logits": [float(f"{v:.9g}") for v in logits], "tokens": tokens, **setting,
                          "probabilities": [float(f"{v:.9g}") for v in right]})
    for mistake, change in seen.items():
        print(f"{mistake:36} {change:.3f}")
        assert change >= 0.01, mistake
    made = {"made_by": "Tools/reference/sampler_goldens.py", "seed": SEED, "transformers": transformers.__version__, "torch": torch.__version__}
    with open(path, "w", encoding="utf-8") as file:
        json.dump({**made, "cases": cases}, file, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main(sys.argv[1])
