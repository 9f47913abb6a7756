"""Write `Goldens/gemma/mmproj.gguf` and `mmproj-older.gguf`: tower and projection of `gemma/whole` as llama.cpp writes them.

    python gemma_mmproj_goldens.py ../../Tests/SkinTestSupport/Goldens

Names and keys are those of the `gguf` package, numbers what `convert_hf_to_gguf.py`, class `Gemma3VisionModel`, makes of
the folder: the norm before the projection as 1 + weight, the projection as it is. Weights stay bfloat16, all else is
float32. In the older file the two layers of each feed-forward part have each other's names, as files had that
were written before the converter called the first one `up`.
"""
import json
import os
import sys

import gguf
import torch
from safetensors.torch import load_file


def write(folder, path, is_swapped):
    tensors = load_file(os.path.join(folder, "model.safetensors"))
    with open(os.path.join(folder, "config.json")) as file:
        description = json.load(file)
    vision = description["vision_config"]
    writer = gguf.GGUFWriter(path, "clip")
    writer.add_type("mmproj")
    writer.add_clip_has_vision_encoder(True)
    writer.add_clip_projector_type(gguf.VisionProjectorType.GEMMA3)
    writer.add_vision_projection_dim(description["text_config"]["hidden_size"])
    writer.add_vision_image_size(vision["image_size"])
    writer.add_vision_patch_size(vision["patch_size"])
    writer.add_vision_embedding_length(vision["hidden_size"])
    writer.add_vision_feed_forward_length(vision["intermediate_size"])
    writer.add_vision_block_count(vision["num_hidden_layers"])
    writer.add_vision_head_count(vision["num_attention_heads"])
    writer.add_vision_attention_layernorm_eps(vision["layer_norm_eps"])
    writer.add_vision_image_mean([0.5, 0.5, 0.5])
    writer.add_vision_image_std([0.5, 0.5, 0.5])
    writer.add_vision_use_gelu(True)
    side = int(description["mm_tokens_per_image"] ** 0.5)
    writer.add_vision_projector_scale_factor(vision["image_size"] // vision["patch_size"] // side)
    names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.MMPROJ, vision["num_hidden_layers"])
    for name, tensor in sorted(tensors.items()):
        name = name.removeprefix("model.")
        if not name.startswith(("vision_tower.", "multi_modal_projector.")) or ".head." in name:
            continue
        if not name.startswith("vision_tower.vision_model."):
            name = name.replace("vision_tower.", "vision_tower.vision_model.")
        values = tensor.float().numpy()
        if "soft_emb_norm" in name:
            values = values + 1
        target = names.get_name(name.replace("_weight", ".weight"), try_suffixes=(".weight", ".bias"))
        if is_swapped:
            target = target.replace("ffn_up", "ffn_").replace("ffn_down", "ffn_up").replace("ffn_.", "ffn_down.")
        if values.ndim == 2 and ".embeddings." not in name:
            rows = gguf.quants.quantize(values, gguf.GGMLQuantizationType.BF16)
            writer.add_tensor(target, rows, raw_dtype=gguf.GGMLQuantizationType.BF16)
        else:
            writer.add_tensor(target, values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    root = os.path.join(sys.argv[1], "gemma")
    write(os.path.join(root, "whole"), os.path.join(root, "mmproj.gguf"), False)
    write(os.path.join(root, "whole"), os.path.join(root, "mmproj-older.gguf"), True)
