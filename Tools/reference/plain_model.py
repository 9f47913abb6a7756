"""The whole model in plain tensor operations, a second opinion next to the original library.

Every function takes a set of *breaks*: named mistakes that a port could make. With a break the result is wrong on
purpose, which shows whether the golden values would notice. `BREAKS` lists them.
"""
import math

import torch
import torch.nn.functional as F

BREAKS = {
    "resize-bilinear": "the photo is resized with a bilinear filter",
    "resize-point": "the photo is resized without antialiasing",
    "keep-aspect": "the photo is cropped to a square before resizing",
    "channels": "red and blue are swapped",
    "mean-std": "mean and standard deviation are 0.5 each",
    "class-last": "the class row stands behind the patches",
    "position-transposed": "the patches' position rows are read column by column",
    "eps-vision": "norms of the ViT with 1e-5 instead of 1e-6",
    "eps-ln-vision": "ln_vision with 1e-6 instead of 1e-5",
    "eps-query": "norms of the Q-Former with 1e-5 instead of 1e-12",
    "eps-rms": "RMS norms with 1e-6 for 1e-5 or the other way round",
    "gelu": "GELU by tanh in the ViT",
    "gelu-query": "GELU by tanh in the Q-Former",
    "qkv-bias": "q's bias is given to k",
    "qkv-interleaved": "rows of qkv read head by head",
    "class-kept": "the class row is joined with the others, and the last three rows are left out",
    "joined-apart": "rows that are a quarter of the patches apart are joined, not neighbours",
    "adapter": "the decoder's adapter is left out",
    "adapter-scale": "the adapter is added without alpha over rank",
    "surplus-norm": "the surplus `norm` of the ViT file is applied",
    "scale": "scores divided by the width of the ViT instead of the head",
    "query-input-norm": "the queries do not pass the first norm",
    "query-residual": "the Q-Former's residual connections are left out",
    "cross-odd": "cross-attention in the odd layers, with the weights of the layer before",
    "cross-none": "no cross-attention",
    "text-branch": "the feed-forward of the text branch instead of the queries'",
    "optimizer": "the alignment is taken from the optimizer's tensor of the same shape",
    "alignment-bias": "the alignment's bias is left out",
    "rotary": "neighbouring instead of half-split pairs are turned",
    "rotary-base": "rotary base 10000 for another, or 500000 for 10000",
    "rotary-scaling": "rope_scaling is ignored",
    "position-image": "the image counts as one position",
    "groups": "query head h reads key-value head h % count",
    "silu": "GELU instead of SiLU in the decoder",
    "gate-up": "gate and up are swapped",
    "causal": "the decoder sees the whole prompt",
    "tied": "the embedding serves as output layer",
    "final-norm": "the decoder's last norm is left out",
    "bos-each": "the beginning token stands before each segment",
    "no-bos": "there is no beginning token",
    "no-dummy-prefix": "the second segment goes on without SentencePiece's leading space",
    "turn-segments": "each later turn is tokenized on its own",
}


def gelu(x, tanh):
    """Exact GELU, or its approximation by tanh."""
    if tanh:
        return 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))
    return 0.5 * x * (1 + torch.erf(x / math.sqrt(2)))


def layer_norm(x, state, name, eps):
    """LayerNorm over the last axis."""
    centred = x - x.mean(-1, keepdim=True)
    return centred / torch.sqrt(centred.square().mean(-1, keepdim=True) + eps) * state[name + ".weight"] + state[name + ".bias"]


def linear(x, state, name):
    """x W^T + b; no bias if there is none."""
    return F.linear(x, state[name + ".weight"], state.get(name + ".bias"))


def attend(q, k, v, heads, width=None, mask=None):
    """Attention of `heads` heads; all of [rows, heads * width of a head]; scores scaled by `width`, if given, else by the head's."""
    q, k, v = (t.unflatten(-1, (heads, -1)).transpose(0, 1) for t in (q, k, v))
    scores = q @ k.transpose(1, 2) / math.sqrt(width or q.shape[-1])
    if mask is not None:
        scores = scores + mask
    return (scores.softmax(-1) @ v).transpose(0, 1).flatten(1)


def position_rows(table, side, breaks):
    """The position rows [1 + side * side, width]; another grid than the stored one is interpolated, the class row kept."""
    first, patches = table[0, :1], table[0, 1:]
    stored = math.isqrt(len(patches))
    grid = patches.T.reshape(1, -1, stored, stored)
    if "position-transposed" in breaks:
        grid = grid.transpose(2, 3)
    if stored != side:
        grid = F.interpolate(grid, size=(side, side), mode="bicubic", align_corners=False)
    return torch.cat([first, grid[0].flatten(1).T])


def vision(pixels, state, config, eps_output, norm, breaks):
    """ViT and ln_vision: pixels [3, size, size] to rows [1 + patches, width]."""
    heads, eps, patch = config["head_count"], config["layer_norm_eps"], config["patch_size"]
    if "eps-vision" in breaks:
        eps = 1e-5
    weight = state["patch_embed.proj.weight"].flatten(1)
    patches = F.unfold(pixels[None], patch, stride=patch)[0].T
    x = patches @ weight.T + state["patch_embed.proj.bias"]
    side = config["image_size"] // patch
    x = torch.cat([x, state["cls_token"][0]] if "class-last" in breaks else [state["cls_token"][0], x])
    x = x + position_rows(state["pos_embed"], side, breaks)
    depth = config["layer_count"]
    for layer in range(depth):
        name = f"blocks.{layer}."
        q_bias, v_bias = state[name + "attn.q_bias"], state[name + "attn.v_bias"]
        zero = torch.zeros_like(q_bias)
        bias = torch.cat([zero, q_bias, v_bias] if "qkv-bias" in breaks else [q_bias, zero, v_bias])
        qkv = F.linear(layer_norm(x, state, name + "norm1", eps), state[name + "attn.qkv.weight"], bias)
        if "qkv-interleaved" in breaks:
            qkv = qkv.unflatten(-1, (heads, 3, -1)).transpose(1, 2).flatten(1)
        q, k, v = qkv.chunk(3, -1)
        x = x + linear(attend(q, k, v, heads, width=q.shape[-1] if "scale" in breaks else None), state, name + "attn.proj")
        hidden = gelu(linear(layer_norm(x, state, name + "norm2", eps), state, name + "mlp.fc1"), "gelu" in breaks)
        x = x + linear(hidden, state, name + "mlp.fc2")
    if "surplus-norm" in breaks and "norm.weight" in state:
        x = layer_norm(x, state, "norm", eps)
    return layer_norm(x, norm, "ln_vision", 1e-6 if "eps-ln-vision" in breaks else eps_output)


def queries(rows, state, config, breaks):
    """The Q-Former: rows [n, width] to [queries, width of the Q-Former]."""
    heads, eps = config["head_count"], config["layer_norm_eps"]
    if "eps-query" in breaks:
        eps = 1e-5
    x = state["query_tokens"][0]
    if "query-input-norm" not in breaks:
        x = layer_norm(x, state, "Qformer.bert.embeddings.LayerNorm", eps)
    residual = 0 if "query-residual" in breaks else 1

    def block(x, source, name):
        q, k, v = (linear(t, state, name + "self." + part) for t, part in ((x, "query"), (source, "key"), (source, "value")))
        out = linear(attend(q, k, v, heads), state, name + "output.dense")
        return layer_norm(out + residual * x, state, name + "output.LayerNorm", eps)

    for layer in range(config["layer_count"]):
        name = f"Qformer.bert.encoder.layer.{layer}."
        x = block(x, x, name + "attention.")
        crosses = layer % 2 == 0
        if "cross-odd" in breaks:
            crosses = not crosses
        if crosses and "cross-none" not in breaks:
            x = block(x, rows, f"Qformer.bert.encoder.layer.{layer - layer % 2}.crossattention.")
        suffix = "" if "text-branch" in breaks else "_query"
        hidden = gelu(linear(x, state, f"{name}intermediate{suffix}.dense"), "gelu-query" in breaks)
        x = layer_norm(linear(hidden, state, f"{name}output{suffix}.dense") + residual * x, state, f"{name}output{suffix}.LayerNorm", eps)
    return x


def joined(rows, number, breaks):
    """Visual tokens [1 + n, width] without the class row, `number` neighbours side by side: [n / number, number * width]."""
    if "class-kept" in breaks:
        rows = torch.cat([rows[:1], rows])[:-1]
    rows = rows[1:]
    if "joined-apart" in breaks:
        return torch.cat(rows.chunk(number), 1)
    return torch.cat([rows[place::number] for place in range(number)], 1)


def adapted(state, factors, alpha, breaks):
    """A decoder's state with low-rank factors merged: W + alpha / rank B A."""
    state = dict(state)
    for name, (down, up) in ({} if "adapter" in breaks else factors).items():
        scale = 1 if "adapter-scale" in breaks else alpha / len(down)
        state[name + ".weight"] = state[name + ".weight"] + scale * (up @ down)
    return state


def frequencies(config, width, breaks):
    """The rotary frequencies [width / 2] of a LLaMA configuration."""
    base = config.get("rope_theta", 10000.0)
    if "rotary-base" in breaks:
        base = 500000.0 if base == 10000.0 else 10000.0
    result = base ** (-torch.arange(0, width, 2, dtype=torch.float64) / width)
    scaling = config.get("rope_scaling")
    if not scaling or "rotary-scaling" in breaks:
        return result
    kind, factor = scaling.get("rope_type", scaling.get("type")), scaling["factor"]
    if kind == "linear":
        return result / factor
    if kind != "llama3":
        raise ValueError(f"rope_scaling {kind}")
    low, high, length = (scaling[key] for key in ("low_freq_factor", "high_freq_factor", "original_max_position_embeddings"))
    turns = length * result / (2 * math.pi)
    keep = ((turns - low) / (high - low)).clamp(0, 1)
    return result * (keep + (1 - keep) / factor)


class Decoder:
    """A LLaMA without a cache: the whole sequence each time."""

    def __init__(self, state, config, breaks=frozenset()):
        self.state, self.config, self.breaks = state, config, breaks
        self.heads = config["num_attention_heads"]
        self.groups = config.get("num_key_value_heads") or self.heads
        self.width = config.get("head_dim") or config["hidden_size"] // self.heads
        self.eps = config["rms_norm_eps"]
        if "eps-rms" in breaks:
            self.eps = 1e-6 if self.eps > 5e-6 else 1e-5

    def embed(self, ids):
        return self.state["model.embed_tokens.weight"][torch.as_tensor(ids, dtype=torch.long)]

    def norm(self, x, name):
        return x / torch.sqrt(x.square().mean(-1, keepdim=True) + self.eps) * self.state[name + ".weight"]

    def rotate(self, x, angles):
        """x [rows, heads, width] turned by angles [rows, width / 2]."""
        cos, sin = angles.cos().float()[:, None], angles.sin().float()[:, None]
        if "rotary" in self.breaks:
            a, b = x[..., ::2], x[..., 1::2]
            return torch.stack([a * cos - b * sin, b * cos + a * sin], -1).flatten(-2)
        a, b = x.chunk(2, -1)
        return torch.cat([a * cos - b * sin, b * cos + a * sin], -1)

    def logits(self, x, positions=None):
        """Logits [rows, vocabulary] of embeddings x [rows, hidden]."""
        rows, breaks, state = len(x), self.breaks, self.state
        positions = torch.arange(rows) if positions is None else positions
        angles = positions[:, None].double() * frequencies(self.config, self.width, breaks)
        mask = torch.full((rows, rows), float("-inf")).triu(1)
        if "causal" in breaks:
            mask = torch.zeros(rows, rows)
        for layer in range(self.config["num_hidden_layers"]):
            name = f"model.layers.{layer}."
            y = self.norm(x, name + "input_layernorm")
            q, k, v = (linear(y, state, f"{name}self_attn.{part}_proj").unflatten(-1, (-1, self.width)) for part in "qkv")
            q, k = self.rotate(q, angles), self.rotate(k, angles)
            head = torch.arange(self.heads)
            reads = head % self.groups if "groups" in breaks else head // (self.heads // self.groups)
            y = attend(q.flatten(1), k[:, reads].flatten(1), v[:, reads].flatten(1), self.heads, mask=mask)
            x = x + linear(y, state, name + "self_attn.o_proj")
            y = self.norm(x, name + "post_attention_layernorm")
            gate, up = (linear(y, state, f"{name}mlp.{part}_proj") for part in ("gate", "up"))
            if "gate-up" in breaks:
                gate, up = up, gate
            hidden = (gelu(gate, False) if "silu" in breaks else gate * torch.sigmoid(gate)) * up
            x = x + linear(hidden, state, name + "mlp.down_proj")
        if "final-norm" not in breaks:
            x = self.norm(x, "model.norm")
        return F.linear(x, state["model.embed_tokens.weight" if "tied" in breaks else "lm_head.weight"])
