"""Kills `skingpt convert` at random moments and lets it go on, until the container is whole; then compares the bytes.

    python3 Tools/kill_and_resume.py [--times 20] [--seed 1] [--like FILE SECONDS] -- skingpt convert ... --output model.skgpt

The first run is undisturbed and gives the bytes to compare with; for long conversions --like names a container that such a run
made, and how long it took. In each of the following rounds the program is killed
(SIGKILL) at a moment drawn from the time that the undisturbed run took, and started again until it ends by itself.
"""

import argparse
import hashlib
import os
import pathlib
import random
import subprocess
import time


def digest(output: str) -> str:
    """Returns one digest over the container's files."""
    parts = sorted(pathlib.Path(output).parent.glob(pathlib.Path(output).name + "*"))
    total = hashlib.sha256()
    for part in parts:
        with open(part, "rb") as file:
            found = hashlib.file_digest(file, "sha256").digest()
        total.update(part.name.removeprefix(pathlib.Path(output).name).encode() + b"\0" + found)
    return total.hexdigest()


def remove(output: str) -> None:
    """Removes the container and what belongs to it."""
    for part in pathlib.Path(output).parent.glob(pathlib.Path(output).name + "*"):
        part.unlink()


def main() -> None:
    """Runs the rounds and fails at the first difference."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--like", nargs=2, metavar=("FILE", "SECONDS"))
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    output = options.command[options.command.index("--output") + 1]
    generator = random.Random(options.seed)
    remove(output)
    if options.like:
        wanted, duration = digest(options.like[0]), float(options.like[1])
    else:
        began = time.monotonic()
        subprocess.run(options.command, check=True, stdout=subprocess.DEVNULL)
        duration = time.monotonic() - began
        wanted = digest(output)
    print(f"undisturbed: {duration:.2f} s, digest {wanted[:16]}")
    kills = resumed = 0
    while kills < options.times:
        remove(output)
        while True:
            process = subprocess.Popen(options.command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            try:
                _, errors = process.communicate(
                    timeout=generator.uniform(0, duration) if kills < options.times else None)
            except subprocess.TimeoutExpired:
                process.kill()
                _, errors = process.communicate()
            resumed += b"going on after" in errors
            if process.returncode == 0:
                break
            assert process.returncode == -9, errors
            kills += 1
            # A name stands for a whole container or for none.
            assert not os.path.exists(output), "a file under the final name"
        assert digest(output) == wanted, "other bytes"
    print(f"{kills} kills, {resumed} runs went on with an earlier one's work, all bytes equal")


if __name__ == "__main__":
    main()
