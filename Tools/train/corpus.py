"""The text corpus of the small default model: checked facts in, conversations out.

Every sentence lives in the TOML files of one folder (see corpus/README.md), which no clinician
has reviewed yet; this file only chooses and orders them."""
import csv
import random as random_module
import re
import tomllib
from pathlib import Path

PROMPTS = (
    "Could you describe the skin disease in this image for me?",
    "Please provide a paragraph listing additional features you observed in the image.",
    "Based on the previous information, please provide a detailed explanation of the cause"
    " of this skin disease.",
    "What treatment and medication should be recommended for this case?",
)
CONCEPT_PROMPT = "Could you describe the medical concepts of skin disease in this image for me?"
SLUGS = (
    "acne_rosacea", "malignant", "dermatitis", "bullous", "bacterial", "light",
    "connective_tissue", "benign_tumor", "melanoma_nevi", "fungal", "psoriasis_lichen",
    "infestation_bites", "urticaria", "vascular_tumor", "herpes", "others",
    "normal_skin", "nonskin",
)
NOT_DISEASE = {
    "normal_skin": "This could be an image of healthy skin",
    "nonskin": "This is not an image of skin"}
URGENCIES = ("routine", "within-2-weeks", "within-24-hours", "emergency")
HIGH = URGENCIES[2:]
SOON = r"24 hours|2 weeks|at once|hospital|ambulance"  # a sentence that names a time itself
LISTS = ("appearance", "sensation", "causes", "self_care", "treatment", "seek_care", "contagious")
CAUTIONS = ("children", "pregnancy", "dark_skin", "cancer")
OWN = ("appearance", "sensation", "causes", "differential")  # a condition never inherits these
FORBIDDEN = re.compile(
    r"\b\d+(\.\d+)?\s*(mg|mcg|ug|g|ml|iu|units?|tablets?|pills?|drops?|puffs?|%|percent)(\b|/|$)"
    r"|\b(mg|ml|mcg)\b|/kg|per kilo|\b(once|twice|times)\s+(daily|a day|per day)|\bdaily dose\b",
    re.IGNORECASE)
CONCEPT_NAMES = {
    "Brown(Hyperpigmentation)": "Brown (Hyperpigmentation)",
    "White(Hypopigmentation)": "White (Hypopigmentation)",
    "Flat topped": "Flat-topped",
}


class CorpusError(ValueError):
    """One or more files of the corpus break a rule; the message lists every breach."""


def load_priors(path):
    """concept_priors.csv as {fine label: [(concept, share of photos)]}, most frequent first."""
    priors = {}
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            pairs = [(CONCEPT_NAMES.get(k, k), float(v)) for k, v in list(row.items())[3:] if v]
            priors[row["fine_label"].strip().lower()] = sorted(pairs, key=lambda p: -p[1])
    return priors


def sentence_faults(text):
    """What is wrong with one sentence of the corpus, as short words."""
    faults = []
    if not text.isascii():
        faults.append("not ASCII")
    if not text.endswith(".") or not text[:1].isupper():
        faults.append("not a sentence")
    if re.search(r"[.!?] +[A-Z]", text):
        faults.append("more than one sentence")
    if not 4 <= len(text.split()) <= 26:
        faults.append(f"{len(text.split())} words")
    if FORBIDDEN.search(text):
        faults.append("reads like a dose")
    return faults


def enumerate_names(names, word):
    return f"{', '.join(names[:-1])} {word} {names[-1]}" if len(names) > 1 else "".join(names)


class Corpus:
    """The facts of one folder, checked, and the conversations made from them."""

    def __init__(self, folder, priors=None):
        self.folder = Path(folder)
        self.priors = priors or {}
        self.faults = []
        self.entries = {}
        self.own = {}  # {(class, condition or ""): what the file says itself, without what is taken from the class}
        with open(self.folder / "common.toml", "rb") as file:
            self.common = tomllib.load(file)
        for path in sorted(self.folder.glob("*.toml")):
            if path.name != "common.toml":
                self._load(path)
        self.faults += [f"{slug}: file missing" for slug in SLUGS if slug not in self.entries]
        self._check_common()
        if self.faults:
            raise CorpusError("\n".join(self.faults))
        self.by_label = {
            (slug, label): condition
            for slug, entry in self.entries.items()
            for condition in entry["condition"] for label in condition["fine_labels"]}

    # --- loading and checking ---

    def _load(self, path):
        with open(path, "rb") as file:
            entry = tomllib.load(file)
        slug = entry.get("slug")
        if slug != path.stem or slug not in SLUGS:
            self.faults.append(f"{path.name}: slug {slug!r} is not the file's name or not known")
            return
        entry.setdefault("condition", [])
        self.entries[slug] = entry
        self.own[(slug, "")] = dict(entry)
        if not isinstance(entry.get("reviewed_by_clinician"), bool):
            self.faults.append(f"{slug}: reviewed_by_clinician must be true or false")
        self._check(slug, entry, LISTS + ("differential", "name", "urgency"))
        self.faults += [f"{slug}: cautions.{key} missing" for key in CAUTIONS
                        if slug not in NOT_DISEASE and key not in entry.get("cautions", {})]
        labels = set()
        for condition in entry["condition"]:
            where = f"{slug}: {condition.get('name')}"
            self._check(where, condition, OWN + ("name", "fine_labels"))
            for label in condition.get("fine_labels", []):
                if label != label.strip().lower() or label in labels:
                    self.faults.append(f"{where}: label {label!r} twice or not lower case")
                labels.add(label)
            self.own[(slug, condition.get("name"))] = dict(condition)
            if len(set(condition.get("differential", ()))) != len(condition.get("differential", ())):
                self.faults.append(f"{where}: the differential names something twice")
            # What the condition does not say for itself it takes from its class.
            for key in LISTS + ("urgency",):
                condition.setdefault(key, entry.get(key))
            condition["cautions"] = {**entry.get("cautions", {}), **condition.get("cautions", {})}
            condition["slug"] = slug

    def _check(self, where, table, required):
        known = set(LISTS + CAUTIONS) | {
            "slug", "name", "reviewed_by_clinician", "urgency", "differential", "cautions",
            "condition", "fine_labels"}
        self.faults += [f"{where}: {key} missing" for key in required if key not in table]
        self.faults += [f"{where}: unknown field {key}" for key in table if key not in known]
        if table.get("urgency", "routine") not in URGENCIES:
            self.faults.append(f"{where}: unknown urgency {table['urgency']!r}")
        cautions = table.get("cautions", {})
        self.faults += [f"{where}: unknown caution {k}" for k in cautions if k not in CAUTIONS]
        sentences = [s for key in LISTS for s in table.get(key, [])] + list(cautions.values())
        for sentence in sentences:
            self.faults += [f"{where}: {f}: {sentence}" for f in sentence_faults(sentence)]
        for name in [table.get("name", "")] + table.get("differential", []):
            if not name.isascii() or not name or name.endswith("."):
                self.faults.append(f"{where}: bad name {name!r}")

    def _check_common(self):
        for line in (self.folder / "common.toml").read_text(encoding="utf-8").splitlines():
            if not line.isascii() or FORBIDDEN.search(line):
                self.faults.append(f"common: not ASCII or reads like a dose: {line}")
        self.faults += [f"common: urgency.{level} missing" for level in URGENCIES
                        if level not in self.common["urgency"]]

    # --- what the rest of the program reads ---

    @property
    def classes(self):
        """(slug, name, opening of the first sentence) of every class, in the fixed order."""
        return [(slug, self.entries[slug]["name"], self._phrase(slug)) for slug in SLUGS]

    def _phrase(self, slug):
        name = self.entries[slug]["name"]
        return NOT_DISEASE.get(slug) or f"This could be a skin disease image of {name}"

    def condition(self, slug, fine_label):
        """The condition entry of a fine label, or None where only the class is described."""
        return self.by_label.get((slug, (fine_label or "").strip().lower()))

    def conversation(self, row, random, step, priors=None):
        """[(question, answer)] for a row of labels.csv.

        step 1: the concepts; step 2: the paper's four prompts in order, then perhaps one or two
        questions a patient asks; step 3: only the questions a patient asks; step 4: concepts drawn as often as
        they occur and in random order, so that the first one's probability follows its frequency.
        """
        slug = row["class_slug"]
        condition = self.condition(slug, row.get("fine_label"))
        facts = condition or self.entries[slug]
        concepts = self._concepts(row, random, self.priors if priors is None else priors)
        if step == 1:
            return [(CONCEPT_PROMPT, self._concept_answer(slug, concepts))]
        if step == 4:
            pairs = (self.priors if priors is None else priors).get((row.get("fine_label") or "").strip().lower(), ())
            drawn = [concept for concept, share in pairs if random.random() < share]
            return [(CONCEPT_PROMPT, self._concept_answer(slug, random.sample(drawn, len(drawn))))]
        answers = self.answers(slug, condition, concepts, random)
        turns = list(zip(PROMPTS, answers)) if step == 2 else []
        count = random.choice((0, 0, 1, 2)) if step == 2 else random.choice((1, 2, 3))
        for kind in random.sample(self._kinds(slug), count):
            turns.append(self._patient_turn(kind, slug, facts, answers, random))
        return turns

    def answers(self, slug, condition, concepts=(), random=None):
        """The answers to the four prompts; without `random`, the canonical wording."""
        facts = condition or self.entries[slug]
        common = self.common
        vary = random is not None and random.random() < 0.25
        first = self._phrase(slug)
        if slug in NOT_DISEASE:
            return [
                " ".join([first + "."] + facts["appearance"]),
                " ".join(facts["sensation"] + [common["limits"]["unseen"]] * (slug != "nonskin")),
                " ".join(facts["causes"]),
                " ".join(facts["self_care"] + facts["treatment"] + facts["seek_care"])]
        urgent = self._urgency(facts)
        high = facts["urgency"] in HIGH
        looks = list(facts["appearance"][:3])
        causes = list(facts["causes"][:3])
        if vary and len(looks) > 2:
            looks.pop(random.randrange(1, len(looks)))
        limit = common["limits"]["photo"]
        one = [f"{first}: {condition['name']}." if condition else f"{first}."] + looks
        one.append(random.choice(limit) if vary else limit[0])
        if facts["urgency"] == "emergency":
            one.append(urgent)
        two = []
        words = [common["concepts"].get(c) for c in concepts]
        words = list(dict.fromkeys(w for w in words if w))[:5]
        if words:
            two.append(f"Typical features are {enumerate_names(words, 'and')}.")
        two += facts["sensation"][:2]
        two.append(f"It can look like {enumerate_names(facts['differential'][:4], 'or')}.")
        two.append(common["limits"]["unseen"])
        if vary and len(two) > 3:
            two[0], two[1] = two[1], two[0]
        three = causes + facts["contagious"][:1] + [common["limits"]["cause"]]
        home, may, seek = facts["self_care"][:2], facts["treatment"][:2], facts["seek_care"][:2]
        if high:
            four = [urgent] + seek + may + home[:1]
        else:
            four = home + may + [urgent] + seek
        return [" ".join(part) for part in (one, two, three, four)]

    # --- pieces ---

    def _urgency(self, facts):
        return self.common["urgency"][facts["urgency"]]

    def _concepts(self, row, random, priors):
        """Concepts of a fine label: usual ones always, rarer ones as often as they occur."""
        pairs = priors.get((row.get("fine_label") or "").strip().lower(), ())
        return [c for c, p in pairs if p >= 0.3 or (p >= 0.1 and random.random() < p)]

    def _concept_answer(self, slug, concepts):
        last = f"{self._phrase(slug)}."
        if slug in NOT_DISEASE or not concepts:
            return last
        return ("This is a skin disease image with the following medical features"
                f" (clinical concepts): {', '.join(concepts)}. {last}")

    def _kinds(self, slug):
        """Kinds of questions a patient asks, each as often as it should be seen."""
        general = ["paraphrase", "outside", "dose"]
        if slug == "nonskin":
            return general + ["doctor"]
        if slug == "normal_skin":
            return general + ["doctor", "contagious", "home", "red_flag"]
        return general + ["contagious", "doctor", "itch", "cancer", "home", "children",
                          "pregnancy", "differential", "dark_skin", "red_flag", "urgent"]

    def _patient_turn(self, kind, slug, facts, answers, random):
        common, ask = self.common, self.common["questions"]
        if kind == "paraphrase":
            index = random.randrange(4)
            return random.choice(common["paraphrases"][str(index + 1)]), answers[index]
        if kind == "red_flag":
            flag = random.choice(common["red_flag"])
            return random.choice(flag["questions"]), flag["answer"]
        if kind == "outside":
            topic = random.choice(common["outside"])
            return random.choice(topic["questions"]), topic["answer"]
        question = random.choice(ask[kind])
        if kind == "dose":
            return question, common["limits"]["dose"]
        if slug in NOT_DISEASE:
            first = self._phrase(slug) + "."
            key = {"contagious": "contagious", "home": "self_care"}.get(kind, "seek_care")
            return question, " ".join([first] + facts[key])
        urgent = self._urgency(facts)
        high = facts["urgency"] in HIGH
        if kind in ("doctor", "urgent"):
            parts = [urgent] + facts["seek_care"][:2]
        elif kind == "differential":
            names = enumerate_names(facts["differential"], "or")
            parts = [f"It can look like {names}.", common["limits"]["photo"][0]]
        elif kind in CAUTIONS:
            parts = [facts["cautions"][kind]]
            if kind == "cancer":
                parts.append(common["limits"]["change"])
            if kind != "dark_skin" and (high or (
                    facts["urgency"] != "routine" and not re.search(SOON, " ".join(parts)))):
                parts.insert(0 if high else 1, urgent)
        elif kind == "itch":
            parts = facts["sensation"][:2]
        elif kind == "home":
            parts = facts["self_care"][:3]
            parts = [urgent] + parts if facts["urgency"] != "routine" else parts
        else:
            parts = facts["contagious"][:2]
        return question, " ".join(parts)

    def sentences(self):
        """Every plain sentence, once each, in a fixed order."""
        seen = {}
        for slug in SLUGS:
            entry = self.entries[slug]
            for facts in [entry] + entry["condition"]:
                if facts is not entry:
                    name = facts["name"]
                    seen[f"{name[0].upper()}{name[1:]} belongs to the group {entry['name']}."] = 1
                for key in LISTS:
                    seen.update(dict.fromkeys(facts[key]))
                seen.update(dict.fromkeys(facts.get("cautions", {}).values()))
        seen.update(dict.fromkeys(self.common["urgency"].values()))
        return list(seen)

    def texts(self):
        """Sentences, then whole conversations, for the tokenizer and the language model."""
        yield from self.sentences()
        random = random_module.Random(0)
        for slug in SLUGS:
            labels = [c["fine_labels"][0] for c in self.entries[slug]["condition"]] + [""]
            for label in labels:
                row = {"class_slug": slug, "fine_label": label}
                for step in (1, 2, 2, 3, 3, 3):
                    turns = self.conversation(row, random, step)
                    yield "\n".join(f"{question}\n{answer}" for question, answer in turns)
        for table in (self.common["questions"], self.common["paraphrases"]):
            for questions in table.values():
                yield from questions
        for topic in self.common["red_flag"] + self.common["outside"]:
            for question in topic["questions"]:
                yield f"{question}\n{topic['answer']}"
