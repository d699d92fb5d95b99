"""Record sets of a hosted zone: a batch of changes is done whole or not at all.

docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.route53.exceptions import Route53ClientError
from moto.route53.models import RecordSet
from moto.route53.responses import Route53

from .hosted_zones import change
from .overlay import replace

Key = tuple[str, str, str | None]


def install() -> None:
    replace(Route53, change_resource_record_sets)


def change_resource_record_sets(self: Route53) -> ActionResult:
    zone = self.backend.get_hosted_zone(self._get_param("HostedZoneId"))
    kept: dict[Key, RecordSet] = {_key(record): record for record in zone.rrsets}
    problems = [
        problem
        for asked in self._get_param("ChangeBatch.Changes")
        if (problem := _apply(zone.name, kept, asked["Action"], _record(asked["ResourceRecordSet"])))
    ]
    problems += _unlike(kept)
    if problems:
        raise Route53ClientError("InvalidChangeBatch", f"[{', '.join(problems)}]")
    zone.rrsets = list(kept.values())
    return ActionResult({"ChangeInfo": change(self.backend, self._get_param("ChangeBatch.Comment"))})


def _key(record: RecordSet) -> Key:
    return record.name, str(record.type), record.set_identifier


def escaped(name: str) -> str:
    """A name as Route 53 keeps it: lower case, with its final dot, `*` in octal."""
    return name.lower().rstrip(".").replace("*", "\\052") + "."


def _record(asked: dict[str, Any]) -> RecordSet:
    values = [item["Value"] for item in asked.get("ResourceRecords") or []]
    alias = asked.get("AliasTarget")
    if alias:
        alias = {**alias, "DNSName": alias["DNSName"].lower().rstrip(".") + "."}
    return RecordSet(
        {**asked, "Name": escaped(asked["Name"]), "ResourceRecords": values, "AliasTarget": alias}
    )


def _apply(zone: str, kept: dict[Key, RecordSet], action: str, record: RecordSet) -> str | None:
    """Makes the change in `kept`; answers what is wrong with it."""
    key, old = _key(record), kept.get(_key(record))
    named = f"resource record set [name='{record.name}', type='{record.type}'"
    named += f", set identifier='{record.set_identifier}']" if record.set_identifier else "]"
    if record.name != zone and not record.name.endswith(f".{zone}"):
        return f"RRSet with DNS name {record.name} is not permitted in zone {zone}"
    if action == "DELETE":
        return _delete(zone, kept, record, named)
    if action == "CREATE" and old is not None:
        return f"Tried to create {named} but it already exists"
    if record.type == "CNAME" and record.name == zone:
        return f"RRSet of type CNAME with DNS name {record.name} is not permitted at apex in zone {zone}"
    if bool(record.alias_target) == bool(record.records and record.ttl is not None):
        return (
            "Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or "
            f"TrafficPolicyInstanceId], but found {'more than one' if record.alias_target else 'none'} in "
            f"Change with [Action={action}, Name={record.name}, Type={record.type}, "
            f"SetIdentifier={record.set_identifier or 'null'}]"
        )
    kept[key] = record
    return None


def _delete(zone: str, kept: dict[Key, RecordSet], record: RecordSet, named: str) -> str | None:
    old = kept.get(_key(record))
    if old is None:
        return f"Tried to delete {named} but it was not found"
    if _content(old) != _content(record):
        return f"Tried to delete {named} but the values provided do not match the current values"
    if record.name == zone and record.type in ("NS", "SOA"):
        return f"A HostedZone must contain at least one {record.type} record for the zone itself."
    del kept[_key(record)]
    return None


def _content(record: RecordSet) -> tuple[Any, ...]:
    alias = record.alias_target
    target = alias and (alias["HostedZoneId"], alias["DNSName"], bool(alias.get("EvaluateTargetHealth")))
    return sorted(record.records), record.ttl is not None and int(record.ttl), target


def _unlike(kept: dict[Key, RecordSet]) -> list[str]:
    """A CNAME stands alone under its name."""
    kinds: dict[str, set[str]] = {}
    for name, kind, _ in kept:
        kinds.setdefault(name, set()).add(kind)
    return [
        f"RRSet of type CNAME with DNS name {name} is not permitted as it conflicts with other records with "
        "the same DNS name in zone"
        for name, found in kinds.items()
        if "CNAME" in found and len(found) > 1
    ]
