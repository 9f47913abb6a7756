"""Write or check `Goldens/pipeline`: tiny checkpoints, a drawn photo, and what the original libraries make of them.

    python pipeline_goldens.py write ../../Tests/SkinTestSupport/Goldens
    python pipeline_goldens.py check ../../Tests/SkinTestSupport/Goldens

`check` makes everything again in a temporary folder. It compares digests, and where a digest differs (a file may hold
the same values in other bytes) the values, tensor by tensor; it leaves with 1 when anything is different.
"""
import argparse
import datetime
import hashlib
import importlib.metadata
import json
import os
import sys
import tempfile

import numpy as np
import torch
from PIL import Image
from safetensors.torch import load_file, save_file

import make_checkpoints
import photos
import run_reference
from layouts import Checkpoints

FOLDER = "pipeline"
SEEDS = {"tiny": 42, "tiny-grouped": 18, "tiny-joined": 80, "tiny-joined-wide": 53}  # chosen among 50: greedy and beam tokens lead clearly and differ
PHOTOS = {"tiny": {"width": 97, "height": 71, "seed": 3}, "tiny-grouped": {"width": 50, "height": 64, "seed": 4},
          "tiny-joined": {"width": 83, "height": 60, "seed": 5}, "tiny-joined-wide": {"width": 60, "height": 90, "seed": 6}}
CASE = {"question": "Could you describe the skin disease in this image for me?", "answer": "The image shows a red plaque; 5 µm scale.",
        "second_question": "Naïve guess: is it > 12 mm wide – or not?", "generate": 12, "beams": 3, "penalty": 0.4}
VALUE_TOLERANCE = 2e-5  # relative, for expected values made on another processor: float32, sums in another order
PACKAGES = ("torch", "transformers", "sentencepiece", "safetensors", "pillow", "numpy")


def write(folder):
    """All presets into `folder`; returns the relative paths."""
    for name, seed in SEEDS.items():
        target = os.path.join(folder, name)
        make_checkpoints.make(name, seed, target)
        photo = os.path.join(target, "photo.png")
        photos.draw(photo, **PHOTOS[name])
        make_checkpoints.write_json(os.path.join(target, "case.json"), CASE)
        checkpoints = Checkpoints(target)
        template = run_reference.JOINED_TEMPLATE if checkpoints.joined_count else run_reference.TEMPLATE
        make_checkpoints.write_json(os.path.join(target, "template.json"), template)
        values, report = run_reference.expected(checkpoints, photo, CASE, template)
        save_file(values, os.path.join(target, "expected.safetensors"))
        for path, _, files in os.walk(target):
            for file in files:
                os.chmod(os.path.join(path, file), 0o644)
        print(name, {key: f"{error:.1e}" for key, error in report.items()})
    return sorted(os.path.relpath(os.path.join(path, file), folder) for path, _, files in os.walk(folder) for file in files)


def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def manifest(folder, paths):
    versions = {name: importlib.metadata.version(name) for name in PACKAGES}
    entries = [{"path": f"{FOLDER}/{path}", "bytes": os.path.getsize(os.path.join(folder, path)),
                "sha256": digest(os.path.join(folder, path))} for path in paths]
    return {"made_by": "Tools/reference/pipeline_goldens.py", "seeds": SEEDS, "date": datetime.date.today().isoformat(),
            "versions": versions, "files": entries}


def flat(value, prefix=""):
    """The tensors and other leaves of nested dictionaries and lists."""
    if isinstance(value, (dict, list, tuple)):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        return {name: leaf for key, part in items for name, leaf in flat(part, f"{prefix}/{key}").items()}
    return {prefix: value}


def load(path):
    """A file's values."""
    if path.endswith(".safetensors"):
        return load_file(path)
    if path.endswith((".pth", ".bin")):
        return flat(torch.load(path, map_location="cpu", weights_only=False))
    if path.endswith(".png"):
        with Image.open(path) as image:
            return {"": torch.from_numpy(np.array(image))}
    with open(path, "rb") as file:
        return {"": file.read()}


def difference(ours, theirs, tolerance):
    """What is different between two files' values, in a word; None if nothing is."""
    a, b = load(ours), load(theirs)
    if a.keys() != b.keys():
        return f"names: {sorted(a.keys() ^ b.keys())}"
    for name in a:
        if not torch.is_tensor(a[name]):
            if a[name] != b[name]:
                return name or "bytes"
        elif a[name].dtype != b[name].dtype or a[name].shape != b[name].shape:
            return f"type or shape of {name}"
        elif not torch.equal(a[name], b[name]):
            if not a[name].is_floating_point() or not run_reference.relative(a[name], b[name]) <= tolerance:
                return f"values of {name}"
    return None


def check(goldens):
    """Make everything again and compare with what is there; returns the number of differences."""
    with open(os.path.join(goldens, "manifest.json"), encoding="utf-8") as file:
        recorded = {entry["path"].removeprefix(FOLDER + "/"): entry for entry in json.load(file)[FOLDER]["files"]}
    committed, faults, same = os.path.join(goldens, FOLDER), [], 0
    with tempfile.TemporaryDirectory() as fresh:
        paths = write(fresh)
        for path in sorted(set(paths) ^ recorded.keys()):
            faults.append(f"{path}: not in both")
        for path in sorted(set(paths) & recorded.keys()):
            ours, theirs = os.path.join(committed, path), os.path.join(fresh, path)
            if digest(ours) != recorded[path]["sha256"]:
                faults.append(f"{path}: not the file of the manifest")
            elif digest(theirs) == recorded[path]["sha256"]:
                same += 1
            else:
                found = difference(ours, theirs, VALUE_TOLERANCE if path.endswith("expected.safetensors") else 0)
                if found:
                    faults.append(f"{path}: {found}")
    print(*faults, f"{len(recorded)} files recorded, {same} made again byte for byte, {len(faults)} different", sep="\n")
    return len(faults)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=("write", "check"))
    parser.add_argument("goldens", help="Tests/SkinTestSupport/Goldens")
    chosen = parser.parse_args()
    torch.manual_seed(0)
    if chosen.action == "check":
        sys.exit(1 if check(chosen.goldens) else 0)
    folder, file = os.path.join(chosen.goldens, FOLDER), os.path.join(chosen.goldens, "manifest.json")
    content = run_reference.read_json(file) if os.path.exists(file) else {}
    content[FOLDER] = manifest(folder, write(folder))
    make_checkpoints.write_json(file, content)


if __name__ == "__main__":
    main()
