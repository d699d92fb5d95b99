"""For the checks that run inside an image: a network of its own with an instance metadata service, and the units' commands.

Runs by the image's own Python, as root, in a network namespace with nothing in it. Standard library only.
"""

from __future__ import annotations

import hashlib
import json
import os
import shlex
import socket
import ssl
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Callable

HERE = Path(__file__).resolve().parent
METADATA = "169.254.169.254"
MASTER = "10.20.0.10"
ORIGIN = "10.20.0.30"
AWS = "10.20.0.50"
# What systemd gives a service. Source: systemd.exec(5), "Environment variables in spawned processes".
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin"
ACCESS_KEY = "AKIAOFTHEPROFILE"


class Failed(Exception):
    """An expectation that the image does not meet."""


def expect(condition: bool, message: str) -> None:
    if not condition:
        raise Failed(message)


def checked(text: str) -> None:
    print(f"ok {text}", flush=True)


def main(check: Callable[[], None]) -> None:
    try:
        check()
    except (Failed, OSError, subprocess.SubprocessError) as error:
        print(f"failed {type(error).__name__}: {error}", flush=True)
        give_back_devices()
        os._exit(1)
    give_back_devices()
    # Servers of this check end with it.
    os._exit(0)


def give_back_devices() -> None:
    """Loop devices are the whole machine's: they would outlive this check. One that is mounted goes with its mount."""
    for image in HERE.glob("*.img"):
        done = subprocess.run(["losetup", "--associated", str(image), "--noheadings", "-O", "NAME"], capture_output=True, text=True, check=False)
        for device in done.stdout.split():
            subprocess.run(["losetup", "--detach", device], check=False)


def make_network() -> None:
    run("ip", "link", "set", "lo", "up")
    for address in (METADATA, MASTER, ORIGIN, AWS):
        run("ip", "address", "add", f"{address}/32", "dev", "lo")


def run(*command: str, **options: Any) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, **options)
    expect(done.returncode == 0, f"{shlex.join(command)}: exit {done.returncode}: {(done.stderr or done.stdout).strip()[-800:]}")
    return done.stdout


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_arguments: Any) -> None:
        pass

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length", "0")))


def serve(handler: type[Handler], address: str, port: int, context: ssl.SSLContext | None = None) -> None:
    server = ThreadingHTTPServer((address, port), handler)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()


def server_context(pair: dict[str, str]) -> ssl.SSLContext:
    file = HERE / "pair.pem"
    file.write_text(pair["certificate"] + pair["privateKey"], encoding="ascii")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def serve_metadata(user_data: bytes, name: str) -> None:
    """The instance metadata service at its own address; version 2 alone, credentials of the profile included."""
    credentials = {"Code": "Success", "AccessKeyId": ACCESS_KEY, "SecretAccessKey": "s", "Token": "t"}
    known = {
        "user-data": user_data,
        "meta-data/tags/instance/Name": name.encode(),
        "meta-data/instance-id": b"i-0123456789abcdef0",
        "meta-data/iam/security-credentials/": b"profile",
        "meta-data/iam/security-credentials/profile": json.dumps({**credentials, "Expiration": "2100-01-01T00:00:00Z"}).encode(),
    }

    class Metadata(Handler):
        def do_PUT(self) -> None:
            self.answer(200, b"token") if self.path == "/latest/api/token" else self.answer(404)

        def do_GET(self) -> None:
            if self.headers["X-aws-ec2-metadata-token"] != "token":
                return self.answer(401)
            body = known.get(self.path.removeprefix("/latest/"))
            return self.answer(404) if body is None else self.answer(200, body)

    serve(Metadata, METADATA, 80)


def unit(name: str) -> dict[str, list[str]]:
    """Key to values of an installed unit, in order; all sections together."""
    found: dict[str, list[str]] = {}
    for line in (Path("/etc/systemd/system") / name).read_text("utf-8").splitlines():
        key, equals, value = line.partition("=")
        if equals and not line.startswith(("#", "[")):
            found.setdefault(key, []).append(value)
    return found


def as_user(user: str, capabilities: str = "") -> list[str]:
    caps = [f"--inh-caps=-all,+{capabilities}", f"--ambient-caps=+{capabilities}"] if capabilities else ["--inh-caps=-all"]
    return ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", "--no-new-privs", *caps, "--"]


def commands(name: str, key: str, capabilities: str = "") -> list[list[str]]:
    """The unit's command lines as systemd would run them: as its user, or as root where the line says so."""
    parts = unit(name)
    lines = []
    for line in parts.get(key, []):
        command = shlex.split(line.lstrip("+-"))
        expect(os.access(command[0], os.X_OK), f"{name}: {command[0]} is no program of this image")
        user = parts.get("User")
        lines.append(command if user is None or line.lstrip("-").startswith("+") else as_user(user[0], capabilities) + command)
    return lines


def wait_for(what: str, ready: Callable[[], Any], seconds: float = 30) -> Any:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        got = ready()
        if got:
            return got
        time.sleep(0.1)
    raise Failed(f"{what}: not within {seconds:g} s")


def try_connect(address: str, port: int) -> bool:
    try:
        socket.create_connection((address, port), timeout=2).close()
    except OSError:
        return False
    return True


def sealed(image: str) -> None:
    """What every image must be: nothing of the machine that it was made on, no way in but the one that was asked for."""
    about = json.loads(Path("/opt/overflow/image.json").read_text("utf-8"))
    expect(about["image"] == image, f"image.json says {about}")
    expect(Path("/etc/machine-id").read_bytes() == b"", "/etc/machine-id is not empty")
    expect(not list(Path("/etc/ssh").glob("ssh_host_*")), "the image holds SSH host keys")
    for gone in ("cloud-init", "snap", "amazon-ssm-agent"):
        expect(not any((Path(folder) / gone).exists() for folder in PATH.split(":")), f"{gone} is installed")
    for found in ("apt-daily.timer", "apt-daily-upgrade.timer"):
        expect(os.readlink(f"/etc/systemd/system/{found}") == "/dev/null", f"{found} is not masked")
    checked("sealed: no machine id, host key, cloud-init, agent, package timer")
    chrony = next(path for path in ("/etc/chrony/chrony.conf", "/etc/chrony.conf") if os.path.exists(path))
    expect("server 169.254.169.123" in run("chronyd", "-p", "-f", chrony), "chrony does not ask the link-local clock")
    checked("chronyd reads its configuration")


def check_ssh() -> None:
    """People come in by a key of the image and can do all; nobody else, and no other way."""
    key = HERE.parent / "operator"
    if not key.exists():
        print("unchecked ssh: no ssh-keygen on the machine that runs the check", flush=True)
        return
    for command in commands("overflow-ssh-keys.service", "ExecStart"):
        run(*command)
    Path("/run/sshd").mkdir(exist_ok=True)
    run("/usr/sbin/sshd")
    wait_for("sshd", lambda: try_connect("127.0.0.1", 22))
    options = ["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "BatchMode=yes", "-o", "LogLevel=ERROR"]
    expect(run("ssh", *options, "-i", str(key), "ops@127.0.0.1", "sudo -n id -u").strip() == "0", "ops is not let through to root")
    offered = run("/usr/sbin/sshd", "-T", "-C", "user=ops,addr=127.0.0.1,host=h")
    expect("authenticationmethods publickey" in offered and "passwordauthentication no" in offered, "sshd offers more than keys")
    refused = subprocess.run(["ssh", *options, "-i", str(key), "root@127.0.0.1", "true"], capture_output=True, text=True, check=False)
    expect("Permission denied (publickey)" in refused.stderr, f"root over SSH: {refused.stderr.strip()[-200:]}")
    checked("SSH: host keys made, ops in by key and to root, root and passwords refused")


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


if __name__ == "__main__":
    sys.exit("run worker.py or mirror.py")
