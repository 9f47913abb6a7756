"""The last part of step 2: photos to answers end to end, nothing frozen, with the auxiliary heads still in the loss."""
import argparse
import os
import time
import tomllib

import numpy as np
import torch

from augment import augment
from batches import Conversations, conversation_loss
from clock import Clock, add_clock_arguments, rate_factor
from data import Labels
from features import load_eyes
from language import Mini, class_table, load_corpus, save
from precision import autocast
from prompt import load_tokenizer, prefix_ids
from vision import losses, parameter_groups


def train(arguments):
    with open(arguments.config, "rb") as file:
        config = tomllib.load(file)
    settings = config["joint"]
    torch.set_num_threads(config["threads"])
    torch.manual_seed(config["seed"])
    labels, corpus = Labels(arguments.data), load_corpus(arguments.corpus, arguments.data)
    photos = np.load(arguments.photos, mmap_mode="r")
    tokenizer = load_tokenizer(os.path.join(arguments.run, "tokenizer.model"))
    path = os.path.join(arguments.run, "joint.pt")
    eyes, mini = load_eyes(arguments.vision, labels), Mini(config)
    mini.load(arguments.load)
    start, step, state = None, 0, None
    if os.path.exists(path):
        state = mini.load(path)
        eyes.load_state_dict(state["average"])
        start, step = state["start"], state["step"]
    eyes.requires_grad_(True).train()
    groups = parameter_groups(eyes, settings, config["weight_decay"])
    text = [*mini.decoder.parameters(), *mini.projection.parameters()]
    groups.append({"params": text, "peak": settings["rate"], "lr": 0.0, "weight_decay": 0.0})
    optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=True)
    if state:
        optimizer.load_state_dict(state["optimizer"])
    phrases = {entry["slug"]: entry["phrase"] for entry in class_table(corpus, labels)}
    batches = Conversations(corpus, labels, None, tokenizer, phrases, settings, 2, config["seed"] + step)
    prefix = torch.tensor([prefix_ids(tokenizer)])
    clock, saved, since, seen, tally = Clock(arguments.until, arguments.minutes, start), time.time(), time.time(), 0, {}
    parameters = [p for group in optimizer.param_groups for p in group["params"]]
    while (progress := clock.progress) < 1.0:
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * rate_factor(progress, settings["warmup"], settings["final"])
        index, _, ids, weight = next(batches)
        keep = next(phase["keep"] for phase in settings["phase"] if progress < phase["until"])
        pixels = augment(torch.from_numpy(photos[index.numpy()]), 224, config["augment"])
        with autocast():
            rows, queries = eyes.qformer(eyes.vision(pixels, keep))
            mean = queries.mean(1)
            heads = {"class": eyes.head_class(mean), "fine": eyes.head_fine(mean),
                     "concept": eyes.head_concept(mean), "row": eyes.head_row(rows[:, 0])}
            answers, named, _ = conversation_loss(mini.decoder, mini.projection, prefix, queries, ids, weight)
        heads = {key: value.float() for key, value in heads.items()}
        parts = losses(heads, labels, index, settings["smoothing"])
        loss = settings["answers"] * answers + sum(settings["losses"][key] * value for key, value in parts.items())
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        step, seen = step + 1, seen + len(index)
        for key, value in {**parts, "answers": answers, "named": named}.items():
            tally[key] = tally.get(key, 0.0) + value.item()
        if step % 25 == 0:
            print(f"{time.strftime('%H:%M:%S')} joint step {step} progress {progress:.3f} "
                  f"{seen / (time.time() - since):.1f} photo/s "
                  + " ".join(f"{key} {value / 25:.3f}" for key, value in tally.items()), flush=True)
            seen, tally, since = 0, {}, time.time()
        if time.time() - saved > 120:
            save(path, average=eyes.state_dict(), **mini.state(), optimizer=optimizer.state_dict(), step=step,
                 start=clock.start)
            saved = time.time()
    save(path, average=eyes.state_dict(), **mini.state(), optimizer=optimizer.state_dict(), step=step, start=clock.start)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("config", "data", "photos", "corpus", "vision", "load", "run"):
        parser.add_argument("--" + name, required=True)
    add_clock_arguments(parser)
    train(parser.parse_args())
