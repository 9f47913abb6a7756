"""Random checkpoints in the genuine layouts and under the genuine names, to hold the runtime against the original.

The values are drawn so that mistakes show: the residual streams are small enough for an epsilon to matter, many GELU
inputs lie where tanh and erf differ, biases and gains are not trivial, and every surplus tensor is plausible.
A tensor's values depend on the seed and on its name only.
"""
import argparse
import io
import json
import math
import os
import shutil
import zlib
from functools import partial

import numpy as np
import torch
from safetensors.torch import save_file

from layouts import hugging_face_query, hugging_face_vision

CLIP = {"mean": [0.48145466, 0.4578275, 0.40821073], "std": [0.26862954, 0.26130258, 0.27577711]}
TINY = {
    "vision": {"width": 48, "heads": 3, "depth": 2, "hidden": 96, "patch": 14, "image": 56, "type": torch.float16, "surplus": True},
    "query": {"width": 32, "heads": 2, "depth": 4, "hidden": 64, "count": 8, "type": torch.float32, "words": 7},
    "language": {"hidden": 64, "depth": 2, "heads": 4, "groups": 4, "head": 16, "ffn": 96, "eps": 1e-6, "theta": 10000.0,
                 "type": torch.float16, "form": "safetensors", "shards": 1, "scaling": None},
}
GENUINE = {
    "vision": {"width": 1408, "heads": 16, "depth": 3, "hidden": 6144, "patch": 14, "image": 224, "type": torch.float16, "surplus": True},
    "query": {"width": 768, "heads": 12, "depth": 4, "hidden": 3072, "count": 32, "type": torch.float32, "words": 64},
    "language": {"hidden": 2048, "depth": 3, "heads": 16, "groups": 16, "head": 128, "ffn": 5504, "eps": 1e-6, "theta": 10000.0,
                 "type": torch.float16, "form": "bin", "shards": 2, "scaling": None},
}


def changed(preset, **parts):
    """A preset with some settings of its parts replaced; None leaves a part out."""
    names = [*preset, *(name for name in parts if name not in preset)]
    return {name: {**preset.get(name, {}), **parts.get(name, {})} for name in names if parts.get(name, {}) is not None}


# MiniGPT-v2: four visual tokens side by side, no Q-Former, an adapter on q and v in the alignment's file.
JOINED = {"count": 4, "rank": 8, "alpha": 16, "spelling": ".default"}
LLAMA3 = {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 64}
PRESETS = {
    "tiny": TINY,
    "tiny-grouped": changed(
        TINY, vision={"image": 28, "type": torch.float16, "surplus": False}, query={"count": 6, "type": torch.float16},
        language={"groups": 2, "head": 24, "eps": 1e-5, "theta": 500000.0, "type": torch.bfloat16, "form": "bin", "shards": 2}),
    "tiny-joined": changed(TINY, vision={"surplus": False}, language={"eps": 1e-5}, joined=JOINED),
    "tiny-joined-wide": changed(
        TINY, vision={"image": 112, "grid": 4, "surplus": False}, query=None,
        language={"eps": 1e-5, "type": torch.float32, "form": "bin", "shards": 2}, joined={**JOINED, "spelling": ""}),
    "tiny-scaled": changed(
        TINY, vision={"grid": 3}, language={"theta": 500000.0, "type": torch.float32, "form": "safetensors", "shards": 3, "scaling": LLAMA3}),
    "genuine": GENUINE,
    "genuine-grouped": changed(
        GENUINE, vision={"depth": 2, "surplus": False},
        language={"groups": 4, "ffn": 5632, "eps": 1e-5, "theta": 500000.0, "type": torch.bfloat16, "form": "safetensors", "shards": 2}),
    "genuine-scaled": changed(
        GENUINE, vision={"depth": 2, "surplus": False, "grid": 12}, query={"type": torch.float16},
        language={"depth": 2, "groups": 8, "ffn": 5632, "eps": 1e-5, "theta": 500000.0, "form": "safetensors", "shards": 3,
                  "scaling": LLAMA3}),
    "full-vision": changed(GENUINE, vision={"depth": 39, "surplus": False}, query={"depth": 12}, language={"depth": 1, "shards": 1}),
    "full-7b": changed(
        GENUINE, vision={"depth": 39}, query={"depth": 12, "words": 30523},
        language={"hidden": 4096, "depth": 32, "heads": 32, "groups": 32, "ffn": 11008, "shards": 3}),
}

CORPUS = """Give the following image: <Img>ImageContent</Img>. You will be able to see the image once I provide it to you.
Please answer my questions.###Human: <Img></Img> Could you describe the skin disease in this image for me?###Assistant:
The image shows a red plaque with a white scale on the skin. Please provide a paragraph listing additional features.
What treatment and medication should be recommended for this case? Keep the skin clean and see a dermatologist.
This is a skin disease image with the following medical features: papule, erythema, scale, crust, 12 34 567 890 mm."""


class Draw:
    """Normal values for named tensors."""

    def __init__(self, seed):
        self.seed = seed

    def __call__(self, name, shape, std, mean=0.0):
        generator = np.random.Generator(np.random.PCG64([self.seed, zlib.crc32(name.encode())]))
        return torch.from_numpy(generator.standard_normal(shape, dtype=np.float32)) * std + mean

    def norm(self, state, name, width, gain=1.0):
        state[name + ".weight"] = self(name + ".weight", (width,), 0.2 * gain, gain)
        state[name + ".bias"] = self(name + ".bias", (width,), 0.2 * gain)

    def linear(self, state, name, outputs, inputs, gain, bias=0.1, mean=0.0):
        """Weights that turn inputs of size 1 into outputs of size `gain`; a bias of `bias` around `mean`."""
        state[name + ".weight"] = self(name + ".weight", (outputs, inputs), gain / math.sqrt(inputs))
        state[name + ".bias"] = self(name + ".bias", (outputs,), bias, mean)


def make_vision(draw, c):
    """An EVA state dict. The residual stream has a size of about 0.02: an epsilon of 1e-5 is a fortieth of its variance."""
    width, patch = c["width"], c["patch"]
    grid = c.get("grid", c["image"] // patch)
    state = {"cls_token": draw("cls_token", (1, 1, width), 0.02),
             "pos_embed": draw("pos_embed", (1, 1 + grid * grid, width), 0.012),
             "patch_embed.proj.weight": draw("patch_embed.proj.weight", (width, 3, patch, patch), 0.012 / math.sqrt(3 * patch * patch)),
             "patch_embed.proj.bias": draw("patch_embed.proj.bias", (width,), 0.006)}
    for layer in range(c["depth"]):
        name = f"blocks.{layer}."
        draw.norm(state, name + "norm1", width)
        state[name + "attn.q_bias"] = draw(name + "attn.q_bias", (width,), 0.4)
        state[name + "attn.v_bias"] = draw(name + "attn.v_bias", (width,), 0.3)
        state[name + "attn.qkv.weight"] = draw(name + "attn.qkv.weight", (3 * width, width), 1.3 / math.sqrt(width))
        draw.linear(state, name + "attn.proj", width, width, 0.02, bias=0.003)
        draw.norm(state, name + "norm2", width)
        draw.linear(state, name + "mlp.fc1", c["hidden"], width, 0.7, bias=0.3, mean=-1.8)
        draw.linear(state, name + "mlp.fc2", width, c["hidden"], 0.16, bias=0.003)
    if c["surplus"]:
        draw.norm(state, "norm", width)
        draw.norm(state, "fc_norm", width)
        draw.linear(state, "head", 5, width, 1.0)
    return {name: value.to(c["type"]) for name, value in state.items()}


def make_query(draw, c, vision_width, language_hidden):
    """BLIP-2's state: ln_vision, queries, Q-Former, and what nobody reads. The stream has a size of about 0.06."""
    width, hidden, small = c["width"], c["hidden"], 0.06
    state = {"query_tokens": draw("query_tokens", (1, c["count"], width), 0.02)}
    draw.norm(state, "ln_vision", vision_width)
    bert = "Qformer.bert."
    state[bert + "embeddings.position_ids"] = torch.arange(16).reshape(1, 16)
    state[bert + "embeddings.word_embeddings.weight"] = draw("words", (c["words"], width), 0.02)
    state[bert + "embeddings.position_embeddings.weight"] = draw("positions", (16, width), 0.02)
    draw.norm(state, bert + "embeddings.LayerNorm", width, small)
    for layer in range(c["depth"]):
        name = f"{bert}encoder.layer.{layer}."
        for kind, source, size in (("attention", width, small), ("crossattention", vision_width, 1.0)):
            if kind == "crossattention" and layer % 2:
                continue
            draw.linear(state, f"{name}{kind}.self.query", width, width, 1.3 / small, bias=0.3)
            draw.linear(state, f"{name}{kind}.self.key", width, source, 1.3 / size, bias=0.3)
            draw.linear(state, f"{name}{kind}.self.value", width, source, 2 * small / size, bias=0.02)
            draw.linear(state, f"{name}{kind}.output.dense", width, width, 1.0, bias=0.01)
            draw.norm(state, f"{name}{kind}.output.LayerNorm", width, small)
        for branch in ("", "_query"):
            last = layer == c["depth"] - 1
            draw.linear(state, f"{name}intermediate{branch}.dense", hidden, width, 0.7 / small, bias=0.3, mean=-1.8)
            draw.linear(state, f"{name}output{branch}.dense", width, hidden, 0.8, bias=0.01)
            draw.norm(state, f"{name}output{branch}.LayerNorm", width, 1.0 if last else small)
    draw.norm(state, "Qformer.cls.predictions.transform.LayerNorm", width)
    draw.linear(state, "Qformer.cls.predictions.decoder", c["words"], width, 1.0)
    draw.linear(state, "t5_proj", 2 * width if width < 100 else language_hidden, width, 1.0)
    return {name: value.to(c["type"]) if value.is_floating_point() else value for name, value in state.items()}


def make_alignment(draw, hidden, width):
    """The SkinGPT-4 file: the projection, buffers, and an optimizer with tensors of the same shapes."""
    model = {"Qformer.bert.embeddings.position_ids": torch.arange(16).reshape(1, 16),
             "llm_model.model.layers.0.self_attn.rotary_emb.inv_freq": 10000.0 ** (-torch.arange(0, 1, 0.125))}
    draw.linear(model, "llama_proj", hidden, width, 0.05, bias=0.015)
    return with_training(draw, model)


def make_joined_alignment(draw, c, language, width):
    """A MiniGPT-v2 file: the projection of joined tokens and the adapter of q and v, nothing of ViT or Q-Former."""
    model = {"llama_model.base_model.model.model.layers.0.self_attn.rotary_emb.inv_freq": 10000.0 ** (-torch.arange(0, 1, 0.125))}
    hidden = language["hidden"]
    draw.linear(model, "llama_proj", hidden, c["count"] * width, 0.05, bias=0.015)
    for layer in range(language["depth"]):
        for part, heads in (("q", "heads"), ("v", "groups")):
            stem = f"llama_model.base_model.model.model.layers.{layer}.self_attn.{part}_proj.lora_"
            model[f"{stem}A{c['spelling']}.weight"] = draw(stem + "A", (c["rank"], hidden), 0.6 / math.sqrt(hidden))
            model[f"{stem}B{c['spelling']}.weight"] = draw(stem + "B", (language[heads] * language["head"], c["rank"]), 0.4 / math.sqrt(c["rank"]))
    return with_training(draw, model)


def with_training(draw, model):
    """A file as training leaves it: with an optimizer that has tensors of the same shapes as the projection."""
    moments = {}
    for index, name in enumerate(("llama_proj.weight", "llama_proj.bias")):
        shape = tuple(model[name].shape)
        moments[index] = {"step": torch.tensor(100000.0), "exp_avg": draw("exp_avg." + name, shape, 0.003),
                          "exp_avg_sq": draw("exp_avg_sq." + name, shape, 0.003).square()}
    group = {"lr": 1e-4, "betas": (0.9, 0.999), "eps": 1e-8, "weight_decay": 0.05, "amsgrad": False, "params": [0, 1]}
    return {"model": model, "optimizer": {"state": moments, "param_groups": [group]},
            "config": {"model": {"arch": "skingpt4", "image_size": 224, "freeze_vit": True, "prompt_path": ""}, "run": {"max_epoch": 20}},
            "scaler": {"scale": 65536.0, "growth_factor": 2.0, "backoff_factor": 0.5, "growth_interval": 2000, "_growth_tracker": 0},
            "epoch": 19}


def make_language(draw, c, vocabulary):
    """A LLaMA's state as what is to be drawn: a 7B does not fit into memory at once. The embedding has a size of 0.03, the
    soft prompt of 0.05; logits spread by about 3."""
    hidden, ffn, rows = c["hidden"], c["ffn"], c["heads"] * c["head"]
    state = {"model.embed_tokens.weight": partial(draw, "embed", (vocabulary, hidden), 0.03)}

    def matrix(name, outputs, inputs, gain):
        state[name] = partial(draw, name, (outputs, inputs), gain / math.sqrt(inputs))

    for layer in range(c["depth"]):
        name = f"model.layers.{layer}."
        state[name + "input_layernorm.weight"] = partial(draw, name + "norm1", (hidden,), 0.2, 1.0)
        matrix(name + "self_attn.q_proj.weight", rows, hidden, 1.4)
        matrix(name + "self_attn.k_proj.weight", c["groups"] * c["head"], hidden, 1.4)
        matrix(name + "self_attn.v_proj.weight", c["groups"] * c["head"], hidden, 1.0)
        matrix(name + "self_attn.o_proj.weight", hidden, rows, 0.08)
        state[name + "post_attention_layernorm.weight"] = partial(draw, name + "norm2", (hidden,), 0.2, 1.0)
        matrix(name + "mlp.gate_proj.weight", ffn, hidden, 1.2)
        matrix(name + "mlp.up_proj.weight", ffn, hidden, 1.0)
        matrix(name + "mlp.down_proj.weight", hidden, ffn, 0.06)
    state["model.norm.weight"] = partial(draw, "norm", (hidden,), 0.2, 1.0)
    matrix("lm_head.weight", vocabulary, hidden, 3.0)
    return state


def language_config(c, vocabulary):
    names = {torch.float16: "float16", torch.bfloat16: "bfloat16", torch.float32: "float32"}
    config = {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_act": "silu", "hidden_size": c["hidden"],
              "intermediate_size": c["ffn"], "num_hidden_layers": c["depth"], "num_attention_heads": c["heads"],
              "num_key_value_heads": c["groups"], "rms_norm_eps": c["eps"], "rope_theta": c["theta"], "rope_scaling": c["scaling"],
              "vocab_size": vocabulary, "max_position_embeddings": 2048, "attention_bias": False, "mlp_bias": False,
              "tie_word_embeddings": False, "bos_token_id": 1, "eos_token_id": 2, "torch_dtype": names[c["type"]]}
    if c["head"] * c["heads"] != c["hidden"]:
        config["head_dim"] = c["head"]
    return config


def write_json(path, value):
    with open(path, "w", encoding="utf-8") as file:
        json.dump(value, file, indent=2, ensure_ascii=False)
        file.write("\n")


def write_language(folder, state, c):
    """Weights as one file or as shards with an index, in `.safetensors` or `.bin`."""
    safe = c["form"] == "safetensors"
    stem, suffix = ("model", ".safetensors") if safe else ("pytorch_model", ".bin")

    def size_of(name):
        return math.prod(state[name].args[1]) * c["type"].itemsize

    def save(names, path):
        part = {name: state[name]().to(c["type"]).contiguous() for name in names}
        save_file(part, path, metadata={"format": "pt"}) if safe else torch.save(part, path)

    if c["shards"] == 1:
        return save(state, os.path.join(folder, stem + suffix))
    names, total, weight_map = list(state), sum(map(size_of, state)), {}
    limit, shards, size = total / c["shards"], [[]], 0
    for name in names:
        if size >= limit and len(shards) < c["shards"]:
            shards.append([])
            size = 0
        shards[-1].append(name)
        size += size_of(name)
    for number, part in enumerate(shards, 1):
        file = f"{stem}-{number:05}-of-{len(shards):05}{suffix}"
        save(part, os.path.join(folder, file))
        weight_map.update(dict.fromkeys(part, file))
    write_json(os.path.join(folder, stem + suffix + ".index.json"), {"metadata": {"total_size": total}, "weight_map": weight_map})


def train_tokenizer(path):
    """A SentencePiece BPE model of 384 pieces in LLaMA's manner: byte fallback, dummy prefix, identity normalisation."""
    import sentencepiece
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(CORPUS.split("\n")), model_writer=model, vocab_size=384, model_type="bpe", byte_fallback=True,
        normalization_rule_name="identity", add_dummy_prefix=True, remove_extra_whitespaces=False, split_digits=True,
        allow_whitespace_only_pieces=True, unk_id=0, bos_id=1, eos_id=2, pad_id=-1, character_coverage=1.0, num_threads=1,
        minloglevel=2)
    with open(path, "wb") as file:
        file.write(model.getvalue())


def describe(name, preset, seed):
    """model.json: what names and shapes of tensors do not say."""
    vision, query = preset["vision"], preset.get("query", {"heads": None, "count": None})
    description = {"name": f"skingpt-{name}",
            "vision": {"image_size": vision["image"], "patch_size": vision["patch"], "head_count": vision["heads"],
                       "layer_norm_eps": 1e-6, **CLIP, "interpolation": "bicubic"},
            "query": {"head_count": query["heads"], "layer_norm_eps": 1e-12, "ln_vision_eps": 1e-5, "query_count": query["count"]},
            "classes": [], "concepts": [],
            "provenance": {"weights": "random", "diagnostic": False, "vision": "random values", "language": "random values",
                           "use": "tests of the runtime; answers mean nothing", "seeds": {"vision": seed, "language": seed}}}
    if "joined" in preset:
        description["query"] = {"ln_vision_eps": 1e-5}
    return description


def make(name, seed, folder, tokenizer=None, hf_vision=False):
    """Write all checkpoints of a preset into `folder`."""
    import sentencepiece
    preset, draw = PRESETS[name], Draw(seed)
    language = os.path.join(folder, "language")
    os.makedirs(language, exist_ok=True)
    target = os.path.join(language, "tokenizer.model")
    shutil.copyfile(tokenizer, target) if tokenizer else train_tokenizer(target)
    vocabulary = sentencepiece.SentencePieceProcessor(model_file=target).vocab_size()
    c = preset["language"]
    vision = make_vision(draw, preset["vision"])
    torch.save(vision, os.path.join(folder, "eva_vit.pth"))
    if "query" in preset:
        query = make_query(draw, preset["query"], preset["vision"]["width"], c["hidden"])
        torch.save({"model": query}, os.path.join(folder, "blip2.pth"))
    if "joined" in preset:
        alignment = make_joined_alignment(draw, preset["joined"], c, preset["vision"]["width"])
    else:
        alignment = make_alignment(draw, c["hidden"], preset["query"]["width"])
    torch.save(alignment, os.path.join(folder, "alignment.pth"))
    write_language(language, make_language(draw, c, vocabulary), c)
    write_json(os.path.join(language, "config.json"), language_config(c, vocabulary))
    write_json(os.path.join(folder, "model.json"), describe(name, preset, seed))
    if hf_vision:
        write_hugging_face(folder, vision, query, preset, draw)


def write_hugging_face(folder, vision, query, preset, draw):
    """The same ViT and Q-Former under Hugging Face's BLIP-2 names, with a decoy projection, as `blip2-hf/`."""
    target = os.path.join(folder, "blip2-hf")
    os.makedirs(target, exist_ok=True)
    state = {"vision_model." + n: v for n, v in hugging_face_vision(vision, preset["vision"]["depth"]).items()}
    for part in ("weight", "bias"):
        state[f"vision_model.post_layernorm.{part}"] = query[f"ln_vision.{part}"]
    state.update({"qformer." + n: v for n, v in hugging_face_query(query).items()})
    state["query_tokens"] = query["query_tokens"]
    draw.linear(state, "language_projection", preset["language"]["hidden"], preset["query"]["width"], 0.03)
    state = {n: v.contiguous().clone() for n, v in state.items()}
    save_file(state, os.path.join(target, "model.safetensors"), metadata={"format": "pt"})


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--preset", choices=PRESETS, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", required=True)
    parser.add_argument("--tokenizer", help="a SentencePiece model instead of the small one that is trained here")
    parser.add_argument("--hf-vision", action="store_true", help="also write blip2-hf/model.safetensors")
    chosen = parser.parse_args()
    make(chosen.preset, chosen.seed, chosen.output, chosen.tokenizer, chosen.hf_vision)
