"""Pools files for the tests of the build master's module."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "buildmaster"))

from overflow.files import pools_version  # noqa: E402

WORKERS = ["bld-linux64-ec2-001", "bld-linux64-ec2-002"]


def pools_file(environment: str = "staging", **changes: Any) -> dict[str, Any]:
    pool = {
        "name": "linux64",
        "platform": "linux64",
        "trust": "try",
        "builders": ["linux64-*"],
        "workers": list(WORKERS),
        **changes,
    }
    data = {"schema": 1, "environment": environment, "pools": [pool]}
    return {**data, "version": pools_version(data)}


def credentials_file(environment: str = "staging", **changes: Any) -> dict[str, Any]:
    return {
        "schema": 1,
        "environment": environment,
        "scalerUser": f"overflow-{environment}",
        "scalerPassword": f"secret of {environment}",
        "workerKeys": {"linux64": f"key of {environment}"},
        **changes,
    }


def write_pair(folder: Path, pools: dict[str, Any], credentials: dict[str, Any], mode: int = 0o600) -> None:
    stem = pools.get("environment", "staging")
    (folder / f"{stem}.json").write_text(json.dumps(pools), encoding="utf-8")
    secret = folder / f"{stem}.credentials.json"
    secret.write_text(json.dumps(credentials), encoding="utf-8")
    os.chmod(secret, mode)


def result_of(deferred: Any) -> Any:
    """Result of a Deferred that has fired; raises what it failed with."""
    results: list[Any] = []
    failures: list[Any] = []
    deferred.addCallbacks(results.append, failures.append)
    if failures:
        failures[0].raiseException()
    if not results:
        raise AssertionError("the Deferred has not fired")
    return results[0]
