"""What the parts of Route 53 Resolver share: records that moto lacks, their ids, pages, tags and "not found".

Records live on moto's backend of the account and region, so that they end with it.
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.moto_api._internal import mock_random
from moto.route53resolver.exceptions import ResourceNotFoundException
from moto.route53resolver.models import Route53ResolverBackend
from moto.route53resolver.responses import Route53ResolverResponse
from moto.utilities.utils import get_partition

from .overlay import replace

Record = dict[str, Any]
# docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_ListFirewallRules.html
DEFAULT_PAGE = 100


class Refused(JsonRESTError):
    """One of the errors of the Resolver API, by its code."""

    code = 400

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)


def install() -> None:
    replace(Route53ResolverBackend, _matched_arn)


def records(backend: Any, kind: str) -> dict[Any, Record]:
    """The records of a kind, such as `firewall-rule-group`, by id, oldest first."""
    return backend.__dict__.setdefault("overlaid", {}).setdefault(kind, {})


def new_id(prefix: str, digits: int = 16) -> str:
    return f"{prefix}-{mock_random.get_random_hex(digits)}"


def arn_of(backend: Any, kind: str, record_id: str) -> str:
    partition = get_partition(backend.region_name)
    return f"arn:{partition}:route53resolver:{backend.region_name}:{backend.account_id}:{kind}/{record_id}"


def now() -> str:
    return datetime.now(UTC).isoformat()


def find(backend: Any, kind: str, record_id: Any) -> Record:
    """Raises ResourceNotFoundException for an id that is unknown."""
    record = records(backend, kind).get(record_id)
    if record is None:
        raise ResourceNotFoundException(f"[RSLVR-02025] Can't find the resource with ID '{record_id}'.")
    return record


def made_before(backend: Any, kind: str, request_id: str | None) -> Record | None:
    """What the same CreatorRequestId made: a repeated request makes nothing twice."""
    made = (r for r in records(backend, kind).values() if r.get("CreatorRequestId") == request_id)
    return next(made, None) if request_id else None


def keep(response: Route53ResolverResponse, kind: str, record: Record) -> Record:
    """Adds a record that the request makes: with its ARN, its tags and its times."""
    backend, made_at = response.route53resolver_backend, now()
    arn = arn_of(backend, kind, record["Id"])
    record.update(
        Arn=arn,
        Name=response._get_param("Name"),
        CreatorRequestId=response._get_param("CreatorRequestId"),
        CreationTime=made_at,
        ModificationTime=made_at,
    )
    records(backend, kind)[record["Id"]] = record
    backend.tagger.tag_resource(arn, response._get_param("Tags", []))
    return record


def forget(backend: Any, kind: str, record: Record) -> None:
    records(backend, kind).pop(record["Id"], None)
    backend.tagger.delete_all_tags_for_resource(record["Arn"])


def page(response: Route53ResolverResponse, key: str, items: Iterable[Any]) -> str:
    """The answer of a List call: as many items as it asks for, and where to go on."""
    everything = list(items)
    try:
        start = int(response._get_param("NextToken") or 0)
    except ValueError:
        raise Refused(
            "InvalidNextTokenException", "Invalid value passed for the NextToken parameter"
        ) from None
    end = start + int(response._get_param("MaxResults") or DEFAULT_PAGE)
    more = {"NextToken": str(end)} if end < len(everything) else {}
    return json.dumps({key: everything[start:end], **more})


def need_vpc(backend: Any, vpc_id: str | None) -> Any:
    """The VPC; raises ResourceNotFoundException."""
    vpc = backend.ec2_backend.vpcs.get(vpc_id)
    if vpc is None:
        raise ResourceNotFoundException(f"The VPC ID '{vpc_id}' does not exist.")
    return vpc


def _matched_arn(self: Any, resource_arn: str) -> None:
    """Every resource of Resolver can be tagged; moto knows of endpoints and rules only."""
    moto_has = (self.resolver_endpoints, self.resolver_rules, self.resolver_query_log_configs)
    known = {item.arn for items in moto_has for item in items.values()}
    known |= {
        record["Arn"]
        for kept in self.__dict__.get("overlaid", {}).values()
        for record in kept.values()
        if "Arn" in record
    }
    if resource_arn not in known:
        raise ResourceNotFoundException(f"Resolver resource with ARN '{resource_arn}' does not exist")
