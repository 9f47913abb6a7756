"""The names of the public checkpoints, how to read them, and the same weights under Hugging Face's names."""
import json
import os
import re

import torch
from safetensors.torch import load_file

VISION_FILES = ("eva_vit.pth", "eva_vit_g.pth", "vision.pth")
QUERY_FILES = ("blip2.pth", "qformer.pth")
JOINED_COUNT = 4  # MiniGPT-v2
ADAPTER_ALPHA = 16  # MiniGPT-v2


def first_existing(folder, names):
    """The path of the first of `names` that is in `folder`."""
    for name in names:
        path = os.path.join(folder, name)
        if os.path.exists(path):
            return path
    raise FileNotFoundError(f"none of {names} is in {folder}")


def read_pickle(path):
    """A checkpoint's tensors as float32, without its optimizer and other company."""
    content = torch.load(path, map_location="cpu", weights_only=False)
    return floats(content.get("model", content))


def floats(state):
    """The floating-point tensors of a state, in float32."""
    return {name: value.float() for name, value in state.items() if torch.is_tensor(value) and value.is_floating_point()}


def read_language(folder):
    """The tensors of a Hugging Face folder: one file, or shards named by an index."""
    for name in ("model.safetensors", "pytorch_model.bin"):
        index = os.path.join(folder, name + ".index.json")
        if os.path.exists(index):
            with open(index, encoding="utf-8") as file:
                names = sorted(set(json.load(file)["weight_map"].values()))
        elif os.path.exists(os.path.join(folder, name)):
            names = [name]
        else:
            continue
        state = {}
        for shard in names:
            path = os.path.join(folder, shard)
            state.update(load_file(path) if path.endswith(".safetensors") else torch.load(path, map_location="cpu"))
        return floats(state)
    raise FileNotFoundError(f"no weights in {folder}")


class Checkpoints:
    """The four parts of a model folder: ViT, BLIP-2 part, alignment, LLaMA folder; and model.json."""

    def __init__(self, folder, config=None):
        self.folder = folder
        self.language_folder = os.path.join(folder, "language")
        with open(config or os.path.join(folder, "model.json"), encoding="utf-8") as file:
            self.config = json.load(file)
        with open(os.path.join(self.language_folder, "config.json"), encoding="utf-8") as file:
            self.language_config = json.load(file)
        self.vision = read_pickle(first_existing(folder, VISION_FILES))
        has_query = any(os.path.exists(os.path.join(folder, name)) for name in QUERY_FILES)
        self.query = read_pickle(first_existing(folder, QUERY_FILES)) if has_query else {}
        self.alignment = read_pickle(os.path.join(folder, "alignment.pth"))
        self.language = read_language(self.language_folder)

    @property
    def joined_count(self):
        """How many visual tokens stand side by side; None behind a Q-Former."""
        width = self.vision["cls_token"].shape[-1]
        return JOINED_COUNT if self.alignment["llama_proj.weight"].shape[1] == JOINED_COUNT * width else None

    @property
    def output_norm(self):
        """ln_vision's weight and bias: the BLIP-2 file's, or as the norm is made where there is no such file."""
        width = self.vision["cls_token"].shape[-1]
        return {"ln_vision.weight": self.query.get("ln_vision.weight", torch.ones(width)),
                "ln_vision.bias": self.query.get("ln_vision.bias", torch.zeros(width))}

    @property
    def adapter(self):
        """The low-rank factors in the alignment's file: {"model.layers.N.self_attn.q_proj": (A, B)}."""
        pairs = {}
        for name, value in self.alignment.items():
            found = re.fullmatch(r"llama_model\.base_model\.model\.(.+)\.lora_([AB])(?:\.default)?\.weight", name)
            if found:
                pairs.setdefault(found[1], {})[found[2]] = value
        return {name: (pair["A"], pair["B"]) for name, pair in pairs.items()}

    def optimizer_tensor(self, shape):
        """A tensor of the given shape from the alignment file's optimizer: what a reader by shape would take."""
        content = torch.load(os.path.join(self.folder, "alignment.pth"), map_location="cpu", weights_only=False)
        moments = content["optimizer"]["state"].values()
        return next(m["exp_avg"] for m in moments if m["exp_avg"].shape == shape)

    @property
    def tokenizer_file(self):
        return os.path.join(self.language_folder, "tokenizer.model")


def count(state, prefix):
    """How many numbered entries follow `prefix`."""
    return 1 + max(int(name[len(prefix):].split(".")[0]) for name in state if name.startswith(prefix))


def hugging_face_vision(state, depth):
    """EVA's names to those of `Blip2VisionModel`; the final norm is not among them."""
    result = {"embeddings.class_embedding": state["cls_token"], "embeddings.position_embedding": state["pos_embed"],
              "embeddings.patch_embedding.weight": state["patch_embed.proj.weight"],
              "embeddings.patch_embedding.bias": state["patch_embed.proj.bias"]}
    pairs = {"norm1": "layer_norm1", "norm2": "layer_norm2", "attn.proj": "self_attn.projection", "mlp.fc1": "mlp.fc1",
             "mlp.fc2": "mlp.fc2"}
    for layer in range(depth):
        old, new = f"blocks.{layer}.", f"encoder.layers.{layer}."
        for source, target in pairs.items():
            for part in (".weight", ".bias"):
                result[new + target + part] = state[old + source + part]
        result[new + "self_attn.qkv.weight"] = state[old + "attn.qkv.weight"]
        q, v = state[old + "attn.q_bias"], state[old + "attn.v_bias"]
        result[new + "self_attn.qkv.bias"] = torch.cat([q, torch.zeros_like(q), v])
    return result


def hugging_face_query(state, norm="layernorm"):
    """BLIP-2's names to those of `Blip2QFormerModel`; InstructBLIP calls the first norm `embeddings.layernorm`."""
    result = {}
    for part in ("weight", "bias"):
        result[f"{norm}.{part}"] = state[f"Qformer.bert.embeddings.LayerNorm.{part}"]
    prefix = "Qformer.bert.encoder.layer."
    for name, value in state.items():
        if name.startswith(prefix):
            layer, rest = name[len(prefix):].split(".", 1)
            if rest.startswith(("intermediate.", "output.")):
                continue
            rest = rest.replace("attention.self.", "attention.attention.")
            result[f"encoder.layer.{layer}.{rest}"] = value
    return result
