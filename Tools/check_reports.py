"""Checks what reports say against the list of sentences that the model may say.

    skingpt sentences > sentences.csv
    skingpt diagnose --json PHOTO... > reports.jsonl
    python Tools/check_reports.py reports.jsonl sentences.csv \\
        [--labels labels.csv --conditions Tools/train/corpus/danger_groups.csv]

With labels it also prints how often the first of the conditions is right, and the right one among three, over the photos
whose fine label has a condition; and how often the condition is right that the sentences speak of, by threshold.

Nothing of the program is used. A report has a fault, and the status is 1, if it says a sentence that is not in the list, one
of another condition or class, another time of care than its level (in its reasons too), one that calms where the level is not
routine, a false one about contagion, two that contradict each other, or one twice; if danger signs were not asked and it
does not ask them; if a precaution stands beside a disease that it does not belong to, advises care or is none; and if a disease
is named or spoken of whose own sentences forbid a medicine, and none of them stands there. Every kind is counted, also those
without a fault.
"""
import argparse
import csv
import json
import re
import sys
from collections import Counter

LEVELS = ["routine", "not-assessed", "within-2-weeks", "within-24-hours", "emergency"]
TIMES = (("emergency", r"ambulance|hospital now|go to a hospital|emergency now"), ("within-24-hours", r"24 hours|same day"),
         ("within-2-weeks", r"(within|in) (2|two) weeks"))
INHERITED = {"self_care", "treatment", "seek_care", "cautions.children", "cautions.pregnancy", "cautions.dark_skin",
             "cautions.cancer"}
# Words that calm, whether the list marks the sentence or not; not after a denial.
CALMING = re.compile(r"\b(harmless|benign(?! tumou?rs)|nothing serious|no need|needs? no treatment|by itself|by themselves|on (its|their) own|"
                     r"not dangerous|not serious|soon enough|no reason to worry)\b", re.I)
DENIAL = re.compile(r"\b(cannot|can't|not|never|no)\b[^,;:]{0,40}$", re.I)
# Conditions that pass from person to person or from animals: NHS and DermNet. What is not named is not caught.
CAUGHT = re.compile(
    r"impetigo|ecthyma|boil|folliculitis|wound|abscess|cellulitis|erysipelas|leprosy|tuberculosis|syphilis|anthrax|scarlet|"
    r"staphylococc|erythrasma|pitted|herpes|shingles|zoster|chickenpox|varicella|tinea|ringworm|athlete|onychomycosis|candida|"
    r"scabies|lice|wart|molluscum|measles|rubella|mpox|hand, foot|orf|viral|virus|fifth|roseola|leishmania|larva|mycobacter|"
    r"meningococc|herpeticum|sporotrichosis|chromoblastomycosis|mycetoma|yaws|buruli|gonorr|infection|bug bites|flea|lyme|paronychia|swimmer|kerion|"
    r"fungal|papular acrodermatitis|gianotti|pityriasis rosea|fasciitis|kaposi|cat scratch", re.I)
# Conditions of those that do not pass on by themselves: bites, deep infections, those from soil or animals.
CAUGHT_RARELY = re.compile(
    r"bites|lyme|larva|swimmer|leishmania|cellulitis|fasciitis|versicolor|folliculitis|wound|mycobacter|sporo|chromo|mycetoma|"
    r"paronychia|erythrasma|pitted|kaposi|rosea|boil|acrodermatitis|abscess|anthrax|candida|kerion|buruli|orf|cat-scratch|malassezia|"
    r"necrotising|actinomyc|nail|gangrene|ulcer|tuberculosis|fifth|scarlet", re.I)
CAN = re.compile(r"\b(is|are) (highly |very |often |usually )?contagious|\bpass(es)? (from person|to (other|close)|through|from head)|"
                 r"\bspreads? (from|to other)", re.I)
CANNOT = re.compile(r"\bnot contagious|\b(does|do|can)( ?not|n't) (pass|spread)|\bnobody can catch", re.I)
PAIRS = (
    ("contagious and not", re.compile(r"^(?!.*\bnot contagious).*\b(is|are) contagious", re.I),
     re.compile(r"^(?!.*\bbut\b).*\b(is|are) not contagious", re.I)),
    ("to be treated and not", re.compile(r"\bneeds? treatment|must be treated", re.I), re.compile(r"\bneeds? no treatment", re.I)),
    ("healthy and ill", re.compile(r"image of healthy skin", re.I), re.compile(r"skin disease image", re.I)),
    ("cannot tell and named", re.compile(r"cannot tell from this photo what this is", re.I), re.compile(r"skin disease image", re.I)),
)
# How the danger signs that call for a level are asked for.
ASKED = {"within-2-weeks": "See a doctor within two weeks if one of these is true:",
         "within-24-hours": "See a doctor today, within 24 hours at most, if one of these is true:",
         "emergency": "Call an ambulance or go to a hospital now if one of these is true:"}
# Reasons that name a sign and its own time; they raise nothing.
LOOK_ALIKE = re.compile(r"^(Shingles can look|Herpes can spread|A ring that grows|A picture cannot rule out|A blistering|Lupus is|"
                        r"A disease of pregnancy)")
REASON_TIMES = {"emergency": "emergency care now:", "within-24-hours": "within 24 hours:", "within-2-weeks": "within two weeks"}
# What sentences on care say that is not to be done, and what of it is a medicine.
CARE = {"treatment", "self_care"}
FORBIDS = re.compile(r"\b(not|no|never|avoid(ed)?|untested|nobody)\b|\bstop(s|ping)? (smoking|a steroid)|\bbefore\b|\b(ruled out|checked first)\b", re.I)
ADVISES = re.compile(r"\b(may consider|considers?)\b(?!.*\bdoes not\b)", re.I)
# One that also says what a clinician considers is no precaution, and only speaks where its disease leads.
NO_MEDICINE = re.compile(
    r"^(?!.*\bconsiders?\b)(?=.*(aspirin|ibuprofen|steroid|retinoid|isotretinoin|methotrexate|ketoconazole|penicillin|antibiotic|miltefosine|podophyll|"
    r"bleaching|lightening|salicylic|kerosene|insecticide|medicine))"
    r"(?=.*(\b(is|are) avoided|\bgiven no\b|\bnot given\b|\bno child\b.*\bgiven\b|\bnever (stopped|taken)|\bnot stopped\b|\btakes? no\b|"
    r"\bno\b.*\bis (put|taken)\b|\bput no\b|\bdo not (put|use|take)\b))", re.I)
PRECAUTIONS = 2
# From which probability a disease is named, how many are, and how reasons name them.
NAMED, LISTED = 0.05, 5
GROUNDS = ("Because, among others, this is possible: ", "Less likely, but to be seen within 24 hours if it is this: ")
KINDS = (
    "a refused photo is answered", "text that is not its sentences", "a sentence that is not in the list",
    "a sentence of another class", "a disease where the outcome is", "a level from the model", "a calming sentence beside",
    "an unmarked calming sentence", "another time beside", "an unmarked time beside", "contagion from another field",
    "a false sentence about contagion", "a sentence of the class under a condition", "two conditions",
    "another condition than the list's first", "a sentence twice", "a contradictory pair", "two levels in the reasons",
    "danger signs not asked", "a look-alike not asked for", "an alternative in other words than its own",
    "an alternative that the report is about", "an alternative with no more haste than", "a precaution of another disease",
    "a precaution that is none", "too many precautions", "a medicine to avoid is not named")
CONTAGION = re.compile(r"contagious|pass(es)? to (other|close)|spreads? (to|from) (other|person)|catch(?! on)", re.I)


def named(text):
    """The most urgent time or place of care in a sentence."""
    return next((level for level, pattern in TIMES if re.search(pattern, text, re.I)), None)


def faults(report, rows):
    """What is wrong with one report, as (kind, words)."""
    level = (report.get("urgency") or {}).get("level")
    differential = report.get("differential") or []
    classes = [entry["class"] for entry in differential if entry["class"] != "nonskin"]
    topic = classes[0] if classes else None
    outcome = report["outcome"]
    said, conditions = Counter(), set()
    if report.get("answers") and outcome in ("unusable-photo", "not-skin"):
        yield "a refused photo is answered", outcome
    for answer in report.get("answers", []):
        ids, text = answer.get("sentences", []), answer["text"]
        if " ".join(rows[i]["text"] for i in ids if i in rows) != text:
            yield "text that is not its sentences", f"{ids}: {text}"
        for i in ids:
            row = rows.get(i)
            if row is None:
                yield "a sentence that is not in the list", i
                continue
            said[row["text"]] += 1
            if row["class"] and row["class"] != topic:
                yield "a sentence of another class", f"{i} under {topic}"
            if row["condition"]:
                conditions.add(row["condition"])
            if row["class"] and outcome != "assessed":
                yield "a disease where the outcome is " + outcome, i
            if row["field"].startswith("urgency"):
                yield "a level from the model", i
            if row["calms"] and level != "routine":
                yield "a calming sentence beside " + str(level), i
            elif level != "routine" and not row["calms"]:
                for word in CALMING.finditer(row["text"]):
                    if not DENIAL.search(row["text"][:word.start()]) and row["field"] not in ("appearance", "causes", "name", "differential"):
                        yield "an unmarked calming sentence", f"{i}: {row['text']}"
            haste = row["haste"]
            if haste:
                time = haste.removeprefix("if:")
                late = LEVELS.index(time) <= LEVELS.index(level or "not-assessed") and haste.startswith("if:")
                if time == "routine":  # care without a time: weaker than any raised level
                    late = LEVELS.index(level or "not-assessed") > LEVELS.index("not-assessed")
                if late or not haste.startswith("if:") and time not in (level, "routine"):
                    yield f"another time beside {level}", f"{haste} {i}: {row['text']}"
            elif named(row["text"]) and row["field"] in ("seek_care", "self_care") and named(row["text"]) != level:
                yield f"an unmarked time beside {level}", f"{i}: {row['text']}"
            if CONTAGION.search(row["text"]) and row["field"] not in ("contagious", "causes", "self_care", "seek_care",
                                                                     "cautions.pregnancy", "cautions.children", "uncertain.3"):
                yield "contagion from another field", f"{i}: {row['text']}"
            if row["condition"] and row["field"] == "contagious":
                cannot = bool(CANNOT.search(row["text"]))
                can = not cannot and bool(CAN.search(row["text"])) and "only when" not in row["text"]
                if (can or cannot) and can != bool(CAUGHT.search(row["condition"])) and (can or not CAUGHT_RARELY.search(i)):
                    yield "a false sentence about contagion", f"{i}: {row['text']}"
        # A condition speaks for itself; its class may add what it leaves out.
        own = conditions and max(conditions)
        for i in ids:
            row = rows.get(i)
            if row and own and row["class"] and not row["condition"] and row["field"] not in INHERITED:
                yield "a sentence of the class under a condition", f"{i} under {own}"
    if len(conditions) > 1:
        yield "two conditions", ", ".join(sorted(conditions))
    names = {c["condition"]: c["probability"] for c in report.get("conditions") or [] if c["class"] == topic}
    if conditions and names and max(names, key=names.get) not in conditions:
        yield "another condition than the list's first", f"{conditions} but {max(names, key=names.get)}"
    for other in report.get("alternatives", []):
        told = [rows[i] for i in other["sentences"] if i in rows]
        care = [row for row in told if row["field"] in CARE]
        if " ".join(row["text"] for row in told) != other["text"] or any(
                row["condition"] != other["condition"] for row in told if row["field"] not in CARE):
            yield "an alternative in other words than its own", f"{other['condition']}: {other['text']}"
        homes = {row["class"] for row in rows.values() if row["condition"] == other["condition"]}
        for row in care:
            if row["condition"] not in ("", other["condition"]) or row["class"] not in homes:
                yield "a precaution of another disease", f"{other['condition']}: {row['text']}"
            if not FORBIDS.search(row["text"]) or ADVISES.search(row["text"]):
                yield "a precaution that is none", f"{other['condition']}: {row['text']}"
        if len(care) > PRECAUTIONS:
            yield "too many precautions", f"{other['condition']}: {len(care)}"
        if other["condition"] in conditions:
            yield "an alternative that the report is about", other["condition"]
        for row in told:
            time = row["haste"].removeprefix("if:")
            if row["calms"] or time and LEVELS.index(time) <= LEVELS.index(level or "not-assessed"):
                yield f"an alternative with no more haste than {level}", row["text"]
    reasons = (report.get("urgency") or {}).get("reasons", [])
    yield from silences(report, rows, conditions, reasons)
    for text, count in (said + Counter(reasons)).items():
        if count > 1:
            yield "a sentence twice", text
    for name, first, second in PAIRS:
        one, two = (next((text for text in said if pattern.search(text)), None) for pattern in (first, second))
        if one and two:
            yield "a contradictory pair", f"{name}: {one} / {two}"
    grounds = [reason for reason in reasons if not reason.endswith("true:") and "if one of these is true:" not in reason]
    dates = {time for time, words in REASON_TIMES.items()
             if any(words in reason and not LOOK_ALIKE.search(reason) for reason in grounds)}
    if dates - {level}:
        yield "two levels in the reasons", f"{level} but {sorted(dates)}: {reasons}"
    for time in LEVELS[LEVELS.index(level) + 1:] if level in LEVELS[1:] else ():
        if not any(ASKED[time] in reason for reason in reasons):
            yield "danger signs not asked", f"{level}, {time}: {reasons}"
    bites = next((entry["probability"] for entry in differential if entry["class"] == "infestation_bites"), 0)
    if outcome == "assessed" and level in LEVELS[:3] and bites >= 0.4 and not any("Shingles can look like bites" in reason for reason in reasons):
        yield "a look-alike not asked for", f"bites {bites:.2f}"


def silences(report, rows, spoken, reasons):
    """Diseases that are named, or spoken of where care is answered, without the medicine that their sentences forbid."""
    ids = [i for answer in report.get("answers", []) for i in answer.get("sentences", [])]
    cared = any(rows.get(i, {}).get("field") in CARE for i in ids)
    told = {i for i in ids if i in rows} if cared else set()
    listed = {entry["condition"] for entry in report.get("conditions") or [] if entry["probability"] >= NAMED}
    # Where the program cannot tell, only the grounds of the level are named.
    grounds = {name for reason in reasons for mark in GROUNDS if reason.startswith(mark)
               for name in reason[len(mark):].rstrip(".").split("; ")}
    first = sorted((entry for entry in report.get("conditions") or []
                    if entry["probability"] >= NAMED and not entry["condition"].startswith("another")),
                   key=lambda entry: -entry["probability"])[:LISTED]
    shown = listed & grounds
    if report["outcome"] == "assessed":
        shown |= {entry["condition"] for entry in first}
    beside = {other["condition"]: set(other["sentences"]) for other in report.get("alternatives", [])}
    level = (report.get("urgency") or {}).get("level")
    for name in shown if report["outcome"] in ("assessed", "uncertain") else ():
        if name in spoken and not cared:
            continue
        own = {i for i, row in rows.items() if row["condition"] == name and NO_MEDICINE.search(row["text"])
               and row["field"] in (CARE if level != "emergency" else {"treatment"})}
        if own and not own & (told if name in spoken else beside.get(name, set())):
            yield "a medicine to avoid is not named", f"{name}, {level}"


def measure(reports, labels, conditions, rows):
    """Prints how often the conditions of reports are right."""
    with open(conditions, newline="", encoding="utf-8") as file:
        names = {(row["fine_label"].strip().lower(), row["class_slug"]): row["condition"] for row in csv.DictReader(file)}
    with open(labels, newline="", encoding="utf-8") as file:
        truth = {row["file"].rsplit("/", 1)[-1]: (row["class_slug"], names.get(
            (row["fine_label"].strip().lower(), row["class_slug"]), "")) for row in csv.DictReader(file)}
    count = first = three = said = said_right = 0
    scored = []
    for report in reports:
        if report["photo"]["file"].rsplit("/", 1)[-1] not in truth:
            continue
        label = truth[report["photo"]["file"].rsplit("/", 1)[-1]]
        listed = report.get("conditions") or []
        pairs = [(c["class"], c["condition"]) for c in listed]
        ids = [i for answer in report.get("answers", []) for i in answer.get("sentences", [])]
        spoken = {(rows[i]["class"], rows[i]["condition"]) for i in ids if i in rows and rows[i]["condition"]}
        said += bool(spoken)
        said_right += label in spoken
        best = [c for c in listed if c["class"] == report["differential"][0]["class"]]
        if best and report["outcome"] == "assessed" and not best[0]["condition"].startswith("another"):
            scored.append((best[0]["probability"], label == (best[0]["class"], best[0]["condition"])))
        if label[1]:
            count += 1
            first += label in pairs[:1]
            three += label in pairs[:3]
    print(f"conditions: {count} photos have one, first right {first / max(count, 1):.3f}, "
          f"among three {three / max(count, 1):.3f}")
    print(f"sentences speak of a condition in {said} reports, of the right one in {said_right / max(said, 1):.3f}")
    for threshold in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        above = [right for probability, right in scored if probability >= threshold]
        print(f"  from {threshold}: {len(above)} named, {sum(above) / max(len(above), 1):.3f} right")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", help="one JSON report a line")
    parser.add_argument("sentences", help="CSV of skingpt sentences")
    parser.add_argument("--labels", help="CSV with file, class_slug and fine_label")
    parser.add_argument("--conditions", help="CSV with fine_label, class_slug and condition")
    arguments = parser.parse_args()
    with open(arguments.sentences, newline="", encoding="utf-8") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    kinds, examples, count, sentences, named_count = Counter(), {}, 0, 0, 0
    outcomes, levels = Counter(), Counter()
    with open(arguments.reports, encoding="utf-8") as file:
        for line in file:
            report = json.loads(line)
            count += 1
            outcomes[report["outcome"]] += 1
            levels[(report.get("urgency") or {}).get("level")] += 1
            ids = [i for answer in report.get("answers", []) for i in answer.get("sentences", [])]
            sentences += len(ids)
            named_count += any(rows.get(i, {}).get("condition") for i in ids)
            for kind, words in faults(report, rows):
                kinds[kind] += 1
                examples.setdefault(kind, f"{report['photo']['file']}: {words}")
    print(f"{count} reports, {sentences} sentences, {named_count} reports name a condition")
    print(f"outcomes {dict(outcomes)}, levels {dict(levels)}")
    for kind in KINDS:
        found = [name for name in kinds if name.startswith(kind)]
        print(f"{sum(kinds[name] for name in found):6} {kind}" + "".join(f"; {name}: {examples[name]}" for name in found))
    for kind in kinds:
        if not kind.startswith(KINDS):
            print(f"{kinds[kind]:6} {kind}; {examples[kind]}")
    if arguments.labels and arguments.conditions:
        with open(arguments.reports, encoding="utf-8") as file:
            measure(map(json.loads, file), arguments.labels, arguments.conditions, rows)
    print("no fault" if not kinds else f"{sum(kinds.values())} faults")
    return 1 if kinds or not count else 0


if __name__ == "__main__":
    sys.exit(main())
