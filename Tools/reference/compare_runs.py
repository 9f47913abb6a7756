"""Holds the program against itself: the same photo, other thread counts and kernels. One command, one table.

    python compare_runs.py --program ../skingpt [--model FILE] PHOTO [PHOTO ...]

The first line of the table is the run that the others are held against: one thread, the best kernels. Other thread counts
must give the same bytes: the traced stages and the whole report but for times and memory. Other kernels add in another order and
have another exponential, so they may differ by rounding; where weights are int8 or int4 a rounding can move an activation by one
of its 255 steps, which changes a stage by up to what those few bits cost at all. Their limits:

    stages            relative difference at most 0.03 (1e-4 for a model of float weights)
    probabilities     of the differential, at most 0.03 apart; the same class first, unless two lead by less than that
    answers           counted, not limited: a word may change where two tokens are all but equally probable

Exit code 1 if a limit is missed.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile

import numpy as np
from safetensors.numpy import load_file

STAGES = ["pixels", "vision", "queries", "soft_prompt", "logits"]
QUESTION = "Could you describe the skin disease in this image for me?"
LIMIT_PROBABILITY, LIMIT_INTEGER, LIMIT_FLOAT = 0.03, 0.03, 1e-4


def run(command, allowed=(0,)):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode not in allowed:
        raise SystemExit(f"{' '.join(command)}\nended with {done.returncode}: {done.stderr}")
    return done


def measure(program, model, options, photos, folder):
    """The reports without what a clock says, and the stages of each photo."""
    common = (["--model", model] if model else []) + options
    lines = run([program, "diagnose", "--json", "--force", *common, *photos]).stdout.splitlines()
    reports = [json.loads(line) for line in lines]
    for report in reports:
        report.pop("timing"), report.pop("memory")
    stages = []
    for photo in photos:
        output = os.path.join(folder, "trace.safetensors")
        run([program, "trace", photo, "--question", QUESTION, "--output", output, *common])
        stages.append(load_file(output))
    return reports, stages


def relative(a, b):
    return float(np.linalg.norm(a.astype(np.float64) - b) / np.linalg.norm(b.astype(np.float64)))


def compare(found, right, exact):
    """The largest difference of each stage and of a probability, and how many answers are equal; whether limits are kept."""
    scheme = right[0][0]["model"]["scheme"]
    limit = 0.0 if exact else LIMIT_FLOAT if scheme in ("f32", "f16") else LIMIT_INTEGER
    worst = {s: max(relative(a[s], b[s]) for a, b in zip(found[1], right[1])) for s in STAGES}
    kept = all(value <= limit for value in worst.values())
    gaps, answers, total = [], 0, 0
    for a, b in zip(found[0], right[0]):
        ours, theirs = ({e["class"]: e["probability"] for e in r["differential"]} for r in (a, b))
        gaps.append(max(abs(ours[name] - theirs[name]) for name in theirs))
        lead = b["differential"][0]["probability"] - theirs[a["differential"][0]["class"]]
        kept = kept and gaps[-1] <= LIMIT_PROBABILITY and lead <= LIMIT_PROBABILITY
        answers += sum(x["text"] == y["text"] for x, y in zip(a["answers"], b["answers"]))
        total += len(b["answers"])
    return [worst[s] for s in STAGES] + [max(gaps)], f"{answers}/{total}", kept and (not exact or found[0] == right[0])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--model", help="default: the model that comes with the program")
    parser.add_argument("photos", nargs="+")
    chosen = parser.parse_args()
    available = json.loads(run([chosen.program, "doctor", "--json"]).stdout)["machine"]["kernels"]
    runs = [([f"--threads={count}"], True) for count in (1, 2, 3, 5)]
    runs += [(["--threads=2", f"--kernels={name}"], False) for name in available]
    failures, right = 0, None
    print(f"{'run':32} " + " ".join(f"{name:>11}" for name in STAGES + ["probability"]) + "  equal answers")
    with tempfile.TemporaryDirectory() as folder:
        for options, exact in runs:
            found = measure(chosen.program, chosen.model, options, chosen.photos, folder)
            right = right or found
            values, answers, kept = compare(found, right, exact)
            failures += not kept
            print(f"{' '.join(options):32} " + " ".join(f"{value:11.1e}" for value in values) + f"  {answers}" + ("" if kept else "  MISSED"), flush=True)
    print(f"{len(chosen.photos)} photos; " + ("every limit is kept" if not failures else f"{failures} runs miss a limit"))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
