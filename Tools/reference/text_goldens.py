"""Makes the goldens of the text module with the SentencePiece library.

Trains three small byte-pair vocabularies on invented sentences, then writes for each what the library makes of some
hundred texts (many of them not UTF-8) and of some random token sequences:

    plain.model     LLaMA's settings: byte fallback, split digits, identity normalization, spaces kept
    trimmed.model   no byte fallback, spaces trimmed, user-defined symbols
    spanning.model  pieces across words, equal scores, unused pieces, no dummy prefix

Usage: python text_goldens.py OUTPUT_FOLDER
Needs sentencepiece 0.2.3. The output is the same on every run.
"""

import hashlib
import io
import json
import random
import sys
from pathlib import Path

import sentencepiece
from sentencepiece import sentencepiece_model_pb2

SEED = 20240
TEXTS_PER_MODEL = 170
SEQUENCES_PER_MODEL = 50
USER_SYMBOLS = ["<Img>", "</Img>", "<Img>###", "[mask]", "two words", "ß"]

WORDS = {
    "en": "the red patch on her arm began to itch three weeks ago and now it has scales; doctor looked at 12 spots".split(),
    "de": "der rote Fleck am Arm juckt seit drei Wochen, die Haut schält sich größer Straße über".split(),
    "fr": "la tache rouge démange depuis trois semaines où ça l'été".split(),
    "es": "la mancha roja pica desde hace años ¿por qué? mañana".split(),
    "ru": "красное пятно на руке чешется три недели".split(),
    "el": "κόκκινη κηλίδα στο χέρι".split(),
    "zh": list("手臂上的红斑发痒三周皮肤脱屑"),
    "ja": list("腕の赤い斑点がかゆいです"),
    "ar": "بقعة حمراء على الذراع تحك".split(),
    "hi": "हाथ पर लाल धब्बा".split(),
}
ODDITIES = [
    "😀", "👩🏽‍⚕️", "🇫🇷", "❤️", "e\u0301", "\u200b", "\ufeff", "\u00a0", "\u3000", "\u2028", "▁", "▁▁", "\ufffd", "\x00",
    "\x07", "\x7f", "\t", "\n", "\r\n", "<s>", "</s>", "<unk>", "<0x41>", "###", "##", "#", "Human:", "Assistant:", "007",
    "3.5%", "1e-6", *USER_SYMBOLS, "[mask", "<Img", "  ", "    ",
]
BROKEN = [
    b"\x80", b"\xff", b"\xc0\xaf", b"\xe2\x82", b"\xe2\x96", b"\xed\xa0\x80", b"\xed\xbf\xbf", b"\xf0\x9f\x98", b"\xf0\x80\x80\x80",
    b"\xf4\x90\x80\x80", b"\xf8\x88\x80\x80\x80", b"\xc3", b"\xe0\x80\x80", b"\xfe", b"\xe2\x96\x81",
]
FIXED = [
    b"", b" ", b"  ", b"a", b" a", b"a ", b"  a  b  ", "▁a".encode(), "a▁ ".encode(), b"\n", b"\x00", b"a\x00b", b"aaaaaaaaaaaaaaaaa",
    b"a" * 300, b" " * 40, b"12345678901234567890", "ß ß".encode(), b"two  words two words", "皮".encode() * 20, b"\xff" * 9,
    "😀".encode() * 5, "ñandú übergroß".encode(), b" <Img> </Img> <Img>###", b"the the  the   the",
]


def sentences(rnd, count):
    for _ in range(count):
        words = WORDS[rnd.choice(list(WORDS))]
        yield " ".join(rnd.choices(words, k=rnd.randint(3, 9))) + rnd.choice([".", "!", "?", "", " 12", "  x", " ###"])


def train(size, **settings):
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=sentences(random.Random(SEED), 800), model_writer=model, model_type="bpe", vocab_size=size,
        normalization_rule_name="identity", split_digits=True, allow_whitespace_only_pieces=True, num_threads=1,
        minloglevel=2, **settings)
    return model.getvalue()


def spanning():
    model = sentencepiece_model_pb2.ModelProto()
    model.ParseFromString(train(
        520, byte_fallback=True, character_coverage=0.995, split_by_whitespace=False, remove_extra_whitespaces=False,
        add_dummy_prefix=False))
    for index, piece in enumerate(model.pieces):
        if piece.type == piece.NORMAL and len(piece.piece) > 1 and index % 3 == 0:
            piece.type = piece.UNUSED
    # Pieces across words, all with one score, so that the leftmost must win.
    for text in ["e▁", "s▁", "d▁", "▁a▁", "e▁t", "e▁p", "s▁h", "а▁", "e▁▁", "d▁p", "##▁", "▁#"]:
        model.pieces.add(piece=text, score=-20)
    return model.SerializeToString()


def texts(rnd):
    yield from FIXED
    # One long word each, so that many candidates wait at once.
    yield "".join(rnd.choices("theradpcomngi#12", k=900)).encode()
    yield "".join(rnd.choice(WORDS[language]) for language in rnd.choices(list(WORDS), k=150)).encode()
    for number in range(TEXTS_PER_MODEL - len(FIXED) - 2):
        parts = []
        for _ in range(rnd.randint(1, 12)):
            choice = rnd.random()
            if choice < 0.6:
                parts.append(rnd.choice(WORDS[rnd.choice(list(WORDS))]).encode())
            elif choice < 0.9 or number % 2:
                parts.append(rnd.choice(ODDITIES).encode())
            else:
                parts.append(rnd.choice(BROKEN))
            parts.append(rnd.choice([b" ", b" ", b" ", b"", b"  "]))
        yield b"".join(parts)


def sequences(rnd, size):
    first_bytes = range(3, min(259, size))
    for _ in range(SEQUENCES_PER_MODEL):
        yield [
            rnd.choice([rnd.randrange(size), rnd.choice(first_bytes), 3 + rnd.choice(b"\xe2\x96\x81\xf0\x9f\x98\x80 a"), rnd.randrange(3)])
            for _ in range(rnd.randint(1, 12))
        ]


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    models = {
        "plain": train(600, byte_fallback=True, character_coverage=0.995, remove_extra_whitespaces=False),
        "trimmed": train(
            400, byte_fallback=False, character_coverage=0.99, remove_extra_whitespaces=True,
            user_defined_symbols=USER_SYMBOLS),
        "spanning": spanning(),
    }
    manifest = {
        "made_by": "Tools/reference/text_goldens.py", "sentencepiece": sentencepiece.__version__, "seed": SEED, "sha256": {}}
    for name, model in models.items():
        processor = sentencepiece.SentencePieceProcessor(model_proto=model)
        rnd = random.Random(SEED + len(name))
        lines = []
        for text in texts(rnd):
            tokens = processor.encode(text)
            lines.append({"text": text.hex(), "tokens": tokens, "decoded": processor.decode(tokens)})
        for tokens in sequences(rnd, processor.get_piece_size()):
            lines.append({"tokens": tokens, "decoded": processor.decode(tokens)})
        outputs = {
            f"{name}.model": model,
            f"{name}.jsonl": "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines).encode(),
        }
        for file, content in outputs.items():
            (folder / file).write_bytes(content)
            manifest["sha256"][file] = hashlib.sha256(content).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
