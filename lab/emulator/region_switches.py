"""Switches with one value per account and region.

docs.aws.amazon.com/AWSEC2/latest/UserGuide/configure-access-to-serial-console.html
docs.aws.amazon.com/AWSEC2/latest/UserGuide/block-public-access-to-amis.html
docs.aws.amazon.com/ebs/latest/userguide/block-public-access-snapshots.html
docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-IMDS-new-instances.html
docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html
docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-allowed-amis.html
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models.elastic_block_store import EBSBackend
from moto.ec2.responses import EC2Response

from .overlay import add, replace

# What a fresh account has.
_FRESH: dict[str, Any] = {
    "serial_console": False,
    "image_sharing": "unblocked",
    "snapshot_sharing": "unblocked",
    "metadata_defaults": {},
    "allowed_images": "disabled",
    "image_criteria": [],
}
# docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-allowed-amis.html (quotas)
_MOST_CRITERIA = 10
_METADATA = (
    "HttpTokens",
    "HttpPutResponseHopLimit",
    "HttpEndpoint",
    "InstanceMetadataTags",
    "HttpTokensEnforced",
)


def install() -> None:
    add(
        EC2Response,
        get_serial_console_access_status,
        enable_serial_console_access,
        disable_serial_console_access,
        get_image_block_public_access_state,
        enable_image_block_public_access,
        disable_image_block_public_access,
        get_snapshot_block_public_access_state,
        enable_snapshot_block_public_access,
        disable_snapshot_block_public_access,
        get_instance_metadata_defaults,
        modify_instance_metadata_defaults,
        get_ebs_default_kms_key_id,
        reset_ebs_default_kms_key_id,
        get_allowed_images_settings,
        enable_allowed_images_settings,
        disable_allowed_images_settings,
        replace_image_criteria_in_allowed_images_settings,
    )
    make_volume = EBSBackend.create_volume

    def create_volume(
        self: Any,
        size: int,
        zone_name: str,
        snapshot_id: Any = None,
        encrypted: bool = False,
        *a: Any,
        **k: Any,
    ) -> Any:
        return make_volume(
            self, size, zone_name, snapshot_id, encrypted or self.ebs_encryption_by_default, *a, **k
        )

    replace(EBSBackend, create_volume)


def switches(backend: Any) -> dict[str, Any]:
    """The switches of the backend's region, changeable in place."""
    if not hasattr(backend, "region_switches"):
        backend.region_switches = dict(_FRESH)
    return backend.region_switches


def metadata_options(backend: Any, asked: dict[str, Any] | None) -> dict[str, Any] | None:
    """The metadata options of a launch: what it asks for, and the account's defaults where it says nothing."""
    defaults = switches(backend)["metadata_defaults"]
    taken = {name: value for name, value in defaults.items() if name != "HttpTokensEnforced"}
    return {**taken, **(asked or {})} or None


def _set(response: EC2Response, name: str, value: Any) -> None:
    response.error_on_dryrun()
    switches(response.ec2_backend)[name] = value


def get_serial_console_access_status(self: EC2Response) -> ActionResult:
    enabled = switches(self.ec2_backend)["serial_console"]
    return ActionResult({"SerialConsoleAccessEnabled": enabled, "ManagedBy": "account"})


def enable_serial_console_access(self: EC2Response) -> ActionResult:
    _set(self, "serial_console", True)
    return ActionResult({"SerialConsoleAccessEnabled": True})


def disable_serial_console_access(self: EC2Response) -> ActionResult:
    _set(self, "serial_console", False)
    return ActionResult({"SerialConsoleAccessEnabled": False})


def get_image_block_public_access_state(self: EC2Response) -> ActionResult:
    state = switches(self.ec2_backend)["image_sharing"]
    return ActionResult({"ImageBlockPublicAccessState": state, "ManagedBy": "account"})


def enable_image_block_public_access(self: EC2Response) -> ActionResult:
    state = self._get_param("ImageBlockPublicAccessState")
    if state != "block-new-sharing":
        raise EC2ClientError(
            "InvalidParameterValue", f"ImageBlockPublicAccessState must be block-new-sharing, got '{state}'."
        )
    _set(self, "image_sharing", state)
    return ActionResult({"ImageBlockPublicAccessState": state})


def disable_image_block_public_access(self: EC2Response) -> ActionResult:
    _set(self, "image_sharing", "unblocked")
    return ActionResult({"ImageBlockPublicAccessState": "unblocked"})


def get_snapshot_block_public_access_state(self: EC2Response) -> ActionResult:
    return ActionResult({"State": switches(self.ec2_backend)["snapshot_sharing"], "ManagedBy": "account"})


def enable_snapshot_block_public_access(self: EC2Response) -> ActionResult:
    state, allowed = self._get_param("State"), ("block-all-sharing", "block-new-sharing")
    if state not in allowed:
        raise EC2ClientError(
            "InvalidParameterValue", f"State must be one of {', '.join(allowed)}, got '{state}'."
        )
    _set(self, "snapshot_sharing", state)
    return ActionResult({"State": state})


def disable_snapshot_block_public_access(self: EC2Response) -> ActionResult:
    _set(self, "snapshot_sharing", "unblocked")
    return ActionResult({"State": "unblocked"})


def get_instance_metadata_defaults(self: EC2Response) -> ActionResult:
    return ActionResult(
        {"AccountLevel": {**switches(self.ec2_backend)["metadata_defaults"], "ManagedBy": "account"}}
    )


def modify_instance_metadata_defaults(self: EC2Response) -> ActionResult:
    """`no-preference` and a hop limit of -1 take a default away."""
    kept = dict(switches(self.ec2_backend)["metadata_defaults"])
    for name in _METADATA:
        value = self._get_param(name)
        if value in ("no-preference", -1):
            kept.pop(name, None)
        elif value is not None:
            kept[name] = value
    _set(self, "metadata_defaults", kept)
    return ActionResult({"Return": True})


def get_ebs_default_kms_key_id(self: EC2Response) -> ActionResult:
    backend = self.ec2_backend
    service_key = f"arn:{self.partition}:kms:{backend.region_name}:{backend.account_id}:alias/aws/ebs"
    return ActionResult({"KmsKeyId": backend.default_kms_key_id or service_key})


def reset_ebs_default_kms_key_id(self: EC2Response) -> ActionResult:
    self.error_on_dryrun()
    self.ec2_backend.default_kms_key_id = ""
    return get_ebs_default_kms_key_id(self)


def get_allowed_images_settings(self: EC2Response) -> ActionResult:
    kept = switches(self.ec2_backend)
    return ActionResult(
        {
            "State": kept["allowed_images"],
            "ImageCriteria": kept["image_criteria"],
            "ManagedBy": "account",
        }
    )


def enable_allowed_images_settings(self: EC2Response) -> ActionResult:
    state, allowed = self._get_param("AllowedImagesSettingsState"), ("enabled", "audit-mode")
    if state not in allowed:
        raise EC2ClientError(
            "InvalidParameterValue",
            f"AllowedImagesSettingsState must be one of {', '.join(allowed)}, got '{state}'.",
        )
    _set(self, "allowed_images", state)
    return ActionResult({"AllowedImagesSettingsState": state})


def disable_allowed_images_settings(self: EC2Response) -> ActionResult:
    _set(self, "allowed_images", "disabled")
    return ActionResult({"AllowedImagesSettingsState": "disabled"})


def replace_image_criteria_in_allowed_images_settings(self: EC2Response) -> ActionResult:
    criteria = [dict(criterion) for criterion in self._get_param("ImageCriteria", [])]
    if len(criteria) > _MOST_CRITERIA:
        message = f"At most {_MOST_CRITERIA} image criteria are allowed, got {len(criteria)}."
        raise EC2ClientError("InvalidParameterValue", message)
    _set(self, "image_criteria", criteria)
    return ActionResult({"ReturnValue": True})
