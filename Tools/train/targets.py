"""What a photo is trained towards beside its class: its condition in the corpus and its danger group."""
import csv
from pathlib import Path

GROUPS = ("cancer", "emergency", "infection", "soon", "harmless", "healthy")


def normal(label):
    """A fine label as the tables write it."""
    return (label or "").strip().lower()


def group_table(corpus):
    """danger_groups.csv as {(class, fine label): (condition or "", group)}; a breach is an error."""
    with open(Path(corpus) / "danger_groups.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["group"] not in GROUPS:
            raise SystemExit(f"error: group {row['group']!r} of {row['fine_label']!r} is unknown in danger_groups.csv\n"
                             f"help: use one of {', '.join(GROUPS)}")
    return {(row["class_slug"], normal(row["fine_label"])): (row["condition"], row["group"]) for row in rows}


def group_of(rows, corpus):
    """The number of the danger group of each row of labels.csv."""
    table, result = group_table(corpus), []
    for row in rows:
        key = row["class_slug"], normal(row["fine_label"])
        if key not in table:
            raise SystemExit(f"error: {key} has no row in danger_groups.csv\nhelp: add fine label, class and group there")
        result.append(GROUPS.index(table[key][1]))
    return result


def conditions_of(rows, corpus, minimum=5):
    """The closed list of conditions, [(class, name)] with "" for another disease of the class, and the place of each
    row in it. Conditions with fewer than `minimum` photos of train fall to the remainder."""
    counts = {}
    keys = []
    for row in rows:
        condition = corpus.condition(row["class_slug"], row["fine_label"])
        keys.append((row["class_slug"], condition["name"] if condition else ""))
        counts[keys[-1]] = counts.get(keys[-1], 0) + (row["split"] == "train")
    names = sorted({key for key in keys if key[1] and counts[key] >= minimum})
    names += sorted({(slug, "") for slug, _ in keys})
    names.sort(key=lambda key: (key[0], key[1] == "", key[1]))
    place = {key: index for index, key in enumerate(names)}
    return names, [place.get(key, place[(key[0], "")]) for key in keys]
