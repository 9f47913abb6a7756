"""What the kinds of faults share: files to damage, runs, and the judgement of how a run ended."""
import json
import os
import pathlib
import shutil
import subprocess

from common import photo

STATUSES = {0, 64, 65, 66, 74, 130}
root = pathlib.Path(__file__).resolve().parent.parent.parent
tiny = root / "Tests/SkinTestSupport/Goldens/pipeline/tiny"


class Fault(Exception):
    """What the program did wrong after a fault."""


class Run:
    """A run that ended."""

    def __init__(self, status, output, errors):
        self.status, self.output, self.errors = status, output, errors


def judged(status, output, errors):
    """The run, if it ended as the contract says."""
    if status < 0:
        raise Fault(f"signal {-status}: {errors[-300:]!r}")
    if status not in STATUSES:
        raise Fault(f"status {status}: {errors[-300:]!r}")
    if status not in (0, 130):
        lines = errors.decode("utf8", "replace").strip().splitlines()
        if len(lines) < 2 or not lines[-2].startswith("error: ") or not lines[-1].startswith("help: "):
            raise Fault(f"status {status} without two lines: {errors[-300:]!r}")
    return Run(status, output, errors)


def answers(output):
    """The reports without what differs from run to run."""
    reports = []
    for line in output.decode().splitlines():
        report = json.loads(line)
        for key in ("timing", "memory"):
            report.pop(key, None)
        reports.append(report)
    return reports


def damaged(data, generator):
    """A bit flipped, the end cut, or a page zeroed: what disks and copies do."""
    data = bytearray(data)
    kind = generator.random()
    if kind < 0.7:
        place = generator.randrange(len(data))
        data[place] ^= 1 << generator.randrange(8)
    elif kind < 0.9:
        del data[generator.randrange(len(data)):]
    else:
        place = generator.randrange(len(data)) // 4096 * 4096
        data[place:place + 4096] = bytes(len(data[place:place + 4096]))
    return bytes(data)


class Bench:
    """Made once: photos, containers, a pack, a fit, checkpoints."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.environment = {key: value for key, value in os.environ.items() if not key.startswith("SKINGPT_")}
        self.environment["SWIFT_BACKTRACE"] = "enable=no"
        self.photos = folder / "photos"
        self.photos.mkdir()
        for seed in range(4):
            (self.photos / f"{seed}.png").write_bytes(photo(seed))
        self.photo = str(self.photos / "0.png")
        self.model = str(folder / "model.skgpt")
        shutil.copy(root / "quantized/skingpt-mini.skgpt", self.model)
        self.tiny_arguments = self.checkpoints(tiny)
        self.tiny = str(folder / "tiny.skgpt")
        self.must("convert", *self.tiny_arguments, "--output", self.tiny)
        self.pack = str(folder / "tiny.pack")
        self.must("pack", "--base", self.tiny, "--alignment", tiny / "alignment.pth", "--config",
                  tiny / "model.json", "--template", tiny / "template.json", "--output", self.pack)
        self.shipped = folder / "checkpoints"
        self.must("export", self.model, "--checkpoints", self.shipped)
        self._made = {}

    def checkpoints(self, folder):
        """The arguments that convert the tiny model of a folder."""
        return ["--vision", folder / "eva_vit.pth", "--qformer", folder / "blip2.pth", "--alignment",
                folder / "alignment.pth", "--language", folder / "language", "--config", folder / "model.json",
                "--template", folder / "template.json", "--weights", "f32"]

    @property
    def shipped_arguments(self):
        """The arguments that convert the default model as it was written out."""
        made = self.shipped
        return ["--vision", made / "eva_vit.safetensors", "--qformer", made / "blip2.safetensors", "--alignment",
                made / "alignment.safetensors", "--language", made / "language", "--config", made / "model.json",
                "--template", made / "template.json", "--calibration", made / "calibration.json", "--weights"]

    def once(self, name, make):
        """What `make` gives, made at the first call."""
        if name not in self._made:
            self._made[name] = make()
        return self._made[name]

    @property
    def large(self):
        """A container above 64 MiB, whose digests are checked in the background."""
        def made():
            path = str(self.folder / "large.skgpt")
            self.must("convert", *self.shipped_arguments, "f32", "--output", path)
            if os.path.getsize(path) <= 64 << 20:
                raise Fault("the large container is too small to be checked in the background")
            return path
        return self.once("large", made)

    @property
    def fit(self):
        """A fit over the default model, of drawn photos in two colours."""
        def made():
            path = str(self.folder / "clinic.fit")
            self.must("fit", *self.fit_arguments, "--output", path)
            return path
        return self.once("fit", made)

    @property
    def fit_arguments(self):
        folder = self.folder / "labelled"
        if not folder.exists():
            folder.mkdir()
            rows = ["file,class_slug,group"]
            for number in range(20):
                data = photo(100 + number // 2, tint=(0, 25, 55) if number % 2 else (0, 0, 0))
                (folder / f"{number}.png").write_bytes(data)
                rows.append(f"{number}.png,{'psoriasis_lichen' if number % 2 else 'acne_rosacea'},{number // 2}")
            (folder / "labels.csv").write_text("\n".join(rows) + "\n")
        return ["--labels", folder / "labels.csv", "--photos", folder, "--model", self.model]

    def start(self, *arguments, limits=None, stdin=subprocess.DEVNULL, folder=None):
        """Starts the program; `limits` runs in the child."""
        return subprocess.Popen(
            [self.program, *map(str, arguments)], stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=self.environment, preexec_fn=limits, cwd=folder or self.folder)

    def run(self, *arguments, seconds=300, limits=None, stdin=None, folder=None):
        """A run to its end, judged."""
        process = self.start(*arguments, limits=limits, folder=folder,
                             stdin=subprocess.DEVNULL if stdin is None else subprocess.PIPE)
        try:
            output, errors = process.communicate(stdin, timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise Fault(f"no end after {seconds} s: {' '.join(map(str, arguments))}") from None
        return judged(process.returncode, output, errors)

    def must(self, *arguments, **more):
        """A run that has to succeed."""
        result = self.run(*arguments, **more)
        if result.status:
            raise Fault(f"{arguments[0]} ended with {result.status}: {result.errors[-500:]!r}")
        return result

    def diagnose(self, *arguments, **more):
        """A diagnosis as JSON."""
        return self.run("diagnose", self.photo, "--json", "--force", "--threads", "1", "--max-tokens", "8", *arguments,
                        **more)

    def right(self, *arguments):
        """What a diagnosis says when nothing is damaged."""
        def made():
            result = self.diagnose(*arguments)
            if result.status:
                raise Fault(f"undisturbed: {result.errors!r}")
            return answers(result.output)
        return self.once(("right", *map(str, arguments)), made)


def moment(generator, seconds):
    """A random moment of a run that takes so long, sometimes a little after it."""
    return generator.uniform(0, seconds * 1.05)
