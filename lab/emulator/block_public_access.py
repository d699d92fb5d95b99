"""VPC block public access of the region, and its exclusions.

docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.responses import EC2Response
from moto.ec2.utils import random_id

from .overlay import add
from .world import world

_MODES = ("off", "block-bidirectional", "block-ingress")
_EXCLUSION_MODES = ("allow-bidirectional", "allow-egress")


def install() -> None:
    add(
        EC2Response,
        describe_vpc_block_public_access_options,
        modify_vpc_block_public_access_options,
        create_vpc_block_public_access_exclusion,
        describe_vpc_block_public_access_exclusions,
        modify_vpc_block_public_access_exclusion,
        delete_vpc_block_public_access_exclusion,
    )


def _options(response: EC2Response) -> dict[str, Any]:
    backend = response.ec2_backend
    if not hasattr(backend, "vpc_block_public_access"):
        backend.vpc_block_public_access = {
            "AwsAccountId": backend.account_id,
            "AwsRegion": backend.region_name,
            "State": "default-state",
            "InternetGatewayBlockMode": "off",
            "LastUpdateTimestamp": utcnow(),
            "ManagedBy": "account",
            "ExclusionsAllowed": "allowed",
        }
    return backend.vpc_block_public_access


def _exclusions(response: EC2Response) -> dict[str, dict[str, Any]]:
    backend = response.ec2_backend
    if not hasattr(backend, "vpc_block_public_access_exclusions"):
        backend.vpc_block_public_access_exclusions = {}
    return backend.vpc_block_public_access_exclusions


def _settle(item: dict[str, Any], before: str, after: str) -> None:
    def settle() -> None:
        if item["State"] == before:
            item["State"] = after

    item["State"], item["LastUpdateTimestamp"] = before, utcnow()
    world.after(world.timings.networkSeconds, settle)


def _choice(response: EC2Response, name: str, allowed: tuple[str, ...]) -> str:
    value = response._get_param(name)
    if value not in allowed:
        raise EC2ClientError(
            "InvalidParameterValue", f"{name} must be one of {', '.join(allowed)}, got '{value}'."
        )
    return value


def describe_vpc_block_public_access_options(self: EC2Response) -> ActionResult:
    return ActionResult({"VpcBlockPublicAccessOptions": dict(_options(self))})


def modify_vpc_block_public_access_options(self: EC2Response) -> ActionResult:
    """docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcBlockPublicAccessOptions.html"""
    mode = _choice(self, "InternetGatewayBlockMode", _MODES)
    self.error_on_dryrun()
    options = _options(self)
    options["InternetGatewayBlockMode"] = mode
    _settle(options, "update-in-progress", "update-complete")
    return ActionResult({"VpcBlockPublicAccessOptions": dict(options)})


def create_vpc_block_public_access_exclusion(self: EC2Response) -> ActionResult:
    """docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcBlockPublicAccessExclusion.html"""
    mode = _choice(self, "InternetGatewayExclusionMode", _EXCLUSION_MODES)
    vpc, subnet = self._get_param("VpcId"), self._get_param("SubnetId")
    if bool(vpc) == bool(subnet):
        raise EC2ClientError("InvalidParameterCombination", "Specify either VpcId or SubnetId.")
    backend = self.ec2_backend
    backend.get_vpc(vpc) if vpc else backend.get_subnet(subnet)
    self.error_on_dryrun()
    kind, target = ("vpc", vpc) if vpc else ("subnet", subnet)
    exclusion = {
        "ExclusionId": random_id("vpcbpa-exclude"),
        "InternetGatewayExclusionMode": mode,
        "ResourceArn": f"arn:{self.partition}:ec2:{backend.region_name}:{backend.account_id}:{kind}/{target}",
        "CreationTimestamp": utcnow(),
        "Tags": [t for s in self._get_param("TagSpecifications", []) for t in s.get("Tags", [])],
    }
    _exclusions(self)[exclusion["ExclusionId"]] = exclusion
    _settle(exclusion, "create-in-progress", "create-complete")
    return ActionResult({"VpcBlockPublicAccessExclusion": dict(exclusion)})


def _exclusion(response: EC2Response) -> dict[str, Any]:
    exclusion_id = response._get_param("ExclusionId")
    if exclusion_id not in _exclusions(response):
        message = f"The exclusion ID '{exclusion_id}' does not exist"
        raise EC2ClientError("InvalidVpcBlockPublicAccessExclusionId.NotFound", message)
    return _exclusions(response)[exclusion_id]


def describe_vpc_block_public_access_exclusions(self: EC2Response) -> ActionResult:
    wanted = self._get_param("ExclusionIds", [])
    found = [dict(e) for i, e in _exclusions(self).items() if not wanted or i in wanted]
    if len(found) < len(wanted):
        message = "An exclusion ID of the request does not exist"
        raise EC2ClientError("InvalidVpcBlockPublicAccessExclusionId.NotFound", message)
    return ActionResult({"VpcBlockPublicAccessExclusions": found})


def modify_vpc_block_public_access_exclusion(self: EC2Response) -> ActionResult:
    exclusion = _exclusion(self)
    mode = _choice(self, "InternetGatewayExclusionMode", _EXCLUSION_MODES)
    self.error_on_dryrun()
    exclusion["InternetGatewayExclusionMode"] = mode
    _settle(exclusion, "update-in-progress", "update-complete")
    return ActionResult({"VpcBlockPublicAccessExclusion": dict(exclusion)})


def delete_vpc_block_public_access_exclusion(self: EC2Response) -> ActionResult:
    exclusion = _exclusion(self)
    self.error_on_dryrun()
    _settle(exclusion, "delete-in-progress", "delete-complete")
    exclusion["DeletionTimestamp"] = utcnow()
    exclusions = _exclusions(self)
    seconds = world.timings.networkSeconds + world.timings.terminatedSeconds
    world.after(seconds, lambda: exclusions.pop(exclusion["ExclusionId"], None) and None)
    return ActionResult({"VpcBlockPublicAccessExclusion": dict(exclusion)})
