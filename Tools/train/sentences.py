"""Writes every sentence that the default model may say as a table, one row each, for reviewers, translators and the container.

    python Tools/train/sentences.py                # writes Tools/train/corpus/sentences.csv

The columns: `id` (class/condition/field/number; `-` where a row speaks of a whole class, `common` where it speaks of
none), `condition`, `class`, `field`, `text`, `haste` (the time or place of care that the sentence names; with `if:` before
it where the sentence ties it to a sign), `calms` (`yes` if it may calm somebody), `reviewed_by`, `date`.
"""
import argparse
import csv
import io
import re
import sys
from pathlib import Path

from corpus import CAUTIONS, LISTS, NOT_DISEASE, SLUGS, Corpus, enumerate_names

HERE = Path(__file__).resolve().parent
FOLDER = HERE / "corpus"
TABLE = FOLDER / "sentences.csv"
COLUMNS = ("id", "condition", "class", "field", "text", "haste", "calms", "reviewed_by", "date")

# The times and places of care, most urgent first.
HASTE = (
    ("emergency", r"ambulance|hospital now|to a hospital|\bat once|get help now|emergency|without any delay"),
    ("within-24-hours", r"within 24 hours|same day|\bquickly\b"),
    ("within-2-weeks", r"within 2 weeks"),
)
# Fields that say when to be seen; elsewhere "within 24 hours" is how long a wheal lasts.
HASTY = {"self_care", "seek_care", "contagious"} | {f"cautions.{key}" for key in CAUTIONS}
# Demands that are tied to no sign: they hold for everybody with the condition.
PLAIN = re.compile(
    r"^(A suspected|Suspected|A doctor should|A clinician should see the child|A baby should be seen|Phone a doctor"
    r"|A nurse or doctor should|A cutaneous horn must|An atypical mole must|Eczema herpeticum must|Purple patches or lumps"
    r"|Keep warm, drink enough|See a doctor|This )")
SIGNS = re.compile(r"\bif\b|\bwhen\b|\bunless\b")
NO_HASTE = re.compile(r"^(Scrape the sting|Take a list|A leg sore that does not heal within)"
                      r"|wear off|medicine ends the itch quickly|who need advice from a doctor at once|so tell")
CALMS = re.compile(
    r"\bneeds? (no|only)\b|\bno treatment|\bneed only\b|usually needs no|go(es)? away by|often grows back|fades? without"
    r"|it fades within|usually heals|rarely (spreads|needed)|\bnot( skin)? cancer|not dangerous|are normal|routine visit"
    r"|most shrink|no clear sign|no clear skin disease|\bharmless\b|or no medicine|to fade\b|wait and see", re.I)
NOT_CALM = re.compile(r"cannot (say|show|rule)|does not go away by|can be harmless|can still be", re.I)


def slug(name):
    """A name as a part of an identifier: "a mole (melanocytic nevus)" becomes "mole"."""
    plain = re.sub(r"\s*\(.*?\)", "", name).lower().replace("'", "")
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"^(an?|the) ", "", plain)).strip("-")


def haste(field, text):
    """The most urgent time or place of care that a sentence names, with `if:` where it is tied to a sign."""
    if field not in HASTY and not field.startswith(("urgency", "uncertain", "red_flag", "limits")) or NO_HASTE.search(text):
        return ""
    level = next((level for level, pattern in HASTE if re.search(pattern, text, re.I)), "")
    plain = PLAIN.search(text) and not SIGNS.search(text)
    return level if plain or not level else "if:" + level


# "Light diseases" would read as slight ones; models are trained on the paper's name, so only the table says it otherwise.
SHOWN = {"Light Diseases": "Diseases of Light and Pigment"}


class Table:
    """The rows, in a fixed order."""

    def __init__(self, corpus):
        self.corpus = corpus
        self.rows = []
        for name in SLUGS:
            entry = corpus.entries[name]
            self._class(name, entry)
            for condition in entry["condition"]:
                self._condition(name, entry, condition)
        self._common()

    def _add(self, slug_name, condition, field, texts, reviewed=""):
        for number, text in enumerate(texts, 1):
            part = slug(condition) if condition else "-"
            calms = "yes" if field not in ("name", "differential") and CALMS.search(text) and not NOT_CALM.search(text) else ""
            self.rows.append({
                "id": f"{slug_name or 'common'}/{part}/{field}/{number}", "condition": condition, "class": slug_name,
                "field": field, "text": text, "haste": haste(field, text), "calms": calms, "reviewed_by": reviewed,
                "date": ""})

    def _facts(self, name, condition, facts):
        """The sentences that a class or a condition has of its own."""
        own = self.corpus.own[(name, condition)]
        for key in LISTS:
            if key in own:
                self._add(name, condition, key, own[key])
        for key in CAUTIONS:
            if key in own.get("cautions", {}):
                self._add(name, condition, f"cautions.{key}", [own["cautions"][key]])
        if name not in NOT_DISEASE:
            names = enumerate_names(facts["differential"][:4], "or")
            self._add(name, condition, "differential", [f"It can look like {names}."])

    def _class(self, name, entry):
        self._add(name, "", "name", [f"{self._phrase(name, entry)}."])
        self._facts(name, "", entry)

    def _condition(self, name, entry, condition):
        title = condition["name"]
        self._add(name, title, "name", [f"{self._phrase(name, entry)}: {title}."])
        self._facts(name, title, condition)

    def _phrase(self, name, entry):
        return self.corpus._phrase(name).replace(entry["name"], SHOWN.get(entry["name"], entry["name"]))

    def _common(self):
        common = self.corpus.common
        for level, text in common["urgency"].items():
            self._add("", "", f"urgency.{level}", [text])
        for key, texts in common["limits"].items():
            self._add("", "", f"limits.{key}", [texts] if isinstance(texts, str) else texts)
        for prompt, texts in common["uncertain"].items():
            self._add("", "", f"uncertain.{prompt}", texts)
        for kind in ("red_flag", "outside"):
            for number, topic in enumerate(common[kind], 1):
                self._add("", "", f"{kind}.{number}", re.split(r"(?<=[.!?]) ", topic["answer"]))


def table():
    """The rows of the corpus."""
    return Table(Corpus(FOLDER)).rows


def text(rows):
    """The table as CSV."""
    output = io.StringIO()
    writer = csv.DictWriter(output, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return output.getvalue()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", default=str(TABLE), help="- for standard output")
    arguments = parser.parse_args()
    written = text(table())
    if arguments.output == "-":
        sys.stdout.write(written)
    else:
        Path(arguments.output).write_text(written, encoding="utf-8")


if __name__ == "__main__":
    main()
