"""One threaded HTTP/1.1 server on loopback: the lab's endpoints, invocations of functions, and moto for all the rest."""

import io
import os
import sys
import traceback
from collections.abc import Callable, Iterable
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import BaseWSGIServer
from werkzeug.serving import make_server as make_werkzeug_server

from . import control, installed, invocations
from .call_log import call_log
from .world import world

StartResponse = Callable[..., Any]

# Services that the stack, the provider and the scaler use: loaded before `ready`, so that no first call is slow.
PRELOADED = ("ec2", "dynamodb", "iam", "kms", "lambda", "logs", "scheduler", "secretsmanager", "sts")


class _Handler(MotoRequestHandler):
    """Keeps connections open (SDKs pool them), sends small answers at once, and prints no access log."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    # An idle connection, and its thread, lives this long; SDK pools drop theirs well before.
    timeout = 300

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """The call log has it."""


class Application:
    """The WSGI application. One AWS call at a time touches the models: they are not made for threads."""

    def __init__(self) -> None:
        self._moto = DomainDispatcherApplication(create_backend_app)

    def preload(self) -> None:
        for service in PRELOADED:
            self._moto.app_instances[service] = create_backend_app(service)  # type: ignore[arg-type]

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        body = _body(environ)
        path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"]
        if path.startswith("/lab/"):
            query = dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True))
            status, kind, answer = control.answer(method, path, query, body)
            return _reply(start_response, status, [("Content-Type", kind)], answer)
        if method == "POST" and invocations.is_invocation(path):
            status, headers, answer = invocations.invoke(environ, path, body)
            return _reply(start_response, status, headers, answer)
        return self._ask_moto(environ, start_response)

    def _ask_moto(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        held: list[tuple[str, list[tuple[str, str]]]] = []

        def hold(status: str, headers: list[tuple[str, str]], *_: Any) -> None:
            held.append((status, headers))

        try:
            with world.lock:
                world.run_due()
                answer = b"".join(self._moto(environ, hold))
            status, headers = held[0]
        except Exception as failure:
            traceback.print_exc(file=sys.stderr)
            text = f"the lab's emulator failed: {type(failure).__name__}".encode()
            return _reply(start_response, 500, [("Content-Type", "text/plain")], text)
        kept = [(name, value) for name, value in headers if name.lower() not in ("content-length", "connection")]
        code = int(status.split(" ", 1)[0])
        # HEAD answers name the length that GET would have.
        if environ["REQUEST_METHOD"] == "HEAD":
            start_response(status, headers)
            return [b""]
        return _reply(start_response, code, kept, answer)


def _body(environ: dict[str, Any]) -> bytes:
    """Reads the whole request body, so that the connection can be used again, and puts it back for moto."""
    if environ.get("wsgi.input_terminated"):
        body = environ["wsgi.input"].read()
        environ["CONTENT_LENGTH"] = str(len(body))
    else:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = io.BytesIO(body)
    return body


def _reply(start_response: StartResponse, status: int, headers: list[tuple[str, str]], body: bytes) -> list[bytes]:
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = "Unknown"
    length = [] if status in (204, 304) else [("Content-Length", str(len(body)))]
    start_response(f"{status} {phrase}", [*headers, *length])
    return [body]


def make_server(port: int, state_directory: Path) -> BaseWSGIServer:
    """The emulator, ready to serve on 127.0.0.1. Raises OSError if the port is taken."""
    installed.install()
    call_log.append_to(Path(os.environ.get("OVERFLOW_CALL_LOG") or state_directory / "calls.jsonl"))
    application = Application()
    application.preload()
    return make_werkzeug_server("127.0.0.1", port, application, threaded=True, request_handler=_Handler)
