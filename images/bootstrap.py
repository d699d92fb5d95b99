"""Turns a fresh VM into the worker it was made to be: reads its name, master and password, then runs the worker.

    python bootstrap.py --metadata http://169.254.169.254 --home /var/lib/overflow-worker

Runs on the worker image at each boot, and on the lab's machines. Standard library only, Python 3.9 or newer; the
Python that runs it must have buildbot-worker and Twisted[tls], and fetch_settings.py, instance_metadata.py and
master_connection.py must lie beside this file. The password is never printed. Exit codes: 78 (EX_CONFIG of sysexits.h) for what no retry mends,
75 (EX_TEMPFAIL) when the instance metadata did not come in time.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import ssl
import sys
import time
from pathlib import Path
from typing import NamedTuple, NoReturn

from fetch_settings import FILE as FETCH_FILE
from fetch_settings import FetchSettings, parse_fetch_settings, write_fetch_settings
from instance_metadata import NotYet, Refused, metadata_url, read_metadata

EX_TEMPFAIL = 75
EX_CONFIG = 78

# buildbot.util.identifiers: what the master accepts for a worker's name, narrowed to ASCII.
WORKER_NAME = re.compile(r"[A-Za-z_-][A-Za-z0-9_-]{0,49}")
HOST = re.compile(r"[A-Za-z0-9.:_-]{1,253}")

# Often enough that a firewall on the way keeps the connection, seldom enough to cost nothing.
KEEPALIVE_SECONDS = 30
# Longest pause between two attempts to reach the master, about: a resumed VM is wanted at once.
MAX_DELAY_SECONDS = 5

TAC = '''\
# Written by bootstrap.py at each boot; changes are lost.
import os
import sys

sys.path.insert(0, {modules!r})

from buildbot_worker.bot import Worker
from twisted.application import service
from twisted.internet import reactor
from twisted.python.log import FileLogObserver, ILogObserver
from twisted.python.logfile import LogFile

import master_connection

basedir = os.path.abspath(os.path.dirname(__file__))
# Builds inherit it: their overflow-fetch reads the file.
os.environ["OVERFLOW_FETCH"] = os.path.join(basedir, {fetch!r})
application = service.Application("buildbot-worker")
logfile = LogFile.fromFullPath(os.path.join(basedir, "twistd.log"), rotateLength=1000000, maxRotatedFiles=3)
application.setComponent(ILogObserver, FileLogObserver(logfile).emit)
worker = Worker({host!r}, {port!r}, {worker!r}, {password!r}, basedir, keepalive={keepalive!r})
endpoint = master_connection.endpoint(reactor, {host!r}, {port!r}, {authorities!r}, {proxy!r})
master_connection.connect(worker, endpoint, {name!r}, {max_delay!r})
worker.setServiceParent(application)
'''


class Identity(NamedTuple):
    """What the scaler wrote into the VM's user data."""

    worker: str
    host: str
    port: int
    password: str
    # PEM text of those who may vouch for the master; None: no TLS.
    authorities: str | None
    fetch: FetchSettings


def parse_identity(user_data: bytes, name_tag: str) -> Identity:
    """Checks the user data and that it was meant for this VM.

    @raise Refused naming the key, what is allowed and the fix; never the value of `password`
    """
    fix = "let the scaler replace this VM"
    try:
        data = json.loads(user_data)
    except ValueError as error:
        # The message without the document: that holds the password.
        raise Refused(f"user data is not JSON ({type(error).__name__}); {fix}") from None
    if not isinstance(data, dict) or data.get("overflow") != 1:
        got = data.get("overflow") if isinstance(data, dict) else type(data).__name__
        raise Refused(f"user data: 'overflow' is {got!r}, allowed is 1; this image and the scaler are of different releases")
    worker, master, password = data.get("worker"), data.get("master"), data.get("password")
    if not isinstance(worker, str) or not WORKER_NAME.fullmatch(worker):
        raise Refused(f"user data: 'worker' is {worker!r}, allowed are 50 letters, digits, '_' and '-'; {fix}")
    if not isinstance(master, dict):
        raise Refused(f"user data: 'master' is {type(master).__name__}, allowed is an object with host and port; {fix}")
    host, port = master.get("host"), master.get("port")
    if not isinstance(host, str) or not HOST.fullmatch(host):
        raise Refused(f"user data: 'master.host' is {host!r}, allowed is a name or an address; {fix}")
    if not isinstance(port, int) or isinstance(port, bool) or not 0 < port < 65536:
        raise Refused(f"user data: 'master.port' is {port!r}, allowed is 1 to 65535; {fix}")
    tls, authorities = master.get("tls"), data.get("certificateAuthority")
    if not isinstance(tls, bool):
        raise Refused(f"user data: 'master.tls' is {tls!r}, allowed is true or false; {fix}")
    if authorities is not None and not is_pem(authorities):
        raise Refused(f"user data: 'certificateAuthority' is no PEM text of certificates; {fix}")
    if tls and authorities is None:
        raise Refused(f"user data: 'master.tls' is true but 'certificateAuthority' is null: nobody to trust; {fix}")
    if not isinstance(password, str) or not password:
        raise Refused(f"user data: 'password' is empty or no text; {fix}")
    if name_tag != worker:
        raise Refused(
            f"the VM's tag Name is {name_tag!r} but its user data is for {worker!r}; a VM keeps the name it was made "
            f"with: {fix}"
        )
    return Identity(worker, host, port, password, authorities if tls else None, parse_fetch_settings(data))


def is_pem(text: object) -> bool:
    """The text is of certificates that OpenSSL can read."""
    if not isinstance(text, str) or "-----BEGIN CERTIFICATE-----" not in text:
        return False
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=text)
    except (ssl.SSLError, ValueError):
        return False
    return True


def wait_for_identity(base: str, wait_seconds: float) -> Identity:
    """Reads until everything is there. @raise NotYet after `wait_seconds`; @raise Refused at once"""
    end = time.monotonic() + wait_seconds
    pause = 0.2
    while True:
        try:
            return parse_identity(*read_metadata(base))
        except NotYet as error:
            if time.monotonic() + pause > end:
                raise NotYet(f"no identity from {base} within {wait_seconds:g} s: {error}") from None
            print(f"bootstrap: waiting: {error}", flush=True)
            time.sleep(pause)
            pause = min(pause * 2, 5)


def render_tac(identity: Identity, proxy: tuple[str, int] | None) -> str:
    """The worker's `buildbot.tac`. `proxy` is host and port of an HTTP proxy that opens tunnels, or None."""
    return TAC.format(
        modules=str(Path(__file__).resolve().parent),
        proxy=proxy,
        name=f"{identity.host}:{identity.port}",
        keepalive=KEEPALIVE_SECONDS,
        max_delay=MAX_DELAY_SECONDS,
        **{**identity._asdict(), "fetch": FETCH_FILE},
    )


def write_worker(home: Path, tac: str, name: str) -> None:
    """Writes `buildbot.tac` (mode 0600, whole or not at all) and what the master shows about the machine."""
    (home / "info").mkdir(parents=True, exist_ok=True)
    (home / "info" / "host").write_text(f"{name}, a cloud worker of overflow\n", encoding="utf-8")
    temporary = home / "buildbot.tac.new"
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(tac)
    os.replace(temporary, home / "buildbot.tac")


def give_to(home: Path, user: str) -> None:
    """Hands the folder's own files to the user that the worker runs as. Needs root."""
    import pwd

    entry = pwd.getpwnam(user)
    for path in (home, home / "info", home / "info" / "host", home / "buildbot.tac", home / FETCH_FILE):
        os.chown(path, entry.pw_uid, entry.pw_gid)


def run_worker(home: Path) -> NoReturn:
    """Becomes the worker, in the foreground: whoever watches this process watches the worker."""
    os.chdir(home)
    program = "from twisted.scripts.twistd import run; run()"
    options = ["--nodaemon", "--no_save", "--pidfile=", "--python=buildbot.tac"]
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-c", program, *options])


def proxy_address(value: str) -> tuple[str, int]:
    host, _, port = value.rpartition(":")
    host = host.strip("[]")
    if not HOST.fullmatch(host) or not port.isdigit() or not 0 < int(port) < 65536:
        raise argparse.ArgumentTypeError(f"got {value!r}, allowed is HOST:PORT")
    return host, int(port)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--metadata", type=metadata_url, default="http://169.254.169.254", help="instance metadata service")
    parser.add_argument("--home", type=Path, required=True, help="folder of the worker; made if missing")
    parser.add_argument("--proxy", type=proxy_address, metavar="HOST:PORT", help="reach the master through this HTTP proxy")
    parser.add_argument("--wait-seconds", type=float, default=300, help="longest wait for the metadata (300)")
    parser.add_argument("--write-only", action="store_true", help="write buildbot.tac and end; another unit runs the worker")
    parser.add_argument("--owner", help="with --write-only: user that the worker runs as (needs root)")
    options = parser.parse_args(arguments)
    if options.owner and not options.write_only:
        parser.error("--owner needs --write-only: a worker started here runs as the user who started it")
    try:
        identity = wait_for_identity(options.metadata, options.wait_seconds)
        write_worker(options.home, render_tac(identity, options.proxy), identity.worker)
        write_fetch_settings(options.home, identity.worker, identity.fetch)
        if options.owner:
            give_to(options.home, options.owner)
    except NotYet as error:
        print(f"bootstrap: {error}", file=sys.stderr)
        return EX_TEMPFAIL
    except Refused as error:
        print(f"bootstrap: {error}", file=sys.stderr)
        return EX_CONFIG
    transport = "in clear" if identity.authorities is None else "by TLS"
    print(f"bootstrap: this VM is '{identity.worker}', its master {identity.host}:{identity.port} {transport}", flush=True)
    if options.write_only:
        return 0
    run_worker(options.home)


if __name__ == "__main__":
    sys.exit(main())
