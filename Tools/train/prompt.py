"""The conversation template and its exact tokenization. README.md states it in words."""
import sentencepiece

TEMPLATE = {"prefix": "###Human: <Img>", "image_suffix_format": "</Img> {question}###Assistant:",
            "next_turn_format": "###Human: {question}###Assistant:", "stop_strings": ["###"],
            "answer_separator": "Assistant:"}
BOS, EOS = 1, 2
PROMPTS = ["Could you describe the skin disease in this image for me?",
           "Please provide a paragraph listing additional features you observed in the image.",
           "Based on the previous information, please provide a detailed explanation of the cause of this skin disease.",
           "What treatment and medication should be recommended for this case?"]


def train_tokenizer(texts, prefix, vocabulary=4096):
    """Train the SentencePiece model `prefix`.model on an iterable of plain lines."""
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(texts), model_prefix=prefix, vocab_size=vocabulary, model_type="bpe",
        byte_fallback=True, normalization_rule_name="identity", add_dummy_prefix=True,
        remove_extra_whitespaces=False, split_digits=True, unk_id=0, bos_id=1, eos_id=2, pad_id=-1,
        character_coverage=1.0, required_chars="".join(map(chr, range(33, 127))), num_threads=1, max_sentence_length=20000, minloglevel=2)


def load_tokenizer(path):
    """The tokenizer in the file `path`."""
    return sentencepiece.SentencePieceProcessor(model_file=str(path))


def prefix_ids(tokenizer):
    """BOS and the segment before the image."""
    return [BOS] + tokenizer.encode(TEMPLATE["prefix"])


def after_text(pairs, question=None):
    """The one segment after the image: finished turns, then (when asked) an open question."""
    text = ""
    for index, (asked, answer) in enumerate(pairs):
        form = TEMPLATE["image_suffix_format" if index == 0 else "next_turn_format"]
        text += form.format(question=asked) + " " + answer
    if question is not None:
        text += TEMPLATE["next_turn_format" if pairs else "image_suffix_format"].format(question=question)
    return text


def question_ids(tokenizer, question, pairs=()):
    """Ids after the image, up to and with `Assistant:`, tokenized in one call."""
    return tokenizer.encode(after_text(list(pairs), question))


def training_ids(tokenizer, pairs):
    """Ids after the image for a whole conversation, and per id which answer it belongs to (-1: no loss).

    The string is tokenized in one call. An answer's loss covers its tokens, the `###` behind it and, after the last,
    EOS.
    """
    text, spans = "", []
    for index, (asked, answer) in enumerate(pairs):
        form = TEMPLATE["image_suffix_format" if index == 0 else "next_turn_format"]
        text += form.format(question=asked)
        begin = len(text.encode())
        text += " " + answer
        spans.append((begin, len(text.encode()) + len("###")))
    text += "###"
    ids, turn = [], []
    for piece in tokenizer.encode(text, return_type="proto").pieces:  # begin and end count UTF-8 bytes
        ids.append(piece.id)
        turn.append(next((i for i, (low, high) in enumerate(spans) if low <= piece.begin and piece.end <= high), -1))
    return ids + [EOS], turn + [len(pairs) - 1]
