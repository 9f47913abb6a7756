"""Holds a container against another of the same model, stage by stage: what fewer bits turn, in cosines.

    python compare_stages.py --program ../skingpt --reference FLOAT.skgpt --model ROW.skgpt PHOTO ...

Prints for each stage of `skingpt trace` the mean and the least cosine over the photos.
"""
import argparse
import os
import subprocess
import tempfile

from safetensors.torch import load_file

from compare_trace import QUESTION, STAGES, cosine


def stages(program, model, photo, folder):
    """Every stage of one photo, by name."""
    path = os.path.join(folder, "trace.safetensors")
    subprocess.run([program, "trace", photo, "--model", model, "--question", QUESTION, "--output", path], check=True)
    return load_file(path)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--program", "--reference", "--model"):
        parser.add_argument(name, required=True)
    parser.add_argument("photos", nargs="+")
    arguments = parser.parse_args()
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for photo in arguments.photos:
            right = stages(arguments.program, arguments.reference, photo, folder)
            other = stages(arguments.program, arguments.model, photo, folder)
            for stage in STAGES:
                if stage in right:
                    found.setdefault(stage, []).append(cosine(right[stage], other[stage]))
    for stage, values in found.items():
        print(f"{stage:12} mean {sum(values) / len(values):.6f}  least {min(values):.6f}")
