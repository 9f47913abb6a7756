"""Stage B: the decoder. `base` learns the texts; `step` 1 and 2 teach alignment and decoder with cached features."""
import argparse
import os
import sys
import time
import tomllib

import numpy as np
import torch
import torch.nn.functional as F

from batches import Conversations, Texts, conversation_loss
from clock import Clock, add_clock_arguments, rate_factor
from data import Labels
from decoder import Decoder
from precision import autocast
from prompt import load_tokenizer, prefix_ids, train_tokenizer
from ranking import Ranking, Teacher


def load_corpus(folder, data):
    """The corpus of `folder`; its module lies beside the folder."""
    sys.path.insert(0, os.path.dirname(os.path.abspath(folder.rstrip("/"))))
    from corpus import Corpus, load_priors
    return Corpus(folder, load_priors(os.path.join(data, "concept_priors.csv")))


def class_table(corpus, labels):
    """Per class, in the order of the labels: slug, name for people and opening of its first answer."""
    table = {slug: {"slug": slug, "label": name, "phrase": phrase} for slug, name, phrase in corpus.classes}
    return [table[slug] for slug in labels.classes]


class Mini:
    """Alignment and decoder with their optimizer and checkpoint."""

    def __init__(self, config):
        self.decoder = Decoder(dropout=config["dropout"])
        self.projection = torch.nn.Linear(256, self.decoder.sizes["hidden_size"])
        torch.nn.init.normal_(self.projection.weight, std=config["projection_std"])
        torch.nn.init.zeros_(self.projection.bias)

    def load(self, path):
        state = torch.load(path, weights_only=True)
        self.decoder.load_state_dict(state["decoder"])
        self.projection.load_state_dict(state["projection"])
        return state

    def state(self):
        return {"decoder": self.decoder.state_dict(), "projection": self.projection.state_dict()}

    def optimizer(self, rate, projection_rate, weight_decay):
        groups = []
        for module, peak in ((self.decoder, rate), (self.projection, projection_rate)):
            for decay, chosen in ((weight_decay, lambda p: p.ndim > 1), (0.0, lambda p: p.ndim == 1)):
                parameters = [p for p in module.parameters() if chosen(p)]
                groups.append({"params": parameters, "peak": peak, "lr": 0.0, "weight_decay": decay})
        return torch.optim.AdamW(groups, betas=(0.9, 0.97), fused=True)


def save(path, **state):
    torch.save(state, path + ".part")
    os.replace(path + ".part", path)


def train(arguments):
    with open(arguments.config, "rb") as file:
        config = tomllib.load(file)
    torch.set_num_threads(arguments.threads or config["threads"])
    torch.manual_seed(config["seed"])
    labels = Labels(arguments.data)
    corpus = load_corpus(arguments.corpus, arguments.data)
    tokenizer = load_tokenizer(os.path.join(arguments.run, "tokenizer.model"))
    settings = config[arguments.stage]
    mini = Mini(config)
    path = os.path.join(arguments.run, arguments.stage + ".pt")
    step, start, state = 0, None, None
    if os.path.exists(path):
        state = mini.load(path)
        step, start = state["step"], state["start"]
    elif arguments.load:
        mini.load(arguments.load)
    optimizer = mini.optimizer(settings["rate"], settings.get("projection_rate", 0.0), config["weight_decay"])
    if state:
        optimizer.load_state_dict(state["optimizer"])
    seed, ranking = config["seed"] + step, None
    if arguments.stage == "base":
        batches = Texts(corpus, labels, tokenizer, settings, seed)
    else:
        views = [np.load(os.path.join(arguments.run, f"features{n}.npy"), mmap_mode="r")
                 for n in range(len(config["features"]["views"]))]
        labels.train = labels.train[[bool(views[0][i, 0].any()) for i in labels.train.tolist()]]  # those that were cached
        phrases = {entry["slug"]: entry["phrase"] for entry in class_table(corpus, labels)}
        batches = Conversations(corpus, labels, views, tokenizer, phrases, settings, int(arguments.stage[-1]), seed)
        if "ranking" in settings:
            rows = [np.load(os.path.join(arguments.run, f"rows{n}.npy"), mmap_mode="r") for n in range(len(views))]
            ranking = Ranking(labels, views, rows, Teacher(arguments.vision, labels), tokenizer,
                              [entry["phrase"] for entry in class_table(corpus, labels)], settings["ranking"], seed)
    prefix = torch.tensor([prefix_ids(tokenizer)])
    clock, saved, since = Clock(arguments.until, arguments.minutes, start), time.time(), time.time()
    tally, tokens = np.zeros(4), 0
    parameters = [p for group in optimizer.param_groups for p in group["params"]]
    while (progress := clock.progress) < 1.0:
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * rate_factor(progress, settings["warmup"], settings["final"])
        with autocast():
            if arguments.stage == "base":
                ids = next(batches)
                logits = mini.decoder(mini.decoder.embed(ids[:, :-1])).float()
                loss = F.cross_entropy(logits.flatten(0, 1), ids[:, 1:].flatten())
                parts, tokens = (loss, loss * 0, loss), tokens + ids.numel()
            else:
                _, queries, ids, weight = next(batches)
                parts = conversation_loss(mini.decoder, mini.projection, prefix, queries, ids, weight)
                tokens += ids.numel() + 40 * len(ids)
            order = ranking.loss(mini) if ranking else torch.zeros(())
        optimizer.zero_grad(set_to_none=True)
        (parts[0] + settings["ranking"]["weight"] * order if ranking else parts[0]).backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        step += 1
        tally += [part.item() for part in (*parts, order)]
        if step % 25 == 0:
            print(f"{time.strftime('%H:%M:%S')} {arguments.stage} step {step} progress {progress:.3f} loss "
                  f"{tally[0] / 25:.3f} class {tally[1] / 25:.3f} plain {tally[2] / 25:.3f} ranking {tally[3] / 25:.3f} "
                  f"{tokens / (time.time() - since):.0f} token/s", flush=True)
            tally, tokens, since = np.zeros(4), 0, time.time()
        if time.time() - saved > 120:
            save(path, **mini.state(), optimizer=optimizer.state_dict(), step=step, start=clock.start)
            saved = time.time()
    save(path, **mini.state(), optimizer=optimizer.state_dict(), step=step, start=clock.start)


def tokenizer(arguments):
    """Train the tokenizer on sentences and conversations of the corpus."""
    import random
    labels, corpus = Labels(arguments.data), load_corpus(arguments.corpus, arguments.data)
    generator = random.Random(7)
    lines = [line for text in corpus.texts() for line in text.split("\n") if line.strip()]
    rows = [row for row in labels.rows if row["split"] == "train"]
    for row in generator.sample(rows, 800):
        for step in (1, 2, 3):
            for question, answer in corpus.conversation(row, generator, step):
                lines += [question] + [line for line in answer.split("\n") if line.strip()]
    lines += ["Yes###Human: No###Assistant: Yes", "This</Img> is<Img> it"] * (len(lines) // 100)
    os.makedirs(arguments.run, exist_ok=True)
    train_tokenizer(lines, os.path.join(arguments.run, "tokenizer"))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stage", choices=("tokenizer", "base", "step1", "step2"))
    parser.add_argument("--config", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--corpus", required=True, help="folder with the corpus's .toml files")
    parser.add_argument("--threads", type=int, help="instead of the configuration's")
    parser.add_argument("--run", required=True, help="folder with tokenizer, features and checkpoints")
    parser.add_argument("--load", help="checkpoint of the stage before")
    parser.add_argument("--vision", help="checkpoint of the tower, whose heads teach the ranking")
    add_clock_arguments(parser)
    chosen = parser.parse_args()
    tokenizer(chosen) if chosen.stage == "tokenizer" else train(chosen)
