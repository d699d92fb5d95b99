"""Turns a fresh VM into the mirror of a trust level: reads its configuration and certificate, then runs nginx.

    python bootstrap.py --home /var/lib/overflow-mirror

Runs on the mirror image at each boot, and on the lab's machines. Python 3.9 or newer, and boto3 where the mirror has a
certificate. Everything it writes lies in the home folder: the configuration's relative paths are below it. It needs no
root: the unit gives it the right to listen on port 443. The certificate's key is never printed. Exit codes: 78
(EX_CONFIG of sysexits.h) for what no retry mends, 75 (EX_TEMPFAIL) when metadata or certificate did not come in time.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import ssl
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from instance_metadata import NotYet, Refused, metadata_url, read_instance  # noqa: E402
from mirror_settings import MirrorSettings, apply_addresses, parse_settings  # noqa: E402

EX_TEMPFAIL = 75
EX_CONFIG = 78

CHAIN = "certificate.pem"
KEY = "certificate.key"
PID_FILE = "nginx.pid"


def wait_for_settings(base: str, wait_seconds: float) -> tuple[MirrorSettings, str]:
    """Settings and instance id, as soon as they are there. @raise NotYet after `wait_seconds`; @raise Refused at once"""
    end = time.monotonic() + wait_seconds
    pause = 0.2
    while True:
        try:
            user_data, instance = read_instance(base)
            return parse_settings(user_data), instance
        except NotYet as error:
            if time.monotonic() + pause > end:
                raise NotYet(f"no settings from {base} within {wait_seconds:g} s: {error}") from None
            print(f"bootstrap: waiting: {error}", flush=True)
            time.sleep(pause)
            pause = min(pause * 2, 5)


def read_certificate(arn: str, region: str) -> tuple[str, str]:
    """Chain and key, PEM, from Secrets Manager. @raise NotYet where another try may help, @raise Refused where none does"""
    import boto3
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError, ClientError

    config = Config(connect_timeout=5, read_timeout=10, retries={"max_attempts": 3, "mode": "standard"})
    client = boto3.client("secretsmanager", region_name=region, config=config)
    try:
        text = client.get_secret_value(SecretId=arn)["SecretString"]
    except (BotoCoreError, ClientError) as error:
        # A right that was just granted takes seconds to be known everywhere: a refusal, too, is tried again by the unit.
        raise NotYet(f"certificate {arn}: {error}") from None
    except KeyError:
        raise Refused(f"secret {arn} holds bytes; put JSON text with certificate and privateKey into it") from None
    try:
        pair = json.loads(text)
        chain, key = pair["certificate"], pair["privateKey"]
        usable = "-----BEGIN CERTIFICATE-----" in chain and "PRIVATE KEY-----" in key
    except (ValueError, KeyError, TypeError):
        usable = False
    if not usable:
        raise Refused(f'secret {arn} must be {{"certificate": PEM chain, "privateKey": PEM}}; put such a value into it')
    return chain, key


def write(path: Path, text: str, mode: int = 0o644) -> None:
    """Writes a file whole or not at all."""
    temporary = path.with_name(path.name + ".new")
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(temporary, path)


def trusted_authorities(settings: MirrorSettings, system: Path | None) -> str:
    """The system's authorities and the build network's. @raise Refused if there is none at all"""
    file = system or Path(ssl.get_default_verify_paths().cafile or ssl.get_default_verify_paths().openssl_cafile)
    if system is not None and not file.is_file():
        raise Refused(f"--system-authorities: there is no file {file}")
    texts = [file.read_text(encoding="utf-8")] if file.is_file() else []
    texts += [settings.certificate_authority] if settings.certificate_authority is not None else []
    if not texts:
        raise Refused(f"no certificate authority: neither {file} nor 'certificateAuthority'; origins could not be verified")
    return "\n".join(texts)


def lay_out(home: Path, settings: MirrorSettings, instance: str, configuration: str, trusted: str) -> None:
    """Writes all files but the certificate's."""
    for folder in ("cache", "temp", "logs", "logs/closed"):
        (home / folder).mkdir(parents=True, exist_ok=True)
    about = {"level": settings.level, "bucket": settings.records_bucket, "region": settings.region, "instance": instance}
    about["certificateSecretArn"] = settings.certificate_secret_arn
    write(home / "mirror.json", json.dumps(about))
    write(home / "trusted.pem", trusted)
    write(home / "nginx.conf", configuration)


def write_certificate(home: Path, pair: tuple[str, str]) -> bool:
    """Writes chain and key. @return False if they are there already"""
    chain, key = home / CHAIN, home / KEY
    if chain.is_file() and key.is_file() and (chain.read_text("utf-8"), key.read_text("utf-8")) == pair:
        return False
    write(chain, pair[0])
    write(key, pair[1], 0o600)
    return True


def nginx_command(nginx: str, home: Path) -> list[str]:
    # Root's files are root's alone: nginx's own workers would run as another user and could not write the cache.
    user = ["-g", "user root;"] if os.geteuid() == 0 else []
    return [nginx, "-p", str(home), "-c", "nginx.conf", "-e", "stderr", *user]


def check_configuration(nginx: str, home: Path) -> None:
    """@raise Refused with nginx's own words"""
    done = subprocess.run([*nginx_command(nginx, home), "-t", "-q"], capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return
    hint = ""
    if 'unknown directive "slice"' in done.stderr:
        hint = "; this nginx lacks http_slice_module: set slice: false in overflow:mirrors"
    raise Refused(f"nginx refuses the configuration: {done.stderr.strip()}{hint}")


def run_nginx(nginx: str, home: Path) -> NoReturn:
    """Becomes nginx, in the foreground: whoever watches this process watches the mirror."""
    sys.stdout.flush()
    os.execv(nginx, nginx_command(nginx, home))


def renew(home: Path, nginx: str) -> None:
    """Takes over a certificate that was changed in its secret. The old pair stays where the new one is refused."""
    about = json.loads((home / "mirror.json").read_text("utf-8"))
    arn = about["certificateSecretArn"]
    if arn is None:
        print("bootstrap: unchanged: this mirror has no certificate")
        return
    old = tuple((home / name).read_text("utf-8") for name in (CHAIN, KEY))
    if not write_certificate(home, read_certificate(arn, about["region"])):
        print("bootstrap: unchanged")
        return
    try:
        check_configuration(nginx, home)
    except Refused:
        write_certificate(home, (old[0], old[1]))
        raise
    os.kill(int((home / PID_FILE).read_text("ascii")), signal.SIGHUP)
    print("bootstrap: renewed")


def set_up(options: argparse.Namespace, nginx: str) -> None:
    settings, instance = wait_for_settings(options.metadata, options.wait_seconds)
    configuration = settings.configuration
    if options.address_map is not None:
        configuration = apply_addresses(configuration, options.address_map)
    trusted = trusted_authorities(settings, options.system_authorities)
    options.home.mkdir(parents=True, exist_ok=True)
    lay_out(options.home, settings, instance, configuration, trusted)
    if settings.certificate_secret_arn is not None:
        write_certificate(options.home, read_certificate(settings.certificate_secret_arn, settings.region))
    check_configuration(nginx, options.home)
    upstreams = configuration.count("\n  upstream ")
    print(f"bootstrap: mirror of level '{settings.level}' with {upstreams} upstream(s)", flush=True)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True, help="folder of the mirror; made if missing")
    parser.add_argument("--metadata", type=metadata_url, default="http://169.254.169.254", help="instance metadata service")
    parser.add_argument("--nginx", default="nginx", help="the nginx to run (nginx on PATH)")
    parser.add_argument("--address-map", type=Path, help="JSON: address in the configuration -> address here; for the lab")
    parser.add_argument("--system-authorities", type=Path, help="PEM of the system's certificate authorities (OpenSSL's own)")
    parser.add_argument("--wait-seconds", type=float, default=300, help="longest wait for the metadata (300)")
    parser.add_argument("--write-only", action="store_true", help="write and check everything, then end")
    parser.add_argument("--renew", action="store_true", help="take over a changed certificate into the running nginx, then end")
    options = parser.parse_args(arguments)
    options.home = options.home.absolute()
    nginx = shutil.which(options.nginx)
    try:
        if nginx is None:
            raise Refused(f"--nginx: there is no program {options.nginx!r}")
        if options.renew:
            renew(options.home, nginx)
            return 0
        set_up(options, nginx)
    except NotYet as error:
        print(f"bootstrap: {error}", file=sys.stderr)
        return EX_TEMPFAIL
    except Refused as error:
        print(f"bootstrap: {error}", file=sys.stderr)
        return EX_CONFIG
    if options.write_only:
        return 0
    run_nginx(nginx, options.home)


if __name__ == "__main__":
    sys.exit(main())
