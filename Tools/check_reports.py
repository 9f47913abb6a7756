"""Checks what reports say against the list of sentences that the model may say.

    skingpt diagnose --json PHOTO... > reports.jsonl
    python Tools/check_reports.py reports.jsonl Tools/train/corpus/sentences.csv \\
        [--labels labels.csv --conditions Tools/train/corpus/danger_groups.csv]

With labels it also prints how often the first of the conditions is right, and the right one among three, over the photos
whose fine label has a condition; and how often the condition is right that the sentences speak of, by threshold.

Nothing of the program is used: a sentence that is not in the list, that belongs to another condition or class, that names
another time of care than the report's level, that calms beside one, or that is there twice is printed, and the status is 1.
"""
import argparse
import csv
import json
import re
import sys
from collections import Counter

LEVELS = ["routine", "not-assessed", "within-2-weeks", "within-24-hours", "emergency"]
TIMES = (("emergency", r"ambulance|hospital now|go to a hospital|emergency now"), ("within-24-hours", r"24 hours|same day"),
         ("within-2-weeks", r"(within|in) (2|two) weeks"))
INHERITED = {"self_care", "treatment", "seek_care", "cautions.children", "cautions.pregnancy", "cautions.dark_skin",
             "cautions.cancer"}
CONTAGION = re.compile(r"contagious|pass(es)? to (other|close)|spreads? (to|from) (other|person)|catch", re.I)


def named(text):
    """The most urgent time or place of care in a sentence."""
    return next((level for level, pattern in TIMES if re.search(pattern, text, re.I)), None)


def faults(report, rows):
    """What is wrong with one report, as (kind, words)."""
    level = (report.get("urgency") or {}).get("level")
    differential = report.get("differential") or []
    classes = [entry["class"] for entry in differential if entry["class"] != "nonskin"]
    topic = classes[0] if classes else None
    outcome = report["outcome"]
    said, conditions = Counter(), set()
    if report.get("answers") and outcome in ("unusable-photo", "not-skin"):
        yield "a refused photo is answered", outcome
    for answer in report.get("answers", []):
        ids, text = answer.get("sentences", []), answer["text"]
        if " ".join(rows[i]["text"] for i in ids if i in rows) != text:
            yield "text that is not its sentences", f"{ids}: {text}"
        for i in ids:
            row = rows.get(i)
            if row is None:
                yield "a sentence that is not in the list", i
                continue
            said[row["text"]] += 1
            if row["class"] and row["class"] != topic:
                yield "a sentence of another class", f"{i} under {topic}"
            if row["condition"]:
                conditions.add(row["condition"])
            if row["class"] and outcome != "assessed":
                yield "a disease where the outcome is " + outcome, i
            if row["field"].startswith("urgency"):
                yield "a level from the model", i
            if row["calms"] and level != "routine":
                yield "a calming sentence beside " + str(level), i
            haste = row["haste"]
            if haste:
                time = haste.removeprefix("if:")
                late = LEVELS.index(time) < LEVELS.index(level or "not-assessed")
                if late or not haste.startswith("if:") and time != level:
                    yield f"{haste} beside {level}", f"{i}: {row['text']}"
            elif named(row["text"]) and row["field"] in ("seek_care", "self_care") and named(row["text"]) != level:
                yield f"an unmarked time beside {level}", f"{i}: {row['text']}"
            if CONTAGION.search(row["text"]) and row["field"] not in ("contagious", "causes", "self_care", "seek_care",
                                                                     "cautions.pregnancy", "cautions.children"):
                yield "contagion from another field", f"{i}: {row['text']}"
        # A condition speaks for itself; its class may add what it leaves out.
        own = conditions and max(conditions)
        for i in ids:
            row = rows.get(i)
            if row and own and row["class"] and not row["condition"] and row["field"] not in INHERITED:
                yield "a sentence of the class under a condition", f"{i} under {own}"
    if len(conditions) > 1:
        yield "two conditions", ", ".join(sorted(conditions))
    names = {c["condition"]: c["probability"] for c in report.get("conditions") or [] if c["class"] == topic}
    if conditions and names and max(names, key=names.get) not in conditions:
        yield "another condition than the list's first", f"{conditions} but {max(names, key=names.get)}"
    for text, count in said.items():
        if count > 1:
            yield "a sentence twice", text


def measure(reports, labels, conditions, rows):
    """Prints how often the conditions of reports are right."""
    with open(conditions, newline="", encoding="utf-8") as file:
        names = {(row["fine_label"].strip().lower(), row["class_slug"]): row["condition"] for row in csv.DictReader(file)}
    with open(labels, newline="", encoding="utf-8") as file:
        truth = {row["file"].rsplit("/", 1)[-1]: (row["class_slug"], names.get(
            (row["fine_label"].strip().lower(), row["class_slug"]), "")) for row in csv.DictReader(file)}
    count = first = three = said = said_right = 0
    scored = []
    for report in reports:
        if report["photo"]["file"] not in truth:
            continue
        label = truth[report["photo"]["file"]]
        listed = report.get("conditions") or []
        pairs = [(c["class"], c["condition"]) for c in listed]
        ids = [i for answer in report.get("answers", []) for i in answer.get("sentences", [])]
        spoken = {(rows[i]["class"], rows[i]["condition"]) for i in ids if i in rows and rows[i]["condition"]}
        said += bool(spoken)
        said_right += label in spoken
        best = [c for c in listed if c["class"] == report["differential"][0]["class"]]
        if best and report["outcome"] == "assessed" and not best[0]["condition"].startswith("another"):
            scored.append((best[0]["probability"], label == (best[0]["class"], best[0]["condition"])))
        if label[1]:
            count += 1
            first += label in pairs[:1]
            three += label in pairs[:3]
    print(f"conditions: {count} photos have one, first right {first / max(count, 1):.3f}, "
          f"among three {three / max(count, 1):.3f}")
    print(f"sentences speak of a condition in {said} reports, of the right one in {said_right / max(said, 1):.3f}")
    for threshold in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        above = [right for probability, right in scored if probability >= threshold]
        print(f"  from {threshold}: {len(above)} named, {sum(above) / max(len(above), 1):.3f} right")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", help="one JSON report a line")
    parser.add_argument("sentences", help="CSV of skingpt sentences")
    parser.add_argument("--labels", help="CSV with file, class_slug and fine_label")
    parser.add_argument("--conditions", help="CSV with fine_label, class_slug and condition")
    arguments = parser.parse_args()
    with open(arguments.sentences, newline="", encoding="utf-8") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    kinds, examples, count, sentences, named_count = Counter(), {}, 0, 0, 0
    outcomes, levels = Counter(), Counter()
    with open(arguments.reports, encoding="utf-8") as file:
        for line in file:
            report = json.loads(line)
            count += 1
            outcomes[report["outcome"]] += 1
            levels[(report.get("urgency") or {}).get("level")] += 1
            ids = [i for answer in report.get("answers", []) for i in answer.get("sentences", [])]
            sentences += len(ids)
            named_count += any(rows.get(i, {}).get("condition") for i in ids)
            for kind, words in faults(report, rows):
                kinds[kind] += 1
                examples.setdefault(kind, f"{report['photo']['file']}: {words}")
    print(f"{count} reports, {sentences} sentences, {named_count} reports name a condition")
    print(f"outcomes {dict(outcomes)}, levels {dict(levels)}")
    for kind, number in kinds.most_common():
        print(f"{number:6} {kind}, first {examples[kind]}")
    if arguments.labels and arguments.conditions:
        with open(arguments.reports, encoding="utf-8") as file:
            measure(map(json.loads, file), arguments.labels, arguments.conditions, rows)
    print("no fault" if not kinds else f"{sum(kinds.values())} faults")
    return 1 if kinds or not count else 0


if __name__ == "__main__":
    sys.exit(main())
