"""Runs the Python tests and appends their counts to the file that OVERFLOW_TEST_COUNTS names."""

import json
import os
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1]), str(HERE.parents[1] / "buildmaster"), str(HERE.parents[1] / "images")]


def main() -> int:
    suite = unittest.defaultTestLoader.discover(str(HERE), pattern="test_*.py")
    result = unittest.TextTestRunner(verbosity=2, stream=sys.stdout).run(suite)
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    skipped = len(result.skipped)
    counts = {"passed": result.testsRun - failed - skipped, "failed": failed, "skipped": skipped}
    target = os.environ.get("OVERFLOW_TEST_COUNTS")
    if target:
        with open(target, "a", encoding="utf-8") as file:
            file.write(json.dumps(counts) + "\n")
    return 0 if failed == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
