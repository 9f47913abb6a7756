"""Holds `skingpt trace` against PyTorch on random checkpoints that nobody has seen: one command, one table.

    python compare_trace.py --program ../skingpt --tokenizer LLAMA_TOKENIZER_MODEL [--seed 7] [--photo FILE ...]

For each preset it makes checkpoints, computes the expected stages with the original libraries (`run_reference.py`), converts
at each scheme, traces each photo, and prints per stage the relative error (size of the difference over size of the right
value) or the cosine, and how many greedy tokens are equal before the first that is not. Exit code 1 if a limit is missed:

    f32   relative error at most 1e-3 at every stage, all greedy tokens equal
    int8  cosine at least 0.999 at every stage
    int4  cosine of the logits at least 0.95

A quantized model of random weights may choose another token where two lead by little: `lead` is by how much, in float, the
right token at the first difference is ahead of the next. The `tiny` presets are held to the limit of f32 only: narrow
matrices lose more in few bits than those of a real model.
"""
import argparse
import os
import subprocess
import sys
import tempfile

import torch
from safetensors.torch import load_file
from transformers.utils.logging import disable_progress_bar

import make_checkpoints
import photos
from layouts import Checkpoints
from run_reference import TEMPLATE, Original, Plain, relative, trace

STAGES = ["pixels", "vision", "queries", "soft_prompt", "logits"]
QUESTION = "Could you describe the skin disease in this image for me?"
LIMIT_F32, LIMIT_INT8, LIMIT_INT4 = 1e-3, 0.999, 0.95
SIZES = [(613, 411), (224, 224), (301, 977)]


def cosine(a, b):
    """The cosine of the angle between two tensors taken as vectors."""
    a, b = a.double().flatten(), b.double().flatten()
    return float(a @ b / (a.norm() * b.norm()))


@torch.no_grad()
def reference(original, plain, photo, number):
    """Every stage of the original, its greedy tokens, and the lead of each."""
    values, x = trace(original, photo, {"question": QUESTION}, TEMPLATE)
    values["greedy"] = original.generate(x, number).to(torch.int32)
    plain.embed(values["input_ids"].tolist(), values["soft_prompt"])  # sets the positions
    leads, y = [], x[0]
    for token in values["greedy"].tolist():
        best = plain.logits(y).topk(2).values
        leads.append(float(best[0] - best[1]))
        y = torch.cat([y, plain.decoder.embed([token])])
    return values, leads


def run(command):
    """Runs the program; what it says on standard error is the reason if it fails."""
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\nended with {done.returncode}:\n{done.stderr}")


def convert(program, folder, scheme, output):
    parts = ["--vision", "eva_vit.pth", "--qformer", "blip2.pth", "--alignment", "alignment.pth", "--language", "language",
             "--config", "model.json"]
    paths = [part if part.startswith("--") else os.path.join(folder, part) for part in parts]
    run([program, "convert", *paths, "--weights", scheme, "--output", output, "--quiet"])


def row(scheme, found, right, leads):
    """The cells of a line of the table, and which limits it misses."""
    missed, cells = [], []
    for stage in STAGES:
        if found[stage].shape != right[stage].shape:
            return [f"{stage} has shape {list(found[stage].shape)}"], [f"shape of {stage}"]
        value = (relative if scheme == "f32" else cosine)(found[stage], right[stage])
        cells.append(f"{value:.1e}" if scheme == "f32" else f"{value:.6f}")
        kept = value <= LIMIT_F32 if scheme == "f32" else value >= LIMIT_INT8 if scheme == "int8" else \
            value >= LIMIT_INT4 or stage != "logits"
        if not kept:
            missed.append(stage)
    if not torch.equal(found["input_ids"], right["input_ids"]):
        missed.append("input_ids")
    ours, theirs = found["greedy"].tolist(), right["greedy"].tolist()
    equal = next((i for i, pair in enumerate(zip(ours, theirs)) if pair[0] != pair[1]), len(theirs))
    cells.append(f"{equal}/{len(theirs)}" + (f" lead {leads[equal]:.3f}" if equal < len(theirs) else ""))
    if scheme == "f32" and equal < len(theirs):
        missed.append("greedy")
    return cells, missed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--tokenizer", help="a LLaMA tokenizer.model; without it only the tiny presets run")
    parser.add_argument("--presets", nargs="+", choices=make_checkpoints.PRESETS,
                        default=["genuine", "genuine-grouped", "genuine-scaled", "tiny", "tiny-grouped", "tiny-scaled"])
    parser.add_argument("--schemes", nargs="+", default=["f32", "int8", "int4"], choices=["f32", "f16", "int8", "int4"])
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--photo", nargs="+", help="photos; default: three drawn ones")
    parser.add_argument("--generate", type=int, default=12)
    parser.add_argument("--threads", type=int, default=1)
    chosen = parser.parse_args()
    torch.set_num_threads(chosen.threads)
    disable_progress_bar()
    failures = 0
    print(f"{'preset':16} {'photo':12} {'scheme':6} " + " ".join(f"{stage:>11}" for stage in STAGES) + "  greedy")
    for preset in chosen.presets:
        genuine = preset.startswith("genuine")
        if genuine and not chosen.tokenizer:
            print(f"{preset:16} left out: it needs --tokenizer")
            continue
        with tempfile.TemporaryDirectory() as folder:
            files = chosen.photo or []
            for number, (width, height) in enumerate([] if files else SIZES):
                files.append(os.path.join(folder, f"drawn-{number}.png"))
                photos.draw(files[-1], width, height, chosen.seed + number, grain=6.0)
            make_checkpoints.make(preset, chosen.seed, folder, chosen.tokenizer if genuine else None)
            checkpoints = Checkpoints(folder)
            original, plain = Original(checkpoints), Plain(checkpoints)
            right = [reference(original, plain, photo, chosen.generate) for photo in files]
            del checkpoints, original, plain
            for scheme in chosen.schemes if genuine else ["f32"]:
                model, output = os.path.join(folder, "model.skgpt"), os.path.join(folder, "trace.safetensors")
                convert(chosen.program, folder, scheme, model)
                for photo, (values, leads) in zip(files, right):
                    run([chosen.program, "trace", photo, "--model", model, "--question", QUESTION, "--generate",
                         str(chosen.generate), "--output", output])
                    cells, missed = row(scheme, load_file(output), values, leads)
                    failures += bool(missed)
                    print(f"{preset:16} {os.path.basename(photo)[:12]:12} {scheme:6} " + " ".join(f"{c:>11}" for c in cells)
                          + (f"  MISSED: {', '.join(missed)}" if missed else ""), flush=True)
                os.remove(model)
    print("every limit is kept" if not failures else f"{failures} lines miss a limit")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
