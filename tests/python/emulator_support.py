"""Starts the real emulator in a process of its own and gives boto3 clients that talk to it."""

import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

MAIN = Path(__file__).resolve().parents[2] / "lab" / "emulator" / "main.py"
ACCOUNT, REGION = "123456789012", "eu-central-1"
IMAGE = "ami-0123456789abcdef0"

# What lets Lambda take a role.
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
        ],
    }
)


class Emulator:
    """One emulator on a free port, with short times; `stop` ends it and removes what it wrote."""

    def __init__(self, **environment: str) -> None:
        self.directory = Path(tempfile.mkdtemp(prefix="emulator-"))
        command = [sys.executable, str(MAIN), "--port", "0", "--state-dir", str(self.directory / "state")]
        self.process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **environment},
        )
        assert self.process.stdout is not None and self.process.stderr is not None
        line = self.process.stdout.readline().split()
        if line[:1] != ["ready"]:
            raise RuntimeError(f"the emulator did not start: {self.process.stderr.read()}")
        self.url = f"http://127.0.0.1:{line[1]}"
        self.lab(
            "PUT",
            "/lab/timings",
            {name: 0.05 for name in self.lab("GET", "/lab/timings") if name != "terminatedSeconds"},
        )

    def client(self, service: str, caller: str = "lab-test", attempts: int = 1) -> Any:
        return boto3.client(
            service,
            region_name=REGION,
            endpoint_url=self.url,
            aws_access_key_id=caller,
            aws_secret_access_key="none",
            config=Config(retries={"total_max_attempts": attempts, "mode": "standard"}, proxies={}),
        )

    def lab(self, method: str, path: str, body: Any = None) -> Any:
        """Calls an endpoint of the lab; raises HTTPError on a refusal."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data=data, method=method)
        with _direct.open(request, timeout=30) as answer:
            text = answer.read()
            return json.loads(text) if answer.headers["Content-Type"] == "application/json" else text

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
        shutil.rmtree(self.directory)


_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Conformance(unittest.TestCase):
    """Base of the conformance tests. `emulator` is the module's own, from `start_emulator`."""

    emulator: Emulator

    def fails_with(self, code: str, call: Callable[..., Any], **arguments: Any) -> ClientError:
        with self.assertRaises(ClientError) as refused:
            call(**arguments)
        self.assertEqual(refused.exception.response["Error"]["Code"], code)
        return refused.exception

    def refused(self, method: str, path: str, body: Any) -> str:
        """What an endpoint of the lab says against a bad request."""
        with self.assertRaises(urllib.error.HTTPError) as refused:
            self.emulator.lab(method, path, body)
        self.assertEqual(refused.exception.code, 400)
        return str(json.loads(refused.exception.read())["error"])

    def until(self, seen: Callable[[], Any], wanted: Any) -> None:
        """Waits until `seen()` equals `wanted`; fails after 20 s with what was seen last."""
        deadline = time.monotonic() + 20
        value = seen()
        while value != wanted and time.monotonic() < deadline:
            time.sleep(0.02)
            value = seen()
        self.assertEqual(value, wanted)


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def make_network(ec2: Any, block: str = "10.130.0.0/16") -> tuple[str, str]:
    """A VPC and one subnet, by id."""
    vpc = ec2.create_vpc(CidrBlock=block)["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock=block.replace("/16", "/24"))["Subnet"]["SubnetId"]
    return vpc, subnet


def start_emulator(**environment: str) -> None:
    """For `setUpModule`: one emulator for all tests of the module, stopped after them."""
    Conformance.emulator = Emulator(**environment)
    unittest.addModuleCleanup(Conformance.emulator.stop)
