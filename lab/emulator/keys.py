"""KMS and CloudWatch Logs: rotation periods, keys of AWS services, and the key of a log group that changes.

docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html
docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_AssociateKmsKey.html
"""

import json
from typing import Any

from moto.kms.models import KmsBackend
from moto.kms.responses import KmsResponse
from moto.logs.exceptions import ResourceNotFoundException
from moto.logs.responses import LogsResponse

from .overlay import add, replace

_DEFAULT_ROTATION_DAYS = 365


def install() -> None:
    enable, name_key = KmsResponse.enable_key_rotation, KmsBackend.create_alias

    def enable_key_rotation(self: KmsResponse) -> str:
        days = self._get_param("RotationPeriodInDays") or _DEFAULT_ROTATION_DAYS
        answer = enable(self)
        _key(self).rotation_days = days
        return answer

    def create_alias(self: Any, target_key_id: str, alias_name: str) -> Any:
        alias = name_key(self, target_key_id, alias_name)
        if alias_name.startswith("alias/aws/"):
            self.keys[self.get_key_id(target_key_id)].key_manager = "AWS"
        return alias

    replace(KmsResponse, enable_key_rotation, get_key_rotation_status)
    replace(KmsBackend, create_alias)
    add(LogsResponse, associate_kms_key, disassociate_kms_key)


def _key(response: KmsResponse) -> Any:
    key_id = response._get_param("KeyId")
    response._validate_cmk_id(key_id)
    return response.kms_backend.keys[response.kms_backend.get_key_id(key_id)]


def get_key_rotation_status(self: KmsResponse) -> str:
    key = _key(self)
    status = {"KeyId": key.id, "KeyRotationEnabled": key.key_rotation_status}
    if key.key_rotation_status:
        status["RotationPeriodInDays"] = getattr(key, "rotation_days", _DEFAULT_ROTATION_DAYS)
    return json.dumps(status)


def _group(response: LogsResponse) -> Any:
    name = (
        response._get_param("logGroupName")
        or str(response._get_param("resourceIdentifier")).split(":log-group:")[-1]
    )
    group = response.logs_backend.groups.get(name.removesuffix(":*"))
    if group is None:
        raise ResourceNotFoundException("The specified log group does not exist.")
    return group


def associate_kms_key(self: LogsResponse) -> str:
    _group(self).kms_key_id = self._get_param("kmsKeyId")
    return ""


def disassociate_kms_key(self: LogsResponse) -> str:
    _group(self).kms_key_id = None
    return ""
