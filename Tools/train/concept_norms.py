"""Prints how probable the model's concepts are as a rule: over all photos, and for each class.

    skingpt diagnose --json --quiet --max-tokens 1 --prompt What? PHOTO... > reports.jsonl
    python3 Tools/train/concept_norms.py reports.jsonl

The means for a class are weighted by its probability in each report. Refused photos do not count. The table stands in
ConceptNorms.swift; a concept that is nowhere expected with 3 % has no column.
"""

import json
import sys

reports = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
reports = [r for r in reports if r.get("differential") and r["outcome"] != "not-skin"]
classes = sorted({entry["class"] for entry in reports[0]["differential"]} - {"nonskin"})
names = sorted(entry["name"] for entry in reports[0]["concepts"])
shares = [{entry["class"]: entry["probability"] for entry in r["differential"]} for r in reports]
noted = [{entry["name"]: entry["probability"] for entry in r["concepts"]} for r in reports]


def mean(name, weights):
    return sum(w * n[name] for w, n in zip(weights, noted)) / sum(weights)


overall = {name: mean(name, [1] * len(reports)) for name in names}
table = {c: {name: mean(name, [s[c] for s in shares]) for name in names} for c in classes}
columns = [n for n in names if max([overall[n]] + [table[c][n] for c in classes]) >= 0.03]
print(len(reports), "photos")
print("columns:", ", ".join(columns))
print("overall:", ", ".join(str(round(100 * overall[n])) for n in columns))
for c in classes:
    print(f"{c}:", ", ".join(str(round(100 * table[c][n])) for n in columns))
