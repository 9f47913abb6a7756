"""SIGKILL at random moments of what writes."""
import http.client
import json
import shutil
import time

from bench import Fault, moment
from cases import CaseList, kill_after


def killed(bench, generator, seconds, *arguments):
    """Starts and kills; tells whether it had ended before, and what it had written to standard error."""
    process = bench.start(*arguments)
    timer = kill_after(process, moment(generator, seconds))
    _, errors = process.communicate()
    timer.cancel()
    if process.returncode not in (0, -9):
        raise Fault(f"status {process.returncode} beside a kill: {errors[-300:]!r}")
    return process.returncode == 0, errors


def convert(bench, generator, scratch):
    """A name stands for a whole container or for none; the next run ends with the same bytes."""
    arguments = ["convert", *bench.shipped_arguments, "int8", "--rounding", "plain", "--quiet", "--output"]

    def undisturbed():
        begun = time.monotonic()
        bench.must(*arguments, bench.folder / "undisturbed.skgpt")
        return (bench.folder / "undisturbed.skgpt").read_bytes(), time.monotonic() - begun
    right, seconds = bench.once("undisturbed conversion", undisturbed)
    output, resumed = scratch / "m.skgpt", False
    ended, _ = killed(bench, generator, seconds, *arguments, output)
    if not ended:
        if output.exists():
            raise Fault("a file under the final name")
        result = bench.must(*arguments, output)
        resumed = b"going on after" in result.errors
    if output.read_bytes() != right:
        raise Fault("other bytes after a kill")
    return "unharmed" if ended else "resumed" if resumed else "refused"


def batch(bench, generator, scratch):
    """Every whole line stays, and in the end each photo has one."""
    folder, lines = scratch / "photos", scratch / "out.jsonl"
    folder.mkdir()
    for number in range(8):
        shutil.copy(bench.photos / f"{number % 4}.png", folder / f"{number}.png")
    arguments = ["diagnose", folder, "--force", "--threads", "1", "--max-tokens", "4", "--model", bench.model,
                 "--jsonl", lines, "--resume"]

    def undisturbed():
        begun = time.monotonic()
        bench.must(*arguments)
        lines.unlink()
        return time.monotonic() - begun
    ended, _ = killed(bench, generator, bench.once("batch", undisturbed), *arguments)
    before = lines.read_bytes() if lines.exists() else b""
    whole = before[:before.rfind(b"\n") + 1]
    bench.must(*arguments)
    after = lines.read_bytes()
    if not after.startswith(whole):
        raise Fault("a line that was written is lost")
    names = [json.loads(line)["photo"]["file"] for line in after.splitlines()]
    if sorted(names) != [f"{number}.png" for number in range(8)]:
        raise Fault(f"lines of {names}")
    return "unharmed" if ended else "resumed"


def fit(bench, generator, scratch):
    """The fit that was there stays until the new one is whole."""
    output = scratch / "clinic.fit"
    shutil.copy(bench.fit, output)
    old = output.read_bytes()

    def undisturbed():
        begun = time.monotonic()
        bench.must("fit", *bench.fit_arguments, "--allow-merge", "--output", bench.folder / "new.fit")
        return (bench.folder / "new.fit").read_bytes(), time.monotonic() - begun
    new, seconds = bench.once("new fit", undisturbed)
    killed(bench, generator, seconds, "fit", *bench.fit_arguments, "--allow-merge", "--output", output)
    if output.read_bytes() not in (old, new):
        raise Fault("neither the old fit nor the new one")
    bench.must("fit", *bench.fit_arguments, "--allow-merge", "--output", output)
    return "resumed"


def case_list(bench, generator, scratch):
    """What was answered as kept is there, what was answered as deleted is not."""
    path, kept, gone = scratch / "cases.db", {}, set()
    with CaseList(bench, path) as cases:
        cases.report()
        timer = kill_after(cases.process, generator.uniform(0, 0.6))
        try:
            for number in range(100_000):
                status, body = cases.keep(number)
                if status != 201:
                    raise Fault(f"not kept: {status} {body[:200]!r}")
                entry = json.loads(body)
                kept[entry["id"]] = entry
                if number % 3 == 2:
                    victim = generator.choice(sorted(kept))
                    del kept[victim]
                    if cases.ask("DELETE", f"/api/cases/{victim}")[0] == 200:
                        gone.add(victim)
        except (OSError, http.client.HTTPException):
            pass
        timer.cancel()
        cases.process.communicate()
    with CaseList(bench, path) as cases:
        if cases.refusal:
            raise Fault(f"the list cannot be opened after a kill: {cases.refusal.errors!r}")
        listed = {entry["id"]: entry for entry in cases.listed() or []}
        for identity, entry in kept.items():
            if listed.get(identity) != entry or cases.page(identity)[0] != 200:
                raise Fault("a case that was reported as kept is lost")
        if gone & set(listed):
            raise Fault("a case that was reported as deleted is there")
    return "resumed"
