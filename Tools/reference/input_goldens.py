"""Write `Goldens/input`: what a converter reads beside Hugging Face folders, and what the original programs make of it.

    python input_goldens.py LLAMA_CPP ../../Tests/SkinTestSupport/Goldens

    *.gguf                made by llama.cpp's convert_hf_to_gguf.py from the folders of `Goldens/pipeline` (Q4_0: see below)
    blocks.gguf           random blocks of every quantized type that is read; blocks.safetensors: dequantized by `gguf`
    q4_0.safetensors      some of the Q4_0 file's tensors, dequantized by `gguf`, rows in Hugging Face's order
    k-quants.gguf         a decoder of 256 columns by `llama-quantize ... Q4_K_S`; alignment-256.safetensors: for its width
    delta/                a delta of 385 rows on the 384 of `tiny`; delta.safetensors: what torch adds in binary16
    lora-default/, lora/  an adapter in both spellings; lora.safetensors: what torch adds in float32

LLAMA_CPP is llama.cpp's source folder, as in the source distribution of llama-cpp-python. With `llama-quantize` in
LLAMA_CPP/build/bin the Q4_0 file is made by it (`--pure`), otherwise by the `gguf` package's quantizer and writer.
"""
import datetime
import importlib.metadata
import json
import os
import shutil
import subprocess
import sys
import tempfile

import gguf
import numpy as np
import torch
from safetensors.torch import load_file, save_file

import make_checkpoints
from pipeline_goldens import digest

SEED = 11
PACKAGES = ("torch", "safetensors", "gguf", "numpy")
BLOCKS = {"Q4_0": 32, "Q4_1": 32, "Q5_0": 32, "Q5_1": 32, "Q8_0": 32, "Q4_K": 256, "Q5_K": 256, "Q6_K": 256}
# Where the binary16 numbers of a block lie: those must be finite, all other bytes may be anything.
HALVES = {"Q4_0": [0], "Q4_1": [0, 2], "Q5_0": [0], "Q5_1": [0, 2], "Q8_0": [0], "Q4_K": [0, 2], "Q5_K": [0, 2], "Q6_K": [208]}
COMPARED = ("blk.1.attn_q.weight", "blk.1.attn_k.weight", "blk.1.ffn_down.weight", "blk.1.attn_norm.weight")
RANK, ALPHA = 4, 6


def convert(llama, source, target, kind):
    script = os.path.join(llama, "convert_hf_to_gguf.py")
    environment = {**os.environ, "PYTHONPATH": os.path.join(llama, "gguf-py")}
    subprocess.run([sys.executable, script, source, "--outtype", kind, "--outfile", target], check=True, env=environment,
                   capture_output=True)


def quantize_with_package(source, target):
    """Copies a GGUF with its matrices as Q4_0."""
    reader = gguf.GGUFReader(source)
    writer = gguf.GGUFWriter(target, "llama")
    for field in reader.fields.values():
        if field.name.startswith("GGUF.") or field.name in ("general.architecture", "general.file_type"):
            continue
        kind, content = field.types[0], field.contents()
        if kind == gguf.GGUFValueType.ARRAY:
            writer.add_array(field.name, content)
        else:
            writer.add_key_value(field.name, content, kind)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q4_0)
    for tensor in reader.tensors:
        if len(tensor.shape) == 2:
            data = gguf.quants.quantize(tensor.data.astype(np.float32), gguf.GGMLQuantizationType.Q4_0)
            writer.add_tensor(tensor.name, data, raw_dtype=gguf.GGMLQuantizationType.Q4_0)
        else:
            writer.add_tensor(tensor.name, tensor.data)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def unpermuted(rows, heads):
    """Undoes LlamaModel.permute of convert_hf_to_gguf.py."""
    return rows.reshape(heads, rows.shape[0] // heads // 2, 2, *rows.shape[1:]).swapaxes(1, 2).reshape(rows.shape)


def dequantized(path, heads):
    """A GGUF's matrices as float32 by their GGUF names, rows of q and k in Hugging Face's order."""
    result = {}
    for tensor in gguf.GGUFReader(path).tensors:
        values = gguf.quants.dequantize(tensor.data, tensor.tensor_type)
        values = values.reshape(tuple(int(extent) for extent in reversed(tensor.shape)))
        if tensor.name.endswith(("attn_q.weight", "attn_k.weight")):
            values = unpermuted(values, heads)
        result[tensor.name] = torch.from_numpy(np.array(values, dtype=np.float32))
    return result


def write_blocks(path):
    """A GGUF with two rows of random blocks of every type; not a model."""
    generator = np.random.default_rng(SEED)
    writer = gguf.GGUFWriter(path, "llama")
    expected = {}
    for name, width in BLOCKS.items():
        kind = gguf.GGMLQuantizationType[name]
        size = gguf.GGML_QUANT_SIZES[kind][1]
        blocks = generator.integers(0, 256, (4, size), dtype=np.uint8)
        for place in HALVES[name]:
            blocks[:, place:place + 2] = generator.normal(0, 0.05, (4, 1)).astype(np.float16).view(np.uint8)
        rows = blocks.reshape(2, 2 * size)
        writer.add_tensor(f"{name}.weight", rows, raw_dtype=kind)
        expected[f"{name}.weight"] = torch.from_numpy(gguf.quants.dequantize(rows, kind).astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return expected


def write_delta(base, folder):
    """A delta with a [PAD] row, and what FastChat's apply_delta.py makes of base and delta."""
    generator = torch.Generator().manual_seed(SEED)
    delta, merged = {}, {}
    for name, tensor in base.items():
        start = tensor
        if name in ("model.embed_tokens.weight", "lm_head.weight"):
            start = torch.cat((tensor, torch.zeros(1, tensor.shape[1], dtype=tensor.dtype)))
        # Sizes that make the sum round: some of the delta's last places lie below those of the sum.
        delta[name] = (torch.randn(start.shape, generator=generator) * 0.03).half()
        merged[name] = start + delta[name]
    os.makedirs(folder, exist_ok=True)
    save_file(delta, os.path.join(folder, "model.safetensors"), metadata={"format": "pt"})
    with open(os.path.join(folder, "config.json"), "w", encoding="utf-8") as file:
        json.dump({"vocab_size": merged["lm_head.weight"].shape[0], "torch_dtype": "float16"}, file)
    return merged


def write_adapters(base, plain, spelled):
    """A LoRA on q and v in both spellings, and the merged weights in float32."""
    generator = torch.Generator().manual_seed(SEED)
    merged, factors = {}, {}
    for name, tensor in base.items():
        if not name.endswith(("q_proj.weight", "v_proj.weight")):
            continue
        stem = "base_model.model." + name.removesuffix(".weight")
        down = torch.randn(RANK, tensor.shape[1], generator=generator)
        up = torch.randn(tensor.shape[0], RANK, generator=generator) * 0.1
        factors[stem] = (down, up)
        merged[name] = tensor.float() + (up @ down) * (ALPHA / RANK)
    config = {"peft_type": "LORA", "r": RANK, "lora_alpha": ALPHA, "bias": "none", "fan_in_fan_out": False,
              "target_modules": ["q_proj", "v_proj"], "task_type": "CAUSAL_LM", "modules_to_save": None}
    for folder in (plain, spelled):
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "adapter_config.json"), "w", encoding="utf-8") as file:
            json.dump(config, file)
    def named(infix):
        return {f"{stem}.lora_{letter}{infix}.weight": pair[index] for stem, pair in factors.items()
                for index, letter in enumerate("AB")}
    save_file(named(""), os.path.join(plain, "adapter_model.safetensors"), metadata={"format": "pt"})
    torch.save(named(".default"), os.path.join(spelled, "adapter_model.bin"))
    return merged


def write_k_quants(llama, quantizer, tiny, target, alignment):
    """A decoder whose rows are whole blocks of 256, quantized by llama.cpp, and an alignment layer for it."""
    c = {"hidden": 256, "depth": 1, "heads": 4, "groups": 1, "head": 64, "ffn": 256, "eps": 1e-6, "theta": 10000.0,
         "type": torch.float16, "form": "safetensors", "shards": 1, "scaling": None}
    draw = make_checkpoints.Draw(SEED)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copyfile(os.path.join(tiny, "tokenizer.model"), os.path.join(folder, "tokenizer.model"))
        make_checkpoints.write_language(folder, make_checkpoints.make_language(draw, c, 384), c)
        make_checkpoints.write_json(os.path.join(folder, "config.json"), make_checkpoints.language_config(c, 384))
        whole = os.path.join(folder, "f16.gguf")
        convert(llama, folder, whole, "f16")
        subprocess.run([quantizer, whole, target, "Q4_K_S"], check=True, capture_output=True)
    generator = torch.Generator().manual_seed(SEED)
    save_file({"llama_proj.weight": torch.randn(256, 32, generator=generator).half(), "llama_proj.bias": torch.zeros(256)},
              alignment)


def main(llama, goldens):
    torch.set_num_threads(1)
    folder = os.path.join(goldens, "input")
    os.makedirs(folder, exist_ok=True)
    def path(*names):
        return os.path.join(folder, *names)
    tiny = os.path.join(goldens, "pipeline", "tiny", "language")
    convert(llama, tiny, path("f16.gguf"), "f16")
    convert(llama, tiny, path("q8_0.gguf"), "q8_0")
    convert(llama, os.path.join(goldens, "pipeline", "tiny-grouped", "language"), path("grouped-bf16.gguf"), "bf16")
    quantizer = os.path.join(llama, "build", "bin", "llama-quantize")
    if os.path.exists(quantizer):
        subprocess.run([quantizer, "--pure", path("f16.gguf"), path("q4_0.gguf"), "Q4_0"], check=True, capture_output=True)
        made_q4_0_by = "llama-quantize --pure"
    else:
        quantize_with_package(path("f16.gguf"), path("q4_0.gguf"))
        made_q4_0_by = "gguf.quants.quantize"
    values = dequantized(path("q4_0.gguf"), 4)
    save_file({name: values[name] for name in COMPARED}, path("q4_0.safetensors"))
    save_file(write_blocks(path("blocks.gguf")), path("blocks.safetensors"))
    if os.path.exists(quantizer):
        write_k_quants(llama, quantizer, tiny, path("k-quants.gguf"), path("alignment-256.safetensors"))
    base = load_file(os.path.join(tiny, "model.safetensors"))
    save_file(write_delta(base, path("delta")), path("delta.safetensors"))
    save_file(write_adapters(base, path("lora"), path("lora-default")), path("lora.safetensors"))
    names = sorted(os.path.relpath(os.path.join(root, file), folder) for root, _, files in os.walk(folder) for file in files)
    for name in names:
        os.chmod(path(name), 0o644)
    manifest_path = os.path.join(goldens, "manifest.json")
    with open(manifest_path, encoding="utf-8") as file:
        manifest = json.load(file)
    manifest["input"] = {
        "made_by": "Tools/reference/input_goldens.py", "q4_0_made_by": made_q4_0_by, "seed": SEED,
        "date": datetime.date.today().isoformat(), "versions": {name: importlib.metadata.version(name) for name in PACKAGES},
        "files": [{"path": f"input/{name}", "bytes": os.path.getsize(path(name)), "sha256": digest(path(name))} for name in names],
    }
    with open(manifest_path, "w", encoding="utf-8") as file:
        json.dump(manifest, file, indent=2)
        file.write("\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
