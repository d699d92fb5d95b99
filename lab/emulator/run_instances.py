"""RunInstances: launch template and call merged, idempotent by client token, answered with true states.

docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html
"""

import copy
import re
from collections.abc import Callable
from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import EC2ClientError, InvalidSecurityGroupNotFoundError
from moto.ec2.responses import EC2Response
from moto.ec2.responses._base_response import EC2BaseResponse
from moto.ec2.responses.instances import InstanceResponse
from moto.utilities.utils import get_partition

from .client_tokens import ClientTokens
from .launch_templates import template_version
from .overlay import replace
from .region_switches import metadata_options

_AMI = re.compile(r"ami-[0-9a-f]{8}(?:[0-9a-f]{9})?")
# Members that concern the call alone, never the instance's configuration.
_CALL_ONLY = ("LaunchTemplate", "ClientToken", "DryRun", "TagSpecifications")
# docs.aws.amazon.com/AWSEC2/latest/UserGuide/hibernating-prerequisites.html
_HIBERNATION_ROOT_TYPES = ("gp2", "gp3", "io1", "io2")

_tokens = ClientTokens()
# How moto itself launches.
_moto: list[Callable[[Any], ActionResult]] = []


def install() -> None:
    # States are true here; moto would write `pending` over them.
    del EC2BaseResponse.RESPONSE_KEY_PATH_TO_TRANSFORMER["RunInstances.Reservation.Instances.Instance.State"]
    _moto.append(InstanceResponse.run_instances)

    def run_instances(self: EC2Response) -> ActionResult:
        request = dict(self.params)
        made = _tokens.recall(self.current_account, self.region, request)
        if made is not None:
            self.error_on_dryrun()
            return ActionResult(made)
        reservation = _launch(self, request)
        # A copy: instances leave the region's reservation when they vanish, not the token's memory.
        remembered = copy.copy(reservation)
        remembered.instances = list(reservation.instances)
        _tokens.remember(self.current_account, self.region, request, remembered)
        return ActionResult(reservation)

    replace(InstanceResponse, run_instances, stop_instances, start_instances, terminate_instances)


def _launch(response: EC2Response, request: dict[str, Any]) -> Any:
    """The reservation that the request makes. Raises EC2's errors."""
    backend = response.ec2_backend
    version = template_version(backend, request.get("LaunchTemplate"))
    launch = merged(version.data if version else {}, request)
    launch["MetadataOptions"] = metadata_options(backend, launch.get("MetadataOptions"))
    if launch.get("UserData") is not None:
        # A template keeps it in moto's own form.
        launch["UserData"] = str(launch["UserData"])
    _check(launch, backend)
    response.params = launch
    reservation = _moto[0](response).result
    for instance in reservation.instances:
        _complete(instance, launch, version)
    return reservation


def launch_for_service(account: str, region: str, request: dict[str, Any]) -> list[Any]:
    """The instances that an AWS service launches in the account on its own: as RunInstances does.

    Raises EC2's errors.
    """
    response = EC2Response()
    response.current_account, response.region, response.partition = account, region, get_partition(region)
    response.uri_match = {}
    return list(_launch(response, request).instances)


def merged(template: dict[str, Any], request: dict[str, Any]) -> dict[str, Any]:
    """The launch that results: what the call names wins over the template; tags add up, the call's first.

    docs.aws.amazon.com/AWSEC2/latest/UserGuide/launch-instances-from-launch-template.html
    """
    launch = {key: value for key, value in {**template, **request}.items() if key not in _CALL_ONLY}
    for key in ("DryRun", "ClientToken"):
        if key in request:
            launch[key] = request[key]
    tags: dict[str, dict[str, str]] = {}
    for specification in [*template.get("TagSpecifications", []), *request.get("TagSpecifications", [])]:
        of_kind = tags.setdefault(specification["ResourceType"], {})
        of_kind.update({tag["Key"]: tag["Value"] for tag in specification.get("Tags", [])})
    if tags:
        launch["TagSpecifications"] = [
            {"ResourceType": kind, "Tags": [{"Key": key, "Value": value} for key, value in of_kind.items()]}
            for kind, of_kind in tags.items()
        ]
    # EC2 launches as many as it can up to MaxCount; this region never runs out unless told to.
    launch["MinCount"] = request.get("MaxCount", request.get("MinCount", 1))
    mappings = launch.get("BlockDeviceMappings")
    if mappings:
        launch["BlockDeviceMappings"] = [
            _with_image_defaults(mapping, index == 0) for index, mapping in enumerate(mappings)
        ]
    return launch


def _with_image_defaults(mapping: dict[str, Any], is_root: bool) -> dict[str, Any]:
    """What an image says of its own devices: 8 GiB, and that the root volume goes with the instance."""
    if "Ebs" not in mapping:
        return mapping
    ebs = dict(mapping["Ebs"])
    if not ebs.get("VolumeSize") and not ebs.get("SnapshotId"):
        ebs["VolumeSize"] = 8
    ebs.setdefault("DeleteOnTermination", is_root)
    return {**mapping, "Ebs": ebs}


def _check(launch: dict[str, Any], backend: Any) -> None:
    image_id = launch.get("ImageId")
    if not image_id:
        raise EC2ClientError("MissingParameter", "The request must contain the parameter ImageId")
    if not _AMI.fullmatch(image_id):
        raise EC2ClientError("InvalidAMIID.Malformed", f'Invalid id: "{image_id}"')
    for interface in launch.get("NetworkInterfaces") or []:
        for group_id in interface.get("Groups") or []:
            if backend.get_security_group_from_id(group_id) is None:
                raise InvalidSecurityGroupNotFoundError(group_id)
    if (launch.get("HibernationOptions") or {}).get("Configured"):
        _check_hibernation(launch, backend)


def _check_hibernation(launch: dict[str, Any], backend: Any) -> None:
    root = next((m["Ebs"] for m in launch.get("BlockDeviceMappings") or [] if "Ebs" in m), {})
    if not root.get("Encrypted") and not backend.get_ebs_encryption_by_default():
        message = "Hibernation needs an encrypted root volume: set Encrypted in its block device mapping."
        raise EC2ClientError("UnsupportedHibernationConfiguration", message)
    if root.get("VolumeType", "gp2") not in _HIBERNATION_ROOT_TYPES:
        allowed = ", ".join(_HIBERNATION_ROOT_TYPES)
        message = f"Hibernation needs a root volume of type {allowed}, got {root['VolumeType']}."
        raise EC2ClientError("UnsupportedHibernationConfiguration", message)


def _complete(instance: Any, launch: dict[str, Any], version: Any) -> None:
    """What moto leaves out of the instance."""
    instance.disable_api_termination = bool(launch.get("DisableApiTermination"))
    instance.virtualization_type = "hvm"
    mappings = launch.get("BlockDeviceMappings")
    if mappings and mappings[0].get("DeviceName"):
        instance.root_device_name = mappings[0]["DeviceName"]
    if not instance.security_groups and instance.nics:
        instance.security_groups = list(instance.nics[0].group_set)
    for interface in instance.nics.values():
        # Interfaces made at launch go with the instance:
        # docs.aws.amazon.com/AWSEC2/latest/UserGuide/terminating-instances.html
        if not any("NetworkInterfaceId" in n for n in launch.get("NetworkInterfaces") or []):
            interface.delete_on_termination = True
    if version:
        reserved = {
            "aws:ec2launchtemplate:id": version.template.id,
            "aws:ec2launchtemplate:version": str(version.number),
        }
        instance.add_tags(reserved)


def _moved(instances: Any) -> list[dict[str, Any]]:
    return [
        {
            "InstanceId": i.id,
            "CurrentState": {"Code": i.state_code, "Name": i.state},
            "PreviousState": previous,
        }
        for i, previous in instances
    ]


def stop_instances(self: EC2Response) -> ActionResult:
    ids, hibernate = self._get_param("InstanceIds", []), bool(self._get_param("Hibernate"))
    self.error_on_dryrun()
    return ActionResult(
        {"StoppingInstances": _moved(self.ec2_backend.stop_instances(ids, hibernate=hibernate))}
    )


def start_instances(self: EC2Response) -> ActionResult:
    self.error_on_dryrun()
    return ActionResult(
        {"StartingInstances": _moved(self.ec2_backend.start_instances(self._get_param("InstanceIds", [])))}
    )


def terminate_instances(self: EC2Response) -> ActionResult:
    self.error_on_dryrun()
    moved = self.ec2_backend.terminate_instances(self._get_param("InstanceIds", []))
    return ActionResult({"TerminatingInstances": _moved(moved)})
