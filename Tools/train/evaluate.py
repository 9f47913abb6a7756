"""Stage C: heads and closed-list decoder scores on val with the runtime's preprocessing, and greedy transcripts."""
import argparse
import json
import os
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from augment import plain
from data import Labels
from features import load_eyes
from language import Mini, class_table, load_corpus
from metrics import report, scores
from prompt import EOS, PROMPTS, load_tokenizer, prefix_ids, question_ids


def val_pixels(folder, labels, index):
    """Photos as the runtime sees them: squashed once from the file to 224 x 224 (Pillow bicubic)."""
    photos = []
    for i in index.tolist():
        with Image.open(Path(folder) / "photos" / labels.rows[i]["file"]) as photo:
            photos.append(np.asarray(photo.convert("RGB").resize((224, 224), Image.BICUBIC)))
    return plain(torch.from_numpy(np.stack(photos)), 224)


@torch.no_grad()
def look(eyes, folder, labels, index):
    """Class probabilities of both heads and the query outputs, float32."""
    heads, rows, queries = [], [], []
    for part in index.split(64):
        vision, query = eyes.qformer(eyes.vision(val_pixels(folder, labels, part)))
        heads.append(eyes.head_class(query.mean(1)).softmax(-1))
        rows.append(eyes.head_row(vision[:, 0]).softmax(-1))
        queries.append(query)
    return torch.cat(heads), torch.cat(rows), torch.cat(queries)


@torch.no_grad()
def closed_list(mini, tokenizer, phrases, queries, batch=24, question=PROMPTS[0]):
    """Sum of log-probabilities of each class's opening, normalised over the classes [photos, classes]."""
    decoder = mini.decoder
    prompt = question_ids(tokenizer, question)
    tails = []
    for phrase in phrases:
        whole = tokenizer.encode(tokenizer_text(question, phrase))
        assert whole[:len(prompt)] == prompt
        tails.append(whole[len(prompt):])
    longest = max(len(tail) for tail in tails)
    ids = torch.tensor([tail + [EOS] * (longest - len(tail)) for tail in tails])
    mask = torch.tensor([[1.0] * len(tail) + [0.0] * (longest - len(tail)) for tail in tails])
    before = decoder.embed(torch.tensor([prefix_ids(tokenizer)]))
    after = decoder.embed(torch.tensor([prompt]))
    result = []
    for part in queries.split(batch):
        count = len(part)
        with torch.autocast("cpu", torch.bfloat16, enabled=False):
            caches = decoder.new_caches()
            x = torch.cat([before.expand(count, -1, -1), mini.projection(part), after.expand(count, -1, -1)], 1)
            first = decoder(x, 0, caches)[:, -1].float().log_softmax(-1)
            for cache in caches:
                cache[:] = [t.repeat_interleave(len(tails), 0) for t in cache]
            rest = decoder(decoder.embed(ids[:, :-1].repeat(count, 1)), x.shape[1], caches)
        rest = rest.float().log_softmax(-1).view(count, len(tails), longest - 1, -1)
        later = rest.gather(3, ids[None, :, 1:, None].expand(count, -1, -1, 1))[..., 0]
        total = first[:, ids[:, 0]] + (later * mask[None, :, 1:]).sum(2)
        result.append(total.softmax(-1))
    return torch.cat(result)


def tokenizer_text(question, answer):
    """The segment after the image with an answer."""
    from prompt import after_text
    return after_text([(question, answer)])


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
    parser.add_argument("--transcripts", type=int, default=10)
    arguments = parser.parse_args()
    torch.set_num_threads(2)
    labels, corpus = Labels(arguments.data), load_corpus(arguments.corpus, arguments.data)
    tokenizer = load_tokenizer(os.path.join(arguments.run, "tokenizer.model"))
    mini = Mini({"dropout": 0.0, "projection_std": 0.01})
    state = mini.load(arguments.checkpoint)
    mini.decoder.eval()
    eyes = load_eyes(arguments.vision, labels)
    if "qformer" in state:
        eyes.qformer.load_state_dict(state["qformer"])
    head, row, queries = look(eyes, arguments.data, labels, labels.val)
    classes = class_table(corpus, labels)
    decoder = closed_list(mini, tokenizer, [entry["phrase"] for entry in classes], queries)
    results = {name: scores(value, labels) for name, value in (("head", head), ("row head", row), ("decoder", decoder))}
    for name, value in results.items():
        print(name, report(value, full=True), flush=True)
    agreement = (head.argmax(1) == decoder.argmax(1)).float().mean().item()
    print(f"head and decoder agree on {100 * agreement:.1f} %")
    with open(arguments.output, "w", encoding="utf-8") as file:
        json.dump({**results, "agreement": agreement}, file, indent=1)
    torch.manual_seed(5)
    for place in torch.randperm(len(labels.val))[:arguments.transcripts].tolist():
        entry = labels.rows[int(labels.val[place])]
        print(f"\n=== {entry['class_slug']} / {entry['fine_label']}")
        pairs = []
        for question in PROMPTS:
            pairs.append((question, answer(mini, tokenizer, queries[place], question, pairs)))
            print(f"Q {question}\nA {pairs[-1][1]}", flush=True)


if __name__ == "__main__":
    main()
