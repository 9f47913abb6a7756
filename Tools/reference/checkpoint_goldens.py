"""Makes the goldens of the checkpoint module with torch and safetensors.

    *.pth, *.safetensors, folders   small checkpoints of every kind that is read
    expected.json                   for each of them the tensors' shapes and values as float32
    positions.json                  position grids resized by torch, bicubic

Usage: python checkpoint_goldens.py OUTPUT_FOLDER
Needs torch and safetensors. The values are the same on every run.
"""

import collections
import json
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file

SEED = 7
KINDS = {"f32": torch.float32, "f16": torch.float16, "bf16": torch.bfloat16, "f64": torch.float64}


def values(tensor):
    return {"shape": list(tensor.shape), "values": tensor.detach().float().flatten().tolist()}


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    expected = {}

    def note(name, tensors):
        expected[name] = {key: values(tensor) for key, tensor in tensors.items()}

    kinds = {key: torch.randn(2, 3).to(kind) for key, kind in KINDS.items()}
    kinds["scalar"] = torch.tensor(1.5)
    kinds["empty"] = torch.zeros(0, 4)
    torch.save(kinds, folder / "kinds.pth")
    note("kinds.pth", kinds)
    save_file(kinds, folder / "kinds.safetensors", metadata={"format": "pt"})
    note("kinds.safetensors", kinds)

    base = torch.arange(24, dtype=torch.float32)
    views = {
        "whole": base,
        "offset": base[5:17].view(3, 4),
        "transposed": base.view(4, 6).t(),
        "permuted": base.view(2, 3, 4).permute(2, 0, 1),
        "every_second": base[::2],
        "expanded": base[:3].view(3, 1).expand(3, 4),
        "parameter": torch.nn.Parameter(base[1:5].clone()),
    }
    torch.save(views, folder / "views.pth")
    note("views.pth", views)

    model = collections.OrderedDict(a=torch.randn(2, 2), b=torch.randn(3))
    optimizer = torch.optim.AdamW([torch.nn.Parameter(tensor.clone()) for tensor in model.values()])
    for group in optimizer.param_groups:
        for parameter in group["params"]:
            parameter.grad = torch.ones_like(parameter)
    optimizer.step()
    config = {"run": {"lr": 1e-4, "name": "stage 2", "seed": -3, "big": 2**40, "flags": [True, False, None], "pair": (1, "x")}}
    whole = {"model": model, "optimizer": optimizer.state_dict(), "config": config, "scaler": {}, "epoch": 4}
    torch.save(whole, folder / "training.pth")
    note("training.pth", model)

    module = torch.nn.Linear(2, 3)
    torch.save({"state_dict": module.state_dict()}, folder / "module.pth")
    note("module.pth", module.state_dict())

    shards = [{"x": torch.randn(2, 2).half()}, {"y": torch.randn(3).half(), "z": torch.randn(1, 2).half()}]
    for kind, stem in (("safetensors", "model"), ("bin", "pytorch_model")):
        target = folder / f"sharded-{kind}"
        target.mkdir(exist_ok=True)
        names = [f"{stem}-0000{index + 1}-of-00002.{kind}" for index in range(2)]
        for name, shard in zip(names, shards):
            save_file(shard, target / name) if kind == "safetensors" else torch.save(shard, target / name)
        index = {
            "metadata": {"total_size": 18},
            "weight_map": {key: name for name, shard in zip(names, shards) for key in shard},
        }
        (target / f"{stem}.{kind}.index.json").write_text(json.dumps(index))
        note(f"sharded-{kind}", {key: tensor for shard in shards for key, tensor in shard.items()})

    legacy = {"model": {**kinds, "transposed": views["transposed"], "shared": views["whole"]}, "optimizer": optimizer.state_dict()}
    torch.save(legacy, folder / "legacy.pth", _use_new_zipfile_serialization=False)
    note("legacy.pth", legacy["model"])

    (folder / "expected.json").write_text(json.dumps(expected))

    positions = []
    for side, new_side in ((3, 4), (4, 3), (2, 5), (5, 2), (1, 2)):
        table = torch.randn(1 + side * side, 2)
        grid = table[1:].view(1, side, side, 2).permute(0, 3, 1, 2)
        grid = torch.nn.functional.interpolate(grid, size=(new_side, new_side), mode="bicubic", align_corners=False)
        resized = torch.cat((table[:1], grid.permute(0, 2, 3, 1).reshape(-1, 2)))
        positions.append({"side": side, "newSide": new_side, "input": values(table)["values"], "output": values(resized)["values"]})
    (folder / "positions.json").write_text(json.dumps(positions))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
