"""Read a container back into the networks of training, so that a run can go on from the model that was shipped."""
import argparse
import json

import lz4.block
import numpy as np
import torch

PANEL, SUPERBLOCK = 16, 64


def catalogue(data):
    """The container's table of contents."""
    offset, count = (int.from_bytes(data[at:at + 8], "little") for at in (24, 32))
    return json.loads(data[offset:offset + count])


def stored_bytes(data, record):
    """A tensor's bytes as they lie in memory."""
    parts = []
    for chunk in record["blob"]["chunks"]:
        part = data[chunk["offset"]:chunk["offset"] + chunk["byteCount"]]
        if chunk["coding"] != "raw":
            part = lz4.block.decompress(part, uncompressed_size=chunk["rawByteCount"])
        parts.append(part)
    return np.frombuffer(b"".join(parts), np.uint8)


def decode(raw, rows, columns, scheme, storage):
    """A tensor as float32 [rows, columns]; the layout is described in Sources/SkinQuantization/WeightLayout.swift."""
    if storage == "rows":
        return raw.view(np.float32).reshape(rows, columns)
    panels = -(-rows // PANEL)
    if scheme == "f32":
        table = raw.view(np.float32).reshape(panels, columns, PANEL).transpose(0, 2, 1)
    elif scheme == "f16":
        table = raw.reshape(panels, -1)[:, :columns * 2 * PANEL].copy().view(np.float16)
        table = table.reshape(panels, columns, PANEL).transpose(0, 2, 1).astype(np.float32)
    elif scheme == "int8":
        blocks = raw.reshape(panels, -(-columns // SUPERBLOCK), 64 + 2 * 512)
        scales = blocks[..., :64].copy().view(np.float16).reshape(*blocks.shape[:2], 2, 1, PANEL, 1).astype(np.float32)
        codes = blocks[..., 64:].reshape(*blocks.shape[:2], 2, 8, PANEL, 4).astype(np.float32) - 128
        table = (codes * scales).transpose(0, 4, 1, 2, 3, 5)
        return np.ascontiguousarray(table).reshape(panels * PANEL, -1)[:rows, :columns]
    else:
        raise SystemExit(f"scheme {scheme}: go on from a container with int8, f16 or f32 weights")
    return np.ascontiguousarray(table).reshape(panels * PANEL, columns)[:rows]


def read(path):
    """Every tensor of a container as float32, by its name there."""
    with open(path, "rb") as file:
        data = file.read()
    tensors = {}
    for record in catalogue(data)["tensors"]:
        shape = record["shape"]
        rows, columns = (shape["rowCount"], shape["columnCount"]) if isinstance(shape, dict) else shape
        table = decode(stored_bytes(data, record), rows, columns, record["scheme"], record["storage"])
        tensors[record["name"]] = torch.from_numpy(table.copy())
    return tensors


def norm(target, source, to, of):
    for part in ("weight", "bias"):
        target[f"{to}.{part}"] = source[f"{of}.{part}"][0]


def dense(target, source, to, of):
    target[f"{to}.weight"], target[f"{to}.bias"] = source[f"{of}.weight"], source[f"{of}.bias"][0]


def thirds(target, source, of, names, has_bias):
    """Take a fused weight apart."""
    for part in ("weight", "bias") if has_bias else ("weight",):
        fused = source[f"{of}.{part}"] if part == "weight" else source[f"{of}.{part}"][0]
        for name, piece in zip(names, fused.chunk(len(names))):
            target[f"{name}.{part}"] = piece


def eyes_state(source):
    """ViT and Q-Former under the names of `model.Eyes`."""
    target = {"vision.cls_token": source["vision.class_token"][None],
              "vision.pos_embed": source["vision.position_embedding"][None],
              "qformer.query_tokens": source["query.tokens"][None]}
    patches = source["vision.patch_embedding.weight"]
    side = round((patches.shape[1] / 3) ** 0.5)
    target["vision.patch_embed.proj.weight"] = patches.view(-1, 3, side, side)
    target["vision.patch_embed.proj.bias"] = source["vision.patch_embedding.bias"][0]
    layer = 0
    while f"vision.layer.{layer}.qkv.weight" in source:
        of, to = f"vision.layer.{layer}", f"vision.blocks.{layer}"
        target[f"{to}.attn.qkv.weight"] = source[f"{of}.qkv.weight"]
        query, _, value = source[f"{of}.qkv.bias"][0].chunk(3)
        target[f"{to}.attn.q_bias"], target[f"{to}.attn.v_bias"] = query, value
        norm(target, source, f"{to}.norm1", f"{of}.attention_norm")
        norm(target, source, f"{to}.norm2", f"{of}.feed_forward_norm")
        dense(target, source, f"{to}.attn.proj", f"{of}.attention_output")
        dense(target, source, f"{to}.mlp.fc1", f"{of}.expand")
        dense(target, source, f"{to}.mlp.fc2", f"{of}.contract")
        layer += 1
    norm(target, source, "qformer.ln_vision", "vision.output_norm")
    norm(target, source, "qformer.Qformer.bert.embeddings.LayerNorm", "query.input_norm")
    layer = 0
    while f"query.layer.{layer}.qkv.weight" in source:
        of, to = f"query.layer.{layer}", f"qformer.Qformer.bert.encoder.layer.{layer}"
        thirds(target, source, f"{of}.qkv", [f"{to}.attention.self.{n}" for n in ("query", "key", "value")], True)
        dense(target, source, f"{to}.attention.output.dense", f"{of}.attention_output")
        norm(target, source, f"{to}.attention.output.LayerNorm", f"{of}.attention_norm")
        if f"{of}.cross_query.weight" in source:
            dense(target, source, f"{to}.crossattention.self.query", f"{of}.cross_query")
            thirds(target, source, f"{of}.cross_kv", [f"{to}.crossattention.self.{n}" for n in ("key", "value")], True)
            dense(target, source, f"{to}.crossattention.output.dense", f"{of}.cross_output")
            norm(target, source, f"{to}.crossattention.output.LayerNorm", f"{of}.cross_norm")
        dense(target, source, f"{to}.intermediate_query.dense", f"{of}.expand")
        dense(target, source, f"{to}.output_query.dense", f"{of}.contract")
        norm(target, source, f"{to}.output_query.LayerNorm", f"{of}.feed_forward_norm")
        layer += 1
    return target


def mini_state(source):
    """Alignment and decoder as `language.Mini` saves them."""
    decoder = {"model.embed_tokens.weight": source["language.embedding.weight"],
               "model.norm.weight": source["language.output_norm.weight"][0],
               "lm_head.weight": source["language.output.weight"]}
    layer = 0
    while f"language.layer.{layer}.qkv.weight" in source:
        of, to = f"language.layer.{layer}", f"model.layers.{layer}"
        decoder[f"{to}.input_layernorm.weight"] = source[f"{of}.attention_norm.weight"][0]
        decoder[f"{to}.post_attention_layernorm.weight"] = source[f"{of}.feed_forward_norm.weight"][0]
        thirds(decoder, source, f"{of}.qkv", [f"{to}.self_attn.{n}_proj" for n in "qkv"], False)
        decoder[f"{to}.self_attn.o_proj.weight"] = source[f"{of}.attention_output.weight"]
        thirds(decoder, source, f"{of}.gate_up", [f"{to}.mlp.{n}_proj" for n in ("gate", "up")], False)
        decoder[f"{to}.mlp.down_proj.weight"] = source[f"{of}.down.weight"]
        layer += 1
    projection = {"weight": source["query.projection.weight"], "bias": source["query.projection.bias"][0]}
    return {"decoder": decoder, "projection": projection}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("container")
    parser.add_argument("--eyes", required=True, help="ViT and Q-Former, for vision.py --load")
    parser.add_argument("--mini", required=True, help="alignment and decoder, for language.py --load")
    arguments = parser.parse_args()
    tensors = read(arguments.container)
    torch.save(eyes_state(tensors), arguments.eyes)
    torch.save(mini_state(tensors), arguments.mini)
