"""The work of one lab build, run on the worker step by step. Small, but real: every step fails if its part is wrong.

Standard library only, Python 3.9 or newer.
"""

from __future__ import annotations

import argparse
import compileall
import gzip
import hashlib
import hmac
import importlib.util
import io
import os
import shutil
import sys
import tarfile
import time
import unittest
from pathlib import Path

SOURCES = Path("src")
PACKAGE = Path("package.tar.gz")

MODULE = '''"""Generated module {index}."""


def total(count):
    """Sum of the first `count` multiples of {index}."""
    return sum({index} * step for step in range(count))
'''


def compile_sources(modules: int, optimize: int) -> None:
    """Generates the sources afresh, so that nothing of the worker's last build is taken for this one's, and compiles."""
    shutil.rmtree(SOURCES, ignore_errors=True)
    SOURCES.mkdir()
    for index in range(modules):
        (SOURCES / f"module_{index:03d}.py").write_text(MODULE.format(index=index), encoding="utf-8")
    if not compileall.compile_dir(SOURCES, quiet=1, force=True, optimize=optimize):
        sys.exit("compile: at least one module does not compile")
    print(f"compiled {modules} modules with optimization level {optimize}")


class GeneratedModules(unittest.TestCase):
    """Loads each module and checks its answer against the closed form."""

    def test_totals(self) -> None:
        paths = sorted(SOURCES.glob("module_*.py"))
        self.assertTrue(paths, "no module was generated")
        for index, path in enumerate(paths):
            with self.subTest(module=path.name):
                spec = importlib.util.spec_from_file_location(path.stem, path)
                module = importlib.util.module_from_spec(spec)
                spec.loader.exec_module(module)
                self.assertEqual(module.total(100), index * 4950)


def test(seconds: float) -> None:
    """Runs the unit tests, then waits out the rest of `seconds`, as a test of timing or of a device would."""
    end = time.monotonic() + seconds
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(GeneratedModules)
    if not unittest.TextTestRunner(stream=sys.stdout).run(suite).wasSuccessful():
        sys.exit("test: a unit test failed")
    time.sleep(max(0.0, end - time.monotonic()))


def package() -> None:
    """Packs the sources reproducibly (no times, no owners) and prints the digest, the same on every worker."""
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for path in sorted(SOURCES.glob("*.py")):
            entry = tarfile.TarInfo(path.as_posix())
            entry.size = path.stat().st_size
            with path.open("rb") as file:
                archive.addfile(entry, file)
    PACKAGE.write_bytes(gzip.compress(raw.getvalue(), mtime=0))
    print(hashlib.sha256(PACKAGE.read_bytes()).hexdigest())


def sign() -> None:
    """Signs the package with a key made for this build alone; checks its own signature as a client would."""
    key = os.urandom(32)
    signature = hmac.new(key, PACKAGE.read_bytes(), hashlib.sha256).hexdigest()
    PACKAGE.with_suffix(".sig").write_text(signature + "\n", encoding="ascii")
    again = hmac.new(key, PACKAGE.read_bytes(), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(signature, again):
        sys.exit("sign: the signature does not verify")
    print(f"signed {PACKAGE}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    step = parser.add_subparsers(dest="step", required=True)
    compiling = step.add_parser("compile")
    compiling.add_argument("--modules", type=int, required=True)
    compiling.add_argument("--optimize", type=int, choices=(0, 1, 2), required=True)
    step.add_parser("test").add_argument("--seconds", type=float, required=True)
    step.add_parser("package")
    step.add_parser("sign")
    arguments = vars(parser.parse_args())
    chosen = arguments.pop("step")
    {"compile": compile_sources, "test": test, "package": package, "sign": sign}[chosen](**arguments)


if __name__ == "__main__":
    main()
