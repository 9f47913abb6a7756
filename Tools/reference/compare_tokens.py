"""Holds `skingpt tokenize` against the SentencePiece library: one command, one table.

    python compare_tokens.py --program ../skingpt --tokenizer TOKENIZER_MODEL [--lines 10000] [--seed 11]

Lines of mixed languages, emoji, control characters, any code point and broken UTF-8 go through standard input; the ids must be
those of the library, and so must the text that `--decode` makes of them. Exit code 1 if one line differs.
"""
import argparse
import json
import random
import subprocess
import sys

import sentencepiece

from text_goldens import BROKEN, FIXED, ODDITIES, WORDS

# First and last code point of blocks, beside the words of text_goldens.
BLOCKS = [(0x20, 0x7E), (0xA0, 0x17F), (0x370, 0x3FF), (0x400, 0x4FF), (0x531, 0x587), (0x5D0, 0x5EA), (0x600, 0x6FF), (0x900, 0x97F),
          (0xE00, 0xE7F), (0x10A0, 0x10FF), (0x1100, 0x11FF), (0x1E00, 0x1EFF), (0x2000, 0x206F), (0x20A0, 0x20BF),
          (0x2190, 0x21FF), (0x2580, 0x259F), (0x3040, 0x30FF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0xE000, 0xF8FF),
          (0xFE00, 0xFE0F), (0xFF00, 0xFFEF), (0x1F300, 0x1FAFF), (0x1F1E6, 0x1F1FF), (0x1D400, 0x1D7FF), (0x10FF00, 0x10FFFF)]
CONTROLS = [bytes([code]) for code in range(32) if code != 10] + [b"\x7f", "\x85".encode(), "\u200d".encode(), "\u202e".encode()]
KINDS = ["words", "oddities", "controls", "code points", "broken", "bytes", "digits"]


def part(rnd, kind):
    """Some bytes of a kind, without a line feed."""
    if kind == "words":
        return rnd.choice([b" ", b"", b", "]).join(rnd.choice(WORDS[rnd.choice(list(WORDS))]).encode() for _ in range(rnd.randint(1, 8)))
    if kind == "oddities":
        return rnd.choice(ODDITIES).encode()
    if kind == "controls":
        return rnd.choice(CONTROLS)
    if kind == "code points":
        low, high = rnd.choice(BLOCKS)
        return "".join(chr(rnd.randint(low, high)) for _ in range(rnd.randint(1, 6))).encode()
    if kind == "broken":
        return rnd.choice(BROKEN)
    if kind == "bytes":
        return bytes(rnd.randrange(256) for _ in range(rnd.randint(1, 9)))
    return str(rnd.randrange(10 ** rnd.randint(1, 9))).encode()


def lines(count, seed):
    """The texts and the kinds that each is made of."""
    rnd = random.Random(seed)
    for text in FIXED[:count]:
        yield text.replace(b"\n", b" "), "fixed"
    for _ in range(max(0, count - len(FIXED))):
        chosen = rnd.sample(KINDS, rnd.randint(1, 4))
        parts = [part(rnd, rnd.choice(chosen)) + rnd.choice([b" ", b" ", b"", b"  "]) for _ in range(rnd.randint(1, 10))]
        yield b"".join(parts).replace(b"\n", b" "), "broken UTF-8" if {"broken", "bytes"} & set(chosen) else "UTF-8"


def tokenize(program, tokenizer, data, *options):
    done = subprocess.run([program, "tokenize", "--tokenizer", tokenizer, *options], input=data, capture_output=True)
    if done.returncode:
        raise SystemExit(f"tokenize ended with {done.returncode}: {done.stderr.decode(errors='replace')}")
    return done.stdout.split(b"\n")[:-1]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--tokenizer", required=True)
    parser.add_argument("--lines", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=11)
    chosen = parser.parse_args()
    library = sentencepiece.SentencePieceProcessor(model_file=chosen.tokenizer)
    texts = list(lines(chosen.lines, chosen.seed))
    right = [library.encode(text) for text, _ in texts]
    found = [json.loads(line) for line in tokenize(chosen.program, chosen.tokenizer, b"".join(t + b"\n" for t, _ in texts))]
    # A line feed in a decoded text would make two lines of one.
    decodable = [ids for ids in right if "\n" not in library.decode(ids)]
    decoded = tokenize(chosen.program, chosen.tokenizer, "".join(f"{ids}\n" for ids in decodable).encode(), "--decode")
    assert len(found) == len(texts) and len(decoded) == len(decodable), (len(found), len(texts), len(decoded), len(decodable))
    print(f"{'kind':14} {'lines':>6} {'tokens':>8} {'wrong':>6}")
    for kind in sorted({kind for _, kind in texts}):
        places = [i for i, (_, k) in enumerate(texts) if k == kind]
        print(f"{kind:14} {len(places):6} {sum(len(right[i]) for i in places):8} {sum(found[i] != right[i] for i in places):6}")
    wrong = [i for i in range(len(texts)) if found[i] != right[i]]
    for i in wrong[:5]:
        print(f"wrong: {texts[i][0]!r}\n  found {found[i]}\n  right {right[i]}")
    unlike = [(ids, line) for ids, line in zip(decodable, decoded) if line != library.decode(ids).encode()]
    print(f"{'decoded':14} {len(decodable):6} {'':8} {len(unlike):6}")
    for ids, line in unlike[:5]:
        print(f"wrong: {ids}\n  found {line!r}\n  right {library.decode(ids)!r}")
    return 1 if wrong or unlike else 0


if __name__ == "__main__":
    sys.exit(main())
