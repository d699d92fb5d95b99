"""Lists of domain names for Resolver DNS Firewall.

docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-user-managed-domain-lists.html
"""

import json
import re
from typing import Any

from moto.route53resolver.responses import Route53ResolverResponse

from .overlay import add
from .resolver_store import Refused, find, forget, keep, made_before, new_id, now, page, records
from .world import world

KIND = "firewall-domain-list"
# docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_UpdateFirewallDomains.html: at most 255
# characters; `*` alone or as the first label.
_DOMAIN = re.compile(r"(?=.{1,255}$)(\*|(\*\.)?[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*)\.?")
_SHOWN = ("Id", "Arn", "Name", "CreatorRequestId")


def install() -> None:
    add(
        Route53ResolverResponse,
        create_firewall_domain_list,
        get_firewall_domain_list,
        list_firewall_domain_lists,
        delete_firewall_domain_list,
        list_firewall_domains,
        update_firewall_domains,
    )


def domains_of(backend: Any, list_id: str) -> list[str]:
    """The names of a list, each with its final dot, as AWS shows them."""
    names: list[str] = backend.__dict__.setdefault("firewall_domains", {}).setdefault(list_id, [])
    return names


def _shown(backend: Any, record: dict[str, Any]) -> dict[str, Any]:
    return {**record, "DomainCount": len(domains_of(backend, record["Id"]))}


def create_firewall_domain_list(self: Route53ResolverResponse) -> str:
    backend = self.route53resolver_backend
    record = made_before(backend, KIND, self._get_param("CreatorRequestId"))
    if record is None:
        record = keep(self, KIND, {"Id": new_id("rslvr-fdl"), "Status": "COMPLETE", "StatusMessage": ""})
    return json.dumps({"FirewallDomainList": _shown(backend, record)})


def get_firewall_domain_list(self: Route53ResolverResponse) -> str:
    backend = self.route53resolver_backend
    record = find(backend, KIND, self._get_param("FirewallDomainListId"))
    return json.dumps({"FirewallDomainList": _shown(backend, record)})


def list_firewall_domain_lists(self: Route53ResolverResponse) -> str:
    kept = records(self.route53resolver_backend, KIND).values()
    return page(self, "FirewallDomainLists", [{key: r[key] for key in _SHOWN} for r in kept])


def delete_firewall_domain_list(self: Route53ResolverResponse) -> str:
    """A list that a rule names cannot go."""
    backend = self.route53resolver_backend
    record = find(backend, KIND, self._get_param("FirewallDomainListId"))
    used = [
        r for r in records(backend, "firewall-rule").values() if r.get("FirewallDomainListId") == record["Id"]
    ]
    if used:
        message = f"The DNS Firewall domain list '{record['Id']}' is in use by the rule '{used[0]['Name']}'."
        raise Refused("ConflictException", message)
    record["Status"] = "DELETING"

    def gone() -> None:
        forget(backend, KIND, record)
        backend.firewall_domains.pop(record["Id"], None)

    world.after(world.timings.networkSeconds, gone)
    return json.dumps({"FirewallDomainList": _shown(backend, record)})


def list_firewall_domains(self: Route53ResolverResponse) -> str:
    backend = self.route53resolver_backend
    record = find(backend, KIND, self._get_param("FirewallDomainListId"))
    return page(self, "Domains", domains_of(backend, record["Id"]))


def update_firewall_domains(self: Route53ResolverResponse) -> str:
    """ADD, REMOVE or REPLACE; the list is UPDATING for a moment."""
    backend = self.route53resolver_backend
    record = find(backend, KIND, self._get_param("FirewallDomainListId"))
    if record["Status"] == "DELETING":
        raise Refused("ConflictException", f"The DNS Firewall domain list '{record['Id']}' is being deleted.")
    given = [_checked(domain) for domain in self._get_param("Domains", [])]
    names = domains_of(backend, record["Id"])
    names[:] = _changed(names, self._get_param("Operation"), given, record["Id"])
    record["Status"], record["ModificationTime"] = "UPDATING", now()

    def settle() -> None:
        if record["Status"] == "UPDATING":
            record["Status"] = "COMPLETE"

    world.after(world.timings.networkSeconds, settle)
    return json.dumps({key: record[key] for key in ("Id", "Name", "Status", "StatusMessage")})


def _checked(domain: str) -> str:
    """The domain in lower case with its final dot."""
    if not _DOMAIN.fullmatch(domain):
        raise Refused("ValidationException", f"[RSLVR-02015] The domain name '{domain}' is not valid.")
    return domain.lower().rstrip(".") + "."


def _changed(names: list[str], operation: str, given: list[str], list_id: str) -> list[str]:
    if operation == "REPLACE":
        return list(dict.fromkeys(given))
    if operation == "ADD":
        return list(dict.fromkeys([*names, *given]))
    if operation != "REMOVE":
        raise Refused("ValidationException", f"Operation must be ADD, REMOVE or REPLACE, got '{operation}'.")
    unknown = [domain for domain in given if domain not in names]
    if unknown:
        message = (
            f"[RSLVR-02502] The following domains don't exist in the DNS Firewall domain list '{list_id}'. "
            f"You can't delete a domain that isn't in a domain list. Example unknown domain: '{unknown[0]}'."
        )
        raise Refused("ValidationException", message)
    return [name for name in names if name not in given]
