"""Stage C: heads and closed-list decoder scores on val with the runtime's preprocessing."""
import argparse
import json
import os
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from augment import plain
from closed_list import closed_list
from data import Labels
from features import load_eyes
from language import Mini, class_table, load_corpus
from metrics import report, scores
from prompt import EOS, load_tokenizer, prefix_ids, question_ids


def val_pixels(folder, labels, index, size):
    """Photos as the runtime sees them: squashed once from the file to `size` x `size` (Pillow bicubic)."""
    photos = []
    for i in index.tolist():
        with Image.open(labels.rows[i]["path"]) as photo:
            photos.append(np.asarray(photo.convert("RGB").resize((size, size), Image.BICUBIC)))
    return plain(torch.from_numpy(np.stack(photos)), size)


@torch.no_grad()
def look(eyes, folder, labels, index, size=224, flip=False):
    """Class probabilities of both heads and the query outputs, float32; of the mirrored photos with `flip`."""
    heads, rows, queries = [], [], []
    for part in index.split(64):
        pixels = val_pixels(folder, labels, part, size)
        vision, query = eyes.qformer(eyes.vision(pixels.flip(3) if flip else pixels))
        heads.append(eyes.head_class(query.mean(1)).softmax(-1))
        rows.append(eyes.head_row(vision[:, 0]).softmax(-1))
        queries.append(query)
    return torch.cat(heads), torch.cat(rows), torch.cat(queries)


@torch.no_grad()
def answer(mini, tokenizer, queries, question, pairs, limit=220):
    """Greedy answer to `question` after the turns `pairs`, for the query outputs of one photo."""
    decoder, caches = mini.decoder, mini.decoder.new_caches()
    x = torch.cat([decoder.embed(torch.tensor([prefix_ids(tokenizer)])), mini.projection(queries[None]),
                   decoder.embed(torch.tensor([question_ids(tokenizer, question, pairs)]))], 1)
    length, out = 0, []
    while len(out) < limit:
        logits = decoder(x, length, caches)[0, -1]
        length += x.shape[1]
        token = int(logits.argmax())
        out.append(token)
        text = tokenizer.decode(out)
        if token == EOS or "###" in text:
            break
        x = decoder.embed(torch.tensor([[token]]))
    return tokenizer.decode(out).split("###")[0].strip()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("data", "corpus", "vision", "run", "checkpoint", "output"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--size", type=int, default=224, help="pixels of the photo as the runtime sees it")
    parser.add_argument("--scores", help="write the sums of every photo to this .npz")
    parser.add_argument("--flip", action="store_true", help="also measure the mean over photo and mirrored photo")
    arguments = parser.parse_args()
    torch.set_num_threads(2)
    labels, corpus = Labels(arguments.data), load_corpus(arguments.corpus, arguments.data)
    tokenizer = load_tokenizer(os.path.join(arguments.run, "tokenizer.model"))
    mini = Mini({"dropout": 0.0, "projection_std": 0.01})
    mini.load(arguments.checkpoint)
    mini.decoder.eval()
    eyes = load_eyes(arguments.vision, labels)
    phrases = [entry["phrase"] for entry in class_table(corpus, labels)]
    head, row, queries = look(eyes, arguments.data, labels, labels.val, arguments.size)
    sums = closed_list(mini, tokenizer, phrases, queries)
    measured = {"head": head, "row head": row, "mean of both heads": (head + row) / 2, "decoder": sums.softmax(-1)}
    if arguments.flip:
        other_head, _, other = look(eyes, arguments.data, labels, labels.val, arguments.size, flip=True)
        measured["head, photo and mirrored"] = (head + other_head) / 2
        flipped = closed_list(mini, tokenizer, phrases, other).softmax(-1)
        measured["decoder, photo and mirrored"] = (sums.softmax(-1) + flipped) / 2
    results = {name: scores(value, labels) for name, value in measured.items()}
    for name, value in results.items():
        print(name, report(value, full=True), flush=True)
    agreement = (head.argmax(1) == sums.argmax(1)).float().mean().item()
    print(f"head and decoder agree on {100 * agreement:.1f} %")
    with open(arguments.output, "w", encoding="utf-8") as file:
        json.dump({**results, "agreement": agreement}, file, indent=1)
    if arguments.scores:
        rows = [labels.rows[i] for i in labels.val.tolist()]
        np.savez(arguments.scores, scores=sums.numpy(), head=head.numpy(), target=labels.class_[labels.val].numpy(),
                 classes=np.array(labels.classes), files=np.array([entry["file"] for entry in rows]),
                 group=np.array([entry["group"] for entry in rows]),
                 source=np.array([entry["source_repo"] for entry in rows]))


if __name__ == "__main__":
    main()
