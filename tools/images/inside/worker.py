"""Runs the worker's units' own commands inside the image: bootstrap, firewall, the worker itself by TLS, overflow-fetch."""

from __future__ import annotations

import json
import os
import pwd
import socket
import subprocess
from pathlib import Path

from support import (
    HERE,
    MASTER,
    METADATA,
    ORIGIN,
    PATH,
    Handler,
    as_user,
    check_ssh,
    checked,
    commands,
    digest,
    expect,
    main,
    make_network,
    run,
    sealed,
    serve,
    serve_metadata,
    server_context,
    wait_for,
)

UNIT = "overflow-worker.service"
HOME = Path("/var/lib/overflow-worker")
FILE = os.urandom(300_000)


class Origin(Handler):
    def do_GET(self) -> None:
        self.answer(200, FILE) if self.path == "/file" else self.answer(404)


def check() -> None:
    given = json.loads((HERE / "given.json").read_text("utf-8"))
    make_network()
    sealed("worker")
    check_ssh()
    serve_metadata(given["userData"].encode(), given["worker"])
    builder = pwd.getpwnam("builder")

    for command in commands(UNIT, "ExecStartPre"):
        run(*command, env={"PATH": PATH})
    tac = (HOME / "buildbot.tac").stat()
    expect((tac.st_uid, tac.st_mode & 0o777) == (builder.pw_uid, 0o600), "buildbot.tac is not the builder's alone")
    checked("the unit's ExecStartPre: firewall loaded, identity read by IMDSv2, buildbot.tac written for builder")

    look = ["/opt/overflow/bin/python", "-c", f"import socket; socket.create_connection(('{METADATA}', 80), 3)"]
    run(*look)
    refused = subprocess.run(as_user("builder") + look, capture_output=True, text=True, check=False)
    expect("ConnectionRefusedError" in refused.stderr, f"builder reaches the metadata: {refused.stderr.strip()[-200:]}")
    checked("the metadata answers root and refuses builder")

    groups = run("id", "-Gn", "builder").split()
    expect(groups == ["builder"], f"builder is in groups {groups}")
    expect(builder.pw_shell.endswith("nologin"), f"builder's shell is {builder.pw_shell}")
    checked("builder has no shell and no group but its own")

    check_attach(given, builder.pw_uid)

    serve(Origin, ORIGIN, 80)
    environment = {"PATH": PATH, "OVERFLOW_FETCH": str(HOME / "fetch.json"), "HOME": builder.pw_dir}
    target = "/home/builder/file"
    fetch = [*as_user("builder"), "overflow-fetch", f"http://{ORIGIN}/file", target, "--sha256", digest(FILE)]
    line = json.loads(run(*fetch, env=environment))
    expect(line["via"] == "origin" and Path(target).read_bytes() == FILE, f"overflow-fetch: {line}")
    checked("overflow-fetch is on the build's PATH and fetches")

    for name in ("overflow-resume.service", "overflow-grow-root.service"):
        commands(name, "ExecStart")
    checked("the programs of the other units are there")


def check_attach(given: dict, uid: int) -> None:
    """The worker connects to the master's address by TLS, checks its certificate, and runs as builder."""
    listener = socket.create_server((MASTER, 9989))
    listener.settimeout(30)
    [command] = commands(UNIT, "ExecStart")
    worker = subprocess.Popen(command, env={"PATH": PATH}, cwd=HOME, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        connection = server_context(given["stranger"]).wrap_socket(listener.accept()[0], True, do_handshake_on_connect=False)
        try:
            connection.do_handshake()
            connection.recv(1)
        except OSError:
            pass
        connection.close()
        log = HOME / "twistd.log"
        wait_for("a word on the stranger", lambda: "its certificate is for another name" in log.read_text("utf-8"))
        checked("the worker refuses a master with another name's certificate, and says so")
        raw, _address = listener.accept()
        with server_context(given["master"]).wrap_socket(raw, True) as served:
            expect(served.version() in ("TLSv1.2", "TLSv1.3"), f"spoke {served.version()}")
            status = Path(f"/proc/{worker.pid}/status").read_text("ascii")
            expect(f"Uid:\t{uid}\t{uid}\t{uid}\t{uid}" in status, "the worker does not run as builder")
        checked("the worker attaches by TLS to the right one, as builder")
    finally:
        worker.terminate()
        worker.wait()
        listener.close()


if __name__ == "__main__":
    main(check)
