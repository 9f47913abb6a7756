"""Checks of train.py: python3 -m unittest train_test.py (in this folder)."""
import argparse
import contextlib
import io
import sys
import tempfile
import tomllib
import unittest
from pathlib import Path

import train
from clock import StepCount, add_clock_arguments
from folds import check_folds, left_out_of, measured_sources


def copy(name, source, target, **more):
    """A stage that copies a file."""
    code = "import shutil, sys; shutil.copy(sys.argv[1], sys.argv[2])"
    return {"name": name, "run": [sys.executable, "-c", code, source, target], "makes": [target], **more}


class RecipeTests(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.run_folder = Path(self.folder.name)
        (self.run_folder / "a").write_text("one")
        self.places = {"run": str(self.run_folder), "budget": 1.0}

    def go(self, *stages, **options):
        return train.run_recipe({"stage": list(stages)}, self.places, out=io.StringIO(), **options)

    def test_a_stage_runs_once_and_again_when_its_command_or_what_it_stands_on_changes(self):
        first, second = copy("first", "{run}/a", "{run}/b"), copy("second", "{run}/b", "{run}/c", after=["first"])
        self.assertEqual(self.go(first, second), ["first", "second"])
        self.assertEqual(self.go(first, second), [])
        changed = copy("first", "{run}/a", "{run}/b") | {"run": [*first["run"], "surplus"]}
        self.assertEqual(self.go(changed, second), ["first", "second"])
        (self.run_folder / "c").unlink()
        self.assertEqual(self.go(changed, second), ["second"])

    def test_listing_runs_nothing(self):
        self.assertEqual(self.go(copy("first", "{run}/a", "{run}/b"), listing=True), ["first"])
        self.assertFalse((self.run_folder / "b").exists())

    def test_a_failed_stage_is_not_done(self):
        bad = {"name": "bad", "run": [sys.executable, "-c", "raise SystemExit(3)"], "makes": ["{run}/a"]}
        with self.assertRaisesRegex(train.RecipeError, "stage bad ended with 3"):
            self.go(bad)
        self.assertEqual(self.go(bad, listing=True), ["bad"])

    def test_a_stage_that_makes_nothing_is_an_error(self):
        with self.assertRaisesRegex(train.RecipeError, "did not write"):
            self.go({"name": "idle", "run": [sys.executable, "-c", "pass"], "makes": ["{run}/none"]})

    def test_the_recipes_here_are_whole(self):
        recipes = sorted((train.HERE / "recipes").glob("*.toml"))
        self.assertTrue(recipes)
        places = {"data": "D", "run": str(self.run_folder), "here": str(train.HERE), "program": "P", "start": "S", "budget": 1.0}
        for path in recipes:
            recipe = train.read_recipe(path)
            places["recipe"] = str(path.with_suffix(""))
            for stage in recipe["stage"]:
                command = train.command_of(stage, {**places, "minutes": "1"})
                for word in command:
                    if word.startswith(str(train.HERE)):
                        self.assertTrue(Path(word).exists(), (path.name, stage["name"], word))
            self.assertEqual(train.run_recipe(recipe, places, listing=True, out=io.StringIO()),
                             [stage["name"] for stage in recipe["stage"]])

    def test_broken_recipes_are_named(self):
        for text, words in (("", "has no stage"), ("[[stage]]\nname = 'a'", "lacks makes, run"), ("[", "cannot be read"),
                            ("[[stage]]\nname='a'\nrun=['x']\nmakes=[]\nafter=['b']", "not before it")):
            path = self.run_folder / "recipe.toml"
            path.write_text(text)
            with self.assertRaisesRegex(train.RecipeError, words):
                train.read_recipe(path)


class StepTests(unittest.TestCase):
    def test_progress_is_the_share_of_the_steps_and_goes_on_from_a_checkpoint(self):
        count, seen = StepCount(4), []
        while count.progress < 1:
            seen.append(count.progress)
            count.done += 1
        self.assertEqual(seen, [0, 0.25, 0.5, 0.75])
        self.assertEqual(StepCount(4, done=3).progress, 0.75)
        self.assertEqual(StepCount(4, done=5).progress, 1)
        self.assertIsNone(count.start)
        with self.assertRaisesRegex(SystemExit, "error: 0 steps"):
            StepCount(0)

    def test_a_run_is_bounded_by_steps_or_by_time_and_only_where_steps_are_known(self):
        parser = argparse.ArgumentParser()
        add_clock_arguments(parser, steps=True)
        self.assertEqual(parser.parse_args(["--steps", "250"]).steps, 250)
        self.assertEqual(parser.parse_args(["--minutes", "2"]).minutes, 2)
        timed = argparse.ArgumentParser()
        add_clock_arguments(timed)
        for refusing, words in ((parser, ["--steps", "2", "--minutes", "2"]), (parser, []), (timed, ["--steps", "2"])):
            with contextlib.redirect_stderr(io.StringIO()), self.assertRaises(SystemExit):
                refusing.parse_args(words)


class FoldTests(unittest.TestCase):
    def test_a_source_is_measured_from_three_classes_and_fifty_photos_on(self):
        photos = [("small", at % 3) for at in range(49)] + [("two", at % 2) for at in range(90)]
        photos += [("just", at % 3) for at in range(50)] + [("large", at % 5) for at in range(60)]
        self.assertEqual(measured_sources(*zip(*photos)), ["large", "just"])

    def test_folds_hold_every_measured_source_once(self):
        check_folds({"A": ["x"], "B": ["y", "z"]}, ["x", "y", "z"])
        for folds in ({"A": ["x"], "B": ["y"]}, {"A": ["x", "y"], "B": ["y", "z"]}, {"A": ["x", "y"], "B": ["z", "other"]}):
            with self.assertRaisesRegex(SystemExit, "error: not in exactly one fold"):
                check_folds(folds, ["x", "y", "z"])

    def test_a_tower_lacks_its_fold_and_what_every_tower_lacks(self):
        with open(train.HERE / "recipes" / "left-out" / "vision.toml", "rb") as file:
            config = tomllib.load(file)
        self.assertIn(config["clinic"], config["folds"])
        for fold, sources in config["folds"].items():
            self.assertLessEqual({*sources, *config["left_out"]}, set(left_out_of(config, fold)))
        self.assertEqual(left_out_of(config), sorted(config["left_out"]))
        with self.assertRaisesRegex(SystemExit, "no fold Z"):
            left_out_of(config, "Z")


if __name__ == "__main__":
    unittest.main()
