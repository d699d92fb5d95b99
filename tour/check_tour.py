#!/usr/bin/env python3
"""Checks a tour's summary.json against the build master's own database, the emulator's call log, and the logs of mirrors and origins.

    python3 tour/check_tour.py out/tour

Reads `summary.json`, `evidence/state.sqlite` (a copy of the master's database) and `evidence/calls.jsonl` (the log of every AWS call),
`evidence/mirror.jsonl` (the mirrors' access log), `evidence/origins.jsonl` (the origins' own log) and `evidence/fallbacks.jsonl`.
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
# nginx, ngx_http_upstream_module, $upstream_cache_status.
FROM_CACHE = ("HIT", "STALE", "UPDATING", "REVALIDATED")
EVIDENCE = ("state.sqlite", "calls.jsonl", "mirror.jsonl", "origins.jsonl", "fallbacks.jsonl")
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
    """Successful calls that worked on the scaler's VMs, one count a VM. Mirrors are made by an Auto Scaling group."""
    counts: Counter = Counter()
    for line in log.read_text(encoding="utf-8").splitlines():
        call = json.loads(line)
        if call["service"] == "ec2" and call["error"] is None and call["caller"] != "autoscaling":
            counts[call["action"]] += sum(1 for name in call["resources"] if name.startswith("i-"))
    return counts


def lines_of(file: Path) -> list[dict]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line]


def fetched_bytes(line: dict) -> int:
    """nginx writes one number for each server that it asked."""
    return sum(int(part) for part in re.findall(r"\d+", line["fetchedBytes"]))


def mirror_rows(said: dict, evidence: Path) -> list[tuple[str, object, object]]:
    log, origins = lines_of(evidence / "mirror.jsonl"), lines_of(evidence / "origins.jsonl")
    fall_backs = [record for record in lines_of(evidence / "fallbacks.jsonl") if record["outcome"] == "fetched"]
    asked = [line for line in log if line["sentBytes"] != line["responseBytes"]]
    sent = sum(line["sentBytes"] for line in asked if line["status"] < 400)
    fetched = sum(map(fetched_bytes, log))
    over_link = sum(line["bytes"] for line in origins if line["from"] == "link")
    past_mirrors = sum(record["bytes"] for record in fall_backs)
    to_mirrors = over_link - past_mirrors
    return [
        ("fetches from the mirrors", said["requests"], len(asked)),
        ("of these, from their cache", said["hits"], sum(1 for line in asked if line["cache"] in FROM_CACHE)),
        ("bytes that mirrors sent", said["sentBytes"], sent),
        ("bytes that mirrors fetched", said["fetchedBytes"], fetched),
        ("fall-backs", said["fallBacks"], len(fall_backs)),
        ("bytes that origins sent over the link", said["originBytes"], over_link),
        # Two who do not know of each other: a mirror counts headers too, an origin bodies only.
        ("mirrors and origins agree within 1 %", True, to_mirrors <= fetched <= to_mirrors * 1.01 + 4096),
        ("95 % of bytes or more were kept off the link", True, sent > 0 and 1 - over_link / (sent + past_mirrors) >= 0.95),
    ]


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
        *([] if summary["mirror"] is None else mirror_rows(summary["mirror"], folder / "evidence")),
    ]


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print("usage: check_tour.py FOLDER", file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    for name in ("summary.json", *(f"evidence/{file}" for file in EVIDENCE)):
        if not (folder / name).exists():
            print(f"check_tour: {folder / name} is missing; run the tour first", file=sys.stderr)
            return 2
    rows = compare(folder)
    for what, said, counted in rows:
        print(f"{'same' if said == counted else 'DIFFERS'}  {what}: summary {json.dumps(said)}, counted {json.dumps(counted)}")
    return 0 if all(said == counted for _, said, counted in rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
