"""The number format of the networks' forward passes."""
import torch


def computes_bfloat16():
    """Whether this CPU multiplies bfloat16 itself; elsewhere it is emulated, and slower than float32."""
    able = torch.cpu.get_capabilities()
    return any(able.get(name, False) for name in ("avx512_bf16", "amx_bf16"))


def autocast():
    """The context of a forward pass: bfloat16 where the CPU computes it, float32 elsewhere."""
    return torch.autocast("cpu", torch.bfloat16, enabled=computes_bfloat16())
