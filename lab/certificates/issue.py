"""Certificates of the lab, from the lab's own authority.

    echo '{"leaves": {"master": ["10.20.0.10", "buildmaster.corp.example"]}}' | python issue.py
    python issue.py --authority

The first prints {"master": {"certificate": PEM, "privateKey": PEM}}: for each key a certificate for those host names
and IPv4 addresses (the first is its common name too), with a private key of its own, new at each call. The second prints
the authority's certificate, the same at each call. Nothing is written to disk.

THE LAB'S AUTHORITY PROTECTS NOTHING. Its private key is made from the sentence below, which everybody can read, so
everybody can issue certificates in its name. In return its certificate is a constant that settings can hold.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import ipaddress
import json
import sys
from collections.abc import Sequence

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

SENTENCE = "The certificate authority of the overflow lab protects nothing."

# authority.pem is checked in, so everything it is made of is fixed, its dates too.
AUTHORITY_FROM = datetime.datetime(2026, 1, 1)
AUTHORITY_UNTIL = datetime.datetime(2056, 1, 1)
AUTHORITY_NAME = x509.Name(
    [
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "overflow lab (protects nothing)"),
        x509.NameAttribute(NameOID.COMMON_NAME, "overflow lab CA"),
    ]
)
# Longest that a lab is up, by far; some clients refuse certificates of more than 398 days (CA/Browser Forum, BR 6.3.2).
LEAF_DAYS = 90


def authority_key() -> ec.EllipticCurvePrivateKey:
    """The P-256 key whose scalar is the sentence's SHA-256."""
    return ec.derive_private_key(int.from_bytes(hashlib.sha256(SENTENCE.encode()).digest(), "big"), ec.SECP256R1())


def key_usage(**allowed: bool) -> x509.KeyUsage:
    names = (
        *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"),
        *("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
    )
    return x509.KeyUsage(**{name: allowed.get(name, False) for name in names})


def authority() -> x509.Certificate:
    """The authority's certificate: byte for byte the same at each call (RFC 6979 signature)."""
    key = authority_key()
    return (
        x509.CertificateBuilder()
        .subject_name(AUTHORITY_NAME)
        .issuer_name(AUTHORITY_NAME)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(AUTHORITY_FROM)
        .not_valid_after(AUTHORITY_UNTIL)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(key_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256(), ecdsa_deterministic=True)
    )


def general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def issue(names: Sequence[str], now: datetime.datetime) -> dict[str, str]:
    """A certificate for a server that is reached by these names or addresses, and its private key."""
    if not names:
        raise ValueError("a certificate needs a name")
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = authority_key()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0][:64])]))
        .issuer_name(AUTHORITY_NAME)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        # An hour early: a VM that wakes from hibernation may have a clock that is behind.
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=LEAF_DAYS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(key_usage(digital_signature=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName([general_name(name) for name in names]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.public_key()), critical=False)
        .sign(issuer, hashes.SHA256())
    )
    return {
        "certificate": certificate.public_bytes(serialization.Encoding.PEM).decode(),
        "privateKey": key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode(),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--authority", action="store_true", help="print the authority's certificate")
    if parser.parse_args().authority:
        sys.stdout.write(authority().public_bytes(serialization.Encoding.PEM).decode())
        return 0
    now = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None, microsecond=0)
    leaves: dict[str, list[str]] = json.load(sys.stdin)["leaves"]
    json.dump({key: issue(names, now) for key, names in leaves.items()}, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
