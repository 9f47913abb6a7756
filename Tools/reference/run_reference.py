"""Expected values of every stage from the original implementations, checked against a plain formulation.

Photo by Pillow, ViT and Q-Former and decoder by Hugging Face transformers, text by SentencePiece, all in float32.
`plain_model.py` states the same model in plain tensor operations; both must agree before anything is written.
"""
import argparse
import json

import numpy as np
import sentencepiece
import torch
import torch.nn.functional as F
from PIL import Image
from safetensors.torch import save_file

import plain_model
from layouts import ADAPTER_ALPHA, Checkpoints, count, hugging_face_query, hugging_face_vision

BOS = 1
AGREEMENT = 2e-5  # largest relative difference between the two formulations: float32, sums in another order
TEMPLATE = {"prefix": "Give the following image: <Img>ImageContent</Img>. You will be able to see the image once I provide it to you. "
                      "Please answer my questions.###Human: <Img>",
            "image_suffix_format": "</Img> {question}###Assistant:", "next_turn_format": "###Human: {question}###Assistant:",
            "stop_strings": ["###"], "answer_separator": "Assistant:"}
# MiniGPT-v2 as it was trained: `preparing_embedding` in its `minigpt_base.py`.
JOINED_TEMPLATE = {"prefix": "[INST] <Img>", "image_suffix_format": "</Img> {question} [/INST]",
                   "next_turn_format": "[INST] {question} [/INST]", "stop_strings": ["[INST]", "[/INST]"], "answer_separator": ""}


def relative(a, b):
    """Size of the difference over size of b."""
    return float((a.double() - b.double()).norm() / b.double().norm())


def read_photo(path, config, breaks=frozenset()):
    """Pixels [3, size, size] of a photo: squashed by Pillow's bicubic filter, scaled, shifted."""
    size = config["image_size"]
    with Image.open(path) as file:
        image = file.convert("RGB")
    if "keep-aspect" in breaks:
        side = min(image.size)
        left, top = (image.width - side) // 2, (image.height - side) // 2
        image = image.crop((left, top, left + side, top + side))
    if "resize-point" in breaks:
        x = torch.from_numpy(np.array(image)).permute(2, 0, 1)[None].float()
        x = F.interpolate(x, size=(size, size), mode="bicubic", align_corners=False)[0].clamp(0, 255).round()
    else:
        image = image.resize((size, size), Image.BILINEAR if "resize-bilinear" in breaks else Image.BICUBIC)
        x = torch.from_numpy(np.array(image)).permute(2, 0, 1).float()
    mean, std = ([0.5] * 3, [0.5] * 3) if "mean-std" in breaks else (config["mean"], config["std"])
    x = (x / 255 - torch.tensor(mean)[:, None, None]) / torch.tensor(std)[:, None, None]
    return x.flip(0) if "channels" in breaks else x


class Prompt:
    """The ids of a conversation about one image; -1 stands for an image row."""

    def __init__(self, tokenizer_file, template, image_rows, breaks=frozenset()):
        self.tokenizer = sentencepiece.SentencePieceProcessor(model_file=tokenizer_file)
        self.template, self.image_rows, self.breaks = template, image_rows, breaks

    def encode(self, text):
        ids = self.tokenizer.encode(text)
        return [BOS] + ids if "bos-each" in self.breaks else ids

    def ids(self, turns):
        """`turns` are (question, answer) pairs; the last answer is None: that is what the model shall say."""
        parts = []
        for number, (question, answer) in enumerate(turns):
            form = self.template["image_suffix_format" if number == 0 else "next_turn_format"]
            parts.append(form.replace("{question}", question) + ("" if answer is None else " " + answer))
        parts = parts if "turn-segments" in self.breaks else ["".join(parts)]
        after = [id for part in parts for id in self.encode(part)]
        if "no-dummy-prefix" in self.breaks:  # what the tokenizer says in the middle of a text
            mark = self.tokenizer.encode("\n")
            after = self.tokenizer.encode("\n" + parts[0])[len(mark):]
        before = [] if "no-bos" in self.breaks else [BOS]
        return before + self.tokenizer.encode(self.template["prefix"]) + [-1] * self.image_rows + after


def load_vision(checkpoints):
    from transformers import Blip2VisionConfig, Blip2VisionModel
    state, c = checkpoints.vision, checkpoints.config["vision"]
    grid = int(round((state["pos_embed"].shape[1] - 1) ** 0.5))
    config = Blip2VisionConfig(
        hidden_size=state["cls_token"].shape[-1], intermediate_size=state["blocks.0.mlp.fc1.weight"].shape[0],
        num_hidden_layers=count(state, "blocks."), num_attention_heads=c["head_count"], image_size=grid * c["patch_size"],
        patch_size=c["patch_size"], hidden_act="gelu", layer_norm_eps=c["layer_norm_eps"], attn_implementation="eager")
    model = Blip2VisionModel(config).eval()
    missing, surplus = model.load_state_dict(hugging_face_vision(state, config.num_hidden_layers), strict=False)
    assert not surplus and all(name.startswith("post_layernorm") for name in missing), (missing, surplus)
    return model


def load_query(checkpoints):
    from transformers import Blip2QFormerConfig, Blip2QFormerModel
    state, c = checkpoints.query, checkpoints.config["query"]
    prefix = "Qformer.bert.encoder.layer."
    config = Blip2QFormerConfig(
        hidden_size=state["query_tokens"].shape[-1], intermediate_size=state[prefix + "0.intermediate_query.dense.weight"].shape[0],
        num_hidden_layers=count(state, prefix), num_attention_heads=c["head_count"], hidden_act="gelu",
        layer_norm_eps=c["layer_norm_eps"], cross_attention_frequency=2, encoder_hidden_size=state["ln_vision.weight"].shape[0],
        attn_implementation="eager")
    model = Blip2QFormerModel(config).eval()
    missing, surplus = model.load_state_dict(hugging_face_query(state), strict=False)
    assert not surplus and not missing, (missing, surplus)
    return model


def load_decoder(checkpoints):
    from transformers import LlamaForCausalLM
    model = LlamaForCausalLM.from_pretrained(checkpoints.language_folder, dtype=torch.float32, attn_implementation="eager").eval()
    model.generation_config.eos_token_id = model.config.eos_token_id = None  # so that nothing stops a run early
    model.generation_config.pad_token_id = 0
    return model


def adapt(decoder, factors):
    """Puts low-rank factors beside the linear layers, as training has them: y = W x + alpha / rank B (A x)."""
    for name, (down, up) in factors.items():
        def add(_, inputs, output, down=down, up=up):
            return output + F.linear(F.linear(inputs[0], down), up) * (ADAPTER_ALPHA / len(down))
        decoder.get_submodule(name).register_forward_hook(add)


class Original:
    """The pipeline of original implementations."""

    def __init__(self, checkpoints):
        self.checkpoints = checkpoints
        self.vision, self.decoder = load_vision(checkpoints), load_decoder(checkpoints)
        self.query = None if checkpoints.joined_count else load_query(checkpoints)
        adapt(self.decoder, checkpoints.adapter)

    def soft_prompt(self, pixels):
        c = self.checkpoints
        x = self.vision.embeddings(pixels[None], interpolate_pos_encoding=True)
        x = self.vision.encoder(inputs_embeds=x).last_hidden_state
        norm = (c.output_norm["ln_vision.weight"], c.output_norm["ln_vision.bias"])
        rows = F.layer_norm(x, x.shape[-1:], *norm, eps=c.config["query"]["ln_vision_eps"])
        if c.joined_count:  # `encode_img` of MiniGPT-v2
            patches = rows[:, 1:, :]
            out = patches.reshape(1, patches.shape[1] // c.joined_count, c.joined_count * patches.shape[2])
        else:
            out = self.query(query_embeds=c.query["query_tokens"], encoder_hidden_states=rows).last_hidden_state
        soft = F.linear(out, c.alignment["llama_proj.weight"], c.alignment["llama_proj.bias"])
        return rows[0], None if c.joined_count else out[0], soft[0]

    def embed(self, ids, soft):
        ids = torch.tensor(ids)
        x = self.decoder.get_input_embeddings()(ids.clamp(min=0))
        x[ids < 0] = soft
        return x[None]

    def logits(self, x):
        return self.decoder(inputs_embeds=x).logits[0, -1]

    def generate(self, x, number, beams=1, penalty=1.0):
        """`number` tokens, greedily or with beams (see README.md for the rule); `penalty` on tokens that are there already."""
        mask = torch.ones(x.shape[:2], dtype=torch.long)
        return self.decoder.generate(
            inputs_embeds=x, attention_mask=mask, max_new_tokens=number, min_new_tokens=number, do_sample=False, num_beams=beams,
            length_penalty=1.0, early_stopping=False, temperature=None, top_p=None, repetition_penalty=penalty)[0]


def penalized(scores, tokens, penalty):
    """Scores with those of `tokens` made less: divided where positive, multiplied where negative."""
    scores = scores.clone()
    for token in set(tokens):
        scores[token] = scores[token] * penalty if scores[token] < 0 else scores[token] / penalty
    return scores


class Plain:
    """The same pipeline in plain formulas, with mistakes if asked for."""

    def __init__(self, checkpoints, breaks=frozenset()):
        self.checkpoints, self.breaks = checkpoints, breaks
        state = plain_model.adapted(checkpoints.language, checkpoints.adapter, ADAPTER_ALPHA, breaks)
        self.decoder = plain_model.Decoder(state, checkpoints.language_config, breaks)

    def soft_prompt(self, pixels):
        c = self.checkpoints
        vision = {**c.config["vision"], "layer_count": count(c.vision, "blocks.")}
        rows = plain_model.vision(pixels, c.vision, vision, c.config["query"]["ln_vision_eps"], c.output_norm, self.breaks)
        if c.joined_count:
            out = plain_model.joined(rows, c.joined_count, self.breaks)
        else:
            query = {**c.config["query"], "layer_count": count(c.query, "Qformer.bert.encoder.layer.")}
            out = plain_model.queries(rows, c.query, query, self.breaks)
        weight, bias = c.alignment["llama_proj.weight"], c.alignment["llama_proj.bias"]
        if "optimizer" in self.breaks:
            weight = c.optimizer_tensor(weight.shape)
        soft = out @ weight.T
        return rows, None if c.joined_count else out, soft if "alignment-bias" in self.breaks else soft + bias

    def embed(self, ids, soft):
        ids = torch.tensor(ids)
        x = self.decoder.embed(ids.clamp(min=0)).clone()
        x[ids < 0] = soft
        self.positions = torch.arange(len(ids))
        if "position-image" in self.breaks:
            self.positions = torch.cumsum((ids >= 0) | (torch.roll(ids, 1) >= 0), 0) - 1
        return x

    def logits(self, x):
        extra = torch.arange(len(x) - len(self.positions)) + self.positions[-1] + 1
        return self.decoder.logits(x, torch.cat([self.positions, extra]))[-1]

    def greedy(self, x, number, penalty=1.0):
        """Tokens, and the smallest lead of a chosen token over the next."""
        tokens, lead = [], float("inf")
        while len(tokens) < number:
            best = penalized(self.logits(x), tokens, penalty).topk(2)
            tokens.append(int(best.indices[0]))
            lead = min(lead, float(best.values[0] - best.values[1]))
            x = torch.cat([x, self.decoder.embed(tokens[-1:])])
        return tokens, lead

    def beam(self, x, number, width, penalty=1.0):
        """Beam search without an end token: the best sum of log probabilities among `width` kept at each step.

        A penalty changes the log probabilities, which then do not sum to one: so does transformers.
        """
        beams = [(0.0, [])]
        for _ in range(number):
            found = []
            for score, tokens in beams:
                logits = self.logits(torch.cat([x, self.decoder.embed(tokens)]) if tokens else x)
                steps = penalized(logits.log_softmax(-1), tokens, penalty).topk(width)
                found += [(score + float(v), tokens + [int(i)]) for v, i in zip(steps.values, steps.indices)]
            beams = sorted(found, key=lambda pair: -pair[0])[:width]
        return beams[0][1], beams[0][0] - beams[1][0]


@torch.no_grad()
def trace(pipeline, photo, case, template):
    """The stages of one case, without generated tokens; `x` is the embedded prompt."""
    c = pipeline.checkpoints
    breaks = getattr(pipeline, "breaks", frozenset())
    pixels = read_photo(photo, c.config["vision"], breaks)
    rows, out, soft = pipeline.soft_prompt(pixels)
    prompt = Prompt(c.tokenizer_file, template, len(soft), breaks)
    ids = prompt.ids([(case["question"], None)])
    result = {"pixels": pixels, "vision": rows, "queries": out, "soft_prompt": soft, "input_ids": torch.tensor(ids, dtype=torch.int32)}
    if out is None:  # no Q-Former
        del result["queries"]
    if case.get("second_question"):
        second = prompt.ids([(case["question"], case["answer"]), (case["second_question"], None)])
        result["second.input_ids"] = torch.tensor(second, dtype=torch.int32)
        result["second.logits"] = pipeline.logits(pipeline.embed(second, soft))
    x = pipeline.embed(ids, soft)
    result["logits"] = pipeline.logits(x)
    return result, x


@torch.no_grad()
def expected(checkpoints, photo, case, template):
    """Values of the original pipeline, and how far the plain one is from each."""
    original, plain = Original(checkpoints), Plain(checkpoints)
    values, x = trace(original, photo, case, template)
    others, y = trace(plain, photo, case, template)
    number, width = case.get("generate", 0), case.get("beams", 0)
    report = {name: relative(others[name], values[name]) for name in values}
    if number:
        values["greedy"] = original.generate(x, number).to(torch.int32)
        tokens, report["greedy lead"] = plain.greedy(y, number)
        assert tokens == values["greedy"].tolist(), (tokens, values["greedy"])
    if number and width > 1:
        values["beam"] = original.generate(x, number, width).to(torch.int32)
        tokens, report["beam lead"] = plain.beam(y, number, width)
        assert tokens == values["beam"].tolist(), (tokens, values["beam"])
    penalty = case.get("penalty", 1.0)
    if number and penalty != 1:
        values["penalty.greedy"] = original.generate(x, number, penalty=penalty).to(torch.int32)
        tokens, report["penalty.greedy lead"] = plain.greedy(y, number, penalty)
        assert tokens == values["penalty.greedy"].tolist(), (tokens, values["penalty.greedy"])
        values["penalty.beam"] = original.generate(x, number, width, penalty).to(torch.int32)
        tokens, report["penalty.beam lead"] = plain.beam(y, number, width, penalty)
        assert tokens == values["penalty.beam"].tolist(), (tokens, values["penalty.beam"])
    for name, error in report.items():
        assert error <= AGREEMENT or name.endswith("lead"), f"{name}: the two formulations differ by {error}"
    return {name: value.contiguous() for name, value in values.items()}, report


@torch.no_grad()
def deviations(checkpoints, photo, case, template, names):
    """For each break the relative error per stage; ids that differ count as 1."""
    right, _ = trace(Plain(checkpoints), photo, case, template)
    table = {}
    for name in names:
        wrong, _ = trace(Plain(checkpoints, frozenset([name])), photo, case, template)
        row = {}
        for key, value in right.items():
            same = wrong[key].shape == value.shape
            row[key] = (1.0 if not same else float(not torch.equal(wrong[key], value)) if "ids" in key else relative(wrong[key], value))
        table[name] = row
    return table


def read_json(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoints", required=True)
    parser.add_argument("--photo", required=True)
    parser.add_argument("--output")
    parser.add_argument("--case", help="JSON with question, answer, second_question, generate, beams, penalty; the options below override it")
    parser.add_argument("--question")
    parser.add_argument("--answer", help="with --second-question: what the model is said to have answered first")
    parser.add_argument("--second-question")
    parser.add_argument("--generate", type=int)
    parser.add_argument("--beams", type=int)
    parser.add_argument("--template")
    parser.add_argument("--config", help="instead of model.json in the checkpoints' folder")
    parser.add_argument("--break", dest="breaks", nargs="+", metavar="NAME", help=f"report errors of mistakes: all, or {', '.join(plain_model.BREAKS)}")
    chosen = parser.parse_args()
    case = read_json(chosen.case) if chosen.case else {}
    for name in ("question", "answer", "second_question", "generate", "beams"):
        if getattr(chosen, name) is not None:
            case[name] = getattr(chosen, name)
    template = read_json(chosen.template) if chosen.template else TEMPLATE
    checkpoints = Checkpoints(chosen.checkpoints, chosen.config)
    torch.manual_seed(0)
    if chosen.breaks:
        names = list(plain_model.BREAKS) if chosen.breaks == ["all"] else chosen.breaks
        for name, row in deviations(checkpoints, chosen.photo, case, template, names).items():
            worst = max(row, key=row.get)
            print(f"{name:20} {row[worst]:.1e} at {worst:16} logits {row['logits']:.1e}  second {row.get('second.logits', 0):.1e}")
        if not chosen.output:
            return
        if len(names) != 1:
            raise SystemExit("--output takes one break only")
        wrong, _ = trace(Plain(checkpoints, frozenset(names)), chosen.photo, case, template)
        return save_file({n: v.contiguous() for n, v in wrong.items()}, chosen.output, metadata={"break": names[0]})
    values, report = expected(checkpoints, chosen.photo, case, template)
    for name, error in report.items():
        print(f"{name:16} {error:.2e}")
    if chosen.output:
        save_file(values, chosen.output)


if __name__ == "__main__":
    main()
