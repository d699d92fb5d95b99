"""Starts the emulator: `python lab/emulator/main.py --port N --state-dir DIR`, which prints `ready N`.

Port 0 takes a free one, which `ready` then names. SIGTERM and SIGINT end it.
"""

import argparse
import os
import signal
import sys
from pathlib import Path


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="AWS API of the lab, on loopback only.")
    parser.add_argument("--port", type=int, required=True, help="TCP port of 127.0.0.1; 0 takes a free one")
    parser.add_argument(
        "--state-dir", type=Path, required=True, help="folder for everything it writes; made if absent"
    )
    return parser.parse_args(arguments)


def prepare_environment(state_directory: Path) -> None:
    """Points moto and its libraries at `state_directory` and away from this user's AWS files.

    Must run before moto loads.
    """
    state_directory.mkdir(parents=True, exist_ok=True)
    temporary = state_directory / "tmp"
    temporary.mkdir(exist_ok=True)
    absent = str(state_directory / "no-aws-configuration")
    os.environ.update(
        AWS_ACCESS_KEY_ID="emulator",
        AWS_SECRET_ACCESS_KEY="emulator",
        AWS_CONFIG_FILE=absent,
        AWS_SHARED_CREDENTIALS_FILE=absent,
        AWS_EC2_METADATA_DISABLED="true",
        # The fresh account has no images: any well-formed AMI id may be launched (run_instances.py).
        MOTO_EC2_LOAD_DEFAULT_AMIS="false",
        MOTO_LAMBDA_DATA_DIR=str(temporary),
        TMPDIR=str(temporary),
    )
    os.environ.pop("AWS_PROFILE", None)


def main(arguments: list[str]) -> None:
    options = parse(arguments)
    prepare_environment(options.state_dir)
    sys.path[0] = str(Path(__file__).resolve().parents[1])
    from emulator.server import make_server

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGINT, lambda *_: sys.exit(0))
    server = make_server(options.port, options.state_dir)
    print(f"ready {server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1:])
