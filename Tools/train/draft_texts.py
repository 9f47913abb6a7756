"""The texts from which the program guesses ahead: conversations of the corpus, one line each.

Each line is what stands behind the image, in the order of the four prompts, then the questions of patients."""
import argparse
import random

from corpus import SLUGS
from language import load_corpus
from prompt import after_text

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True, help="folder with concept_priors.csv")
    parser.add_argument("--corpus", required=True)
    parser.add_argument("--output", required=True)
    parser.add_argument("--variants", type=int, default=2, help="conversations of each condition")
    arguments = parser.parse_args()
    corpus = load_corpus(arguments.corpus, arguments.data)
    generator = random.Random(5)
    lines = {}
    for slug in SLUGS:
        labels = [condition["fine_labels"][0] for condition in corpus.entries[slug]["condition"]] + [""]
        for label in labels:
            row = {"class_slug": slug, "fine_label": label}
            for _ in range(arguments.variants):
                lines[after_text(corpus.conversation(row, generator, 2)) + "###"] = 1
            lines[after_text(corpus.conversation(row, generator, 3)) + "###"] = 1
    with open(arguments.output, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    print(f"{len(lines)} texts, {sum(map(len, lines))} characters")
