"""One command for one shipped model: the stages of a recipe, in order, each once.

    python train.py recipes/mini.toml --data DATA --run RUN --program Tools/skingpt
    python train.py recipes/mini.toml --data DATA --run RUN --list
    python train.py recipes/mini.toml --data DATA --run RUN --only head calibration

A stage is done when everything it makes is there and was made by the same command, the same settings and the same results of the
stages before; then it is left out. An interrupted stage starts again, and those that keep checkpoints go on from them. `--budget`
stretches or shrinks the minutes of all stages that are bounded by the clock. RUN/stages.json holds how long each took.
"""
import argparse
import hashlib
import json
import os
import subprocess
import sys
import time
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
# The matrices of the fits are small: numpy's threads would wait for each other, on a busy machine for most of the time. Those of torch stay.
THREADS = {"OPENBLAS_NUM_THREADS": "1"}


class RecipeError(ValueError):
    """A recipe that cannot be run; two lines, as the program's own errors."""

    def __init__(self, wrong, do):
        super().__init__(f"error: {wrong}\nhelp: {do}")


def read_recipe(path):
    """The recipe at `path`, checked."""
    try:
        with open(path, "rb") as file:
            recipe = tomllib.load(file)
    except (OSError, tomllib.TOMLDecodeError) as fault:
        raise RecipeError(f"{path} cannot be read: {fault}", "give a recipe of Tools/train/recipes") from None
    names = set()
    for stage in recipe.get("stage", ()):
        if missing := {"name", "run", "makes"} - set(stage):
            raise RecipeError(f"{path}: stage {stage.get('name', '?')} lacks {', '.join(sorted(missing))}",
                              "every stage has name, run and makes")
        if stage["name"] in names:
            raise RecipeError(f"{path}: two stages are called {stage['name']}", "give each stage a name of its own")
        names.add(stage["name"])
        if surplus := set(stage.get("after", ())) - names:
            raise RecipeError(f"{path}: {stage['name']} comes after {', '.join(sorted(surplus))}, which is not before it",
                              "order the stages as they depend on each other")
    if not names:
        raise RecipeError(f"{path} has no stage", "give a recipe of Tools/train/recipes")
    return recipe


def filled(text, places):
    """`text` with {data}, {run} and so on replaced."""
    try:
        return text.format(**places)
    except (KeyError, IndexError) as fault:
        raise RecipeError(f"{text!r} names {fault}, which is not known", f"known are {', '.join(sorted(places))}") from None


def command_of(stage, places):
    """The arguments of the stage's process; a first word that ends in .py is a file of this folder."""
    words = [filled(word, places) for word in stage["run"]]
    return [sys.executable, str(HERE / words[0]), *words[1:]] if words[0].endswith(".py") else words


def digest_of(stage, command, before):
    """Changes when the command, its program text, its settings or a stage before it changes. Paths of the run itself count."""
    digest = hashlib.sha256(json.dumps([command, before]).encode())
    for word in command:
        if word.endswith((".toml", ".py")) and os.path.isfile(word):
            digest.update(Path(word).read_bytes())
    return digest.hexdigest()


def run_recipe(recipe, places, only=None, listing=False, out=sys.stdout):
    """Run what is not done; returns the names of the stages that ran (with `listing`: would run)."""
    ledger_path = Path(places["run"]) / "stages.json"
    ledger = json.loads(ledger_path.read_text()) if ledger_path.exists() else {}
    digests, ran = {}, []
    for stage in recipe["stage"]:
        name = stage["name"]
        minutes = stage.get("minutes", 0) * float(places["budget"])
        here = {**places, "minutes": f"{minutes:g}"}
        command = command_of(stage, here)
        before = {other: digests[other] for other in stage.get("after", ())}
        digests[name] = digest_of(stage, command, before)
        makes = [filled(path, here) for path in stage["makes"]]
        entry = ledger.get(name, {})
        if entry.get("digest") == digests[name] and all(map(os.path.exists, makes)):
            print(f"{name}: done, {entry['seconds']:.0f} s", file=out)
            continue
        ran.append(name)
        if listing or (only and name not in only):
            print(f"{name}: to do" + (f", {minutes:g} minutes" if minutes else ""), file=out)
            continue
        print(f"{name}: {' '.join(command)}", file=out, flush=True)
        start = time.time()
        spent = entry.get("spent", 0.0) if entry.get("digest_begun") == digests[name] else 0.0
        try:
            code = subprocess.run(command, cwd=places["run"], env={**THREADS, **os.environ}).returncode
        except OSError as fault:
            raise RecipeError(f"stage {name} does not start: {fault}", "install what it needs, see README.md") from None
        spent += time.time() - start
        done = code == 0 and all(map(os.path.exists, makes))
        ledger[name] = ({"digest": digests[name], "seconds": round(spent, 1)} if done
                        else {"digest_begun": digests[name], "spent": round(spent, 1)})
        part = ledger_path.with_suffix(".part")
        part.write_text(json.dumps(ledger, indent=1))
        os.replace(part, ledger_path)
        if code:
            raise RecipeError(f"stage {name} ended with {code}", "see its last lines above; the same command goes on from there")
        if not done:
            raise RecipeError(f"stage {name} did not write {', '.join(p for p in makes if not os.path.exists(p))}",
                              "compare `makes` in the recipe with what the command writes")
    return ran


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recipe")
    parser.add_argument("--data", required=True, help="folder with labels.csv, concept_priors.csv, photos/ and perhaps more/")
    parser.add_argument("--run", required=True, help="folder for everything that is made; outside the repository")
    parser.add_argument("--program", default="skingpt", help="the program, for the stages that measure with it")
    parser.add_argument("--start", default="", help="ImageNet-trained ViT-Tiny/16, or the container to go on from")
    parser.add_argument("--budget", type=float, default=1.0, help="factor on the minutes of the stages")
    parser.add_argument("--only", nargs="+", metavar="STAGE")
    parser.add_argument("--list", action="store_true", help="say what is done and what is to do")
    arguments = parser.parse_args()
    try:
        recipe = read_recipe(arguments.recipe)
        os.makedirs(arguments.run, exist_ok=True)
        program = arguments.program
        places = {"data": os.path.abspath(arguments.data), "run": os.path.abspath(arguments.run), "here": str(HERE),
                  "program": os.path.abspath(program) if os.sep in program else program,
                  "start": os.path.abspath(arguments.start) if arguments.start else "", "budget": arguments.budget,
                  "recipe": str(Path(arguments.recipe).resolve().with_suffix(""))}
        if unknown := set(arguments.only or ()) - {stage["name"] for stage in recipe["stage"]}:
            raise RecipeError(f"{arguments.recipe} has no stage {', '.join(sorted(unknown))}", "`--list` names the stages")
        if any("{start}" in word for stage in recipe["stage"] for word in stage["run"]) and not arguments.start:
            raise RecipeError("this recipe goes on from other weights", f"give --start: {recipe.get('start', 'see the recipe')}")
        run_recipe(recipe, places, arguments.only, arguments.list)
    except RecipeError as fault:
        raise SystemExit(str(fault)) from None


if __name__ == "__main__":
    main()
