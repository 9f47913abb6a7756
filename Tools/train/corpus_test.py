"""Checks of the corpus: python3 -m unittest Tools/train/corpus_test.py"""
import random
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import corpus as module  # noqa: E402
import sentences  # noqa: E402

FOLDER = HERE / "corpus"
PRIORS = {"acne vulgaris": [("Papule", 0.9), ("Erythema", 0.9), ("Pustule", 0.4), ("Scar", 0.05)]}


class CorpusTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.corpus = module.Corpus(FOLDER, PRIORS)

    def all_rows(self):
        for slug in module.SLUGS:
            for condition in self.corpus.entries[slug]["condition"]:
                yield {"class_slug": slug, "fine_label": condition["fine_labels"][0]}, condition
            yield {"class_slug": slug, "fine_label": "no such label"}, self.corpus.entries[slug]

    def test_eighteen_classes_with_their_openings(self):
        classes = {slug: (name, phrase) for slug, name, phrase in self.corpus.classes}
        self.assertEqual(len(classes), 18)
        self.assertEqual(classes["acne_rosacea"][1],
                         "This could be a skin disease image of Acne and Rosacea")
        self.assertEqual(classes["normal_skin"][1], "This could be an image of healthy skin")
        self.assertEqual(classes["nonskin"][1], "This is not an image of skin")

    def test_four_prompts_verbatim_and_answers_open_with_the_phrase(self):
        phrases = {slug: phrase for slug, _, phrase in self.corpus.classes}
        for row, _ in self.all_rows():
            turns = self.corpus.conversation(row, random.Random(3), 2)
            self.assertEqual([q for q, _ in turns[:4]], [
                "Could you describe the skin disease in this image for me?",
                "Please provide a paragraph listing additional features you observed in the"
                " image.",
                "Based on the previous information, please provide a detailed explanation of the"
                " cause of this skin disease.",
                "What treatment and medication should be recommended for this case?"])
            self.assertTrue(turns[0][1].startswith(phrases[row["class_slug"]]))

    def test_concepts_follow_the_priors(self):
        row = {"class_slug": "acne_rosacea", "fine_label": "acne vulgaris"}
        (question, answer), = self.corpus.conversation(row, random.Random(1), 1)
        self.assertEqual(question, module.CONCEPT_PROMPT)
        self.assertEqual(answer, (
            "This is a skin disease image with the following medical features (clinical"
            " concepts): Papule, Erythema, Pustule. This could be a skin disease image of Acne"
            " and Rosacea."))
        row["fine_label"] = "unknown"
        (_, answer), = self.corpus.conversation(row, random.Random(1), 1)
        self.assertEqual(answer, "This could be a skin disease image of Acne and Rosacea.")

    def test_no_dose_and_ascii_everywhere(self):
        for text in self.corpus.texts():
            self.assertTrue(text.isascii(), text)
            self.assertIsNone(module.FORBIDDEN.search(text), text)

    def test_treatment_always_names_urgency(self):
        for row, facts in self.all_rows():
            if row["class_slug"] in module.NOT_DISEASE:
                continue
            urgency = self.corpus.common["urgency"][facts["urgency"]]
            for seed in range(4):
                turns = self.corpus.conversation(row, random.Random(seed), 2)
                self.assertIn(urgency, turns[3][1])
                if facts["urgency"] == "emergency":
                    self.assertIn(urgency, turns[0][1])
                    self.assertTrue(turns[3][1].startswith(urgency))

    def test_melanoma_and_malignant_always_say_when_to_be_seen(self):
        for row, facts in self.all_rows():
            if row["class_slug"] in ("melanoma_nevi", "malignant"):
                self.assertNotEqual(facts["urgency"], "routine", row)
                answers = self.corpus.answers(row["class_slug"], self.corpus.condition(
                    row["class_slug"], row["fine_label"]))
                self.assertIn("within 2 weeks", answers[3])

    def test_treatment_is_only_considered(self):
        for _, facts in self.all_rows():
            for sentence in facts["treatment"]:
                self.assertNotRegex(sentence.lower(), r"^(take|use|apply|start) ")

    def test_length_of_the_four_answers(self):
        for row, facts in self.all_rows():
            if row["class_slug"] in module.NOT_DISEASE:
                continue
            turns = self.corpus.conversation(row, random.Random(0), 2)[:4]
            words = sum(len(answer.split()) for _, answer in turns)
            self.assertTrue(130 <= words <= 290, (row, words))

    def test_same_random_same_conversation(self):
        for row, _ in self.all_rows():
            for step in (1, 2, 3):
                self.assertEqual(self.corpus.conversation(row, random.Random(5), step),
                                 self.corpus.conversation(row, random.Random(5), step))

    def test_dose_questions_are_refused(self):
        row = {"class_slug": "fungal", "fine_label": "tinea corporis"}
        doses = set(self.corpus.common["questions"]["dose"])
        answers = {a for seed in range(300)
                   for q, a in self.corpus.conversation(row, random.Random(seed), 3)
                   if q in doses}
        self.assertEqual(answers, {self.corpus.common["limits"]["dose"]})
        self.assertTrue(next(iter(answers)).startswith("I cannot give a dose."))

    def test_faults_are_found(self):
        faults = module.sentence_faults
        self.assertEqual(faults("A clinician may consider a cream for acne."), [])
        for bad in ("Take 5 mg of this medicine now.", "Take the tablets twice a day for acne.",
                    "Give 10 ml/kg to the child now.", "two words", "Caf\u00e9 patches are brown."):
            self.assertTrue(faults(bad), bad)
        with tempfile.TemporaryDirectory() as folder:
            for path in FOLDER.glob("*.toml"):
                text = path.read_text(encoding="ascii")
                if path.stem == "fungal":
                    text = text.replace("self_care", "self_car", 1)
                (Path(folder) / path.name).write_text(text)
            with self.assertRaisesRegex(module.CorpusError, "fungal: self_care missing"):
                module.Corpus(folder)

    def test_table_of_sentences_is_that_of_the_corpus(self):
        self.assertEqual(sentences.text(sentences.table()), sentences.TABLE.read_text(encoding="utf-8"))

    def test_identifiers_are_unique_and_sentences_whole(self):
        rows = sentences.table()
        self.assertEqual(len({row["id"] for row in rows}), len(rows))
        for row in rows:
            if row["field"] not in ("name", "limits.dose") and not row["field"].startswith(("outside", "red_flag")):
                self.assertEqual(module.sentence_faults(row["text"]), [], row["id"])
            self.assertFalse(row["text"] != row["text"].strip() or "  " in row["text"], row["id"])

    def test_haste_and_calm_are_found(self):
        self.assertEqual(sentences.haste("seek_care", "See a doctor within 24 hours if it hurts."), "if:within-24-hours")
        self.assertEqual(sentences.haste("seek_care", "A doctor should see it within 2 weeks."), "within-2-weeks")
        self.assertEqual(sentences.haste("seek_care", "Fever needs a hospital now."), "if:emergency")
        self.assertEqual(sentences.haste("appearance", "Each wheal fades within 24 hours."), "")
        calm = {row["id"] for row in sentences.table() if row["calms"]}
        self.assertIn("common/-/urgency.routine/1", calm)
        self.assertIn("benign_tumor/seborrheic-keratosis/treatment/1", calm)
        self.assertNotIn("melanoma_nevi/-/seek_care/2", calm)

    def test_reviewed_is_said_in_every_file(self):
        for slug in module.SLUGS:
            self.assertIn("reviewed_by_clinician", (FOLDER / f"{slug}.toml").read_text())


if __name__ == "__main__":
    unittest.main()
