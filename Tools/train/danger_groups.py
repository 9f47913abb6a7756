"""The danger groups of fine labels: reading, checking, and the table that the program carries.

A danger group says how harmful it is to miss what a label names: `cancer`, `emergency` (care today), `infection` (to
treat or report), `soon` (immune or systemic disease), `harmless`, `healthy` (healthy skin, or no skin). `borderline`
marks labels whose group is a matter of judgement (precancer, whole topics, diseases with a mild and a grave form): they
train the head and are left out of the measured shares. No clinician has reviewed the table.

    python3 Tools/train/danger_groups.py check Tools/train/corpus --labels labels.csv more/labels.csv
    python3 Tools/train/danger_groups.py swift Tools/train/corpus --labels labels.csv more/labels.csv > FILE
"""

import argparse
import collections
import csv
import pathlib
import sys
import tomllib

GROUPS = ("cancer", "emergency", "infection", "soon", "harmless", "healthy")
COLUMNS = ["fine_label", "class_slug", "condition", "group", "source", "borderline"]
FILE = "danger_groups.csv"


def read(folder):
    """Rows of the table in `folder`, by class and fine label."""
    with open(pathlib.Path(folder) / FILE, newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != COLUMNS:
            raise ValueError(f"{FILE} has columns {reader.fieldnames}, expected {COLUMNS}")
        rows = {}
        for row in reader:
            key = row["class_slug"], row["fine_label"]
            if key in rows:
                raise ValueError(f"{key} has two rows")
            rows[key] = row
        return rows


def conditions(folder):
    """Names of the corpus' conditions, by class."""
    found = {}
    for path in sorted(pathlib.Path(folder).glob("*.toml")):
        text = tomllib.loads(path.read_text(encoding="utf-8"))
        if "slug" in text:
            found[text["slug"]] = [condition["name"] for condition in text.get("condition", [])]
    return found


def counts(paths):
    """Photos of each class and fine label in the label tables."""
    found = collections.Counter()
    for path in paths:
        with open(path, newline="", encoding="utf-8") as file:
            found.update((row["class_slug"], row["fine_label"]) for row in csv.DictReader(file))
    return found


def problems(folder, label_paths):
    """What is wrong, one line each."""
    rows, known, photos = read(folder), conditions(folder), counts(label_paths)
    found = []
    for (slug, label), row in rows.items():
        if row["group"] not in GROUPS:
            found.append(f"{slug}/{label}: unknown group {row['group']!r}")
        if row["borderline"] not in ("", "yes"):
            found.append(f"{slug}/{label}: borderline is {row['borderline']!r}, expected nothing or yes")
        if not row["source"].strip():
            found.append(f"{slug}/{label}: no source")
        if row["condition"] and row["condition"] not in known.get(slug, []):
            found.append(f"{slug}/{label}: the corpus has no condition {row['condition']!r}")
    found += [f"{slug}/{label}: no row" for slug, label in photos if (slug, label) not in rows]
    named = {(slug, row["condition"]) for (slug, _), row in rows.items()}
    found += [f"{slug}: no row for {name!r}" for slug, names in known.items() for name in names if (slug, name) not in named]
    return found


def condition_groups(folder, photos):
    """The group of each condition: that of most of its photos; on a tie the graver one."""
    rows = read(folder)
    votes = collections.defaultdict(collections.Counter)
    sources = {}
    for key, row in rows.items():
        if row["condition"]:
            name = key[0], row["condition"]
            votes[name][row["group"]] += photos[key]
            sources[name, row["group"]] = sources.get((name, row["group"]), row["source"])
    chosen = {}
    for name, counter in sorted(votes.items()):
        group = min(counter, key=lambda group: (-counter[group], GROUPS.index(group)))
        chosen[name] = group, sources[name, group]
    return chosen


def class_shares(folder, photos):
    """How the photos of each class divide over the groups."""
    rows = read(folder)
    sums = collections.defaultdict(collections.Counter)
    for key, count in photos.items():
        sums[key[0]][rows[key]["group"]] += count
    return {slug: {group: counter[group] / sum(counter.values()) for group in GROUPS} for slug, counter in sorted(sums.items())}


def swift(folder, label_paths):
    """The tables as Swift."""
    photos = counts(label_paths)
    lines = [
        "// Made by Tools/train/danger_groups.py from Tools/train/corpus/danger_groups.csv; do not edit.",
        "",
        "extension DangerGroup {",
        "  /// How the training photos of each class divide over the groups, in the order of ``allCases``.",
        "  static let sharesOfClass: [String: [Double]] = [",
    ]
    for slug, shares in class_shares(folder, photos).items():
        values = ", ".join(f"{shares[group]:.4f}" for group in GROUPS)
        lines.append(f'    "{slug}": [{values}],')
    lines += ["  ]", "", "  /// The group of each condition of the corpus, by class and name.",
              "  static let groupOfCondition: [String: [String: DangerGroup]] = ["]
    chosen = condition_groups(folder, photos)
    for slug in sorted({slug for slug, _ in chosen}):
        lines.append(f'    "{slug}": [')
        lines += [f'      "{name}": .{group},' for (own, name), (group, _) in chosen.items() if own == slug]
        lines.append("    ],")
    return "\n".join(lines + ["  ]", "}", ""])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=("check", "swift"))
    parser.add_argument("corpus")
    parser.add_argument("--labels", nargs="+", default=[])
    options = parser.parse_args()
    found = problems(options.corpus, options.labels)
    for line in found:
        print(line, file=sys.stderr)
    if found:
        return 1
    if options.task == "swift":
        sys.stdout.write(swift(options.corpus, options.labels))
    else:
        rows = read(options.corpus)
        print(f"{len(rows)} labels, {len(condition_groups(options.corpus, collections.Counter(rows.keys())))} conditions: each has a group and a source")
    return 0


if __name__ == "__main__":
    sys.exit(main())
