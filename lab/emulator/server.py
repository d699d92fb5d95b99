"""One threaded HTTP/1.1 server on loopback: the lab's endpoints, invocations, and moto for the rest."""

import io
import os
import sys
import traceback
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import BaseWSGIServer
from werkzeug.serving import make_server as make_werkzeug_server

from . import control, installed, invocations
from .call_log import call_log
from .world import world

Answer = tuple[int, list[tuple[str, str]], bytes]

# What the stack, the provider and the scaler use: loaded before `ready`, so that no first call is slow.
PRELOADED = (
    "autoscaling",
    "dynamodb",
    "ec2",
    "elb",
    "iam",
    "kms",
    "lambda",
    "logs",
    "s3",
    "scheduler",
    "secretsmanager",
    "sts",
)


class _Handler(MotoRequestHandler):
    """Keeps connections open, as SDKs pool them (werkzeug's own handler closes each); no access log."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    # An idle connection, and its thread, lives this long; SDK pools drop theirs well before.
    timeout = 300

    def run_wsgi(self) -> None:
        environ = self.make_environ()
        status, headers, body = self.server.app.answer(environ)  # type: ignore[attr-defined]
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        if status not in (204, 304) and environ["REQUEST_METHOD"] != "HEAD":
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if environ["REQUEST_METHOD"] != "HEAD":
            self.wfile.write(body)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """The call log has it."""


class Application:
    """Answers requests. One AWS call at a time touches the models: they are not made for threads."""

    def __init__(self) -> None:
        self._moto = DomainDispatcherApplication(create_backend_app)

    def preload(self) -> None:
        for service in PRELOADED:
            self._moto.app_instances[service] = create_backend_app(service)  # type: ignore[arg-type]

    def answer(self, environ: dict[str, Any]) -> Answer:
        """Status, headers without Content-Length (but for HEAD), and body."""
        body = _read_body(environ)
        path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"]
        try:
            if path.startswith("/lab/"):
                query = dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True))
                status, kind, answer = control.answer(method, path, query, body)
                return status, [("Content-Type", kind)], answer
            if method == "POST" and invocations.is_invocation(path):
                return invocations.invoke(environ, path, body)
            return self._ask_moto(environ)
        except Exception as failure:
            traceback.print_exc(file=sys.stderr)
            text = f"the lab's emulator failed: {type(failure).__name__}"
            return 500, [("Content-Type", "text/plain")], text.encode()

    def _service_of(self, environ: dict[str, Any]) -> Any:
        """What nobody signed is for a bucket; moto would guess from the path, which a bucket's name can mislead."""
        path = environ["PATH_INFO"]
        unsigned = "HTTP_AUTHORIZATION" not in environ and "HTTP_X_AMZ_TARGET" not in environ
        if unsigned and path.strip("/") and not path.startswith("/moto-api"):
            return self._moto.app_instances["s3"]
        return self._moto

    def _ask_moto(self, environ: dict[str, Any]) -> Answer:
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def start_response(status: str, headers: list[tuple[str, str]], *_: Any) -> None:
            started.append((status, headers))

        with world.lock:
            world.run_due()
            body = b"".join(self._service_of(environ)(environ, start_response))
        status, headers = started[-1]
        # A HEAD answer names the length that GET would have; the rest is counted when it is sent.
        dropped = {"connection"} if environ["REQUEST_METHOD"] == "HEAD" else {"connection", "content-length"}
        return int(status.split(" ", 1)[0]), [(n, v) for n, v in headers if n.lower() not in dropped], body


def _read_body(environ: dict[str, Any]) -> bytes:
    """Reads the whole request body, so that the connection can be used again, and puts it back for moto."""
    if environ.get("wsgi.input_terminated"):
        body = environ["wsgi.input"].read()
        environ["CONTENT_LENGTH"] = str(len(body))
    else:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = io.BytesIO(body)
    return body


def make_server(port: int, state_directory: Path) -> BaseWSGIServer:
    """The emulator, ready to serve on 127.0.0.1. Raises OSError if the port is taken."""
    installed.install()
    call_log.append_to(Path(os.environ.get("OVERFLOW_CALL_LOG") or state_directory / "calls.jsonl"))
    application = Application()
    application.preload()
    return make_werkzeug_server("127.0.0.1", port, application, threaded=True, request_handler=_Handler)  # type: ignore[arg-type]
