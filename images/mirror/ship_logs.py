"""Puts the mirror's access log into the records bucket, gzipped, and empties it here.

    python ship_logs.py --home /var/lib/overflow-mirror

Run by a timer and once more when the mirror ends. What cannot be sent stays for the next run, up to 1 GiB; the oldest goes
first. Needs boto3; the instance profile may put below its level's prefix, and nothing else. Exit code 75 (EX_TEMPFAIL of
sysexits.h) when something could not be sent.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import signal
import sys
import time
from datetime import datetime, timezone
from pathlib import Path

EX_TEMPFAIL = 75

ACCESS_LOG = "access.jsonl"
# nginx reopens its log as soon as it is told to; a worker that is busy takes a little longer.
REOPEN_SECONDS = 5
MAX_KEPT_BYTES = 1024**3


def close_log(home: Path, now: datetime) -> Path | None:
    """Takes what was logged so far out of nginx's hands. @return the closed file; None: nothing was logged"""
    log = home / "logs" / ACCESS_LOG
    if not log.is_file() or log.stat().st_size == 0:
        return None
    closed = home / "logs" / "closed" / f"{now:%Y-%m-%d-%H%M%S}.jsonl"
    if closed.exists():
        # Two runs within a second: the next one takes it.
        return None
    os.rename(log, closed)
    try:
        os.kill(int((home / "nginx.pid").read_text("ascii")), signal.SIGUSR1)
    except (OSError, ValueError):
        return closed  # nginx has ended, and with it all writing.
    end = time.monotonic() + REOPEN_SECONDS
    while not log.exists() and time.monotonic() < end:
        time.sleep(0.02)
    return closed


def object_key(closed: Path, level: str, instance: str) -> str:
    """`mirror/<level>/<yyyy-mm-dd>/<instance>-<hhmmss>.jsonl.gz` of a file closed at the time in its name."""
    year, month, day, clock = closed.stem.split("-")
    return f"mirror/{level}/{year}-{month}-{day}/{instance}-{clock}.jsonl.gz"


def make_room(folder: Path, most_bytes: int) -> list[str]:
    """Drops the oldest files until the rest fits. @return the names of those dropped"""
    files = sorted(folder.glob("*.jsonl"))
    dropped = []
    while sum(file.stat().st_size for file in files) > most_bytes:
        oldest = files.pop(0)
        oldest.unlink()
        dropped.append(oldest.name)
    return dropped


def ship(home: Path, now: datetime) -> int:
    """Sends every closed file. @return count of files that could not be sent"""
    import boto3
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError, ClientError

    about = json.loads((home / "mirror.json").read_text("utf-8"))
    close_log(home, now)
    for name in make_room(home / "logs" / "closed", MAX_KEPT_BYTES):
        print(f"ship_logs: dropped {name}: the bucket was out of reach for too long", file=sys.stderr)
    config = Config(connect_timeout=5, read_timeout=30, retries={"max_attempts": 2, "mode": "standard"})
    client = boto3.client("s3", region_name=about["region"], config=config)
    left = 0
    for closed in sorted((home / "logs" / "closed").glob("*.jsonl")):
        packed = closed.with_suffix(".gz")
        with closed.open("rb") as source, gzip.open(packed, "wb") as target:
            shutil.copyfileobj(source, target)
        key = object_key(closed, about["level"], about["instance"])
        try:
            with packed.open("rb") as body:
                client.put_object(Bucket=about["bucket"], Key=key, Body=body, ContentType="application/gzip")
        except (BotoCoreError, ClientError) as error:
            print(f"ship_logs: {key}: {error}", file=sys.stderr)
            left += 1
        else:
            closed.unlink()
            print(f"ship_logs: {key}")
        finally:
            packed.unlink()
    return left


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True, help="folder of the mirror")
    options = parser.parse_args(arguments)
    return EX_TEMPFAIL if ship(options.home, datetime.now(timezone.utc)) else 0


if __name__ == "__main__":
    sys.exit(main())
