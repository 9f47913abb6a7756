"""The decoder: a Hugging Face LLaMA (RMSNorm, rotate-half RoPE, SwiGLU), with its parameter names."""
import torch
import torch.nn.functional as F
from torch import nn

SIZES = {"hidden_size": 320, "intermediate_size": 896, "num_hidden_layers": 6, "num_attention_heads": 5,
         "num_key_value_heads": 5, "rms_norm_eps": 1e-5, "rope_theta": 10000.0, "vocab_size": 4096,
         "max_position_embeddings": 2048}


class RMSNorm(nn.Module):
    """Root-mean-square normalisation, computed in float32."""

    def __init__(self, width, eps):
        super().__init__()
        self.weight, self.eps = nn.Parameter(torch.ones(width)), eps

    def forward(self, x):
        wide = x.float()
        wide = wide * torch.rsqrt(wide.pow(2).mean(-1, keepdim=True) + self.eps)
        return wide.to(x.dtype) * self.weight.to(x.dtype)


def rotary(positions, head, theta):
    """Cosine and sine [rows, head] of the rotate-half layout."""
    frequency = theta ** (-torch.arange(0, head, 2).float() / head)
    angle = torch.outer(positions.float(), frequency)
    angle = torch.cat([angle, angle], 1)
    return angle.cos(), angle.sin()


def rotate(x, cos, sin):
    """Apply RoPE to [batch, heads, rows, head]."""
    low, high = x.chunk(2, -1)
    return x * cos.to(x.dtype) + torch.cat([-high, low], -1) * sin.to(x.dtype)


class Attention(nn.Module):
    """Causal self-attention; `cache` is a list [keys, values] that grows."""

    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        for name in ("q_proj", "k_proj", "v_proj", "o_proj"):
            setattr(self, name, nn.Linear(width, width, bias=False))

    def forward(self, x, cos, sin, cache=None):
        batch, rows, width = x.shape

        def split(t):
            return t.view(batch, rows, self.heads, -1).transpose(1, 2)

        q, k, v = rotate(split(self.q_proj(x)), cos, sin), rotate(split(self.k_proj(x)), cos, sin), split(self.v_proj(x))
        if cache is not None:
            if cache:
                k, v = torch.cat([cache[0], k], 2), torch.cat([cache[1], v], 2)
            cache[:] = [k, v]
        scores = (q * q.shape[-1] ** -0.5) @ k.transpose(-2, -1)
        total = k.shape[2]
        mask = torch.ones(rows, total, dtype=torch.bool).tril(total - rows)
        scores = scores.masked_fill(~mask, float("-inf")).softmax(-1, dtype=v.dtype)
        return self.o_proj((scores @ v).transpose(1, 2).reshape(batch, rows, width))


class MLP(nn.Module):
    """SwiGLU feed-forward."""

    def __init__(self, width, hidden):
        super().__init__()
        self.gate_proj = nn.Linear(width, hidden, bias=False)
        self.up_proj = nn.Linear(width, hidden, bias=False)
        self.down_proj = nn.Linear(hidden, width, bias=False)

    def forward(self, x):
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class Layer(nn.Module):
    """One pre-norm decoder layer."""

    def __init__(self, sizes, dropout):
        super().__init__()
        width, eps = sizes["hidden_size"], sizes["rms_norm_eps"]
        self.dropout = dropout
        self.input_layernorm = RMSNorm(width, eps)
        self.self_attn = Attention(width, sizes["num_attention_heads"])
        self.post_attention_layernorm = RMSNorm(width, eps)
        self.mlp = MLP(width, sizes["intermediate_size"])

    def forward(self, x, cos, sin, cache=None):
        x = x + F.dropout(self.self_attn(self.input_layernorm(x), cos, sin, cache), self.dropout, self.training)
        return x + F.dropout(self.mlp(self.post_attention_layernorm(x)), self.dropout, self.training)


class Decoder(nn.Module):
    """The whole decoder. It takes embeddings, so that soft tokens can stand among text."""

    def __init__(self, sizes=SIZES, dropout=0.0, std=0.03):
        super().__init__()
        self.sizes = dict(sizes)
        self.model = nn.Module()
        self.model.embed_tokens = nn.Embedding(sizes["vocab_size"], sizes["hidden_size"])
        self.model.layers = nn.ModuleList(Layer(sizes, dropout) for _ in range(sizes["num_hidden_layers"]))
        self.model.norm = RMSNorm(sizes["hidden_size"], sizes["rms_norm_eps"])
        self.lm_head = nn.Linear(sizes["hidden_size"], sizes["vocab_size"], bias=False)
        self.head = sizes["hidden_size"] // sizes["num_attention_heads"]
        for name, parameter in self.named_parameters():
            if parameter.ndim == 2:
                scale = (2 * sizes["num_hidden_layers"]) ** -0.5 if name.endswith(("o_proj.weight", "down_proj.weight")) else 1
                nn.init.normal_(parameter, std=std * scale)

    def embed(self, ids):
        """Embeddings of token ids."""
        return self.model.embed_tokens(ids)

    def hidden(self, x, start=0, caches=None):
        """Normalised last hidden states for embeddings x [batch, rows, hidden]."""
        cos, sin = rotary(torch.arange(start, start + x.shape[1]), self.head, self.sizes["rope_theta"])
        for index, layer in enumerate(self.model.layers):
            x = layer(x, cos, sin, caches[index] if caches is not None else None)
        return self.model.norm(x)

    def forward(self, x, start=0, caches=None):
        return self.lm_head(self.hidden(x, start, caches))

    def new_caches(self):
        """Empty key-value caches."""
        return [[] for _ in self.model.layers]


def hf_config(sizes=SIZES):
    """config.json of the Hugging Face folder."""
    return {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_act": "silu", **sizes,
            "attention_bias": False, "mlp_bias": False, "rope_scaling": None, "tie_word_embeddings": False,
            "bos_token_id": 1, "eos_token_id": 2, "unk_token_id": 0, "torch_dtype": "float32"}
