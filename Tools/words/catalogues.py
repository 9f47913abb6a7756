"""Keeps the catalogues of the program's words: what must be translated, what is, and what does not fit.

    python3 Tools/words/catalogues.py check                     counts; fails at surplus texts and wrong placeholders
    python3 Tools/words/catalogues.py import CODE TABLE.tsv     takes lines ENGLISH<tab>TRANSLATION into a catalogue
    python3 Tools/words/catalogues.py missing CODE              prints the English texts that have no translation yet
    python3 Tools/words/catalogues.py prune                     drops translations of texts that are no longer there

In a table a text with plurals is ONE¦OTHER, and its translation has the language's forms in their order, between ¦.
The English texts are found where they stand (sources.py). It needs nothing but Python.
"""

import pathlib
import re
import sys

import sources

CATALOGUES = sources.ROOT / "Sources/CSkinWords/po"
FORMS = {"es": 2, "fr": 2, "pt": 2, "ar": 6, "hi": 2, "sw": 2}
CODES = tuple(FORMS)
# A translation: the forms, of which there is one where nothing is counted.
Entries = dict[str, list[str]]


def quoted(text: str) -> str:
    """Returns a text as a portable object file has it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'


def unquoted(text: str) -> str:
    """Returns the text between quotes."""
    return re.sub(r"\\(.)", lambda found: {"n": "\n", "t": "\t"}.get(found.group(1), found.group(1)), text[1:-1])


def read(code: str) -> tuple[str, Entries]:
    """Returns a catalogue's head and its translations; each text stands on one line."""
    lines = (CATALOGUES / f"{code}.po").read_text().splitlines()
    end = next((index for index, line in enumerate(lines) if line.startswith("msgid") and line != 'msgid ""'), len(lines))
    entries: Entries = {}
    text = ""
    for line in lines[end:]:
        if line.startswith("msgid "):
            text = unquoted(line[6:])
        elif found := re.match(r"msgstr(?:\[\d\])? (.*)", line):
            entries.setdefault(text, []).append(unquoted(found.group(1)))
    return "\n".join(lines[:end]).rstrip() + "\n", entries


def write(code: str, head: str, entries: Entries) -> None:
    """Writes a catalogue in the order of the texts."""
    wanted = sources.texts()
    order = [text for text in wanted if text in entries] + [text for text in entries if text not in wanted]
    body = ""
    for text in order:
        forms, plural = entries[text], wanted.get(text)
        body += f"\nmsgid {quoted(text)}\n"
        if plural is None:
            body += f"msgstr {quoted(forms[0])}\n"
        else:
            body += f"msgid_plural {quoted(plural)}\n"
            body += "".join(f"msgstr[{number}] {quoted(form)}\n" for number, form in enumerate(forms))
    (CATALOGUES / f"{code}.po").write_text(head + body)


def placeholders(text: str) -> list[str]:
    """Returns the names in braces, sorted."""
    return sorted(re.findall(r"\{[a-z]+\}", text))


def fits(code: str, text: str, plural: str | None, forms: list[str]) -> bool:
    """Whether a translation has the text's names and the language's forms; a form for one or two may leave the count out."""
    if any(not form.strip() for form in forms) or len(forms) != (1 if plural is None else FORMS[code]):
        return False
    if plural is None:
        return placeholders(text) == placeholders(forms[0])
    names = set(placeholders(text + plural)) - {"{count}"}
    return all(names <= set(placeholders(form)) <= names | {"{count}"} for form in forms)


def check() -> int:
    """Prints what each catalogue lacks; returns how much of it is wrong, not only missing."""
    wanted, wrong = sources.texts(), 0
    for code in CODES:
        _, entries = read(code)
        surplus = [text for text in entries if text not in wanted]
        unfit = [text for text in entries if text in wanted and not fits(code, text, wanted[text], entries[text])]
        translated = sum(text in entries for text in wanted)
        print(f"{code}: {translated} of {len(wanted)} texts, {len(surplus)} surplus, {len(unfit)} with wrong placeholders")
        for text in surplus + unfit:
            print(f"  {text}", file=sys.stderr)
        wrong += len(surplus) + len(unfit)
    return wrong


def take(code: str, table: str) -> None:
    """Takes a table of translations into a catalogue; what is not a text of the program is named and left out."""
    head, entries = read(code)
    wanted = sources.texts()
    for line in pathlib.Path(table).read_text().splitlines():
        english, _, translation = line.partition("\t")
        text, forms = english.partition("¦")[0], translation.split("¦")
        if text in wanted and fits(code, text, wanted[text], forms):
            entries[text] = forms
        elif english.strip():
            print(f"left out: {line}", file=sys.stderr)
    write(code, head, entries)


def main(arguments: list[str]) -> int:
    """Runs a command."""
    match arguments:
        case ["check"]:
            return min(check(), 1)
        case ["missing", code] if code in CODES:
            entries = read(code)[1]
            for text, plural in sources.texts().items():
                if text not in entries:
                    print(text if plural is None else f"{text}¦{plural}")
        case ["import", code, table] if code in CODES:
            take(code, table)
        case ["prune"]:
            for code in CODES:
                head, entries = read(code)
                write(code, head, {text: entries[text] for text in sources.texts() if text in entries})
        case _:
            print("error: that is no command.\nhelp:  catalogues.py check | missing CODE | import CODE TABLE.tsv | prune",
                  file=sys.stderr)
            return 64
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
