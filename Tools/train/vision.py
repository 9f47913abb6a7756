"""Stage A: train ViT and Q-Former end to end with auxiliary heads, for a fixed time or number of steps."""
import argparse
import copy
import os
import time
import tomllib

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file

from augment import augment, mix, plain
from clock import Clock, StepCount, add_clock_arguments, rate_factor
from data import Labels
from folds import left_out_of
from metrics import report, scores
from model import Eyes, load_timm_vision, pool
from precision import autocast
from targets import group_of


def parameter_groups(eyes, schedule, weight_decay):
    """Groups with their own peak rate: layer decay in the tower, a higher rate for the new parts."""
    depth = len(eyes.vision.blocks)
    groups = {}
    for name, parameter in eyes.named_parameters():
        if name.startswith("qformer.") and "query_rate" in schedule:
            peak = schedule["query_rate"]
        elif name.startswith("vision."):
            level = int(name.split(".")[2]) + 1 if ".blocks." in name else 0
            peak = schedule["tower_rate"] * schedule["layer_decay"] ** (depth - level)
        else:
            peak = schedule["new_rate"]
        decay = 0.0 if parameter.ndim == 1 or "token" in name or "pos_embed" in name else weight_decay
        groups.setdefault((peak, decay), []).append(parameter)
    return [{"params": p, "peak": peak, "lr": 0.0, "weight_decay": decay} for (peak, decay), p in groups.items()]


def losses(out, labels, index, smoothing):
    """Loss per head for photos `index` (each a mean over the photos that have the label)."""
    target, fine = labels.class_[index], labels.fine[index]
    known = labels.has_concept[index]
    concept = F.binary_cross_entropy_with_logits(out["concept"], labels.concept[index], reduction="none").sum(1) / 10
    return {
        "class": F.cross_entropy(out["class"], target, label_smoothing=smoothing),
        "row": F.cross_entropy(out["row"], target, label_smoothing=smoothing),
        "fine": F.cross_entropy(out["fine"], fine, ignore_index=-1, label_smoothing=smoothing)
        if (fine >= 0).any() else out["fine"].sum() * 0,
        "concept": (concept * known).sum() / known.sum().clamp(min=1),
        "pool": F.cross_entropy(out["pool"], target, label_smoothing=smoothing),
        "group": F.cross_entropy(out["group"], labels.group[index], label_smoothing=smoothing),
    }


@torch.no_grad()
def predict(eyes, photos, index, size=224, batch=128):
    """Class probabilities of both class heads for the photos `index`, float32 on CPU."""
    eyes.eval()
    out = {"class": [], "row": [], "pool": []}
    for part in index.split(batch):
        with autocast():
            heads = eyes(plain(torch.from_numpy(photos[part.numpy()]), size))
        for key in out:
            out[key].append(heads[key].float().softmax(-1))
    return {key: torch.cat(value) for key, value in out.items()}


def load_eyes_weights(eyes, path):
    """Put the ViT and the Q-Former of an earlier run, or of a container read back, into `eyes`; the heads stay as they are."""
    state = torch.load(path, weights_only=True)
    eyes.vision.regrid(round((state["vision.pos_embed"].shape[1] - 1) ** 0.5))
    missing, surplus = eyes.load_state_dict(state, strict=False)
    if surplus or not all(name.startswith("head_") for name in missing):
        raise SystemExit(f"{path}: surplus {surplus}, missing {missing}")


def fit_heads(eyes, photos, labels, config, count=6000, epochs=60):
    """Fit new heads to the frozen features of some train photos, so that their first gradients do no harm."""
    index = labels.train[torch.randperm(len(labels.train))[:count]]
    size, rows, means, pooled = config["size"], [], [], []
    eyes.eval()
    with torch.no_grad(), autocast():
        for part in index.split(config["batch"]):
            pixels = augment(torch.from_numpy(photos[part.numpy()]), size, config["augment"])
            first, queries = eyes.qformer(eyes.vision(pixels, 0.5))
            rows.append(first[:, 0].float())
            means.append(queries.float().mean(1))
            pooled.append(pool(first.float(), queries.float()))
    rows, means, pooled = torch.cat(rows), torch.cat(means), torch.cat(pooled)
    heads = [p for name, p in eyes.named_parameters() if name.startswith("head_")]
    optimizer = torch.optim.AdamW(heads, lr=2e-2, weight_decay=1e-2)
    for epoch in range(epochs):
        for group in optimizer.param_groups:
            group["lr"] = 2e-2 * (1 - epoch / epochs)
        for part in torch.randperm(len(index)).split(512):
            out = {"class": eyes.head_class(means[part]), "fine": eyes.head_fine(means[part]),
                   "concept": eyes.head_concept(means[part]), "row": eyes.head_row(rows[part])}
            both = eyes.head_pool(pooled[part])
            out |= {"pool": both[:, : eyes.classes], "group": both[:, eyes.classes:]}
            loss = sum(losses(out, labels, index[part], config["regular"]["smoothing"]).values())
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    print(f"heads fitted to {len(index)} photos, last loss {loss.item():.3f}", flush=True)


class Average:
    """Exponential moving average of a module's parameters."""

    def __init__(self, module, decay):
        self.module, self.decay, self.steps = copy.deepcopy(module).eval().requires_grad_(False), decay, 0

    @torch.no_grad()
    def update(self, module):
        self.steps += 1
        decay = min(self.decay, (1 + self.steps) / (10 + self.steps))
        torch._foreach_lerp_(list(self.module.parameters()), list(module.parameters()), 1 - decay)


def save(path, **state):
    """Write a checkpoint so that an interruption leaves the old one whole."""
    torch.save(state, path + ".part")
    os.replace(path + ".part", path)


def train(arguments):
    with open(arguments.config, "rb") as file:
        config = tomllib.load(file)
    schedule, regular, weights = config["schedule"], config["regular"], config["losses"]
    torch.set_num_threads(arguments.threads or config["threads"])
    torch.manual_seed(config["seed"])
    labels = Labels(arguments.data, left_out=left_out_of(config, arguments.fold))
    labels.group = torch.tensor(group_of(labels.rows, arguments.corpus))
    photos = np.load(arguments.photos, mmap_mode="r")
    eyes = Eyes(len(labels.classes), len(labels.fines), len(labels.concepts),
                regular["drop_path"], regular["dropout"])
    checkpoint = os.path.join(arguments.run, "vision.pt")
    if arguments.load:
        load_eyes_weights(eyes, arguments.load)
        if not os.path.exists(checkpoint):
            fit_heads(eyes, photos, labels, config)
    else:
        timm = load_file(arguments.start)
        load_timm_vision(eyes.vision, timm)
        eyes.qformer.ln_vision.load_state_dict({"weight": timm["norm.weight"], "bias": timm["norm.bias"]})
    average = Average(eyes, regular["ema"])
    optimizer = torch.optim.AdamW(parameter_groups(eyes, schedule, regular["weight_decay"]), betas=(0.9, 0.98),
                                  fused=True)
    step, start = 0, None
    os.makedirs(arguments.run, exist_ok=True)
    if os.path.exists(checkpoint):
        state = torch.load(checkpoint, weights_only=True)
        eyes.load_state_dict(state["eyes"])
        average.module.load_state_dict(state["average"])
        peaks = [group["peak"] for group in optimizer.param_groups]
        optimizer.load_state_dict(state["optimizer"])
        for group, peak in zip(optimizer.param_groups, peaks):
            group["peak"] = peak  # the configuration may have changed between two parts of a run
        step, start = state["step"], state["start"]  # a start of None begins the clock anew
        average.steps = step
        torch.manual_seed(config["seed"] + step)
    clock = StepCount(arguments.steps, step) if arguments.steps is not None else Clock(arguments.until, arguments.minutes, start)
    sampling = labels.sampling_weights(regular["balance"], regular.get("source_balance", 1.0))
    saved = validated = time.time()
    seen, tally, since = 0, {}, time.time()
    while (progress := clock.progress) < 1.0:
        size, keep = next((p["size"], p["keep"]) for p in schedule["phase"] if progress < p["until"])
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * rate_factor(progress, schedule["warmup"], schedule["final"])
        index = labels.train[torch.multinomial(sampling, config["batch"], replacement=False)]
        pixels = augment(torch.from_numpy(photos[index.numpy()]), size, config["augment"])
        pixels, order, share = mix(pixels, regular["mix_chance"], regular["mix_alpha"])
        eyes.train()
        with autocast():
            out = eyes(pixels, keep)
        out = {key: value.float() for key, value in out.items()}
        parts = losses(out, labels, index, regular["smoothing"])
        if share < 1.0:
            other = losses(out, labels, index[order], regular["smoothing"])
            parts = {key: share * parts[key] + (1 - share) * other[key] for key in parts}
        loss = sum(weights[key] * value for key, value in parts.items())
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(eyes.parameters(), 1.0)
        optimizer.step()
        average.update(eyes)
        step, seen = step + 1, seen + len(index)
        clock.done = step
        for key, value in parts.items():
            tally[key] = tally.get(key, 0.0) + value.item()
        if step % 50 == 0:
            speed = seen / (time.time() - since)
            print(f"{time.strftime('%H:%M:%S')} step {step} progress {progress:.3f} size {size} keep {keep} {speed:.1f} photo/s "
                  + " ".join(f"{key} {value / 50:.3f}" for key, value in tally.items()), flush=True)
            seen, tally, since = 0, {}, time.time()
        if time.time() - saved > 180:
            save(checkpoint, eyes=eyes.state_dict(), average=average.module.state_dict(),
                 optimizer=optimizer.state_dict(), step=step, start=clock.start)
            saved = time.time()
        if time.time() - validated > 60 * arguments.validate_minutes:
            validate(average.module, photos, labels, config.get("size", 224))
            validated = time.time()
            since, seen = time.time(), 0
    save(checkpoint, eyes=eyes.state_dict(), average=average.module.state_dict(),
         optimizer=optimizer.state_dict(), step=step, start=clock.start)
    validate(average.module, photos, labels, config.get("size", 224))


def validate(eyes, photos, labels, size):
    """Print accuracy on val for both class heads, over all and for the source that covers all diseases."""
    for key, value in predict(eyes, photos, labels.val, size).items():
        print(f"val at {size} px, head {key}: " + report(scores(value, labels)), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", required=True)
    parser.add_argument("--data", required=True, help="folder with labels.csv and concept_priors.csv")
    parser.add_argument("--photos", required=True, help="the array that data.py wrote")
    parser.add_argument("--corpus", required=True, help="folder with danger_groups.csv")
    begin = parser.add_mutually_exclusive_group(required=True)
    begin.add_argument("--start", help="timm ViT-Tiny/16 weights (.safetensors)")
    begin.add_argument("--load", help="ViT and Q-Former to go on from (.pt, the names of Eyes); new heads are fitted first")
    parser.add_argument("--threads", type=int, help="instead of the configuration's")
    parser.add_argument("--run", required=True, help="folder for checkpoints")
    parser.add_argument("--fold", help="of the configuration's folds, whose sources are left out too")
    parser.add_argument("--validate-minutes", type=float, default=15)
    add_clock_arguments(parser, steps=True)
    train(parser.parse_args())
