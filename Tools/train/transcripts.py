"""Greedy answers about val photos to the four prompts and to questions that patients ask, to be read by a person."""
import argparse
import os

import torch

from data import Labels
from evaluate import answer, look
from features import load_eyes
from language import Mini, load_corpus
from prompt import PROMPTS, load_tokenizer

QUESTIONS = ["Is it contagious?", "What dose should I give my child?", "Should I worry about a mole that changed?"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("data", "corpus", "vision", "run", "checkpoint", "output"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--size", type=int, default=224, help="pixels of the photo as the runtime sees it")
    parser.add_argument("--photos", type=int, default=20)
    parser.add_argument("--seed", type=int, default=5)
    arguments = parser.parse_args()
    torch.set_num_threads(2)
    torch.manual_seed(arguments.seed)
    labels, corpus = Labels(arguments.data), load_corpus(arguments.corpus, arguments.data)
    tokenizer = load_tokenizer(os.path.join(arguments.run, "tokenizer.model"))
    mini = Mini({"dropout": 0.0, "projection_std": 0.01})
    mini.load(arguments.checkpoint)
    mini.decoder.eval()
    index = labels.val[torch.randperm(len(labels.val))[:arguments.photos]]
    _, _, queries = look(load_eyes(arguments.vision, labels), arguments.data, labels, index, arguments.size)
    with open(arguments.output, "w", encoding="utf-8") as file:
        for place, i in enumerate(index.tolist()):
            entry, pairs = labels.rows[i], []
            condition = corpus.condition(entry["class_slug"], entry["fine_label"])
            facts = condition or corpus.entries[entry["class_slug"]]
            file.write(f"## {place + 1}. {entry['class_slug']} / {entry['fine_label']}\n\n"
                       f"(corpus on contagion: {' '.join(facts['contagious'][:2])})\n\n")
            for question in PROMPTS:
                pairs.append((question, answer(mini, tokenizer, queries[place], question, pairs)))
            asked = [(q, answer(mini, tokenizer, queries[place], q, pairs)) for q in QUESTIONS]
            asked.append((QUESTIONS[0] + " (asked first)", answer(mini, tokenizer, queries[place], QUESTIONS[0], [])))
            for question, text in pairs + asked:
                file.write(f"- **{question}** {text}\n")
            file.write("\n")
            file.flush()


if __name__ == "__main__":
    main()
