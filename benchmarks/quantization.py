"""How much of a trained decoder int4 loses, at the same bits: ours plain, searched and calibrated, and llama.cpp's Q4_0.

    python benchmarks/quantization.py --program .build/release/skingpt --quantizer LLAMA/llama-quantize --checkpoints FOLDER
        --calibrate PHOTO... --photos PHOTO... --work FOLDER

FOLDER is what `skingpt export MODEL --checkpoints FOLDER` or `Tools/train/export.py` writes. All weights come from its float
matrices. llama.cpp's integers are moved into a container as they are, so one engine measures all: `skingpt compare
--decoder-only`, Kullback-Leibler divergence of the logits from the float decoder's. Two divisions of the bits:

    pure     every matrix in four bits, the token embedding and the output layer too (`llama-quantize --pure`)
    usual    token embedding f16, output layer eight bits, the rest four
"""
import argparse
import json
import os
import subprocess

DIVISIONS = {
    "pure": ([{"tensors": name, "weights": "int4"} for name in (
        "language.embedding.weight", "language.output.weight", "language.layer.*.qkv.weight",
        "language.layer.*.attention_output.weight", "language.layer.*.gate_up.weight", "language.layer.*.down.weight")],
        ["--pure"]),
    "usual": ([{"tensors": "language.embedding.weight", "weights": "f16"}, {"tensors": "language.output.weight", "weights": "int8"}]
              + [{"tensors": f"language.layer.*.{name}.weight", "weights": "int4"} for name in (
                  "qkv", "attention_output", "gate_up", "down")],
              ["--output-tensor-type", "q8_0", "--token-embedding-type", "f16"]),
}


def run(*command):
    """Runs a command quietly and returns what it printed; its last words if it failed."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, errors="replace")
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}\n{(done.stderr or done.stdout)[-2000:]}")
    return done.stdout


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("program", "quantizer", "checkpoints", "work"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--calibrate", nargs="+", required=True, help="photos from which ours is calibrated")
    parser.add_argument("--photos", nargs="+", required=True, help="other photos, on which all are measured")
    chosen = parser.parse_args()
    os.makedirs(chosen.work, exist_ok=True)

    def path(name):
        return os.path.join(chosen.work, name)

    source = os.path.join(chosen.checkpoints, "language")

    def convert(name, language, *options):
        run(chosen.program, "convert", "--vision", os.path.join(chosen.checkpoints, "vision.pth"), "--qformer",
            os.path.join(chosen.checkpoints, "qformer.pth"), "--alignment", os.path.join(chosen.checkpoints, "alignment.pth"),
            "--language", language, "--config", os.path.join(chosen.checkpoints, "model.json"), "--template",
            os.path.join(chosen.checkpoints, "template.json"), "--vision-weights", "f32", "--restart", "--output", path(name), *options)
        return path(name)

    reference = convert("float.skgpt", source, "--weights", "f32")
    run(chosen.program, "export", reference, "--gguf", path("float.gguf"))
    calibration = [part for photo in chosen.calibrate for part in ("--calibrate", photo)]
    print("| bits | codes | KL, nats | of plain rounding | same first token | perplexity |\n|---|---|---|---|---|---|")
    for division, (rules, options) in DIVISIONS.items():
        with open(path("recipe.json"), "w", encoding="utf-8") as file:
            json.dump({"rules": rules}, file)
        run(chosen.quantizer, *options, path("float.gguf"), path("q4.gguf"), "Q4_0", "2")
        ours = ["--weights", "int4", "--recipe", path("recipe.json")]
        models = {
            "plain": lambda: convert("plain.skgpt", source, *ours, "--rounding", "plain"),
            "llama.cpp Q4_0": lambda: convert("q4.skgpt", path("q4.gguf"), *ours),
            "searched": lambda: convert("searched.skgpt", source, *ours),
            "calibrated": lambda: convert("calibrated.skgpt", source, *ours, *calibration),
        }
        first = None
        for name, make in models.items():
            found = json.loads(run(chosen.program, "compare", *chosen.photos, "--reference", reference, "--model", make(),
                                   "--decoder-only", "--json"))["comparison"]
            loss = found["kl_mean"]
            first = first or loss
            print(f"| {division} | {name} | {loss:.5f} | {100 * loss / first:.0f} % | {100 * found['top1_agreement']:.2f} % |"
                  f" {found['perplexity']:.4f} |", flush=True)


if __name__ == "__main__":
    main()
