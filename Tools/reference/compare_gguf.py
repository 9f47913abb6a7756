"""Holds the greedy text of llama.cpp, over the GGUF that skingpt writes, against PyTorch's over the same weights.

    python compare_gguf.py --program PROGRAM --completion LLAMA/llama-completion --model CONTAINER [--model ...] --work FOLDER

Both sides get the same prompts, without a picture. PyTorch reads what `skingpt export --checkpoints` writes, in float32;
llama.cpp rounds its activations to eight bits where weights are integers, so there a near tie may fall otherwise: the
lead of PyTorch's first token over the other's is printed for each text that differs.
"""
import argparse
import os
import subprocess

import sentencepiece
import torch
from transformers import LlamaForCausalLM

PROMPTS = [f"###Human: {question}###Assistant:" for question in (
    "What treatment and medication should be recommended for this case?", "Is it contagious?", "Should I see a doctor?",
    "What does psoriasis look like?", "What is a melanoma?", "Can I treat it at home?", "Does it itch?",
    "How does it look on dark skin?", "What else could it be?", "I have a fever and the rash spreads quickly.")]


def run(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}\n{done.stderr.decode(errors='replace')[-2000:]}")
    return done.stdout.decode(errors="replace")


@torch.no_grad()
def greedy(model, ids, count, end):
    """The most probable continuation and, for each of its tokens, all logits."""
    found, logits, past, step = [], [], None, ids
    while len(found) < count:
        out = model(torch.tensor([step]), past_key_values=past, use_cache=True)
        row, past = out.logits[0, -1], out.past_key_values
        token = int(row.argmax())
        if token == end:
            break
        found.append(token)
        logits.append(row)
        step = [token]
    return found, logits


def lead(pieces, tokens, logits, other):
    """By how much the first token that differs leads the one in the other text, in logits."""
    rest = pieces.encode(other)
    for place, token in enumerate(tokens):
        if place < len(rest) and rest[place] != token:
            return float(logits[place][token] - logits[place][rest[place]])
    return float("nan")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("program", "completion", "work"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--model", action="append", required=True, help="a container")
    parser.add_argument("--tokens", type=int, default=48)
    chosen = parser.parse_args()
    torch.set_num_threads(2)
    for number, container in enumerate(chosen.model):
        folder, gguf = (os.path.join(chosen.work, f"{kind}{number}") for kind in ("checkpoints", "decoder.gguf"))
        run(chosen.program, "export", container, "--gguf", gguf, "--checkpoints", folder, "--quiet")
        language = os.path.join(folder, "language")
        pieces = sentencepiece.SentencePieceProcessor(model_file=os.path.join(language, "tokenizer.model"))
        model = LlamaForCausalLM.from_pretrained(language, dtype=torch.float32).eval()
        equal, missing, leads = 0, 0, []
        for prompt in PROMPTS:
            tokens, logits = greedy(model, [pieces.bos_id()] + pieces.encode(prompt), chosen.tokens, pieces.eos_id())
            expected = pieces.decode(tokens).strip()
            text = run(chosen.completion, "-m", gguf, "-p", prompt, "-n", chosen.tokens, "--temp", 0, "-no-cnv", "-t", 2,
                       "--no-warmup", "--simple-io").strip()
            found = text[text.index(prompt) + len(prompt):].removesuffix("[end of text]").strip()
            # llama-completion may leave before it has printed its last tokens; that it ended by itself it says.
            if found == expected or found and expected.startswith(found) and not text.endswith("[end of text]"):
                equal, missing = equal + 1, max(missing, len(expected) - len(found))
            else:
                leads.append(lead(pieces, tokens, logits, found))
        print(f"{container}: {equal} of {len(PROMPTS)} texts equal (at most {missing} characters at the end not printed); leads where "
              f"they part: {', '.join(f'{value:.3f}' for value in leads) or 'none'}", flush=True)


if __name__ == "__main__":
    main()
