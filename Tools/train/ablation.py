"""The paper's Figure 3: base, step 1 only, step 2 only and both, measured the same way on cached features of val."""
import argparse
import json
import os

import numpy as np
import torch

from closed_list import closed_list
from data import Labels
from language import Mini, class_table, load_corpus
from metrics import scores
from prompt import load_tokenizer


def concept_agreement(sums, lengths, target):
    """Mean over photos with known concepts: does the likeliest concept occur in at least 30 % of the annotations of
    the photo's condition, and average precision of the ranking against these concepts."""
    first, precision = [], []
    for row, truth in zip(sums / lengths, target >= 0.3):
        if truth.any():
            hits = truth[row.argsort(descending=True)].float()
            first.append(hits[0].item())
            ratio = hits.cumsum(0) / torch.arange(1, len(hits) + 1)
            precision.append(((ratio * hits).sum() / hits.sum()).item())
    return {"photos": len(first), "first": sum(first) / len(first), "average_precision": sum(precision) / len(precision)}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("data", "corpus", "run", "output"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--checkpoint", action="append", required=True, metavar="NAME=FILE", help="one per row")
    parser.add_argument("--photos", type=int, help="only this many val photos, drawn with a fixed seed")
    arguments = parser.parse_args()
    torch.set_num_threads(2)
    labels, corpus = Labels(arguments.data), load_corpus(arguments.corpus, arguments.data)
    if arguments.photos:
        torch.manual_seed(9)
        labels.val = labels.val[torch.randperm(len(labels.val))[:arguments.photos]].sort().values
    from corpus import CONCEPT_PROMPT
    tokenizer = load_tokenizer(os.path.join(arguments.run, "tokenizer.model"))
    views = np.load(os.path.join(arguments.run, "features0.npy"), mmap_mode="r")
    queries = torch.from_numpy(views[labels.val.numpy()]).float()
    phrases = [entry["phrase"] for entry in class_table(corpus, labels)]
    opening = "This is a skin disease image with the following medical features (clinical concepts): "
    lengths = torch.tensor([float(len(tokenizer.encode(opening + name))) for name in labels.concepts])
    lengths -= len(tokenizer.encode(opening[:-1]))
    known = labels.has_concept[labels.val] > 0
    table = {}
    for name, path in (entry.split("=", 1) for entry in arguments.checkpoint):
        mini = Mini({"dropout": 0.0, "projection_std": 0.01})
        mini.load(path)
        mini.decoder.eval()
        classes = scores(closed_list(mini, tokenizer, phrases, queries).softmax(-1), labels)
        of = closed_list(mini, tokenizer, [opening + concept for concept in labels.concepts], queries[known], batch=6,
                         question=CONCEPT_PROMPT, shared=opening[:-1])
        table[name] = {key: classes[key] for key in ("top1", "top3", "balanced", "loss")}
        table[name]["concepts"] = concept_agreement(of, lengths, labels.concept[labels.val][known])
        print(name, json.dumps(table[name]), flush=True)
    with open(arguments.output, "w", encoding="utf-8") as file:
        json.dump({"photos": len(labels.val), "rows": table}, file, indent=1)


if __name__ == "__main__":
    main()
