"""Write a random Gemma 3 in the widths of the 4B, and what transformers computes with it, for `GemmaWidthsTests`.

    python gemma_widths.py OUT [--seed 7] [--window 96] [--text 171]
    SKINGPT_GEMMA_WIDTHS=OUT swift test --filter GemmaWidthsTests
    python gemma_widths.py OUT --program ../skingpt [--seed 7]

Widths, heads, rotary bases and scaling are MedGemma 4B's, so are the tower's and its 4,096 patches; there is one block of
the tower, one windowed and one global layer of the decoder, and a small vocabulary. The window is short, so that a
short prompt is longer; `--window 1024 --text 1207` is the genuine one. About 450 MB of weights and 350 MB of values,
which belong into a temporary folder; transformers takes 6 GB of memory.

`OUT/model` is a folder as `save_pretrained` writes it, `OUT/photo.png` a drawn picture. `OUT/expected.safetensors` holds
`pixels`, `vision`, `soft_prompt`; what the linear layers of the tower read (`vision.qkv` and so on); and for a prompt
with the picture (`image.`) and one of text that is longer than the window (`text.`): `ids` (-1 for an image row), what the
linear layers of each decoder layer read (`N.qkv` and so on), `output`, the `logits` at every position, 32 `greedy` tokens
and the `leads` of each over the next. Greedy tokens are written with transformers' cache and confirmed by a pass over
the whole sequence without it.

With `--program` nothing is kept for the test: the program converts the folder to f32, int8 and int4 and traces the
picture, and its stages, the logits and 32 greedy tokens are held against transformers on the same tokens. Left with 1 if a
limit is missed: f32 1e-3 at every stage and all tokens, int8 a cosine of 0.999 at every stage, int4 0.95 of the logits.
The test sees every layer, but the kernels of a debug build take many minutes of processor time for it; a release build
of the program does not.
"""
import argparse
import copy
import os
import shutil
import subprocess
import sys

import numpy as np
import sentencepiece
import torch
from PIL import Image
from safetensors.torch import load_file, save_file
from transformers import Gemma3Config, Gemma3ForConditionalGeneration

import photos

GREEDY, ROWS, VOCABULARY, IMAGE = 32, 256, 512, 511
BEFORE, AFTER = 5, 40
HERE = os.path.dirname(os.path.abspath(__file__))
TOKENIZER = os.path.join(HERE, "../../Tests/SkinTestSupport/Goldens/pipeline/tiny/language/tokenizer.model")
DECODER = {"qkv": "self_attn.q_proj", "attention_output": "self_attn.o_proj", "gate_up": "mlp.gate_proj",
           "down": "mlp.down_proj"}
TOWER = {"qkv": "self_attn.q_proj", "attention_output": "self_attn.out_proj", "expand": "mlp.fc1",
         "contract": "mlp.fc2"}


def config(window):
    """MedGemma 4B's `config.json`, with fewer layers and a small vocabulary."""
    return Gemma3Config(
        text_config=dict(
            vocab_size=VOCABULARY, hidden_size=2560, intermediate_size=10240, num_hidden_layers=2, num_attention_heads=8,
            num_key_value_heads=4, head_dim=256, query_pre_attn_scalar=256, sliding_window=window,
            layer_types=["sliding_attention", "full_attention"], max_position_embeddings=131_072, pad_token_id=0,
            bos_token_id=1, eos_token_id=2,
            rope_parameters={"full_attention": {"rope_type": "linear", "factor": 8.0, "rope_theta": 1_000_000.0},
                             "sliding_attention": {"rope_type": "default", "rope_theta": 10_000.0}}),
        vision_config=dict(hidden_size=1152, intermediate_size=4304, num_hidden_layers=1, num_attention_heads=16,
                           image_size=896, patch_size=14, num_channels=3, layer_norm_eps=1e-6),
        mm_tokens_per_image=ROWS, image_token_index=IMAGE, boi_token_index=509, eoi_token_index=510,
        attn_implementation="eager")


@torch.no_grad()
def randomize(model, generator):
    """Weights of random signs and sizes, as bfloat16 has them.

    Embeddings are small beside what the layers add, or each token would foretell itself; the output norm makes up for it.
    """
    for name, parameter in model.named_parameters():
        spread = 0.2 if "norm" in name or name.endswith("bias") else 1.2 / parameter.shape[-1] ** 0.5
        values = torch.randn(parameter.shape, generator=generator) * spread
        if "embed_tokens" in name:
            values *= 0.05
        if name.endswith("language_model.norm.weight"):
            values += 15
        if "layer_norm" in name or "post_layernorm" in name:
            values += float(name.endswith("weight"))
        parameter.copy_(values.bfloat16().float())


def watch(module, seen, name):
    """Keeps what a module reads."""
    return module.register_forward_pre_hook(
        lambda _, inputs: seen.__setitem__(name, inputs[0][0].detach().clone().contiguous()))


@torch.no_grad()
def decoder_stages(model, ids, pixels, words=IMAGE):
    """What the decoder computes of a prompt; the first `words` tokens may follow it."""
    def read(ids, **more):
        if pixels is not None:
            more["token_type_ids"] = (ids == IMAGE).long()
        return model(input_ids=ids, **more)
    image = {} if pixels is None else {"pixel_values": pixels[None]}
    seen, hooks = {}, []
    for index, layer in enumerate(model.model.language_model.layers):
        hooks += [watch(layer.get_submodule(path), seen, f"{index}.{name}") for name, path in DECODER.items()]
    hooks.append(watch(model.lm_head, seen, "output"))
    seen["logits"] = read(ids, use_cache=False, **image).logits[0].contiguous()
    for hook in hooks:
        hook.remove()
    result, sequence, leads = read(ids, use_cache=True, **image), ids, []
    for _ in range(GREEDY):
        last = result.logits[0, -1].clone()
        last[words:] = -torch.inf
        best = last.topk(2)
        leads.append(float(best.values[0] - best.values[1]))
        token = best.indices[:1][None]
        sequence = torch.cat((sequence, token), dim=1)
        result = read(token, past_key_values=result.past_key_values, use_cache=True)
    whole = read(sequence, use_cache=False, **image).logits[0]
    whole[:, words:] = -torch.inf
    greedy = sequence[0, ids.shape[1]:]
    confirmed = whole[ids.shape[1] - 1:-1].argmax(dim=1)
    if not torch.equal(confirmed, greedy):
        raise SystemExit("transformers with a cache and without one choose other tokens; take another seed")
    shown = ids[0].float()
    shown[ids[0] == IMAGE] = -1
    seen.update(ids=shown, greedy=greedy.float().contiguous(), leads=torch.tensor(leads))
    print(f"{ids.shape[1]} positions, least lead of a greedy token {min(leads):.4f}")
    return seen


def relative(found, right):
    """The size of the difference over the size of the right value."""
    return float((found.double() - right.double()).norm() / right.double().norm())


def cosine(found, right):
    """The cosine of the angle between two tensors taken as vectors."""
    found, right = found.double().flatten(), right.double().flatten()
    return float(found @ right / (found.norm() * right.norm()))


def compare(program, folder, model, stages, pixels):
    """Traces the picture with the program in each scheme and prints how far each stage is from transformers'."""
    right, missed = None, 0
    source = os.path.join(folder, "model")
    for scheme in ["f32", "int8", "int4"]:
        container, output = os.path.join(folder, f"{scheme}.skgpt"), os.path.join(folder, "trace.safetensors")
        for command in [
            ["convert", "--from", source, "--weights", scheme, "--output", container, "--quiet"],
            ["trace", os.path.join(folder, "photo.png"), "--model", container, "--generate", str(GREEDY), "--output",
             output]]:
            subprocess.run([program, *command], check=True, stdout=subprocess.DEVNULL)
        os.remove(container)
        found = load_file(output)
        ids = torch.where(found["input_ids"] < 0, IMAGE, found["input_ids"]).long()[None]
        if right is None:
            right = {name: stages[name] for name in ["pixels", "vision", "soft_prompt"]}
            words = sentencepiece.SentencePieceProcessor(model_file=TOKENIZER).vocab_size()
            values = decoder_stages(model, ids, pixels, words)
            right.update(logits=values["logits"][-1], greedy=values["greedy"].int())
        for name in ["pixels", "vision", "soft_prompt", "logits"]:
            error, angle = relative(found[name], right[name].reshape(found[name].shape)), cosine(found[name], right[name])
            kept = error <= 1e-3 if scheme == "f32" else angle >= 0.999 if scheme == "int8" else \
                angle >= 0.95 or name != "logits"
            print(f"{scheme:5} {name:12} relative error {error:.1e}  cosine {angle:.6f}" + ("" if kept else "  MISSED"))
            missed += not kept
        pairs = zip(found["greedy"].tolist(), right["greedy"].tolist())
        equal = next((index for index, pair in enumerate(pairs) if pair[0] != pair[1]), GREEDY)
        print(f"{scheme:5} {equal} of {GREEDY} greedy tokens, {ids.shape[1]} positions")
        missed += scheme == "f32" and equal < GREEDY
    return 1 if missed else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--window", type=int, default=96)
    parser.add_argument("--program", help="compare this program instead of writing values for the test")
    parser.add_argument("--text", type=int, default=171, help="tokens of the prompt without a picture")
    chosen = parser.parse_args()
    generator = torch.Generator().manual_seed(chosen.seed)
    folder = os.path.join(chosen.output, "model")
    os.makedirs(folder, exist_ok=True)
    model = Gemma3ForConditionalGeneration(config(chosen.window)).eval().float()
    randomize(model, generator)
    # The weights are written in bfloat16, and then transformers rounds this factor so; all else is computed in float32.
    scale = model.model.language_model.embed_tokens.embed_scale
    scale.copy_(scale.bfloat16().float())
    path = os.path.join(chosen.output, "photo.png")
    photos.draw(path, 613, 411, chosen.seed, grain=6.0)
    square = Image.open(path).convert("RGB").resize((896, 896), Image.Resampling.BILINEAR)
    values = np.asarray(square, dtype=np.float32)
    pixels = torch.from_numpy((values / 255 - 0.5) / 0.5).permute(2, 0, 1).contiguous()
    stages = {"pixels": pixels}
    block = model.model.vision_tower.encoder.layers[0]
    hooks = [watch(block.get_submodule(path), stages, f"vision.{name}") for name, path in TOWER.items()]
    with torch.no_grad():
        tower = model.model.vision_tower(pixel_values=pixels[None]).last_hidden_state
        soft = model.model.multi_modal_projector(tower)
    for hook in hooks:
        hook.remove()
    stages.update(vision=tower[0].contiguous(), soft_prompt=soft[0].contiguous())
    if chosen.program:
        save(model, folder)
        return compare(chosen.program, chosen.output, model, stages, pixels)
    ids = torch.randint(3, 380, (1, BEFORE + AFTER), generator=generator)
    ids = torch.cat((ids[:, :BEFORE], torch.full((1, ROWS), IMAGE), ids[:, BEFORE:]), dim=1)
    long = torch.randint(3, 380, (1, chosen.text), generator=generator)
    for name, prompt, picture in [("image", ids, pixels), ("text", long, None)]:
        stages.update({f"{name}.{stage}": value for stage, value in decoder_stages(model, prompt, picture).items()})
    save_file(stages, os.path.join(chosen.output, "expected.safetensors"))
    save(model, folder)
    return 0


def save(model, folder):
    """Writes the folder; the weights are bfloat16's already."""
    copy.deepcopy(model).bfloat16().save_pretrained(folder)
    shutil.copy(TOKENIZER, folder)


if __name__ == "__main__":
    sys.exit(main())
