"""Diagnoses a folder in two shards, kills one of them, goes on, and looks at what came out.

    python3 Tools/batch_check.py PROGRAM PHOTOS [--count 500] [--broken 20] [--seed 1]

PHOTOS is a folder of photos; links to some of them and broken files are put into a folder of their own. In the end every
photo has exactly one line, and a broken one a line with its error.
"""

import argparse
import json
import os
import pathlib
import random
import signal
import subprocess
import tempfile
import time


def lines(path: pathlib.Path) -> list[dict]:
    """Returns the objects of a file; every line must be whole."""
    text = path.read_bytes()
    assert text.endswith(b"\n"), f"{path} ends in half a line"
    return [json.loads(line) for line in text.splitlines()]


def main() -> None:
    """Runs the shards and fails at the first thing that is lost or doubled."""
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("photos")
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--broken", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    draw = random.Random(options.seed)
    found = sorted(path for path in pathlib.Path(options.photos).rglob("*") if path.suffix in {".jpg", ".jpeg", ".png"})
    chosen = draw.sample(found, options.count - options.broken)
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        photos = root / "photos"
        (photos / "more").mkdir(parents=True)
        for index, path in enumerate(chosen):
            (photos / ("more" if index % 3 == 0 else ".") / f"{index:04}{path.suffix}").symlink_to(path.resolve())
        for index in range(options.broken):
            content = [b"", b"<html>", chosen[index].read_bytes()[:40], draw.randbytes(300)][index % 4]
            (photos / f"broken-{index:02}.jpg").write_bytes(content)
        outputs = [root / f"part-{shard}.jsonl" for shard in (1, 2)]

        def run(shard: int) -> subprocess.Popen:
            return subprocess.Popen(
                [options.program, "diagnose", str(photos), "--jsonl", str(outputs[shard - 1]), "--resume", "--shard",
                 f"{shard}/2", "--quiet", "--threads", "1"])

        began = time.monotonic()
        first, second = run(1), run(2)
        while not outputs[0].exists() or outputs[0].stat().st_size < 60_000:
            assert first.poll() is None, "the shard ended before it could be killed"
            time.sleep(0.05)
        first.send_signal(signal.SIGKILL)
        first.wait()
        killed_after = outputs[0].read_bytes().count(b"\n")
        # What a kill in the middle of a write can leave.
        with open(outputs[0], "ab") as file:
            file.write(b'{"schema":"skingpt.re')
        again = run(1)
        assert again.wait() == 0 and second.wait() == 0
        union = [line for output in outputs for line in lines(output)]
        names = [line["photo"]["file"] for line in union]
        expected = {os.path.relpath(path, photos) for path in photos.rglob("*.*")}
        assert len(names) == len(set(names)), "doubles"
        assert set(names) == expected, sorted(expected ^ set(names))[:5]
        failed = {line["photo"]["file"] for line in union if "error" in line}
        assert failed == {name for name in names if name.startswith("broken")}, sorted(failed)[:5]
        print(f"{len(union)} lines, {len(failed)} of them errors, no doubles; one shard was killed after {killed_after}"
              f" lines; {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
