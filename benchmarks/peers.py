"""Run skingpt and the programs that a user could pick instead, in turn on the same machine, and print ratios.

    python peers.py gguf --shape 7b --type q4_0 --output 7b.gguf
    python peers.py language --skingpt .build/release/skingpt --model 7b.skgpt --llama-bench build/bin/llama-bench --gguf 7b.gguf
    python peers.py vision --skingpt .build/release/skingpt --model 7b.skgpt
    python peers.py multimodal --skingpt .build/release/skingpt --model medgemma-4b.skgpt --llama-bin build/bin --gguf 4b.gguf
        --mmproj 4b-mmproj.gguf

Needs numpy; `gguf` for the first command, `torch` and `transformers` (and, if it is to be compared, `openvino`) for the
third. For the last, `skingpt synthesize --preset medgemma-4b` writes the model and `skingpt export --gguf --mmproj` the pair. Weights are random: only time is measured. Each round runs every program once, in turn, so that a drift of the
machine's speed touches all alike; medians of the ratios of a round are printed.
"""
import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time

SHAPES = {  # hidden, feed-forward, layers, heads, key-value heads
    "7b": (4096, 11008, 32, 32, 32),
    "13b": (5120, 13824, 40, 40, 40),
    "1.1b": (2048, 5632, 22, 32, 4),
    "15m": (288, 768, 6, 6, 6),
}
VOCABULARY = 32_000


def random_blocks(rows, columns, kind, generator):
    """Random quantized rows with sane scales, as bytes."""
    import numpy as np
    size = {"q4_0": 16, "q8_0": 32}[kind]
    blocks = np.empty((rows, columns // 32, 2 + size), np.uint8)
    blocks[..., 2:] = generator.integers(0, 256, (rows, columns // 32, size), np.uint8)
    scale = np.float16(0.02 / (4.6 if kind == "q4_0" else 73) * (1024 / columns) ** 0.5)
    blocks[..., :2] = np.frombuffer(scale.tobytes(), np.uint8)
    return blocks.reshape(rows, -1)


def write_gguf(arguments):
    """A LLaMA of a shape with random weights, as llama.cpp reads it."""
    import gguf
    import numpy as np
    hidden, wide, layers, heads, kv_heads = SHAPES[arguments.shape]
    writer = gguf.GGUFWriter(arguments.output, "llama")
    writer.add_context_length(2048)
    writer.add_embedding_length(hidden)
    writer.add_block_count(layers)
    writer.add_feed_forward_length(wide)
    writer.add_head_count(heads)
    writer.add_head_count_kv(kv_heads)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(hidden // heads)
    writer.add_vocab_size(VOCABULARY)
    special = ["<unk>", "<s>", "</s>"] + [f"<0x{byte:02X}>" for byte in range(256)]
    words = special + [f"\u2581{number}" for number in range(VOCABULARY - len(special))]
    writer.add_tokenizer_model("llama")
    writer.add_token_list(words)
    writer.add_token_scores([0.0] * VOCABULARY)
    writer.add_token_types([2, 3, 3] + [6] * 256 + [1] * (VOCABULARY - 259))
    generator = np.random.default_rng(0)
    made = {}

    def weight(name, rows, columns):
        fine = arguments.like_ours and (name == "output" or name.startswith("blk.0."))
        kind = "q8_0" if fine else arguments.type
        if (rows, columns, kind) not in made:  # equal shapes share one array: speed does not depend on the numbers
            made[rows, columns, kind] = random_blocks(rows, columns, kind, generator)
        writer.add_tensor(
            name + ".weight", made[rows, columns, kind], raw_dtype=gguf.GGMLQuantizationType[kind.upper()])

    def norm(name):
        writer.add_tensor(name + ".weight", np.ones(hidden, np.float32))

    kv = hidden // heads * kv_heads
    weight("token_embd", VOCABULARY, hidden)
    for layer in range(layers):
        stem = f"blk.{layer}."
        norm(stem + "attn_norm")
        norm(stem + "ffn_norm")
        for name, rows, columns in (("attn_q", hidden, hidden), ("attn_k", kv, hidden), ("attn_v", kv, hidden),
                                    ("attn_output", hidden, hidden), ("ffn_gate", wide, hidden),
                                    ("ffn_up", wide, hidden), ("ffn_down", hidden, wide)):
            weight(stem + name, rows, columns)
    norm("output_norm")
    weight("output", VOCABULARY, hidden)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def ours(program, model, threads, kernels, prefill, decode, repeats):
    """Tokens per second of `skingpt bench`, or None where the command fails."""
    command = [program, "bench", "--model", model, "--threads", str(threads), "--json", "--prefill", str(prefill),
               "--tokens", str(decode), "--repeats", str(repeats), "--no-lists"]
    command += ["--kernels", kernels] if kernels else []
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def theirs(program, model, threads, prefill, decode, repeats):
    """Tokens per second of llama-bench for a prompt and for single tokens."""
    command = [program, "-m", model, "-t", str(threads), "-p", str(prefill), "-n", str(decode), "-r", str(repeats),
               "-o", "json"]
    rows = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return {"prefill": next(row["avg_ts"] for row in rows if row["n_prompt"] > 0),
            "decode": next(row["avg_ts"] for row in rows if row["n_gen"] > 0)}


def show(name, ratios, pairs):
    """One row: both medians, then the median ratio and its range."""
    left, right = (statistics.median(pair[side] for pair in pairs) for side in (0, 1))
    print(f"{name:34} ours {left:10.2f}  peer {right:10.2f}  ratio {statistics.median(ratios):5.2f} "
          f"({min(ratios):.2f} to {max(ratios):.2f})", flush=True)


def language(arguments):
    for threads in map(int, arguments.threads.split(",")):
        found = {"prefill": [], "decode": []}
        for _ in range(arguments.rounds):
            own = ours(arguments.skingpt, arguments.model, threads, arguments.kernels, arguments.prefill,
                       arguments.decode, arguments.repeats)
            peer = theirs(arguments.llama_bench, arguments.gguf, threads, arguments.prefill, arguments.decode,
                          arguments.repeats)
            found["prefill"].append((own["prefill_tokens_per_s"], peer["prefill"]))
            found["decode"].append((own["decode_tokens_per_s"], peer["decode"]))
        for what, pairs in found.items():
            show(f"{what}, {threads} threads, tokens/s", [a / b for a, b in pairs], pairs)
        print(f"  opened in {own['load_ms']:.1f} ms; at most {own['peak_bytes'] / 2**30:.2f} GiB resident", flush=True)


def encoding(arguments, photo):
    """Milliseconds in which llama.cpp makes a photo's soft prompt; its program says no other time of a photo."""
    done = subprocess.run(
        [os.path.join(arguments.llama_bin, "llama-mtmd-cli"), "-m", arguments.gguf, "--mmproj", arguments.mmproj, "--image",
         photo, "-p", "What is it?", "-n", "1", "-t", str(arguments.threads), "-c", "2048", "--temp", "0",
         "--chat-template", "gemma", *arguments.llama_options.split()], check=True, capture_output=True, text=True, errors="replace")
    said = done.stdout + done.stderr
    found = re.search(r"slice encoded in (\d+) ms|batch encoding done in (\d+) ms", said)
    if not found:
        raise SystemExit(f"llama-mtmd-cli did not say its time:\n{said[-2000:]}")
    return float(found[1] or found[2])


def multimodal(arguments):
    """A photo and a prompt to the first token, then prefill and decode, each in turn with llama.cpp."""
    from PIL import Image
    pairs = {name: [] for name in ("tower", "whole", "prefill", "decode")}
    count = arguments.prefill
    with tempfile.TemporaryDirectory() as folder:
        photo = os.path.join(folder, "photo.png")
        Image.radial_gradient("L").convert("RGB").resize((896, 896)).save(photo)
        for _ in range(arguments.rounds):
            tower = encoding(arguments, photo)
            own = ours(arguments.skingpt, arguments.model, arguments.threads, None, count, arguments.decode, arguments.repeats)
            peer = theirs(os.path.join(arguments.llama_bin, "llama-bench"), arguments.gguf, arguments.threads, count,
                          arguments.decode, arguments.repeats)
            pairs["tower"].append((own["vision_ms"], tower))
            pairs["whole"].append((own["vision_ms"] + count / own["prefill_tokens_per_s"] * 1000,
                                   tower + count / peer["prefill"] * 1000))
            pairs["prefill"].append((own["prefill_tokens_per_s"], peer["prefill"]))
            pairs["decode"].append((own["decode_tokens_per_s"], peer["decode"]))
    show("photo to soft prompt, ms", [b / a for a, b in pairs["tower"]], pairs["tower"])
    show(f"photo and {count} positions, ms", [b / a for a, b in pairs["whole"]], pairs["whole"])
    show(f"prefill of {count}, tokens/s", [a / b for a, b in pairs["prefill"]], pairs["prefill"])
    show("decode, tokens/s", [a / b for a, b in pairs["decode"]], pairs["decode"])
    print(f"  opened in {own['load_ms']:.1f} ms; at most {own['peak_bytes'] / 2**30:.2f} GiB resident", flush=True)


def timed(call, repeats):
    """Median seconds of a call, after one that is not counted."""
    call()
    samples = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        samples.append(time.perf_counter() - start)
    return statistics.median(samples)


BLOCKS = 4  # of 39, for what takes minutes to quantize: time is scaled


def towers(layers):
    """A ViT-g of so many blocks with random weights, and a photo for it."""
    import torch
    from transformers import Blip2VisionConfig, Blip2VisionModel
    configuration = Blip2VisionConfig(hidden_size=1408, intermediate_size=6144, num_hidden_layers=layers,
                                      num_attention_heads=16, patch_size=14, image_size=224)
    return Blip2VisionModel(configuration).eval(), torch.randn(1, 3, 224, 224)


def openvino_quantized(threads):
    """OpenVINO with weights and activations in int8 throughout, from its own calibration, on some blocks of the tower."""
    import nncf
    import numpy as np
    import openvino
    tower, pixels = towers(BLOCKS)
    converted = openvino.convert_model(tower, example_input=pixels)
    photos = nncf.Dataset([np.random.default_rng(n).standard_normal((1, 3, 224, 224), np.float32) for n in range(4)])
    converted = nncf.quantize(converted, photos, subset_size=4, model_type=nncf.ModelType.TRANSFORMER)
    compiled = openvino.Core().compile_model(converted, "CPU", {"INFERENCE_NUM_THREADS": threads})
    return lambda: compiled(pixels.numpy())


def query_peers(threads):
    """Calls that read one photo's visual tokens with a Q-Former of BLIP-2's shape, in PyTorch."""
    import torch
    from transformers import Blip2QFormerConfig, Blip2QFormerModel
    torch.set_num_threads(threads)
    torch.set_grad_enabled(False)
    reader = Blip2QFormerModel(Blip2QFormerConfig(encoder_hidden_size=1408)).eval()
    queries, tokens = torch.randn(1, 32, 768), torch.randn(1, 257, 1408)
    quantized = torch.ao.quantization.quantize_dynamic(reader, {torch.nn.Linear}, torch.qint8)
    yield "PyTorch dynamic int8", lambda: quantized(query_embeds=queries, encoder_hidden_states=tokens)
    half = reader.to(torch.bfloat16)
    yield "PyTorch bf16", lambda: half(query_embeds=queries.bfloat16(), encoder_hidden_states=tokens.bfloat16())


def vision_peers(threads, with_openvino):
    """Calls that encode one photo, by name: PyTorch in two precisions, OpenVINO where it is installed."""
    import torch
    torch.set_num_threads(threads)
    torch.set_grad_enabled(False)
    tower, pixels = towers(39)
    try:
        if not with_openvino:
            raise ImportError
        import nncf
        import openvino
        converted = openvino.convert_model(tower, example_input=pixels)
        converted = nncf.compress_weights(converted, mode=nncf.CompressWeightsMode.INT8_SYM)
        compiled = openvino.Core().compile_model(
            converted, "CPU", {"INFERENCE_NUM_THREADS": threads, "DYNAMIC_QUANTIZATION_GROUP_SIZE": 32})
        yield "OpenVINO int8", lambda: compiled(pixels.numpy())
        del compiled, converted
    except ImportError:
        print("OpenVINO with int8 weights: not compared", file=sys.stderr)
    quantized = torch.ao.quantization.quantize_dynamic(tower, {torch.nn.Linear}, torch.qint8)
    yield "PyTorch dynamic int8", lambda: quantized(pixels)
    del quantized
    half = tower.to(torch.bfloat16)
    yield "PyTorch bf16", lambda: half(pixels.to(torch.bfloat16))


def vision(arguments):
    def own():
        return ours(arguments.skingpt, arguments.model, arguments.threads, None, 8, 1, arguments.repeats)

    try:
        if arguments.no_openvino:
            raise ImportError
        call = openvino_quantized(arguments.threads)
        pairs = [(own()["tower_ms"] / 1000, timed(call, 3 * arguments.repeats) * 39 / BLOCKS)
                 for _ in range(arguments.rounds)]
        show(f"ViT alone / OpenVINO int8 throughout ({BLOCKS} of 39 blocks, scaled), s", [b / a for a, b in pairs], pairs)
    except ImportError:
        print("OpenVINO throughout in int8: not compared", file=sys.stderr)
    for name, call in query_peers(arguments.threads):
        pairs = [(own()["connector_ms"], timed(call, 10 * arguments.repeats) * 1000) for _ in range(arguments.rounds)]
        show(f"Q-Former and alignment / {name} without alignment, ms", [b / a for a, b in pairs], pairs)
    if arguments.short:
        return
    for name, call in vision_peers(arguments.threads, not arguments.no_openvino):
        pairs = []
        for _ in range(arguments.rounds):
            times = own()
            peer = timed(call, arguments.repeats)
            pairs.append((times["tower_ms"] / 1000, times["vision_ms"] / 1000, peer))
        show(f"ViT alone / {name}, s", [b / a for a, _, b in pairs], [(a, b) for a, _, b in pairs])
        show(f"with Q-Former and alignment / {name}, s", [b / a for _, a, b in pairs], [(a, b) for _, a, b in pairs])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("gguf", help=write_gguf.__doc__)
    command.add_argument("--shape", choices=SHAPES, required=True)
    command.add_argument("--type", choices=("q4_0", "q8_0"), required=True)
    command.add_argument("--like-ours", action="store_true",
                         help="first layer and output layer in q8_0, as `synthesize --weights int4` has them in int8")
    command.add_argument("--output", required=True)
    command.set_defaults(call=write_gguf)
    command = commands.add_parser("language", help="prefill and decode against llama-bench")
    command.add_argument("--llama-bench", required=True)
    command.add_argument("--gguf", required=True)
    command.add_argument("--threads", default="1,2")
    command.add_argument("--kernels", help="of ours; default: the best")
    command.add_argument("--prefill", type=int, default=128)
    command.add_argument("--decode", type=int, default=32)
    command.set_defaults(call=language)
    other = commands.add_parser("vision", help="the ViT against PyTorch and OpenVINO")
    other.add_argument("--threads", type=int, default=2)
    other.add_argument("--short", action="store_true", help="only the Q-Former and OpenVINO's quantized blocks")
    other.add_argument("--no-openvino", action="store_true", help="leave out what takes minutes to convert")
    other.set_defaults(call=vision)
    whole = commands.add_parser("multimodal", help=multimodal.__doc__)
    whole.add_argument("--llama-bin", required=True, help="folder of llama-mtmd-cli and llama-bench")
    whole.add_argument("--gguf", required=True)
    whole.add_argument("--mmproj", required=True)
    whole.add_argument("--llama-options", default="", help="more options of llama-mtmd-cli, in one word list")
    whole.add_argument("--prefill", type=int, default=300, help="positions of the prompt, the photo's 256 among them")
    whole.add_argument("--threads", type=int, default=2)
    whole.add_argument("--decode", type=int, default=32)
    whole.set_defaults(call=multimodal)
    for each in (command, other, whole):
        each.add_argument("--skingpt", required=True)
        each.add_argument("--model", required=True)
        each.add_argument("--rounds", type=int, default=3)
        each.add_argument("--repeats", type=int, default=3)
    arguments = parser.parse_args()
    arguments.call(arguments)
