"""Write `Goldens/gemma`: tiny random Gemma 3 decoders, and what transformers computes with them, stage by stage.

    python gemma_goldens.py ../../Tests/SkinTestSupport/Goldens

    windowed/   a folder in two shards, bfloat16: six layers of seven see a window that is shorter than the prompt
    scaled/     a folder with `config.json` as transformers 4 wrote it: stretched positions, one key-value head
    windowed.gguf   the first as llama.cpp's converter spells it, by the `gguf` package

`expected.safetensors` beside each holds the tokens of a prompt, what the linear layers of every decoder layer read
(`N.qkv`, `N.attention_output`, `N.gate_up`, `N.down`), what the output layer reads, the logits at every position, and
the greedy tokens that follow.
"""
import json
import os
import shutil
import sys

import gguf
import sentencepiece
import torch
from safetensors.torch import save_file
from transformers import Gemma3ForCausalLM, Gemma3TextConfig

SEED = 31
PROMPT, GREEDY = 29, 16
COMMON = dict(vocab_size=384, hidden_size=64, intermediate_size=96, max_position_embeddings=512, rms_norm_eps=1e-6,
              pad_token_id=0, bos_token_id=1, eos_token_id=2, tie_word_embeddings=True,
              hidden_activation="gelu_pytorch_tanh", attn_implementation="eager")
OLD_SCALING = {"rope_type": "linear", "factor": 8.0}


def presets():
    kinds = ["sliding_attention"] * 5 + ["full_attention"] + ["sliding_attention"]
    yield "windowed", Gemma3TextConfig(
        num_hidden_layers=7, num_attention_heads=4, num_key_value_heads=2, head_dim=32, query_pre_attn_scalar=24,
        sliding_window=8, layer_types=kinds, **COMMON)
    scaled = Gemma3TextConfig(
        num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=1, head_dim=16, query_pre_attn_scalar=16,
        sliding_window=5, layer_types=["full_attention", "sliding_attention"], **COMMON)
    scaled.rope_parameters = {
        "full_attention": {"rope_type": "linear", "factor": 8.0, "rope_theta": 1_000_000.0},
        "sliding_attention": {"rope_type": "default", "rope_theta": 10_000.0},
    }
    yield "scaled", scaled


def randomize(model, generator):
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            spread = 0.3 if "norm" in name else 1.5 / parameter.shape[-1] ** 0.5
            values = torch.randn(parameter.shape, generator=generator) * spread
            parameter.copy_(values.bfloat16().float())


def expected(model, generator):
    ids = torch.randint(3, 384, (1, PROMPT), generator=generator)
    seen = {}

    def watch(module, name):
        module.register_forward_pre_hook(lambda _, inputs: seen.__setitem__(name, inputs[0][0].detach().clone()))

    for index, layer in enumerate(model.model.layers):
        watch(layer.self_attn.q_proj, f"{index}.qkv")
        watch(layer.self_attn.o_proj, f"{index}.attention_output")
        watch(layer.mlp.gate_proj, f"{index}.gate_up")
        watch(layer.mlp.down_proj, f"{index}.down")
    watch(model.lm_head, "output")
    with torch.no_grad():
        logits = model(ids, use_cache=False).logits[0]
        stages = {name: value.contiguous().float() for name, value in seen.items()}
        sequence, leads = ids, []
        for _ in range(GREEDY):
            last = model(sequence, use_cache=False).logits[0, -1]
            best = last.topk(2).values
            leads.append(float(best[0] - best[1]))
            sequence = torch.cat((sequence, last.argmax()[None, None]), dim=1)
    print("least lead of a greedy token", min(leads))
    stages.update(ids=ids[0].float(), logits=logits.contiguous(), greedy=sequence[0, PROMPT:].float().contiguous())
    return stages


def write_gguf(model, tokenizer, path):
    """What `convert_hf_to_gguf.py`, class `Gemma3Model`, writes: norms as 1 + weight, no permutation."""
    config = model.config
    writer = gguf.GGUFWriter(path, "gemma3")
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_block_count(config.num_hidden_layers)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    writer.add_key_length(config.head_dim)
    writer.add_value_length(config.head_dim)
    writer.add_sliding_window(config.sliding_window)
    writer.add_rope_freq_base(1_000_000.0)
    pieces = sentencepiece.SentencePieceProcessor(model_file=tokenizer)
    kinds = []
    for token in range(pieces.vocab_size()):
        kinds.append(2 if pieces.is_unknown(token) else 3 if pieces.is_control(token)
                     else 6 if pieces.is_byte(token) else 5 if pieces.is_unused(token) else 1)
    count = config.vocab_size - pieces.vocab_size()
    writer.add_tokenizer_model("llama")
    writer.add_token_list([pieces.id_to_piece(token) for token in range(pieces.vocab_size())]
                          + [f"[PAD{index}]" for index in range(count)])
    writer.add_token_scores([pieces.get_score(token) for token in range(pieces.vocab_size())] + [0.0] * count)
    writer.add_token_types(kinds + [5] * count)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.GEMMA3, config.num_hidden_layers)
    for name, tensor in model.state_dict().items():
        if name == "lm_head.weight":
            continue
        target = names.get_name(name, try_suffixes=(".weight",))
        values = tensor.float().numpy()
        if name.endswith("norm.weight"):
            writer.add_tensor(target, values + 1)
        else:
            rows = gguf.quants.quantize(values, gguf.GGMLQuantizationType.BF16)
            writer.add_tensor(target, rows, raw_dtype=gguf.GGMLQuantizationType.BF16)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def main(root):
    tokenizer = os.path.join(root, "pipeline/tiny/language/tokenizer.model")
    for name, config in presets():
        folder = os.path.join(root, "gemma", name)
        shutil.rmtree(folder, ignore_errors=True)
        generator = torch.Generator().manual_seed(SEED)
        model = Gemma3ForCausalLM(config).eval().float()
        randomize(model, generator)
        stages = expected(model, generator)
        model.bfloat16().save_pretrained(folder, max_shard_size="400KB" if name == "windowed" else "5GB")
        if name == "windowed":
            write_gguf(model, tokenizer, os.path.join(root, "gemma", "windowed.gguf"))
        else:
            path = os.path.join(folder, "config.json")
            with open(path) as file:
                description = json.load(file)
            description.pop("rope_parameters", None)
            description.pop("layer_types", None)
            description.update(rope_theta=1_000_000.0, rope_local_base_freq=10_000.0, rope_scaling=OLD_SCALING,
                               layer_types=config.layer_types, torch_dtype=description.pop("dtype", "bfloat16"))
            with open(path, "w") as file:
                json.dump(description, file, indent=2)
        if os.path.exists(os.path.join(folder, "generation_config.json")):
            os.remove(os.path.join(folder, "generation_config.json"))
        shutil.copy(tokenizer, os.path.join(folder, "tokenizer.model"))
        save_file(stages, os.path.join(folder, "expected.safetensors"))
        for file in os.listdir(folder):
            os.chmod(os.path.join(folder, file), 0o644)


if __name__ == "__main__":
    main(sys.argv[1])
