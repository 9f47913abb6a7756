"""The networks of skingpt-mini, with the parameter names of the checkpoints that they are exported to."""
import torch
import torch.nn.functional as F
from torch import nn


def attend(q, k, v):
    """Softmax attention from plain matrix products: in bfloat16 on a CPU its backward is twice as fast as the fused one."""
    weights = (q * q.shape[-1] ** -0.5) @ k.transpose(-2, -1)
    return weights.softmax(-1, dtype=v.dtype) @ v


def drop_path(x, rate, training):
    """Drop whole residual branches per sample (stochastic depth)."""
    if rate == 0.0 or not training:
        return x
    keep = 1.0 - rate
    mask = torch.rand(x.shape[0], 1, 1, device=x.device) < keep
    return x * (mask.to(x.dtype) / keep)


class VisionAttention(nn.Module):
    """Self-attention with one qkv matrix, a q bias and a v bias, and no k bias (EVA layout)."""

    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width, bias=False)
        self.q_bias = nn.Parameter(torch.zeros(width))
        self.v_bias = nn.Parameter(torch.zeros(width))
        self.proj = nn.Linear(width, width)

    def forward(self, x):
        batch, rows, width = x.shape
        bias = torch.cat([self.q_bias, torch.zeros_like(self.v_bias), self.v_bias])
        qkv = F.linear(x, self.qkv.weight, bias)
        q, k, v = qkv.view(batch, rows, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        out = attend(q, k, v)
        return self.proj(out.transpose(1, 2).reshape(batch, rows, width))


class VisionMLP(nn.Module):
    """Two linear layers with exact GELU between."""

    def __init__(self, width, hidden):
        super().__init__()
        self.fc1 = nn.Linear(width, hidden)
        self.fc2 = nn.Linear(hidden, width)

    def forward(self, x):
        return self.fc2(F.gelu(self.fc1(x)))


class VisionBlock(nn.Module):
    """One pre-norm transformer block."""

    def __init__(self, width, heads, hidden, drop):
        super().__init__()
        self.drop = drop
        self.norm1 = nn.LayerNorm(width, eps=1e-6)
        self.attn = VisionAttention(width, heads)
        self.norm2 = nn.LayerNorm(width, eps=1e-6)
        self.mlp = VisionMLP(width, hidden)

    def forward(self, x):
        x = x + drop_path(self.attn(self.norm1(x)), self.drop, self.training)
        return x + drop_path(self.mlp(self.norm2(x)), self.drop, self.training)


class PatchEmbed(nn.Module):
    """Cuts the picture into patches and projects each."""

    def __init__(self, width, patch):
        super().__init__()
        self.proj = nn.Conv2d(3, width, patch, patch)

    def forward(self, pixels):
        return self.proj(pixels).flatten(2).transpose(1, 2)


class Vision(nn.Module):
    """EVA-style ViT without a final norm. Position rows are interpolated for other grids than the learned one."""

    def __init__(self, width=192, depth=12, heads=3, hidden=768, patch=16, grid=14, drop=0.0):
        super().__init__()
        self.grid = grid
        self.cls_token = nn.Parameter(torch.zeros(1, 1, width))
        self.pos_embed = nn.Parameter(torch.zeros(1, grid * grid + 1, width))
        self.patch_embed = PatchEmbed(width, patch)
        rates = [drop * i / max(1, depth - 1) for i in range(depth)]
        self.blocks = nn.ModuleList(VisionBlock(width, heads, hidden, rate) for rate in rates)

    def positions(self, rows):
        """The position rows for a square grid of `rows` patches."""
        side = round(rows**0.5)
        if side == self.grid:
            return self.pos_embed
        patch = self.pos_embed[:, 1:].view(1, self.grid, self.grid, -1).permute(0, 3, 1, 2)
        patch = F.interpolate(patch.float(), size=(side, side), mode="bicubic", antialias=True)
        return torch.cat([self.pos_embed[:, :1], patch.flatten(2).transpose(1, 2)], 1)

    @torch.no_grad()
    def regrid(self, side):
        """Bake the position rows for a grid of `side` x `side` patches, so that no one need interpolate them later."""
        self.pos_embed = nn.Parameter(self.positions(side * side).clone(), requires_grad=self.pos_embed.requires_grad)
        self.grid = side

    def forward(self, pixels, keep=1.0):
        """`keep` below 1 drops patches at random (in training: faster, and it regularises)."""
        x = self.patch_embed(pixels)
        positions = self.positions(x.shape[1]).to(x.dtype)
        x = x + positions[:, 1:]
        if keep < 1.0:
            count = int(x.shape[1] * keep)
            order = torch.rand(x.shape[:2]).argsort(1)[:, :count]
            x = x.gather(1, order[..., None].expand(-1, -1, x.shape[2]))
        first = self.cls_token.to(x.dtype) + positions[:, :1]
        x = torch.cat([first.expand(len(x), -1, -1), x], 1)
        for block in self.blocks:
            x = block(x)
        return x


def load_timm_vision(vision, state):
    """Put timm ViT weights into `vision`, leaving out the k bias, which cannot change a softmax."""
    mapped = {}
    for name, value in state.items():
        if name.startswith(("head.", "norm.")):
            continue
        if name.endswith("attn.qkv.bias"):
            stem, third = name[: -len("qkv.bias")], len(value) // 3
            mapped[stem + "q_bias"], mapped[stem + "v_bias"] = value[:third], value[2 * third :]
        else:
            mapped[name] = value
    vision.load_state_dict(mapped)


class BertSelf(nn.Module):
    """Query, key and value of one BERT attention."""

    def __init__(self, width, source, heads):
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(source, width)
        self.value = nn.Linear(source, width)

    def forward(self, x, source):
        def split(t):
            return t.view(t.shape[0], t.shape[1], self.heads, -1).transpose(1, 2)

        out = attend(split(self.query(x)), split(self.key(source)), split(self.value(source)))
        return out.transpose(1, 2).flatten(2)


class BertOutput(nn.Module):
    """Linear layer, residual, LayerNorm (post-norm)."""

    def __init__(self, source, width, dropout):
        super().__init__()
        self.dropout = dropout
        self.dense = nn.Linear(source, width)
        self.LayerNorm = nn.LayerNorm(width, eps=1e-12)

    def forward(self, x, residual):
        return self.LayerNorm(F.dropout(self.dense(x), self.dropout, self.training) + residual)


class BertAttention(nn.Module):
    """Attention over `source` with its output layer."""

    def __init__(self, width, source, heads, dropout):
        super().__init__()
        self.self = BertSelf(width, source, heads)
        self.output = BertOutput(width, width, dropout)

    def forward(self, x, source):
        return self.output(self.self(x, source), x)


class Dense(nn.Module):
    """A linear layer under the name `dense`."""

    def __init__(self, source, width):
        super().__init__()
        self.dense = nn.Linear(source, width)

    def forward(self, x):
        return self.dense(x)


class QueryLayer(nn.Module):
    """One Q-Former layer: self-attention, cross-attention on even layers, feed-forward."""

    def __init__(self, width, heads, hidden, source, crosses, dropout):
        super().__init__()
        self.attention = BertAttention(width, width, heads, dropout)
        if crosses:
            self.crossattention = BertAttention(width, source, heads, dropout)
        self.crosses = crosses
        self.intermediate_query = Dense(width, hidden)
        self.output_query = BertOutput(hidden, width, dropout)

    def forward(self, x, rows):
        x = self.attention(x, x)
        if self.crosses:
            x = self.crossattention(x, rows)
        return self.output_query(F.gelu(self.intermediate_query(x)), x)


class QFormer(nn.Module):
    """`ln_vision`, the learned queries and the Q-Former, named as in a BLIP-2 checkpoint."""

    def __init__(self, width=256, depth=4, heads=4, hidden=1024, source=192, queries=32, dropout=0.0):
        super().__init__()
        self.ln_vision = nn.LayerNorm(source, eps=1e-5)
        self.query_tokens = nn.Parameter(torch.zeros(1, queries, width))
        bert = nn.Module()
        bert.embeddings = nn.Module()
        bert.embeddings.LayerNorm = nn.LayerNorm(width, eps=1e-12)
        bert.encoder = nn.Module()
        bert.encoder.layer = nn.ModuleList(
            QueryLayer(width, heads, hidden, source, n % 2 == 0, dropout) for n in range(depth))
        self.Qformer = nn.Module()
        self.Qformer.bert = bert
        self.apply(self._start)
        nn.init.normal_(self.query_tokens, std=0.02)

    @staticmethod
    def _start(module):
        if isinstance(module, nn.Linear):
            nn.init.normal_(module.weight, std=0.04)
            nn.init.zeros_(module.bias)

    def forward(self, vision):
        """Returns the vision rows after `ln_vision` and the query outputs."""
        rows = self.ln_vision(vision)
        bert = self.Qformer.bert
        x = bert.embeddings.LayerNorm(self.query_tokens).expand(len(rows), -1, -1)
        for layer in bert.encoder.layer:
            x = layer(x, rows)
        return rows, x


POOLED = 192 + 192 + 256  # features of the recognition head
GROUPS = 6  # danger groups


def pool(rows, queries):
    """Class token, mean patch row (both after ln_vision) and mean query row, side by side."""
    return torch.cat([rows[:, 0], rows[:, 1:].mean(1), queries.mean(1)], 1)


class Eyes(nn.Module):
    """ViT and Q-Former with the auxiliary heads that supervise them. Only ViT and Q-Former are exported."""

    def __init__(self, classes, fines, concepts, drop=0.0, dropout=0.0):
        super().__init__()
        self.vision = Vision(drop=drop)
        self.qformer = QFormer(dropout=dropout)
        self.head_class = nn.Linear(256, classes)
        self.head_fine = nn.Linear(256, fines)
        self.head_concept = nn.Linear(256, concepts)
        self.head_row = nn.Linear(192, classes)
        for head in (self.head_class, self.head_fine, self.head_concept, self.head_row):
            nn.init.normal_(head.weight, std=0.01)
            nn.init.zeros_(head.bias)

        self.head_pool = nn.Linear(POOLED, classes + GROUPS)
        nn.init.normal_(self.head_pool.weight, std=0.01)
        nn.init.zeros_(self.head_pool.bias)
        self.classes = classes

    def features(self, pixels):
        """Query outputs [batch, 32, 256]."""
        return self.qformer(self.vision(pixels))[1]

    def pooled(self, pixels, keep=1.0):
        """The features that the recognition head reads: class token, mean patch row, mean query row [batch, 640]."""
        return pool(*self.qformer(self.vision(pixels, keep)))

    def forward(self, pixels, keep=1.0):
        rows, queries = self.qformer(self.vision(pixels, keep))
        mean = queries.mean(1)
        both = self.head_pool(pool(rows, queries))
        return {"class": self.head_class(mean), "fine": self.head_fine(mean),
                "concept": self.head_concept(mean), "row": self.head_row(rows[:, 0]),
                "pool": both[:, : self.classes], "group": both[:, self.classes:]}
