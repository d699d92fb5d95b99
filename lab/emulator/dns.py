"""What Amazon's resolver answers in a VPC: a function of the names that the VPC knows.

docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-overview.html
docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html
docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-overview-DSN-queries-to-vpc.html
All names here are in lower case and without their final dot.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# Names that are followed from one to the next before the resolver gives up.
LONGEST_CHAIN = 8
ADDRESS_KINDS = ("A", "AAAA")
Answer = dict[str, Any]


@dataclass(frozen=True)
class FirewallRule:
    """A rule of DNS Firewall. `trusts_redirection`: what the name redirects to is not looked at."""

    name: str
    action: str
    domains: tuple[str, ...]
    trusts_redirection: bool = False
    query_type: str | None = None
    response: str | None = None

    def matches(self, name: str, kind: str) -> bool:
        if self.query_type not in (None, kind):
            return False
        return any(_listed(name, entry) for entry in self.domains)


@dataclass(frozen=True)
class Record:
    """Values, or the one name that an alias points to."""

    kind: str
    values: tuple[str, ...] = ()
    alias: str | None = None


@dataclass(frozen=True)
class Zone:
    """A private zone, with its records by name."""

    name: str
    records: Mapping[str, tuple[Record, ...]]


@dataclass(frozen=True)
class ResolverRule:
    """Where queries for a domain go: to `targets`, or with none to Amazon's own resolver (a SYSTEM rule)."""

    domain: str
    targets: tuple[str, ...] = ()


@dataclass(frozen=True)
class VpcNames:
    """All that decides what a VPC's resolver answers."""

    firewall: tuple[FirewallRule, ...] = ()
    """In the order in which they are tried."""
    zones: tuple[Zone, ...] = ()
    rules: tuple[ResolverRule, ...] = ()
    public_addresses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Names of interface endpoints in public DNS, which lead to private addresses."""
    balancers: frozenset[str] = frozenset()
    """Names of load balancers."""


def normal(name: str) -> str:
    """A name as it is compared; Route 53 writes `*` in octal."""
    return name.strip().lower().rstrip(".").replace("\\052", "*")


def resolve(names: VpcNames, asked: str, kind: str = "A") -> Answer:
    """The answer to a query for the addresses of a name.

    `address` (with `addresses`), `alias` (`target`: the name of a load balancer, for who knows its
    addresses), `blocked` (`rule`, `response`), `nxdomain`, `nodata` (the name is there, but not this kind),
    `forwarded` (`to`: address and port), `public` (asked of the internet's DNS) or `loop`. Where a
    redirection led to another name, `name` is the last one.
    """
    current, trusted, aliased = normal(asked), False, False
    for _ in range(LONGEST_CHAIN):
        if not trusted:
            rule = next((r for r in names.firewall if r.matches(current, kind)), None)
            if rule is not None and rule.action == "BLOCK":
                return _reached(
                    asked, current, {"answer": "blocked", "rule": rule.name, "response": rule.response}
                )
            trusted = rule is not None and rule.trusts_redirection
        answer = _look_up(names, current, kind)
        if answer["answer"] == "public" and (aliased or current in names.balancers):
            return {"answer": "alias", "target": current}
        if answer["answer"] != "redirected":
            return _reached(asked, current, answer)
        current, aliased = answer["target"], answer["alias"]
    return {"answer": "loop"}


def _reached(asked: str, current: str, answer: Answer) -> Answer:
    return answer if current == normal(asked) else {**answer, "name": current}


def _listed(name: str, entry: str) -> bool:
    """`*` is every name, `*.x` every name below x, and x itself only x."""
    if entry == "*":
        return True
    return name.endswith(entry[1:]) if entry.startswith("*.") else name == entry


def _within(name: str, domain: str) -> bool:
    return domain == "" or name == domain or name.endswith(f".{domain}")


def _depth(domain: str) -> int:
    return len(domain.split(".")) if domain else 0


def _look_up(names: VpcNames, name: str, kind: str) -> Answer:
    """The most specific of rules and zones decides; of a rule and a zone with the same name, the rule."""
    rule = max(
        (r for r in names.rules if _within(name, r.domain)), key=lambda r: _depth(r.domain), default=None
    )
    zone = max((z for z in names.zones if _within(name, z.name)), key=lambda z: _depth(z.name), default=None)
    if rule is not None and rule.targets and (zone is None or _depth(rule.domain) >= _depth(zone.name)):
        return {"answer": "forwarded", "to": list(rule.targets)}
    if zone is not None:
        return _in_zone(zone, name, kind)
    if kind == "A" and name in names.public_addresses:
        return _addresses(names.public_addresses[name])
    return {"answer": "public"}


def _addresses(values: tuple[str, ...]) -> Answer:
    return {"answer": "address", "addresses": list(dict.fromkeys(values))}


def _in_zone(zone: Zone, name: str, kind: str) -> Answer:
    """A private zone never falls back to public DNS."""
    found = _records(zone, name)
    if found is None:
        return {"answer": "nxdomain"}
    for record in found:
        if record.kind == kind and record.alias is not None:
            return {"answer": "redirected", "target": record.alias, "alias": True}
    values = tuple(value for record in found if record.kind == kind for value in record.values)
    if values:
        return _addresses(values)
    for record in found:
        if record.kind == "CNAME":
            target = record.alias or normal(record.values[0])
            return {"answer": "redirected", "target": target, "alias": False}
    return {"answer": "nodata"}


def _records(zone: Zone, name: str) -> tuple[Record, ...] | None:
    """The records of a name, or of the wildcard that covers it (RFC 4592); None if there is no such name."""
    if _exists(zone, name):
        return zone.records.get(name, ())
    parent = name
    while parent != zone.name:
        parent = parent.partition(".")[2]
        if _exists(zone, parent):
            return zone.records.get(f"*.{parent}")
    return None


def _exists(zone: Zone, name: str) -> bool:
    """A name that has records, or that others stand below."""
    return name == zone.name or any(each == name or each.endswith(f".{name}") for each in zone.records)
