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
import json
import os
import shutil
import subprocess
import sys
import tarfile
import time
import unittest
from pathlib import Path

SOURCES = Path("src")
CHECKER = Path("checker")
PACKAGE = Path("package.tar.gz")


def fetch(program: Path, manifest: Path) -> None:
    """Fetches and unpacks what the manifest names, afresh: nothing of the worker's last build is taken for this one's.

    `program` is the image's `overflow-fetch`. It verifies the digest, and says by one JSON line where the bytes came from.
    """
    for source in json.loads(manifest.read_text(encoding="utf-8")):
        folder = Path(source["unpack"])
        file = folder.with_suffix(".tar")
        shutil.rmtree(folder, ignore_errors=True)
        file.unlink(missing_ok=True)
        command = [sys.executable, str(program), source["url"], str(file), "--sha256", source["sha256"]]
        if subprocess.run(command, check=False).returncode != 0:
            sys.exit(f"fetch: {source['url']} could not be fetched")
        folder.mkdir()
        with tarfile.open(file) as archive:
            for entry in archive:
                # Flat archives of plain files are all that is taken: no path, link or device can lead out of the folder.
                if not entry.isfile() or Path(entry.name).name != entry.name:
                    sys.exit(f"fetch: {source['url']} holds {entry.name!r}, which is no plain file")
                (folder / entry.name).write_bytes(archive.extractfile(entry).read())
        file.unlink()


def compile_sources(optimize: int) -> None:
    if not compileall.compile_dir(SOURCES, quiet=1, force=True, optimize=optimize):
        sys.exit("compile: at least one module does not compile")
    print(f"compiled {len(list(SOURCES.glob('*.py')))} modules with optimization level {optimize}")


class ProductModules(unittest.TestCase):
    """Loads each module and compares its answer with the checker's."""

    def test_totals(self) -> None:
        answers = json.loads((CHECKER / "answers.json").read_text(encoding="utf-8"))
        self.assertTrue(answers, "the checker knows no module")
        for name, answer in answers.items():
            path = SOURCES / f"{name}.py"
            with self.subTest(module=name):
                spec = importlib.util.spec_from_file_location(path.stem, path)
                module = importlib.util.module_from_spec(spec)
                spec.loader.exec_module(module)
                self.assertEqual(module.total(100), answer)


def test(seconds: float) -> None:
    """Runs the unit tests, then waits out the rest of `seconds`, as a test of timing or of a device would."""
    end = time.monotonic() + seconds
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(ProductModules)
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
    fetching = step.add_parser("fetch")
    fetching.add_argument("--program", type=Path, required=True)
    fetching.add_argument("--manifest", type=Path, required=True)
    compiling = step.add_parser("compile")
    compiling.add_argument("--optimize", type=int, choices=(0, 1, 2), required=True)
    step.add_parser("test").add_argument("--seconds", type=float, required=True)
    step.add_parser("package")
    step.add_parser("sign")
    arguments = vars(parser.parse_args())
    chosen = arguments.pop("step")
    {"fetch": fetch, "compile": compile_sources, "test": test, "package": package, "sign": sign}[chosen](**arguments)


if __name__ == "__main__":
    main()
