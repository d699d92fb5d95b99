"""The customer gateway configuration of a VPN connection: AWS's XML, with what the tunnel options ask for.

docs.aws.amazon.com/vpn/latest/s2svpn/cgw-static-routing-examples.html. Where an option lists several values,
the file names the lowest, as AWS's sample files do ("they specify the minimum requirements").
"""

import ipaddress
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from .vpn_tunnels import REDACTED, Tunnel

# Of AWS's sample files: docs.aws.amazon.com/vpn/latest/s2svpn/CGRequirements.html
_MSS, _DPD_INTERVAL_SECONDS, _DPD_RETRIES, _BGP_HOLD_SECONDS = 1379, 10, 3, 30
_AES = {
    "AES128": "aes-128-cbc",
    "AES256": "aes-256-cbc",
    "AES128-GCM-16": "aes-128-gcm-16",
    "AES256-GCM-16": "aes-256-gcm-16",
}
_HASHES = {"SHA1": "sha1", "SHA2-256": "sha2-256", "SHA2-384": "sha2-384", "SHA2-512": "sha2-512"}
_ORDER: dict[str, list[Any]] = {
    "EncryptionAlgorithms": list(_AES),
    "IntegrityAlgorithms": list(_HASHES),
    "DHGroupNumbers": [2, 5, *range(14, 25)],
}


@dataclass(frozen=True)
class Ends:
    """What both ends of the connection are called."""

    connection_id: str
    connection_type: str
    customer_gateway_id: str
    customer_address: str
    customer_asn: str
    vpn_gateway_id: str
    amazon_asn: str
    static_routes: bool
    redact: bool


def configuration(ends: Ends, tunnels: list[Tunnel]) -> str:
    """The XML text."""
    root = Element("vpn_connection", id=ends.connection_id)
    _text(root, "customer_gateway_id", ends.customer_gateway_id)
    _text(root, "vpn_gateway_id", ends.vpn_gateway_id)
    _text(root, "vpn_connection_type", ends.connection_type)
    if ends.static_routes:
        _text(root, "vpn_connection_attributes", "NoBGPVPNConnection")
    for tunnel in tunnels:
        _tunnel(root, ends, tunnel)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode")


def _text(parent: Element, name: str, value: Any) -> None:
    SubElement(parent, name).text = str(value)


def _tunnel(root: Element, ends: Ends, tunnel: Tunnel) -> None:
    gateway_side, customer_side = list(ipaddress.IPv4Network(tunnel.inside_block).hosts())
    part = SubElement(root, "ipsec_tunnel")
    _end(
        part,
        "customer_gateway",
        ends.customer_address,
        customer_side,
        None if ends.static_routes else ends.customer_asn,
    )
    _end(
        part,
        "vpn_gateway",
        tunnel.outside_address,
        gateway_side,
        None if ends.static_routes else ends.amazon_asn,
    )
    _ike(part, tunnel, REDACTED if ends.redact else tunnel.key)
    _ipsec(part, tunnel)


def _end(part: Element, name: str, outside: str, inside: ipaddress.IPv4Address, asn: str | None) -> None:
    end = SubElement(part, name)
    _text(SubElement(end, "tunnel_outside_address"), "ip_address", outside)
    address = SubElement(end, "tunnel_inside_address")
    _text(address, "ip_address", inside)
    _text(address, "network_mask", "255.255.255.252")
    _text(address, "network_cidr", 30)
    if asn is not None:
        bgp = SubElement(end, "bgp")
        _text(bgp, "asn", asn)
        _text(bgp, "hold_time", _BGP_HOLD_SECONDS)


def _lowest(tunnel: Tunnel, phase: int, kind: str, default: Any) -> Any:
    asked = [item["Value"] for item in tunnel.options.get(f"Phase{phase}{kind}", [])]
    return min(asked, key=_ORDER[kind].index) if asked else default


def _ike(part: Element, tunnel: Tunnel, key: str) -> None:
    ike = SubElement(part, "ike")
    versions = [item["Value"] for item in tunnel.options.get("IKEVersions", [])]
    _text(ike, "authentication_protocol", _HASHES[_lowest(tunnel, 1, "IntegrityAlgorithms", "SHA1")])
    _text(ike, "encryption_protocol", _AES[_lowest(tunnel, 1, "EncryptionAlgorithms", "AES128")])
    _text(ike, "lifetime", tunnel.options.get("Phase1LifetimeSeconds", 28800))
    _text(ike, "perfect_forward_secrecy", f"group{_lowest(tunnel, 1, 'DHGroupNumbers', 2)}")
    # `main` names IKEv1's exchange; a tunnel limited to IKEv2 has none.
    _text(ike, "mode", "ikev2" if versions == ["ikev2"] else "main")
    _text(ike, "pre_shared_key", key)


def _ipsec(part: Element, tunnel: Tunnel) -> None:
    ipsec = SubElement(part, "ipsec")
    integrity = _HASHES[_lowest(tunnel, 2, "IntegrityAlgorithms", "SHA1")]
    _text(ipsec, "protocol", "esp")
    _text(ipsec, "authentication_protocol", "hmac-sha1-96" if integrity == "sha1" else f"hmac-{integrity}")
    _text(ipsec, "encryption_protocol", _AES[_lowest(tunnel, 2, "EncryptionAlgorithms", "AES128")])
    _text(ipsec, "lifetime", tunnel.options.get("Phase2LifetimeSeconds", 3600))
    _text(ipsec, "perfect_forward_secrecy", f"group{_lowest(tunnel, 2, 'DHGroupNumbers', 2)}")
    _text(ipsec, "mode", "tunnel")
    _text(ipsec, "clear_df_bit", "true")
    _text(ipsec, "fragmentation_before_encryption", "true")
    _text(ipsec, "tcp_mss_adjustment", _MSS)
    detection = SubElement(ipsec, "dead_peer_detection")
    _text(detection, "interval", _DPD_INTERVAL_SECONDS)
    _text(detection, "retries", _DPD_RETRIES)
