"""What the images' Pythons hold: every package pinned by hash, all that they need, and every module that our files import."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import sys
import unittest
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "images"
# What lies beside what in /opt/overflow, as provision.sh puts it. mirror/ sees the folder above, too (bootstrap.py).
MODULES = {
    "worker": ["bootstrap.py", "fetch_settings.py", "instance_metadata.py", "master_connection.py", "worker/download.py", "worker/fetch.py"],
    "mirror": ["instance_metadata.py", "mirror/bootstrap.py", "mirror/mirror_settings.py", "mirror/ship_logs.py"],
}
# Pythons of Debian 12 and Amazon Linux 2023's package, and Ubuntu 24.04.
PYTHONS = ("3.11", "3.12")


def pins(image: str) -> dict[str, tuple[Requirement, list[str]]]:
    text = (IMAGES / image / "requirements.txt").read_text("utf-8")
    found = {}
    for line in re.sub(r" *\\\n *", " ", text).splitlines():
        if line and not line.startswith("#"):
            words = line.split(" --hash=")
            requirement = Requirement(words[0])
            found[canonicalize_name(requirement.name)] = (requirement, words[1:])
    return found


def closure(image: str, python: str) -> set[str]:
    """All that the image's own wishes bring, by the metadata of the lab's Python, which holds the same versions."""
    wishes = (IMAGES / image / "requirements.in").read_text("utf-8").split()
    waiting = [(canonicalize_name(wish.name), frozenset(wish.extras)) for wish in map(Requirement, wishes)]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        name, extras = item = waiting.pop()
        if item in seen:
            continue
        seen.add(item)
        for text in importlib.metadata.requires(name) or []:
            need = Requirement(text)
            for extra in extras or {""}:
                environment = {**default_environment(), "extra": extra, "python_version": python, "python_full_version": f"{python}.0"}
                if need.marker is None or need.marker.evaluate(environment):
                    waiting.append((canonicalize_name(need.name), frozenset(need.extras)))
    return {name for name, _extras in seen}


class Requirements(unittest.TestCase):
    def test_are_one_version_each_with_hashes(self) -> None:
        for image in MODULES:
            for name, (requirement, hashes) in pins(image).items():
                with self.subTest(image=image, package=name):
                    [version] = requirement.specifier
                    self.assertEqual(version.operator, "==")
                    self.assertTrue(hashes)
                    for each in hashes:
                        self.assertRegex(each, r"^sha256:[0-9a-f]{64}$")

    def test_are_complete_and_hold_nothing_that_is_not_needed(self) -> None:
        for image in MODULES:
            needed = [closure(image, python) for python in PYTHONS]
            self.assertEqual(set(pins(image)), set().union(*needed), image)

    def test_fit_each_other(self) -> None:
        for image in MODULES:
            versions = {name: str(next(iter(requirement.specifier)).version) for name, (requirement, _) in pins(image).items()}
            for name in versions:
                for text in importlib.metadata.requires(name) or []:
                    need = Requirement(text)
                    if need.marker is None and canonicalize_name(need.name) in versions:
                        self.assertIn(versions[canonicalize_name(need.name)], need.specifier, f"{name} needs {need}")

    def test_are_the_versions_that_the_lab_runs(self) -> None:
        lab = (ROOT / "lab" / "toolchain" / "requirements.txt").read_text("utf-8")
        tested = {canonicalize_name(name): version for name, version in re.findall(r"^([\w.-]+)==(\S+)$", lab, re.MULTILINE)}
        for image in MODULES:
            for name, (requirement, _hashes) in pins(image).items():
                self.assertEqual(str(requirement.specifier), f"=={tested.get(name)}", name)


class Modules(unittest.TestCase):
    def test_are_all_put_on_the_image(self) -> None:
        for image, files in MODULES.items():
            script = (IMAGES / image / "provision.sh").read_text("utf-8")
            for file in files:
                self.assertIn(Path(file).name, script)
        every = {str(path.relative_to(IMAGES)) for folder in ("", "worker", "mirror") for path in (IMAGES / folder).glob("*.py")}
        self.assertEqual({file for files in MODULES.values() for file in files}, every)

    def test_import_nothing_that_the_image_lacks(self) -> None:
        owners = importlib.metadata.packages_distributions()
        for image, files in MODULES.items():
            own = {Path(file).stem for file in files}
            packages = set(pins(image))
            for file in files:
                for name in imports((IMAGES / file).read_text("utf-8")):
                    with self.subTest(image=image, file=file, module=name):
                        provided = {canonicalize_name(owner) for owner in owners.get(name, [])}
                        self.assertTrue(name in sys.stdlib_module_names or name in own or provided & packages)

    def test_of_the_worker_bring_the_programs_that_its_unit_starts(self) -> None:
        scripts = {entry.name for entry in importlib.metadata.distribution("Twisted").entry_points}
        self.assertIn("twistd", scripts)


def imports(source: str) -> set[str]:
    """First names of all imports, those in the text of the worker's buildbot.tac included."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            names.add(node.module.split(".")[0])
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "\nfrom twisted" in node.value:
            names |= {word.split(".")[0] for word in re.findall(r"^(?:from|import) ([\w.]+)", node.value, re.MULTILINE)}
    return names


if __name__ == "__main__":
    unittest.main()
