"""Files whose bits turned or whose end is missing."""
import json
import os
import pathlib
import shutil

from bench import Fault, answers, damaged, tiny
from cases import CaseList


def refused_or_same(bench, result, right, alike=lambda report: report):
    """A diagnosis with a damaged file either fails or says what it says without the damage."""
    if result.status:
        if result.output:
            raise Fault(f"status {result.status}, but an answer: {result.output[:200]!r}")
        return "refused"
    if [alike(report) for report in answers(result.output)] != [alike(report) for report in right]:
        raise Fault("an answer from damaged bytes")
    return "unharmed"


def write(path, source, generator):
    path.write_bytes(damaged(pathlib.Path(source).read_bytes(), generator))
    return path


def container(bench, generator, scratch):
    model = write(scratch / "m.skgpt", bench.model, generator)
    return refused_or_same(bench, bench.diagnose("--model", model), bench.right("--model", bench.model))


def large_container(bench, generator, scratch):
    model = write(scratch / "m.skgpt", bench.large, generator)
    result = bench.diagnose("--model", model)
    if result.status == 0 and not json.loads(result.output)["model"]["verified"]:
        raise Fault("a report from a container that is not verified")
    if (scratch / "m.skgpt.verified").exists() and result.status:
        raise Fault("a damaged container is remembered as verified")
    return refused_or_same(bench, result, bench.right("--model", bench.large))


def pack(bench, generator, scratch):
    own = write(scratch / "own.pack", bench.pack, generator)
    arguments = ["--model", bench.tiny, "--alignment-pack"]
    return refused_or_same(bench, bench.diagnose(*arguments, own), bench.right(*arguments, bench.pack))


def fit(bench, generator, scratch):
    own = write(scratch / "clinic.fit", bench.fit, generator)

    def alike(report):
        # Where a space of the file was hit, only the digest of the file is another one.
        model = dict(report["model"], fit={key: value for key, value in report["model"]["fit"].items() if key != "digest"})
        return dict(report, model=model)
    arguments = ["--model", bench.model, "--fit"]
    return refused_or_same(bench, bench.diagnose(*arguments, own), bench.right(*arguments, bench.fit), alike)


def case_list(bench, generator, scratch):
    """Each case comes as it was kept, or the list or the case is called damaged."""
    made = bench.once("case list", lambda: CaseList.make(bench, bench.folder / "cases.db", 3))
    path = write(scratch / "cases.db", bench.folder / "cases.db", generator)
    with CaseList(bench, path) as found:
        if found.refusal:
            return "refused"
        listed = found.listed()
        if listed is None:
            return "refused"
        seen = {entry["id"]: entry for entry in listed}
        refused = False
        for identity, (entry, page) in made.items():
            status, bytes_ = found.page(identity)
            if status == 500:
                refused = True
            elif status != 200 or seen.get(identity) is None:
                raise Fault("a kept case is gone, and nothing says that the list is damaged")
            elif seen[identity].get("damaged"):
                refused = True
            elif bytes_ != page or seen[identity] != entry:
                raise Fault("a kept case changed, and nothing says that the list is damaged")
    return "refused" if refused else "unharmed"


# Formats without a sum over the numbers: a flip there cannot be seen by anybody.
WITHOUT_SUMS = (".safetensors", ".json", ".model", ".gguf")


def checkpoint(bench, generator, scratch):
    """What is written of a damaged checkpoint equals what the whole one gives, or nothing is written."""
    folder = scratch / "tiny"
    if generator.random() < 0.6:
        source, arguments = tiny, bench.checkpoints(folder)
    else:
        source = bench.once("tiny checkpoints", lambda: written_out(bench))
        arguments = [str(part).replace(".pth", ".safetensors") for part in bench.checkpoints(folder)]
    shutil.copytree(source, folder)
    right = bench.once(f"container of {source}", lambda: converted(bench, source, arguments, folder))
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "expected.safetensors")
    used = [path for path in files if str(path) in map(str, arguments) or path.parent.name == "language"]
    victim = generator.choices(used, [path.stat().st_size ** 0.5 for path in used])[0]
    write(victim, victim, generator)
    output = scratch / "m.skgpt"
    result = bench.run("convert", *arguments, "--output", output, seconds=60)
    if result.status:
        if output.exists():
            raise Fault("a failed conversion left a container")
        return "refused"
    if output.read_bytes() == right:
        return "unharmed"
    if victim.suffix not in WITHOUT_SUMS:
        raise Fault(f"{victim.name} was damaged, and other weights were written")
    if bench.run("verify", output).status:
        raise Fault("a container was written that does not verify")
    return "unseen"


def written_out(bench):
    """The tiny model as safetensors."""
    folder = bench.folder / "tiny-checkpoints"
    bench.must("export", bench.tiny, "--checkpoints", folder)
    return folder


def converted(bench, source, arguments, folder):
    """The bytes of the container that whole checkpoints give."""
    output = bench.folder / "right.skgpt"
    bench.must("convert", *[str(part).replace(str(folder), str(source)) for part in arguments], "--output", output)
    data = output.read_bytes()
    os.remove(output)
    return data
