"""Export checkpoints in the public layouts, and golden values of every stage for one synthetic picture."""
import argparse
import json
import os
import shutil

import numpy as np
import torch
from PIL import Image
from safetensors.torch import save_file

from augment import plain
from decoder import Decoder, hf_config
from prompt import EOS, PROMPTS, TEMPLATE, load_tokenizer, prefix_ids, question_ids


def dense(state):
    """Contiguous float32 copies."""
    return {name: value.detach().float().contiguous().clone() for name, value in state.items()}


def export(folder, vision, qformer, projection, decoder, tokenizer_file, description):
    """Write vision.pth, qformer.pth, alignment.pth, language/, template.json and model.json into `folder`."""
    language = os.path.join(folder, "language")
    os.makedirs(language, exist_ok=True)
    torch.save(dense(vision.state_dict()), os.path.join(folder, "vision.pth"))
    torch.save({"model": dense(qformer.state_dict())}, os.path.join(folder, "qformer.pth"))
    state = {"llama_proj.weight": projection.weight, "llama_proj.bias": projection.bias}
    torch.save({"model": dense(state)}, os.path.join(folder, "alignment.pth"))
    save_file(dense(decoder.state_dict()), os.path.join(language, "model.safetensors"), metadata={"format": "pt"})
    write_json(os.path.join(language, "config.json"), hf_config(decoder.sizes))
    shutil.copyfile(tokenizer_file, os.path.join(language, "tokenizer.model"))
    write_json(os.path.join(folder, "template.json"), TEMPLATE)
    write_json(os.path.join(folder, "model.json"), description)


def write_json(path, value):
    with open(path, "w", encoding="utf-8") as file:
        json.dump(value, file, indent=2, ensure_ascii=False)
        file.write("\n")


PROVENANCE = {"diagnostic": bool, "statement": str, "measured_accuracy": str, "sources": list}


def check(provenance):
    """Refuse a provenance that every output of the program could not print."""
    for key, kind in PROVENANCE.items():
        if not isinstance(provenance.get(key), kind):
            raise SystemExit(f"provenance: {key} must be a {kind.__name__}")
    if not all(isinstance(source, str) for source in provenance["sources"]):
        raise SystemExit("provenance: sources must be strings")
    return provenance


def describe(classes, concepts, provenance, calibration, size):
    """model.json: everything that names and shapes of tensors do not say."""
    return {"name": "skingpt-mini",
            "vision": {"image_size": size, "patch_size": 16, "head_count": 3, "layer_norm_eps": 1e-6,
                       "mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5], "interpolation": "bicubic"},
            "query": {"head_count": 4, "layer_norm_eps": 1e-12, "ln_vision_eps": 1e-5, "query_count": 32},
            "classes": classes, "concepts": concepts, "provenance": check(provenance), "calibration": calibration}


def gradient(width, height):
    """A deterministic colour gradient with a soft dark spot."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    spot = np.exp(-(((x - width * 0.6) / (width * 0.15)) ** 2 + ((y - height * 0.4) / (height * 0.15)) ** 2))
    red, green, blue = 80 + 150 * x / width, 60 + 140 * y / height, 200 - 100 * (x + y) / (width + height)
    picture = np.stack([red, green, blue], 2) * (1 - 0.6 * spot[..., None])
    return Image.fromarray(picture.round().clip(0, 255).astype(np.uint8))


@torch.no_grad()
def trace(image, vision, qformer, projection, decoder, tokenizer, question=PROMPTS[0], generate=20):
    """Every stage in float32 for one RGB image, with the runtime's preprocessing."""
    side = vision.grid * vision.patch_embed.proj.kernel_size[0]
    squashed = image.convert("RGB").resize((side, side), Image.BICUBIC)
    pixels = plain(torch.from_numpy(np.array(squashed))[None], side)
    rows, queries = qformer(vision(pixels))
    soft = projection(queries)
    before, after = prefix_ids(tokenizer), question_ids(tokenizer, question)
    x = torch.cat([decoder.embed(torch.tensor([before])), soft, decoder.embed(torch.tensor([after]))], 1)
    caches = decoder.new_caches()
    logits = decoder(x, 0, caches)[:, -1]
    length, greedy, last = x.shape[1], [], logits
    while len(greedy) < generate:
        token = int(last.argmax(-1))
        greedy.append(token)
        if token == EOS:
            break
        last = decoder(decoder.embed(torch.tensor([[token]])), length, caches)[:, -1]
        length += 1
    return {"pixels": pixels[0].numpy(), "vision": rows[0].numpy(), "queries": queries[0].numpy(),
            "soft_prompt": soft[0].numpy(), "input_ids": np.array(before + [-1] * soft.shape[1] + after, np.int32),
            "logits": logits[0].numpy(), "greedy": np.array(greedy, np.int32)}


def golden(folder, *networks):
    """Save two synthetic pictures (one that needs resizing) and their traces."""
    for name, size in (("golden", (224, 224)), ("golden-resized", (320, 240))):
        picture = gradient(*size)
        picture.save(os.path.join(folder, name + ".png"))
        with Image.open(os.path.join(folder, name + ".png")) as image:
            np.savez(os.path.join(folder, name + ".npz"), **trace(image, *networks))


UNCALIBRATED = {"temperature": {"f32": 1.0}, "nonskin_threshold": 0.5, "unsure_threshold": 0.0}
RANDOM = {"diagnostic": False, "statement": "The weights are random: nothing that this model says means anything.",
          "measured_accuracy": "Not measured: the weights are random.", "sources": []}


def export_random(arguments):
    """A random model of the same layout, to develop a converter against."""
    from data import Labels
    from model import QFormer, Vision
    torch.manual_seed(1)
    vision, qformer, projection, decoder = Vision(), QFormer(), torch.nn.Linear(256, 320), Decoder(std=0.06)
    with torch.no_grad():
        for module in (vision, qformer):
            for parameter in module.parameters():
                if parameter.ndim == 1:
                    parameter.add_(torch.randn_like(parameter) * 0.05)
        for parameter in (vision.cls_token, vision.pos_embed):
            parameter.normal_(std=0.2)
    labels = Labels(arguments.data)
    classes = [{"slug": slug, "label": slug.replace("_", " ").title(), "phrase": f"This could be a skin disease image "
                f"of {slug.replace('_', ' ').title()}:"} for slug in labels.classes]
    os.makedirs(arguments.output, exist_ok=True)
    export(arguments.output, vision, qformer, projection, decoder, arguments.tokenizer,
           describe(classes, labels.concepts, RANDOM, UNCALIBRATED, 224))
    golden(arguments.output, vision.eval(), qformer.eval(), projection, decoder.eval(), load_tokenizer(arguments.tokenizer))


def export_trained(arguments):
    """The trained model: the averaged vision tower and Q-Former, alignment and decoder of a stage B checkpoint."""
    from data import Labels
    from features import load_eyes
    from language import Mini, class_table, load_corpus
    labels, corpus = Labels(arguments.data), load_corpus(arguments.corpus, arguments.data)
    eyes = load_eyes(arguments.vision, labels)
    mini = Mini({"dropout": 0.0, "projection_std": 0.01})
    mini.load(arguments.checkpoint)
    eyes.vision.regrid(arguments.size // 16)
    with open(arguments.provenance, encoding="utf-8") as file:
        provenance = json.load(file)
    with open(arguments.calibration, encoding="utf-8") as file:
        calibration = json.load(file)
    os.makedirs(arguments.output, exist_ok=True)
    export(arguments.output, eyes.vision, eyes.qformer, mini.projection, mini.decoder, arguments.tokenizer,
           describe(class_table(corpus, labels), labels.concepts, provenance, calibration, arguments.size))
    golden(arguments.output, eyes.vision, eyes.qformer, mini.projection, mini.decoder.eval(),
           load_tokenizer(arguments.tokenizer))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("random", "trained"))
    parser.add_argument("--data", required=True)
    parser.add_argument("--tokenizer", required=True, help="a SentencePiece model with 4096 pieces")
    parser.add_argument("--output", required=True)
    parser.add_argument("--corpus", help="trained: folder with the corpus's .toml files")
    parser.add_argument("--vision", help="trained: stage A checkpoint")
    parser.add_argument("--checkpoint", help="trained: stage B checkpoint")
    parser.add_argument("--provenance", help="trained: JSON with what every output says about the model")
    parser.add_argument("--calibration", help="trained: the JSON that calibrate.py wrote")
    parser.add_argument("--size", type=int, default=224, help="trained: pixels of the photo, a multiple of 16")
    chosen = parser.parse_args()
    export_random(chosen) if chosen.what == "random" else export_trained(chosen)
