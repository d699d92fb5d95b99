"""Route 53 hosted zones, the VPCs of private ones, and changes that take a moment.

docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zones-private.html
docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.ec2.models import ec2_backends
from moto.moto_api._internal import mock_random
from moto.route53.exceptions import Route53ClientError
from moto.route53.models import RecordSet
from moto.route53.responses import Route53

from .overlay import replace
from .world import world

# The name servers of every private zone; nobody can ask them.
PRIVATE_NAME_SERVERS = (
    "ns-1536.awsdns-00.co.uk.",
    "ns-0.awsdns-00.com.",
    "ns-1024.awsdns-00.org.",
    "ns-512.awsdns-00.net.",
)
_ID_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def install() -> None:
    replace(
        Route53,
        create_hosted_zone,
        delete_hosted_zone,
        associate_vpc_with_hosted_zone,
        disassociate_vpc_from_hosted_zone,
        get_change,
    )


def _identifier(prefix: str) -> str:
    return prefix + "".join(mock_random.choice(_ID_CHARACTERS) for _ in range(20))


def change(backend: Any, comment: str | None = None) -> dict[str, Any]:
    """Notes a change: PENDING until all servers know of it."""
    made: dict[str, Any] = {
        "Id": f"/change/{_identifier('C')}",
        "Status": "PENDING",
        "SubmittedAt": utcnow(),
        "Comment": comment,
    }
    backend.__dict__.setdefault("changes", {})[made["Id"]] = made
    world.after(world.timings.networkSeconds, lambda: made.update(Status="INSYNC"))
    return made


def get_change(self: Route53) -> ActionResult:
    change_id = str(self._get_param("Id")).removeprefix("/change/")
    made = self.backend.__dict__.get("changes", {}).get(f"/change/{change_id}")
    if made is None:
        raise Route53ClientError("NoSuchChange", f"No change found with ID: {change_id}")
    return ActionResult({"ChangeInfo": dict(made)})


def _vpc(response: Route53) -> dict[str, str] | None:
    """The VPC of the request, as moto keeps it."""
    vpc_id, region = response._get_param("VPC.VPCId"), response._get_param("VPC.VPCRegion")
    if vpc_id is None:
        return None
    if vpc_id not in ec2_backends[response.current_account][region].vpcs:
        raise Route53ClientError(
            "InvalidVPCId", f"The VPC: {vpc_id} in region {region} that you provided is not valid."
        )
    return {"vpc_id": vpc_id, "vpc_region": region}


def _refuse_conflict(backend: Any, name: str, vpc: dict[str, str], apart_from: Any = None) -> None:
    """In a VPC, one zone a name."""
    for zone in backend.zones.values():
        if zone is not apart_from and zone.private_zone and zone.name == name and vpc in zone.vpcs:
            message = (
                f"The VPC {vpc['vpc_id']} in region {vpc['vpc_region']} has already been associated with the "
                f"hosted zone {zone.resource_id} with the same domain name."
            )
            raise Route53ClientError("ConflictingDomainExists", message)


def create_hosted_zone(self: Route53) -> ActionResult:
    """A zone that names a VPC is private, whatever else the request says."""
    reference, name = self._get_param("CallerReference"), self._get_param("Name").lower().rstrip(".") + "."
    if any(zone.caller_reference == reference for zone in self.backend.zones.values()):
        message = f"A hosted zone has already been created with the specified caller reference: {reference}"
        raise Route53ClientError("HostedZoneAlreadyExists", message)
    vpc = _vpc(self)
    if vpc:
        _refuse_conflict(self.backend, name, vpc)
    zone = self.backend.create_hosted_zone(
        name,
        private_zone=vpc is not None,
        caller_reference=reference,
        comment=self._get_param("HostedZoneConfig.Comment"),
        vpcid=vpc and vpc["vpc_id"],
        vpcregion=vpc and vpc["vpc_region"],
        delegation_set_id=self._get_param("DelegationSetId"),
    )
    del self.backend.zones[zone.resource_id]
    zone.resource_id = _identifier("Z")
    self.backend.zones[zone.resource_id] = zone
    if vpc:
        _make_private(zone)
    return ActionResult(
        {
            "HostedZone": zone,
            "ChangeInfo": change(self.backend),
            "DelegationSet": zone.delegation_set,
            "VPC": vpc and {"VPCId": vpc["vpc_id"], "VPCRegion": vpc["vpc_region"]},
            "Location": f"https://route53.amazonaws.com/2013-04-01/hostedzone/{zone.resource_id}",
        }
    )


def _make_private(zone: Any) -> None:
    first = PRIVATE_NAME_SERVERS[1]
    soa = f"{first} awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400"
    own = {"NS": (172800, list(PRIVATE_NAME_SERVERS)), "SOA": (900, [soa])}
    zone.delegation_set = None
    zone.rrsets = [
        RecordSet({"Name": zone.name, "Type": kind, "TTL": ttl, "ResourceRecords": values})
        for kind, (ttl, values) in own.items()
    ]


def delete_hosted_zone(self: Route53) -> ActionResult:
    self.backend.delete_hosted_zone(self._get_param("Id"))
    return ActionResult({"ChangeInfo": change(self.backend)})


def associate_vpc_with_hosted_zone(self: Route53) -> ActionResult:
    zone = self.backend.get_hosted_zone(self._get_param("HostedZoneId"))
    vpc = _vpc(self)
    if vpc and zone.private_zone:
        _refuse_conflict(self.backend, zone.name, vpc, zone)
    if vpc and vpc not in zone.vpcs:
        self.backend.associate_vpc_with_hosted_zone(zone.resource_id, vpc["vpc_id"], vpc["vpc_region"])
    return ActionResult({"ChangeInfo": change(self.backend, self._get_param("Comment"))})


def disassociate_vpc_from_hosted_zone(self: Route53) -> ActionResult:
    zone, vpc_id = self.backend.get_hosted_zone(self._get_param("HostedZoneId")), self._get_param("VPC.VPCId")
    if all(vpc["vpc_id"] != vpc_id for vpc in zone.vpcs):
        message = f"The VPC {vpc_id} is not associated with the hosted zone {zone.resource_id}."
        raise Route53ClientError("VPCAssociationNotFound", message)
    self.backend.disassociate_vpc_from_hosted_zone(zone.resource_id, vpc_id)
    return ActionResult({"ChangeInfo": change(self.backend, self._get_param("Comment"))})
