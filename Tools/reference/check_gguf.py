"""Checks a GGUF that `skingpt export --gguf` wrote against the container's own safetensors export.

    skingpt export --gguf model.gguf --safetensors model.safetensors MODEL
    python check_gguf.py model.gguf model.safetensors tokenizer.model

The reader is the `gguf` package of llama.cpp, the permutation is that of its converter, the pieces are SentencePiece's.
Every tensor must dequantize to the same float32 numbers.
"""

import sys

import gguf
import numpy
import sentencepiece
from safetensors.numpy import load_file

NAMES = {
    "attn_norm": "input_layernorm", "ffn_norm": "post_attention_layernorm", "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj", "attn_v": "self_attn.v_proj", "attn_output": "self_attn.o_proj",
    "ffn_gate": "mlp.gate_proj", "ffn_up": "mlp.up_proj", "ffn_down": "mlp.down_proj",
}


def source_name(name: str) -> str:
    """Returns Hugging Face's name of a GGUF tensor."""
    edges = {"token_embd.weight": "model.embed_tokens.weight", "output_norm.weight": "model.norm.weight",
             "output.weight": "lm_head.weight"}
    if name in edges:
        return edges[name]
    _, layer, part, _ = name.split(".")
    return f"model.layers.{layer}.{NAMES[part]}.weight"


def permuted(weights: numpy.ndarray, heads: int) -> numpy.ndarray:
    """Does what LlamaModel.permute of convert_hf_to_gguf.py does."""
    return (weights.reshape(heads, 2, weights.shape[0] // heads // 2, *weights.shape[1:]).swapaxes(1, 2)
            .reshape(weights.shape))


def main() -> None:
    """Compares the files and fails at the first difference."""
    reader = gguf.GGUFReader(sys.argv[1])
    tensors = load_file(sys.argv[2])
    pieces = sentencepiece.SentencePieceProcessor(model_file=sys.argv[3])

    def value(key: str):
        return reader.fields[key].contents()

    heads, key_heads = value("llama.attention.head_count"), value("llama.attention.head_count_kv")
    for tensor in reader.tensors:
        if tensor.name == "rope_freqs.weight":
            continue
        wanted = tensors[source_name(tensor.name)].astype(numpy.float32)
        if "attn_q." in tensor.name:
            wanted = permuted(wanted, heads)
        if "attn_k." in tensor.name:
            wanted = permuted(wanted, key_heads)
        found = gguf.dequantize(tensor.data, tensor.tensor_type)
        assert found.shape == wanted.shape, (tensor.name, found.shape, wanted.shape)
        assert numpy.array_equal(found, wanted), (tensor.name, numpy.abs(found - wanted).max())
    tokens, scores = value("tokenizer.ggml.tokens"), value("tokenizer.ggml.scores")
    for token in range(pieces.get_piece_size()):
        assert tokens[token] == pieces.id_to_piece(token), token
        assert scores[token] == numpy.float32(pieces.get_score(token)), token
    assert value("tokenizer.ggml.bos_token_id") == pieces.bos_id()
    assert value("tokenizer.ggml.eos_token_id") == pieces.eos_id()
    kinds = {tensor.tensor_type.name for tensor in reader.tensors}
    print(f"{len(reader.tensors)} tensors are equal ({', '.join(sorted(kinds))}), {len(tokens)} pieces")


if __name__ == "__main__":
    main()
