#!/usr/bin/env python3
"""Compares two files of reports, as `skingpt diagnose --json` writes them: the same photos, by two programs.

    compare_reports.py ONE.jsonl OTHER.jsonl

The classes in their order, the texts, and the urgency must be the same; probabilities may differ in the last places.
Prints counts only. Exit code 0: the same; 1: they differ; 2: not the same photos.
"""
import json
import sys


def reports(path: str) -> list[dict]:
    """The reports of a file, one in each line."""
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def main() -> int:
    """Compares, and prints a line."""
    one, other = reports(sys.argv[1]), reports(sys.argv[2])
    if not one or [report["photo"]["sha256"] for report in one] != [report["photo"]["sha256"] for report in other]:
        print("not the same photos", file=sys.stderr)
        return 2
    same = {"outcome": 0, "first class": 0, "order of classes": 0, "texts": 0, "urgency": 0}
    difference = 0.0
    for a, b in zip(one, other):
        first, second = a["differential"], b["differential"]
        probabilities = {row["class"]: row["probability"] for row in second}
        same["outcome"] += a["outcome"] == b["outcome"]
        same["first class"] += [row["class"] for row in first[:1]] == [row["class"] for row in second[:1]]
        same["order of classes"] += [row["class"] for row in first] == [row["class"] for row in second]
        same["texts"] += [x["text"] for x in a["answers"]] == [x["text"] for x in b["answers"]]
        same["urgency"] += a.get("urgency") == b.get("urgency")
        for row in first:
            difference = max(difference, abs(row["probability"] - probabilities.get(row["class"], 2)))
    counts = ", ".join(f"{name} {count}" for name, count in same.items())
    print(f"{len(one)} photos, the same: {counts}; probabilities differ by at most {difference:.1e}")
    return 0 if all(count == len(one) for count in same.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
