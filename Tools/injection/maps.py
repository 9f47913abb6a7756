"""Containers and checkpoints that change while they are mapped."""
import os
import shutil
import time

from bench import Fault, answers, judged, moment


def shrinking(bench, generator, scratch):
    """A file that is cut, overwritten, replaced or removed in the middle of a run."""
    if generator.random() < 0.25:
        return checkpoint(bench, generator, scratch)
    source = bench.model if generator.random() < 0.5 else bench.large
    model = scratch / "m.skgpt"
    shutil.copy(source, model)
    is_json = generator.random() < 0.5
    arguments = ["diagnose", bench.photo, "--force", "--threads", "1", "--model", model] + ["--json"] * is_json

    def undisturbed():
        begun = time.monotonic()
        result = bench.must(*arguments)
        return result.output, time.monotonic() - begun
    right, seconds = bench.once(("text", source, is_json), undisturbed)
    process = bench.start(*arguments)
    time.sleep(moment(generator, seconds))
    how = disturb(model, generator)
    output, errors = process.communicate(timeout=120)
    try:
        result = judged(process.returncode, output, errors)
        if result.status == 0:
            same = answers(output) == answers(right) if is_json else output == right
            if not same:
                raise Fault("another answer")
            return "unharmed"
        if is_json and output:
            raise Fault("an answer beside an error")
        if not right.startswith(output):
            raise Fault(f"words from damaged weights: {output[-200:]!r}")
    except Fault as fault:
        raise Fault(f"{os.path.basename(source)}, {how}, {'json' if is_json else 'text'}: {fault}") from None
    return "refused"


def disturb(path, generator):
    """Does something to a file in use, and says what."""
    size = os.path.getsize(path)
    how = generator.choice(["cut", "overwritten", "replaced", "removed"])
    if how == "cut":
        os.truncate(path, generator.randrange(size))
    elif how == "overwritten":
        with open(path, "r+b") as file:
            file.seek(generator.randrange(size))
            file.write(generator.randbytes(min(size // 4, 8 << 20)))
    elif how == "replaced":
        other = path.with_suffix(".other")
        other.write_bytes(generator.randbytes(size // 2))
        os.replace(other, path)
    else:
        os.remove(path)
    return how


def checkpoint(bench, generator, scratch):
    """A checkpoint that is cut while it is converted; what is written is right or absent."""
    folder, output = scratch / "checkpoints", scratch / "m.skgpt"
    shutil.copytree(bench.shipped, folder)
    own = ["convert", *bench.shipped_arguments, "int8", "--rounding", "plain", "--quiet", "--output"]

    def undisturbed():
        begun = time.monotonic()
        bench.must(*own, bench.folder / "undisturbed.skgpt")
        return (bench.folder / "undisturbed.skgpt").read_bytes(), time.monotonic() - begun
    right, seconds = bench.once("undisturbed conversion", undisturbed)
    arguments = [str(part).replace(str(bench.shipped), str(folder)) for part in own]
    process = bench.start(*arguments, output)
    time.sleep(moment(generator, seconds))
    victim = generator.choice([folder / "blip2.safetensors", folder / "eva_vit.safetensors",
                               folder / "language/model.safetensors"])
    how = disturb(victim, generator)
    out, errors = process.communicate(timeout=120)
    result = judged(process.returncode, out, errors)
    if result.status == 0 and output.read_bytes() != right:
        raise Fault(f"{victim.name} was {how} while it was converted, and other weights were written")
    if result.status and output.exists():
        raise Fault("a failed conversion left a container")
    return "refused" if result.status else "unharmed"
