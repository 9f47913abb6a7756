"""Disks that are full and inputs that fail while they are read."""
import contextlib
import json
import os
import resource
import shutil
import subprocess
import threading

from bench import Fault, tiny
from cases import CaseList


@contextlib.contextmanager
def small_disk(folder, byte_count):
    """A file system with so much room; nothing where none can be made."""
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={max(byte_count, 4096)}", "tmpfs", folder],
                          capture_output=True).returncode == 0
    try:
        yield made
    finally:
        if made:
            subprocess.run(["umount", folder], check=True)


def file_limit(byte_count):
    """As `ulimit -f`."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (byte_count, byte_count))


def full_disk(bench, generator, scratch):
    """A run that cannot write ends with 74 and leaves no half file under a final name."""
    writers = {
        "convert": (["convert", *bench.tiny_arguments, "--output", "m.skgpt"], ["m.skgpt"]),
        "pages": (["diagnose", bench.photo, "--force", "--threads", "1", "--max-tokens", "4", "--model", bench.model,
                   "--html", "page.html", "--fhir", "bundle.json"], ["page.html", "bundle.json"]),
        "batch": (["diagnose", bench.photos, "--force", "--threads", "1", "--max-tokens", "4", "--model", bench.model,
                   "--jsonl", "out.jsonl", "--resume"], ["out.jsonl"]),
        "export": (["export", bench.tiny, "--safetensors", "all.safetensors"], ["all.safetensors"]),
        "gguf": (["export", bench.tiny, "--gguf", "m.gguf"], ["m.gguf"]),
        "trace": (["trace", bench.photo, "--model", bench.tiny, "--question", "What?", "--output", "t.safetensors"],
                  ["t.safetensors"]),
        "fit": (["fit", *bench.fit_arguments, "--output", "clinic.fit"], ["clinic.fit"]),
    }
    if generator.random() < 0.25:
        return full_case_list(bench, generator, scratch)
    name = generator.choice(sorted(writers))
    arguments, outputs = writers[name]
    sizes = bench.once(f"sizes of {name}", lambda: written(bench, arguments, outputs))
    room = generator.randrange(sum(map(len, sizes.values())))
    with small_disk(scratch / "disk", room) as is_small:
        limits = None if is_small and generator.random() < 0.7 else file_limit(room)
        result = bench.run(*arguments, folder=scratch / "disk", limits=limits)
        if result.status not in (0, 74):
            raise Fault(f"status {result.status} on a full disk: {result.errors!r}")
        for output in outputs:
            path = scratch / "disk" / output
            if not path.exists():
                if result.status == 0:
                    raise Fault(f"'{output}' is reported as written and is not there")
                continue
            data = path.read_bytes()
            if output.endswith(".jsonl"):
                if data and not data.endswith(b"\n"):
                    raise Fault("half a line stays")
                for line in data.splitlines():
                    json.loads(line)
            elif output in ("page.html", "bundle.json"):
                # Times differ from run to run; what ends as it should is whole.
                if data[-8:] != sizes[output][-8:]:
                    raise Fault(f"'{output}' is not whole")
            elif data != sizes[output]:
                raise Fault(f"'{output}' is not whole")
    return "refused" if result.status else "unharmed"


def written(bench, arguments, outputs):
    """What a run with room writes."""
    folder = bench.folder / "room"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    bench.must(*arguments, folder=folder)
    return {output: (folder / output).read_bytes() for output in outputs}


def full_case_list(bench, generator, scratch):
    """Cases that were answered as kept are there when there is room again."""
    kept = {}
    with small_disk(scratch / "disk", generator.randrange(100_000, 600_000)) as is_small:
        path = scratch / "disk/cases.db"
        limits = None if is_small else file_limit(generator.randrange(100_000, 600_000))
        with CaseList(bench, path, limits=limits) as cases:
            for number in range(12):
                status, body = cases.keep(number)
                if status == 201:
                    entry = json.loads(body)
                    kept[entry["id"]] = (entry, cases.page(entry["id"])[1])
                elif status not in (500, 507):
                    raise Fault(f"status {status} on a full disk")
            if len(kept) == 12:
                raise Fault("the disk was not full")
        shutil.copy(path, scratch / "rescued.db")
        if os.path.exists(f"{path}-journal"):
            shutil.copy(f"{path}-journal", scratch / "rescued.db-journal")
    with CaseList(bench, scratch / "rescued.db") as cases:
        if cases.refusal:
            raise Fault(f"the list cannot be opened after a full disk: {cases.refusal.errors!r}")
        listed = {entry["id"]: entry for entry in cases.listed() or []}
        for identity, (entry, page) in kept.items():
            if listed.get(identity) != entry or cases.page(identity) != (200, page):
                raise Fault("a case that was reported as kept is lost")
    return "refused"


def failing_input(bench, generator, scratch):
    """A run whose input cannot be read ends, soon, and says so."""
    bad = scratch / "bad"
    how = generator.choice(["pipe without a writer", "pipe that ends", "folder", "unreadable", "dangling", "empty"])
    # A pipe is a photo or a history as a shell gives it; without a writer one waits for it, as everywhere.
    of_pipes = ["photo", "history", "labels"]
    uses = ["model", "alignment pack", "fit", "checkpoint", "case list", *of_pipes]
    if how == "pipe without a writer":
        uses = uses[:5]
    if how == "pipe that ends":
        uses = of_pipes
    use = generator.choice(uses)
    short = ["--force", "--threads", "1", "--max-tokens", "4", "--json"]
    vision = bench.tiny_arguments.copy()
    vision[1] = bad
    arguments = {
        "model": ["diagnose", bench.photo, *short, "--model", bad],
        "alignment pack": ["diagnose", bench.photo, *short, "--model", bench.tiny, "--alignment-pack", bad],
        "fit": ["diagnose", bench.photo, *short, "--model", bench.model, "--fit", bad],
        "checkpoint": ["convert", *vision, "--output", scratch / "m.skgpt"],
        "case list": ["serve", "--quiet", "--port", 20_000 + os.getpid() % 20_000, "--model", bench.model, "--cases", bad],
        "photo": ["diagnose", bad, *short, "--model", bench.model],
        "history": ["diagnose", bench.photo, *short, "--model", bench.model, "--history", bad],
        "labels": ["fit", "--labels", bad, "--photos", bench.photos, "--model", bench.model, "--output", scratch / "f"],
    }[use]
    writer = None
    if how.startswith("pipe"):
        os.mkfifo(bad)
        if how == "pipe that ends":
            half = {"photo": (bench.photos / "0.png").read_bytes()[:20_000], "history": b'{"age": 4',
                    "labels": b"file,class_slug\n0.png,acn"}[use]
            writer = threading.Thread(target=lambda: bad.write_bytes(half))
            writer.start()
    elif how == "folder":
        bad.mkdir()
    elif how == "unreadable":
        # Reading the first page of a process's memory is an input/output error.
        bad.symlink_to("/proc/self/mem")
    elif how == "dangling":
        bad.symlink_to(scratch / "nowhere")
    else:
        bad.touch()
    if use == "case list" and how in ("dangling", "empty"):
        # These begin a list.
        return "unharmed"
    try:
        result = bench.run(*arguments, seconds=40)
    except Fault as fault:
        raise Fault(f"{use}, {how}: {fault}") from None
    if writer:
        writer.join()
    if result.status not in (65, 66, 74):
        raise Fault(f"{use}, {how}: status {result.status} {result.errors!r}")
    if result.output:
        raise Fault(f"{use}, {how}: an answer {result.output[:200]!r}")
    return "refused"
