"""One tunnel of a VPN connection: what a caller may ask for, what EC2 fills in, what it shows.

docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html
docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpnTunnelOptionsSpecification.html
"""

import ipaddress
import re
import secrets
import string
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from moto.core.utils import utcnow
from moto.ec2.exceptions import EC2ClientError

REDACTED = "REDACTED"
_KEY = re.compile(r"[A-Za-z1-9._][A-Za-z0-9._]{7,63}")
_KEY_ALPHABET = string.ascii_letters + string.digits + "._"
# The first /30 blocks and the last before .255 belong to AWS itself.
_RESERVED_INSIDE = {f"169.254.{third}.0/30" for third in range(6)} | {"169.254.169.252/30"}
_RANGES = {
    "Phase1LifetimeSeconds": (900, 28800),
    "Phase2LifetimeSeconds": (900, 3600),
    "RekeyFuzzPercentage": (0, 100),
    "ReplayWindowSize": (64, 2048),
    "DPDTimeoutSeconds": (30, 86400),
}
_CHOICES: dict[str, Collection[Any]] = {
    "DPDTimeoutAction": ("clear", "none", "restart"),
    "StartupAction": ("add", "start"),
    "IKEVersions": ("ikev1", "ikev2"),
    "Phase1EncryptionAlgorithms": ("AES128", "AES256", "AES128-GCM-16", "AES256-GCM-16"),
    "Phase2EncryptionAlgorithms": ("AES128", "AES256", "AES128-GCM-16", "AES256-GCM-16"),
    "Phase1IntegrityAlgorithms": ("SHA1", "SHA2-256", "SHA2-384", "SHA2-512"),
    "Phase2IntegrityAlgorithms": ("SHA1", "SHA2-256", "SHA2-384", "SHA2-512"),
    "Phase1DHGroupNumbers": (2, *range(14, 25)),
    "Phase2DHGroupNumbers": (2, 5, *range(14, 25)),
}
# The answer spells three members unlike the request.
_SHOWN_AS = {
    "DPDTimeoutSeconds": "DpdTimeoutSeconds",
    "DPDTimeoutAction": "DpdTimeoutAction",
    "IKEVersions": "IkeVersions",
}


def check_options(options: dict[str, Any]) -> None:
    """Raises InvalidParameterValue that names the option, what it got and what is allowed."""
    for name, value in options.items():
        values = (
            [item["Value"] for item in value] if isinstance(value, list) and name in _CHOICES else [value]
        )
        if name in _RANGES:
            low, high = _RANGES[name]
            if not low <= value <= high:
                raise _invalid(name, value, f"{low} to {high}")
        elif name in _CHOICES:
            for each in values:
                if each not in _CHOICES[name]:
                    raise _invalid(name, each, ", ".join(map(str, _CHOICES[name])))
    key = options.get("PreSharedKey")
    if key is not None and not _KEY.fullmatch(key):
        raise _invalid("PreSharedKey", REDACTED, "8 to 64 of A-Z a-z 0-9 . _, not starting with 0")
    if options.get("TunnelInsideCidr"):
        _check_inside(options["TunnelInsideCidr"])
    phase1, phase2 = options.get("Phase1LifetimeSeconds", 28800), options.get("Phase2LifetimeSeconds", 3600)
    if phase2 >= phase1:
        raise _invalid("Phase2LifetimeSeconds", phase2, f"less than Phase1LifetimeSeconds, {phase1}")
    margin = options.get("RekeyMarginTimeSeconds", 270)
    if not 60 <= margin <= phase2 // 2:
        raise _invalid(
            "RekeyMarginTimeSeconds", margin, f"60 to half of Phase2LifetimeSeconds, {phase2 // 2}"
        )


def _check_inside(block: str) -> None:
    allowed = "a /30 block of 169.254.0.0/16 that AWS does not reserve"
    try:
        network = ipaddress.IPv4Network(block)
    except ValueError:
        raise _invalid("TunnelInsideCidr", block, allowed) from None
    inside = network.subnet_of(ipaddress.IPv4Network("169.254.0.0/16"))
    if network.prefixlen != 30 or not inside or str(network) in _RESERVED_INSIDE:
        raise _invalid("TunnelInsideCidr", block, allowed)


def _invalid(name: str, value: Any, allowed: str) -> EC2ClientError:
    return EC2ClientError(
        "InvalidParameterValue", f"Value ({value}) for parameter {name} is invalid. Allowed: {allowed}."
    )


@dataclass
class Tunnel:
    """`options` is what the caller asked for; addresses, inside block and key are always there."""

    outside_address: str
    inside_block: str
    key: str
    options: dict[str, Any]
    status: str
    changed_at: datetime

    def set_status(self, status: str) -> None:
        if status != self.status:
            self.status, self.changed_at = status, utcnow()

    def modify(self, options: dict[str, Any]) -> None:
        """Changes what is named, keeps the rest."""
        check_options({**self.options, **options})
        self.options = {
            **self.options,
            **{k: v for k, v in options.items() if k not in ("PreSharedKey", "TunnelInsideCidr")},
        }
        self.key = options.get("PreSharedKey", self.key)
        self.inside_block = options.get("TunnelInsideCidr", self.inside_block)

    def shown(self, redact: bool) -> dict[str, Any]:
        """The TunnelOption of an answer."""
        shown = {_SHOWN_AS.get(name, name): value for name, value in self.options.items()}
        shown.setdefault(
            "LogOptions", {"CloudWatchLogOptions": {"LogEnabled": False, "BgpLogEnabled": False}}
        )
        shown.setdefault("EnableTunnelLifecycleControl", False)
        shown["OutsideIpAddress"] = self.outside_address
        shown["TunnelInsideCidr"] = self.inside_block
        shown["PreSharedKey"] = REDACTED if redact else self.key
        return shown

    def telemetry(self) -> dict[str, Any]:
        return {
            "OutsideIpAddress": self.outside_address,
            "Status": self.status,
            "LastStatusChange": self.changed_at,
            "StatusMessage": "",
            "AcceptedRouteCount": 0,
        }


def new_tunnel(
    options: dict[str, Any], taken_outside: Collection[str], taken_inside: Collection[str]
) -> Tunnel:
    """A tunnel that shares no address with those `taken`; it is DOWN until the other side connects."""
    check_options(options)
    inside = options.get("TunnelInsideCidr")
    if inside in taken_inside:
        raise _invalid("TunnelInsideCidr", inside, "a block that no other tunnel of the gateway uses")
    return Tunnel(
        outside_address=_first_free(_outside_addresses, taken_outside),
        inside_block=inside or _first_free(_inside_blocks, taken_inside),
        key=options.get("PreSharedKey") or _new_key(),
        options={k: v for k, v in options.items() if k not in ("PreSharedKey", "TunnelInsideCidr")},
        status="DOWN",
        changed_at=utcnow(),
    )


def _outside_addresses() -> Any:
    """TEST-NET-2 (RFC 5737), then the block for benchmarks (RFC 2544): nothing routes either."""
    for network in ("198.51.100.0/24", "198.18.0.0/15"):
        yield from map(str, ipaddress.IPv4Network(network).hosts())


def _inside_blocks() -> Any:
    for network in ipaddress.IPv4Network("169.254.0.0/16").subnets(new_prefix=30):
        if str(network) not in _RESERVED_INSIDE:
            yield str(network)


def _first_free(candidates: Callable[[], Any], taken: Collection[str]) -> str:
    for candidate in candidates():
        if candidate not in taken:
            return candidate
    raise EC2ClientError("VpnConnectionLimitExceeded", "The lab has no more addresses for tunnels.")


def _new_key() -> str:
    first = secrets.choice(_KEY_ALPHABET.replace("0", ""))
    return first + "".join(secrets.choice(_KEY_ALPHABET) for _ in range(31))
