"""The two files that `overflow workers <env>` writes for each environment: pools (public) and credentials (0600).

Types: `PoolsFile` and `MasterCredentials` in infra/outputs.ts. Nothing here needs Buildbot.
"""

from __future__ import annotations

import hashlib
import json
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SCHEMA = 1
CREDENTIALS_SUFFIX = ".credentials.json"
# Buildbot's own rule for a worker name (buildbot.util.identifiers, at most 50 characters), narrowed to ASCII.
WORKER_NAME = re.compile(r"[A-Za-z_-][A-Za-z0-9_-]{0,49}")


class PoolsError(Exception):
    """Every problem found in the files, one a line; each names the file, the key, what it got and the fix."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Pool:
    """Workers of one kind in one environment. `key` derives their passwords and never shows in a repr."""

    environment: str
    name: str
    builders: tuple[str, ...]
    workers: tuple[str, ...]
    key: str

    def __repr__(self) -> str:
        return f"Pool({self.environment}/{self.name}, {len(self.workers)} workers)"


@dataclass(frozen=True)
class Environment:
    """What one stack declares to the master."""

    name: str
    version: str
    pools: tuple[Pool, ...]
    scaler_user: str
    scaler_password: str

    @property
    def workers(self) -> tuple[str, ...]:
        return tuple(worker for pool in self.pools for worker in pool.workers)

    def __repr__(self) -> str:
        return f"Environment({self.name}, {self.version}, {self.pools!r})"


def pools_version(pools_file: dict[str, Any]) -> str:
    """`sha256:<hex>` of the canonical JSON (keys sorted, no spaces, UTF-8) of all fields but `version`."""
    rest = {key: value for key, value in pools_file.items() if key != "version"}
    text = json.dumps(rest, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def load_directory(directory: str | Path) -> tuple[Environment, ...]:
    """Reads every `<environment>.json` and `<environment>.credentials.json` pair. An empty directory is no error.

    @raise PoolsError with every problem of every file
    """
    folder = Path(directory)
    if not folder.is_dir():
        raise PoolsError([f"{folder}: not a directory; create it, then write its files with `overflow workers <env>`"])
    problems: list[str] = []
    environments: list[Environment] = []
    credentials = {path.name for path in folder.glob("*" + CREDENTIALS_SUFFIX)}
    for path in sorted(folder.glob("*.json")):
        if path.name.endswith(CREDENTIALS_SUFFIX):
            continue
        partner = path.with_name(path.stem + CREDENTIALS_SUFFIX)
        credentials.discard(partner.name)
        try:
            environments.append(load_pair(path, partner))
        except PoolsError as error:
            problems += error.problems
    for name in sorted(credentials):
        stem = name[: -len(CREDENTIALS_SUFFIX)]
        problems.append(
            f"{folder / name}: credentials without '{stem}.json'; write both with `overflow workers {stem}`"
        )
    problems += clashes(environments)
    if problems:
        raise PoolsError(problems)
    return tuple(environments)


def load_pair(pools_path: Path, credentials_path: Path) -> Environment:
    """Reads and checks one environment.

    @raise PoolsError with every problem of the two files
    """
    pools = _Document(pools_path)
    if pools.data and pools.expect("schema", int) == SCHEMA:
        _check_pools(pools)
    elif pools.data:
        pools.problem("schema", pools.data.get("schema"), str(SCHEMA), "use the module of the release that wrote the file")
    secret = _Document(credentials_path, private=True)
    if secret.data:
        _check_credentials(secret, pools)
    problems = pools.problems + secret.problems
    if problems:
        raise PoolsError(problems)
    environment = pools.data["environment"]
    return Environment(
        name=environment,
        version=pools.data["version"],
        pools=tuple(
            Pool(
                environment=environment,
                name=pool["name"],
                builders=tuple(pool["builders"]),
                workers=tuple(pool["workers"]),
                key=secret.data["workerKeys"][pool["name"]],
            )
            for pool in pools.data["pools"]
        ),
        scaler_user=secret.data["scalerUser"],
        scaler_password=secret.data["scalerPassword"],
    )


def clashes(environments: list[Environment]) -> list[str]:
    """Names that two environments both claim: workers, and scaler accounts with different passwords."""
    problems: list[str] = []
    owners: dict[str, str] = {}
    users: dict[str, Environment] = {}
    for environment in environments:
        for worker in environment.workers:
            other = owners.setdefault(worker, environment.name)
            if other != environment.name:
                problems.append(
                    f"worker '{worker}' is in the environments '{other}' and '{environment.name}'; rename one pool"
                )
        first = users.setdefault(environment.scaler_user, environment)
        if first is not environment:
            problems.append(
                f"scalerUser '{environment.scaler_user}' is in the environments '{first.name}' and "
                f"'{environment.name}'; give each environment its own, or one could pause the other's workers"
            )
    return problems


class _Document:
    """One JSON file and the problems found in it."""

    def __init__(self, path: Path, private: bool = False) -> None:
        self.path = path
        self.problems: list[str] = []
        self.data: dict[str, Any] = {}
        try:
            if private and (mode := stat.S_IMODE(path.stat().st_mode)) & 0o077:
                self.problems.append(f"{path}: mode {mode:04o} lets others read secrets, allowed is 0600; chmod 600 it")
            data = json.loads(path.read_bytes())
        except FileNotFoundError:
            self.problems.append(f"{path}: missing; write it with `overflow workers <env>`")
        except (OSError, ValueError) as error:
            # A JSON error quotes a position, never the text around it: no secret shows.
            self.problems.append(f"{path}: unreadable ({error}); write it again with `overflow workers <env>`")
        else:
            if isinstance(data, dict) and data:
                self.data = data
            else:
                self.problems.append(f"{path}: not a JSON object; write it again with `overflow workers <env>`")

    def problem(self, key: str, got: Any, allowed: str, fix: str) -> None:
        self.problems.append(f"{self.path}: {key}: got {got!r}, allowed: {allowed}; {fix}")

    def expect(self, key: str, kind: type, secret: bool = False) -> Any:
        """The value of `key` if it is of that type and not empty, else None and a problem."""
        value = self.data.get(key)
        if isinstance(value, kind) and not isinstance(value, bool) and value not in ("", {}):
            return value
        shown = type(value).__name__ if secret else value
        self.problem(key, shown, f"a {kind.__name__} that is not empty", "write it again with `overflow workers <env>`")
        return None


def _check_pools(pools: _Document) -> None:
    pools.expect("environment", str)
    version = pools.expect("version", str)
    if version is not None and version != (computed := pools_version(pools.data)):
        pools.problem("version", version, computed, "the file was edited by hand; write it with `overflow workers <env>`")
    seen_pools: set[str] = set()
    seen_workers: set[str] = set()
    entries = pools.data.get("pools")
    if not isinstance(entries, list):
        pools.problem("pools", entries, "a list of pools", "write it again with `overflow workers <env>`")
        return
    for index, pool in enumerate(entries):
        at = f"pools[{index}]"
        if not isinstance(pool, dict):
            pools.problem(at, pool, "an object", "write it again with `overflow workers <env>`")
            continue
        name = pool.get("name")
        if not isinstance(name, str) or not name or name in seen_pools:
            pools.problem(f"{at}.name", name, "a name that no other pool has", "rename the pool in the stack's settings")
        else:
            seen_pools.add(name)
        if not _strings(pool.get("builders")):
            pools.problem(f"{at}.builders", pool.get("builders"), "a list of builder patterns", "correct the stack's settings")
        workers = pool.get("workers")
        if not _strings(workers):
            pools.problem(f"{at}.workers", workers, "a list of worker names", "write it again with `overflow workers <env>`")
            continue
        for worker in workers:
            if not WORKER_NAME.fullmatch(worker) or worker in seen_workers:
                allowed = "a name of at most 50 letters, digits, '_', '-' that no other worker has"
                pools.problem(f"{at}.workers", worker, allowed, "rename the pool in the stack's settings")
            seen_workers.add(worker)


def _strings(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item for item in value)


def _check_credentials(secret: _Document, pools: _Document) -> None:
    rewrite = "write both files again with `overflow workers <env>`"
    if secret.data.get("schema") != SCHEMA:
        secret.problem("schema", secret.data.get("schema"), str(SCHEMA), "use the module of the release that wrote the file")
        return
    if secret.data.get("environment") != pools.data.get("environment"):
        secret.problem("environment", secret.data.get("environment"), repr(pools.data.get("environment")), rewrite)
    secret.expect("scalerUser", str)
    secret.expect("scalerPassword", str, secret=True)
    keys = secret.data.get("workerKeys")
    if not isinstance(keys, dict) or not all(isinstance(key, str) and key for key in keys.values()):
        secret.problem("workerKeys", type(keys).__name__, "an object of pool names and keys", rewrite)
        secret.data["workerKeys"] = {}
        return
    entries = pools.data.get("pools")
    names = {pool.get("name") for pool in entries if isinstance(pool, dict)} if isinstance(entries, list) else set()
    if names != set(keys):
        secret.problem("workerKeys", sorted(keys), f"one key for each of {sorted(map(str, names))}", rewrite)
