"""Finds every English text that people read: in Swift, in the page and its scripts, and in the corpus."""

import csv
import functools
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
CORPUS = ROOT / "Tools/train/corpus"
PAGE = ROOT / "Sources/SkinServer/Page"

# Files whose literals are sentences for people, by folder of Sources.
SPOKEN = {
    "SkinSafety": ("FollowUps", "FollowUpIntent", "UrgencyRules", "UrgencyLevel", "UrgencyAssessment", "HistoryQuestion", "FixedReplies",
                   "GuardTopic", "PhotoGate"),
    "SkinDiagnosis": ("ReportWords", "Disclaimer", "EvaluationPrompts"),
}
# Modules whose help lines somebody sees who looks at photos.
HELPED = ("SkinFailure", "SkinFiles", "SkinImage", "SkinContainer", "SkinRuntime", "SkinSafety", "SkinRecognition",
          "SkinDiagnosis", "SkinCases", "SkinServer")
HELPED_COMMANDS = ("DiagnoseCommand", "DiagnoseBatch", "ChatCommand", "ChatSession", "ServeCommand", "HistoryInput", "Terminal",
                   "UsageError", "OutputNames", "JSONLinesFile", "BatchOptions", "InputFile", "ReadFailure", "WholeFile", "ModelOptions")
# What a model's card says of itself; numbers have names.
CARD = (
    "Research model, trained on {a} photos of public collections and on texts that no clinician has reviewed; dark skin is"
    " rare among the photos and skin tone is not labelled.",
    "It is not a medical device, it is often wrong, and it cannot replace an examination.",
    "On {a} photos that it never trained on, the right one of {b} classes came first for about {c} of {d} and was among the"
    " first three for {e} of {f}; these photos were also used to choose its settings.",
    "On {a} photos of three sources that it never saw, the right class came first for {b} of {c}.",
)
PART = r'"((?:[^"\\\n]|\\.)*)"'
LITERAL = rf"{PART}(?:\s*\+\s*{PART})*"
Texts = dict[str, str | None]


def joined(literal: str) -> str:
    """Returns the text of a literal, or of several that are joined by +."""
    return "".join(re.findall(PART, literal)).replace('\\"', '"').replace("\\\\", "\\")


def literals(code: str) -> list[str]:
    """Returns the string literals of Swift code, those joined by + as one."""
    code = re.sub(r"^\s*//.*$", "", code, flags=re.M)
    return [joined(found.group(0)) for found in re.finditer(LITERAL, code)]


def abstracted(text: str) -> str:
    """Returns a text with names for its numbers, if some of them are filled in at run time; else the text."""
    if "\\(" not in text:
        return text
    count = 0

    def name(_: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return "{" + chr(96 + count) + "}"

    return re.sub(r"\\\((?:[^()]|\([^()]*\))*\)|\d[\d.,]*\d|\d", name, text)


def spoken(text: str) -> bool:
    """Whether a literal is a sentence for people, and no pattern, source or identifier."""
    return (len(text.split()) >= 3 and text[-1] in ".!?:" and not set(text) & set("|~")
            and re.match(r"[A-Z0-9{']", text) is not None)


def sentences() -> list[str]:
    """Returns the sentences of the rules, replies, questions and reports."""
    found = []
    for folder, names in SPOKEN.items():
        for path in sorted((ROOT / "Sources" / folder).glob("*.swift")):
            if path.stem.split("+")[0] in names:
                found += [abstracted(text) for text in literals(path.read_text()) if spoken(text.strip())]
    found = [text.strip() for text in found if not text.endswith(": ")]
    tropical = (ROOT / "Sources/SkinSafety/UrgencyRules+NeglectedTropical.swift").read_text()
    opening = re.search(r'sentence: "([^"]+: )" \+ why', tropical)
    found += [(opening.group(1) if opening else "") + text for text in literals(tropical)
              if re.match(r"[a-z].*\.$", text) and len(text.split()) > 5]
    return found


def phrases() -> list[str]:
    """Returns what is not a whole sentence: answers to questions, levels, looks of classes."""
    questions = (ROOT / "Sources/SkinSafety/HistoryQuestion.swift").read_text()
    found = [joined(part) for part in re.findall(r'HistoryQuestion\(\s*id, ("(?:[^"\\]|\\.)*")', questions)]
    found += [joined(part) for part in re.findall(r'\(\.\w+, ("(?:[^"\\]|\\.)*")\)', questions)]
    levels = (ROOT / "Sources/SkinDiagnosis/ReportWords.swift").read_text()
    found += [joined(part) for part in re.findall(r'case \.\w+: ("(?:[^"\\]|\\.)*")', levels)]
    found += [joined(part) for part in re.findall(r'\?\? ("(?:[^"\\]|\\.)*")', levels) if len(part) > 12]
    looks = (ROOT / "Sources/SkinDiagnosis/ClassEvidence.swift").read_text()
    found += [joined(part) for part in re.findall(r'\(\s*("[a-z](?:[^"\\]|\\.)*"),', looks)]
    told = (ROOT / "Sources/SkinDiagnosis/AskedHistory.swift").read_text()
    told = told[told.index("static func words"):told.index("private enum Value")]
    return found + [text for text in literals(told) if text not in ("; ", "en_US_POSIX")]


def looked_up() -> Texts:
    """Returns the texts that Swift looks up with words(...), said(...) or words.plural(...)."""
    found: Texts = {}
    for path in sorted((ROOT / "Sources").rglob("*.swift")):
        code = re.sub(r"^\s*//.*$", "", path.read_text(), flags=re.M)
        for match in re.finditer(rf"\b(?:words|said)\(\s*({LITERAL})", code):
            if "\\(" not in match.group(1) and path.name != "Words+Numbers.swift":
                found.setdefault(joined(match.group(1)), None)
        for match in re.finditer(rf"words\.plural\(\s*({PART}),\s*({PART})", code):
            found[joined(match.group(1))] = joined(match.group(3))
        for text in re.findall(r"\[\[(.+?)\]\]", code) if path.parent.name == "SkinServer" else ():
            if text != "UInt8":
                found.setdefault(text, None)
    return found


def page() -> Texts:
    """Returns the texts of the page and its scripts."""
    found: Texts = dict.fromkeys(re.findall(r"\[\[(.+?)\]\]", (PAGE / "page.html").read_text()))
    for path in sorted(PAGE.glob("*.js")):
        code = path.read_text()
        found |= dict.fromkeys(joined(part) for part in re.findall(r'\bt\(("(?:[^"\\]|\\.)*")', code))
        for one, other in re.findall(r'\btn\(("(?:[^"\\]|\\.)*"), ("(?:[^"\\]|\\.)*")', code):
            found[joined(one)] = joined(other)
    return found


def help_lines() -> list[str]:
    """Returns the second lines of failures, as far as nothing is filled into them."""
    paths = [path for name in HELPED for path in sorted((ROOT / "Sources" / name).rglob("*.swift"))]
    paths += [ROOT / "Sources/skingpt" / f"{name}.swift" for name in HELPED_COMMANDS]
    found = []
    for path in paths:
        code = re.sub(r"^\s*//.*$", "", path.read_text(), flags=re.M)
        code = re.sub(r"@(?:Option|Flag|Argument)\(.*?\)\s*var ", "", code, flags=re.S)
        found += [joined(match.group(1)) for match in re.finditer(rf"\bhelp: *\s*({LITERAL})", code)]
        found += [joined(match.group(1)) for match in re.finditer(rf"let (?:again|help\w*) = ({LITERAL})", code)]
    return [text for text in found if "\\(" not in text and len(text.split()) > 1]


@functools.cache
def texts() -> Texts:
    """Returns every English text in a fixed order, with its plural where it counts something."""
    found: Texts = dict.fromkeys(sentences())
    found |= dict.fromkeys(phrases())
    lists = (ROOT / "Sources/SkinConfiguration/PaperLists.swift").read_text()
    found |= dict.fromkeys(re.findall(r'\("[a-z_]+", "([^"]+)"\)', lists))
    concepts = re.search(r"concepts[^\[]*=\s*\[(.*?)\]", lists, re.S)
    found |= dict.fromkeys(re.findall(r'"([^"]+)"', concepts.group(1)) if concepts else [])
    with open(CORPUS / "danger_groups.csv", newline="") as file:
        found |= dict.fromkeys(sorted({row["condition"] for row in csv.DictReader(file)} - {""}))
    with open(CORPUS / "sentences.csv", newline="") as file:
        found |= dict.fromkeys(row["text"] for row in csv.DictReader(file))
    found |= dict.fromkeys(CARD)
    for more in (looked_up(), page(), dict.fromkeys(help_lines())):
        for text, plural in more.items():
            found[text] = plural or found.get(text)
    return found
