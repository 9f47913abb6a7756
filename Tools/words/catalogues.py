"""Keeps the catalogues of the program's words: what must be translated, what is, and what does not fit.

    python3 Tools/words/catalogues.py check                     counts; fails at surplus texts and wrong placeholders
    python3 Tools/words/catalogues.py import CODE TABLE.tsv     takes lines ENGLISH<tab>TRANSLATION into a catalogue
    python3 Tools/words/catalogues.py missing CODE              prints the English texts that have no translation yet

The English texts are the sentences of the corpus, the names of classes, concepts and conditions, and the sentences of the
rules, the follow-up answers and the history's questions in Swift. It needs nothing but Python.
"""

import csv
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
CATALOGUES = ROOT / "Sources/CSkinWords/po"
CORPUS = ROOT / "Tools/train/corpus"
CODES = ("es", "fr", "pt", "ar", "hi", "sw")

# Files whose sentences people read, by folder of Sources.
SPOKEN = {
    "SkinSafety": ("FollowUps", "UrgencyRules", "UrgencyLevel", "UrgencyAssessment", "HistoryQuestion", "FixedReplies"),
}
LITERAL = r'"((?:[^"\\\n]|\\.)*)"'


def literals(code: str) -> list[str]:
    """Returns the string literals of Swift code, those joined by + as one."""
    code = re.sub(r"^\s*//.*$", "", code, flags=re.M)
    return ["".join(re.findall(LITERAL, found.group(0))).replace('\\"', '"')
            for found in re.finditer(rf"{LITERAL}(?:\s*\+\s*{LITERAL})*", code)]


def spoken(text: str) -> bool:
    """Whether a literal is a sentence for people, and no pattern, source or identifier."""
    return (len(text.split()) >= 3 and text[-1] in ".!?:" and not set(text) & set("|~")
            and "\\(" not in text and re.match(r"[A-Z0-9{']", text) is not None)


def texts() -> dict[str, None]:
    """Returns every English text, in a fixed order."""
    found: dict[str, None] = {}
    for folder, names in SPOKEN.items():
        for path in sorted((ROOT / "Sources" / folder).glob("*.swift")):
            if path.stem.split("+")[0] in names:
                found |= dict.fromkeys(text for text in literals(path.read_text()) if spoken(text))
    lists = (ROOT / "Sources/SkinConfiguration/PaperLists.swift").read_text()
    found |= dict.fromkeys(re.findall(r'\("[a-z_]+", "([^"]+)"\)', lists))
    concepts = re.search(r"concepts[^\[]*=\s*\[(.*?)\]", lists, re.S)
    found |= dict.fromkeys(re.findall(r'"([^"]+)"', concepts.group(1)) if concepts else [])
    with open(CORPUS / "danger_groups.csv", newline="") as file:
        found |= dict.fromkeys(sorted({row["condition"] for row in csv.DictReader(file)} - {""}))
    with open(CORPUS / "sentences.csv", newline="") as file:
        found |= dict.fromkeys(row["text"] for row in csv.DictReader(file))
    return found


def quoted(text: str) -> str:
    """Returns a text as a portable object file has it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'


def unquoted(text: str) -> str:
    """Returns the text between quotes."""
    return re.sub(r"\\(.)", lambda found: {"n": "\n", "t": "\t"}.get(found.group(1), found.group(1)), text[1:-1])


def read(code: str) -> tuple[str, dict[str, str]]:
    """Returns a catalogue's head and its translations; each text stands on one line."""
    lines = (CATALOGUES / f"{code}.po").read_text().splitlines()
    end = next((index for index, line in enumerate(lines) if line.startswith("msgid") and line != 'msgid ""'), len(lines))
    entries, text = {}, None
    for line in lines[end:]:
        if line.startswith("msgid "):
            text = unquoted(line[6:])
        elif line.startswith("msgstr ") and text is not None:
            entries[text] = unquoted(line[7:])
    return "\n".join(lines[:end]).rstrip() + "\n", entries


def write(code: str, head: str, entries: dict[str, str]) -> None:
    """Writes a catalogue in the order of the texts."""
    order = [text for text in texts() if text in entries] + [text for text in entries if text not in texts()]
    body = "".join(f"\nmsgid {quoted(text)}\nmsgstr {quoted(entries[text])}\n" for text in order)
    (CATALOGUES / f"{code}.po").write_text(head + body)


def placeholders(text: str) -> list[str]:
    """Returns the names in braces, sorted."""
    return sorted(re.findall(r"\{[a-z]+\}", text))


def check() -> int:
    """Prints what each catalogue lacks; returns how much of it is wrong, not only missing."""
    wanted, wrong = texts(), 0
    for code in CODES:
        _, entries = read(code)
        surplus = [text for text in entries if text not in wanted]
        unfit = [text for text in entries if placeholders(text) != placeholders(entries[text]) or not entries[text].strip()]
        translated = len(wanted) - sum(text not in entries for text in wanted)
        print(f"{code}: {translated} of {len(wanted)} texts, {len(surplus)} surplus, {len(unfit)} with wrong placeholders")
        for text in surplus + unfit:
            print(f"  {text}", file=sys.stderr)
        wrong += len(surplus) + len(unfit)
    return wrong


def main(arguments: list[str]) -> int:
    """Runs a command."""
    match arguments:
        case ["check"]:
            return min(check(), 1)
        case ["missing", code] if code in CODES:
            entries = read(code)[1]
            print("\n".join(text for text in texts() if text not in entries))
        case ["import", code, table] if code in CODES:
            head, entries = read(code)
            wanted = texts()
            for line in pathlib.Path(table).read_text().splitlines():
                english, _, translation = line.partition("\t")
                if english in wanted and translation.strip():
                    entries[english] = translation.strip()
            write(code, head, entries)
        case _:
            print("error: that is no command.\nhelp:  catalogues.py check | missing CODE | import CODE TABLE.tsv", file=sys.stderr)
            return 64
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
