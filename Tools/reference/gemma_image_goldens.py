"""Write `Goldens/gemma/whole`: a tiny random Gemma 3 with its SigLIP tower, and what transformers computes of a picture.

    python gemma_image_goldens.py ../../Tests/SkinTestSupport/Goldens

The folder is as `save_pretrained` writes it: one `model.safetensors`, `config.json` with both descriptions. A prompt has
16 image rows between its tokens; the image's rows see each other, and some layers see a window of 6 positions only.
`expected.safetensors`: `pixels`, `vision`, `soft_prompt`, `ids` (-1 for an image row), `logits` at every position,
`greedy`. `resized.safetensors`: a picture in other sizes as Pillow's bilinear filter makes them.
"""
import os
import shutil
import sys

import numpy as np
import torch
from PIL import Image
from safetensors.torch import save_file
from transformers import Gemma3Config, Gemma3ForConditionalGeneration

SEED, GREEDY = 7, 12
BEFORE, AFTER = 5, 9
SIZES = [(17, 23), (64, 64), (90, 31), (7, 140)]


def config():
    return Gemma3Config(
        text_config=dict(
            vocab_size=384, hidden_size=64, intermediate_size=96, num_hidden_layers=4, num_attention_heads=4,
            num_key_value_heads=2, head_dim=16, query_pre_attn_scalar=16, sliding_window=6,
            layer_types=["sliding_attention", "full_attention", "sliding_attention", "full_attention"],
            max_position_embeddings=512, pad_token_id=0, bos_token_id=1, eos_token_id=2),
        vision_config=dict(hidden_size=48, intermediate_size=104, num_hidden_layers=3, num_attention_heads=4,
                           image_size=56, patch_size=7, num_channels=3, layer_norm_eps=1e-6),
        mm_tokens_per_image=16, image_token_index=383, boi_token_index=381, eoi_token_index=382,
        attn_implementation="eager")


def main(root):
    generator = torch.Generator().manual_seed(SEED)
    folder = os.path.join(root, "gemma", "whole")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    model = Gemma3ForConditionalGeneration(config()).eval().float()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            spread = 0.2 if "norm" in name or name.endswith("bias") else 1.2 / parameter.shape[-1] ** 0.5
            parameter.copy_((torch.randn(parameter.shape, generator=generator) * spread).bfloat16().float())
            if "layer_norm" in name or "post_layernorm" in name:
                if name.endswith("weight"):
                    parameter.add_(1.0)
                    parameter.copy_(parameter.bfloat16().float())
    photo = Image.open(os.path.join(root, "pipeline/tiny/photo.png")).convert("RGB")
    square = np.asarray(photo.resize((56, 56), Image.Resampling.BILINEAR), dtype=np.float32)
    pixels = torch.from_numpy((square / 255 - 0.5) / 0.5).permute(2, 0, 1).contiguous()
    ids = torch.randint(3, 380, (BEFORE + AFTER,), generator=generator)
    ids = torch.cat((ids[:BEFORE], torch.full((16,), 383), ids[BEFORE:]))[None]
    with torch.no_grad():
        tower = model.model.vision_tower(pixel_values=pixels[None]).last_hidden_state
        soft = model.model.multi_modal_projector(tower)
        def logits(ids):
            kinds = (ids == 383).long()
            return model(input_ids=ids, pixel_values=pixels[None], token_type_ids=kinds, use_cache=False).logits[0]
        all_logits = logits(ids)
        sequence, leads = ids, []
        for _ in range(GREEDY):
            last = logits(sequence)[-1].clone()
            last[383] = -1e9
            best = last.topk(2).values
            leads.append(float(best[0] - best[1]))
            sequence = torch.cat((sequence, last.argmax()[None, None]), dim=1)
    print("least lead", min(leads), "tower", tuple(tower.shape), "soft", tuple(soft.shape))
    shown = ids[0].float()
    shown[ids[0] == 383] = -1
    save_file({"pixels": pixels, "vision": tower[0].contiguous(), "soft_prompt": soft[0].contiguous(), "ids": shown,
               "logits": all_logits.contiguous(), "greedy": sequence[0, ids.shape[1]:].float().contiguous()},
              os.path.join(folder, "expected.safetensors"))
    save_file({f"{width}x{height}": torch.from_numpy(np.asarray(photo.resize((width, height), Image.Resampling.BILINEAR),
                                                                dtype=np.float32).copy())
               for width, height in SIZES}, os.path.join(folder, "resized.safetensors"))
    model.bfloat16().save_pretrained(folder)
    if os.path.exists(os.path.join(folder, "generation_config.json")):
        os.remove(os.path.join(folder, "generation_config.json"))
    shutil.copy(os.path.join(root, "pipeline/tiny/language/tokenizer.model"), folder)
    for file in os.listdir(folder):
        os.chmod(os.path.join(folder, file), 0o644)


if __name__ == "__main__":
    main(sys.argv[1])
