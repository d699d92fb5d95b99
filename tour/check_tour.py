#!/usr/bin/env python3
"""Checks a tour's summary.json against the build master's own database and the emulator's call log.

    python3 tour/check_tour.py out/tour

Reads `summary.json`, `evidence/state.sqlite` (a copy of the master's database) and `evidence/calls.jsonl` (the log of every AWS call).
Shares no code with what wrote the summary: it counts again, from the sources. Standard library only. Exit code 0 if all agree, 1 if not,
2 if a file is missing.
"""

import json
import re
import sqlite3
import sys
from collections import Counter
from pathlib import Path

SUCCESS = 0
CLOUD = re.compile(r"-ec2-\d+$")


def builds_of(database: Path) -> list[tuple[int, str, str, int]]:
    """(request id, builder, worker, result) of every build that the master knows."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        return connection.execute(
            """select b.buildrequestid, r.name, w.name, b.results
               from builds b join builders r on r.id = b.builderid join workers w on w.id = b.workerid"""
        ).fetchall()


def requests_of(database: Path) -> dict[int, int]:
    """Result by request id, complete ones only."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        return dict(connection.execute("select id, results from buildrequests where complete = 1").fetchall())


def vm_counts(log: Path) -> Counter:
    """Successful calls that worked on VMs, one count a VM."""
    counts: Counter = Counter()
    for line in log.read_text(encoding="utf-8").splitlines():
        call = json.loads(line)
        if call["service"] == "ec2" and call["error"] is None:
            counts[call["action"]] += sum(1 for name in call["resources"] if name.startswith("i-"))
    return counts


def compare(folder: Path) -> list[tuple[str, object, object]]:
    """(what, said by the summary, counted here) of each figure."""
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    database = folder / "evidence" / "state.sqlite"
    builds = builds_of(database)
    good = [build for build in builds if build[3] == SUCCESS]
    per_request = Counter(build[0] for build in good)
    by_builder = {
        builder: {
            "inHouse": sum(1 for b in good if b[1] == builder and not CLOUD.search(b[2])),
            "cloud": sum(1 for b in good if b[1] == builder and CLOUD.search(b[2])),
        }
        for builder in sorted({b[1] for b in good})
    }
    calls = vm_counts(folder / "evidence" / "calls.jsonl")
    said = summary["builds"]
    return [
        ("requests filed", said["filed"], len(requests_of(database))),
        ("requests with exactly one good build", said["finishedOnce"], sum(1 for n in per_request.values() if n == 1)),
        ("builds in-house", said["inHouse"], sum(1 for b in good if not CLOUD.search(b[2]))),
        ("builds in the cloud", said["cloud"], sum(1 for b in good if CLOUD.search(b[2]))),
        ("builds by builder", said["byBuilder"], by_builder),
        ("VMs made", summary["vms"]["created"], calls["RunInstances"]),
        ("VMs revived", summary["vms"]["revived"], calls["StartInstances"]),
        ("VMs suspended", summary["vms"]["suspended"], calls["StopInstances"]),
        ("VMs removed", summary["vms"]["terminated"], calls["TerminateInstances"]),
    ]


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print("usage: check_tour.py FOLDER", file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    for name in ("summary.json", "evidence/state.sqlite", "evidence/calls.jsonl"):
        if not (folder / name).exists():
            print(f"check_tour: {folder / name} is missing; run the tour first", file=sys.stderr)
            return 2
    rows = compare(folder)
    for what, said, counted in rows:
        print(f"{'same' if said == counted else 'DIFFERS'}  {what}: summary {json.dumps(said)}, counted {json.dumps(counted)}")
    return 0 if all(said == counted for _, said, counted in rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
