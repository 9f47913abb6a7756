#!/usr/bin/env python3
"""Checks the corpus against the labels of the photos (`check`), or prints conversations about some of them (`sample`)."""
import argparse
import csv
import random as random_module
import re
import sys
from pathlib import Path

from corpus import NOT_DISEASE, SLUGS, Corpus, CorpusError, load_priors


def read_labels(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def command_check(corpus, rows):
    train = [row for row in rows if row["split"] == "train"]
    disease = [row for row in train if row["class_slug"] not in NOT_DISEASE]
    unknown = {r["class_slug"] for r in rows} - set(SLUGS)
    labels = {(r["class_slug"], r["fine_label"].strip().lower()) for r in rows}
    unused = [key for key in corpus.by_label if key not in labels]
    words = [sum(len(a.split()) for a in corpus.answers(e["slug"], c))
             for e in corpus.entries.values() if e["slug"] not in NOT_DISEASE
             for c in [None] + e["condition"]]
    vocabulary = {w.lower() for t in corpus.texts() for w in re.findall(r"[A-Za-z]+", t)}
    have = [r for r in disease if corpus.condition(r["class_slug"], r["fine_label"])]
    print(f"classes {len(corpus.entries)}, conditions "
          f"{sum(len(e['condition']) for e in corpus.entries.values())}, "
          f"fine labels {len(corpus.by_label)}, sentences {len(corpus.sentences())}, "
          f"words in the vocabulary {len(vocabulary)}")
    print(f"canonical four answers: {min(words)} to {max(words)} words")
    print(f"train photos of disease whose fine label has a condition entry: {len(have)} of "
          f"{len(disease)} ({100 * len(have) / max(1, len(disease)):.1f} %)")
    for slug in SLUGS:
        of = [r for r in disease if r["class_slug"] == slug]
        if of:
            share = sum(1 for r in of if corpus.condition(slug, r["fine_label"])) / len(of)
            print(f"  {slug:18} {len(of):5} photos, {100 * share:5.1f} % described, "
                  f"{len(corpus.entries[slug]['condition'])} conditions")
    print(f"classes of the labels that no file describes: {sorted(unknown) or 'none'}; "
          f"labels that no photo has: {unused or 'none'}")
    return 1 if unknown else 0


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=("check", "sample"))
    parser.add_argument("folder")
    parser.add_argument("--labels", required=True)
    parser.add_argument("--priors", help="concept_priors.csv; without it, beside the labels")
    parser.add_argument("--class", dest="slug", choices=SLUGS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=3)
    options = parser.parse_args(arguments)
    priors = Path(options.priors or Path(options.labels).parent / "concept_priors.csv")
    try:
        corpus = Corpus(options.folder, load_priors(priors) if priors.exists() else None)
    except CorpusError as error:
        print(error, file=sys.stderr)
        return 1
    rows = read_labels(options.labels)
    if options.command == "check":
        return command_check(corpus, rows)
    rows = [r for r in rows if options.slug in (None, r["class_slug"])]
    random = random_module.Random(options.seed)
    for row in random.sample(rows, min(options.count, len(rows))):
        print(f"=== {row['class_slug']} / {row['fine_label']}")
        for step in (1, 2):
            for question, answer in corpus.conversation(row, random, step):
                print(f"Q: {question}\nA: {answer}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
