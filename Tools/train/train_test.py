"""Checks of train.py: python3 -m unittest train_test.py (in this folder)."""
import io
import sys
import tempfile
import unittest
from pathlib import Path

import train


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


if __name__ == "__main__":
    unittest.main()
