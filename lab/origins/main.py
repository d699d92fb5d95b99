"""Runs the origins and the switch of a lab's build network until TERM. Standard library only.

main.py --certificates DIR --log FILE --switch-port N --origin HOST=PORT … --route NAME:PORT=LOOPBACKPORT …

`DIR/<host>.pem` holds the host's certificate and its key.
"""

from __future__ import annotations

import argparse
import signal
import ssl
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from lab.origins.content import content  # noqa: E402 (its place is known by now)
from lab.origins.server import Origin, RequestLog  # noqa: E402
from lab.origins.switch import Neighbours, Switch  # noqa: E402


def pair(text: str) -> tuple[str, int]:
    name, _, port = text.rpartition("=")
    if not name or not port.isdigit() or int(port) > 65535:
        raise argparse.ArgumentTypeError(f"got {text!r}, allowed is NAME=PORT")
    return name, int(port)


def tls_of(certificates: Path, host: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates / f"{host}.pem")
    return context


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--certificates", type=Path, required=True)
    parser.add_argument("--log", type=Path, required=True)
    parser.add_argument("--switch-port", type=int, required=True)
    parser.add_argument("--origin", type=pair, action="append", required=True)
    parser.add_argument("--route", type=pair, action="append", default=[])
    options = parser.parse_args()
    unknown = [host for host, _ in options.origin if host not in content()]
    if unknown:
        parser.error(f"--origin: got {', '.join(unknown)}, allowed is {', '.join(content())}")

    log = RequestLog(options.log)
    neighbours: Neighbours = set()
    origins = [
        Origin(port, host, content()[host], tls_of(options.certificates, host), log, neighbours)
        for host, port in options.origin
    ]
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    for server in (*origins, Switch(options.switch_port, dict(options.route), neighbours)):
        threading.Thread(target=server.serve_forever, daemon=True).start()
    print("ready", flush=True)
    ended.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
