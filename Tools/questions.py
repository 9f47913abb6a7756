#!/usr/bin/env python3
"""Tells what a program answers to typed questions, for people who grade the answers.

    python3 Tools/questions.py PROGRAM QUESTIONS.tsv --output ANSWERS.tsv

QUESTIONS.tsv has lines NUMBER<tab>CLASS<tab>QUESTION; lines that begin with # and a first line that names the columns are
left out. CLASS is the class that leads in the report in which the question is asked, like dermatitis. ANSWERS.tsv has lines
NUMBER<tab>CLASS<tab>QUESTION<tab>HOW<tab>SENTENCES<tab>ANSWER. HOW is fixed for answers that depend on nothing else, and
chosen where the model would choose among more sentences by the photo: then the first that it may say stand here. No photo
is read, so the level of urgency, which leaves out sentences that would calm, is not known. It needs nothing but Python.
"""

import argparse
import json
import pathlib
import subprocess
import sys

COLUMNS = 3


def rows(path: pathlib.Path) -> list[list[str]]:
    """Returns the questions of a table: number, class, question."""
    lines = [line.split("\t") for line in path.read_text().splitlines() if line.strip() and not line.startswith("#")]
    if lines and not lines[0][0].strip().isdigit():
        lines = lines[1:]
    for number, line in enumerate(lines, 1):
        if len(line) < COLUMNS:
            sys.exit(f"error: row {number} of {path} has {len(line)} columns\nhelp: give number, class and question")
    return [line[:COLUMNS] for line in lines]


def answers(program: str, slug: str, questions: list[str]) -> list[dict]:
    """Returns the program's answers to questions asked where a class leads."""
    command = [program, "sentences", "--answer", "-", "--class", slug]
    done = subprocess.run(command, input="\n".join(questions) + "\n", capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(done.stderr.rstrip())
    return [json.loads(line) for line in done.stdout.splitlines()]


def main() -> None:
    """Reads the questions, asks, and writes the answers in the order of the questions."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("questions", type=pathlib.Path)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    given = parser.parse_args()
    table = rows(given.questions)
    found: dict[int, dict] = {}
    for slug in sorted({row[1] for row in table}):
        places = [place for place, row in enumerate(table) if row[1] == slug]
        found.update(zip(places, answers(given.program, slug, [table[place][2] for place in places]), strict=True))
    with given.output.open("w") as output:
        output.write("number\tclass\tquestion\thow\tsentences\tanswer\n")
        for place, row in enumerate(table):
            answer = found[place]
            how = "chosen" if answer["chosen"] else "fixed"
            output.write("\t".join([*row, how, " ".join(answer["sentences"]), answer["text"]]) + "\n")


if __name__ == "__main__":
    main()
