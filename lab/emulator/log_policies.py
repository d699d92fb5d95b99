"""Resource policies of CloudWatch Logs: of the account, by name, or of one log group, by its ARN.

docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html
"""

import json
from typing import Any

from moto.logs.exceptions import InvalidParameterException, ResourceNotFoundException
from moto.logs.models import LogResourcePolicy
from moto.logs.responses import LogsResponse
from moto.moto_api._internal import mock_random

from .overlay import replace

_SCOPES = ("ACCOUNT", "RESOURCE")


def install() -> None:
    describe, put, drop = (
        LogResourcePolicy.describe,
        LogsResponse.put_resource_policy,
        LogsResponse.delete_resource_policy,
    )

    def shown(self: LogResourcePolicy) -> dict[str, Any]:
        """Only a policy of one resource shows its revision."""
        policy = describe(self)
        if not _is_of_resource(self.policy_name):
            return {**policy, "policyScope": "ACCOUNT"}
        revision = self.revision_id  # type: ignore[attr-defined]
        own = {"resourceArn": self.policy_name, "revisionId": revision, "policyScope": "RESOURCE"}
        return {**{key: value for key, value in policy.items() if key != "policyName"}, **own}

    def put_resource_policy(self: LogsResponse) -> str:
        arn = self._get_param("resourceArn")
        if arn is None:
            return put(self)
        policies = self.logs_backend.resource_policies
        _check_revision(self, policies.get(arn))
        if arn.removesuffix(":*").split(":log-group:")[-1] not in self.logs_backend.groups:
            raise ResourceNotFoundException("The specified log group does not exist.")
        policy = LogResourcePolicy(arn, self._get_param("policyDocument"))
        policy.revision_id = mock_random.get_random_hex(32)  # type: ignore[attr-defined]
        policies[arn] = policy
        return json.dumps({"resourcePolicy": policy.describe(), "revisionId": policy.revision_id})  # type: ignore[attr-defined]

    def delete_resource_policy(self: LogsResponse) -> str:
        arn, policies = self._get_param("resourceArn"), self.logs_backend.resource_policies
        if arn is None:
            return drop(self)
        if arn not in policies:
            raise ResourceNotFoundException(f"No resource policy is attached to {arn}.")
        _check_revision(self, policies[arn])
        del policies[arn]
        return ""

    shown.__name__ = "describe"
    replace(LogResourcePolicy, shown)
    replace(LogsResponse, put_resource_policy, delete_resource_policy, describe_resource_policies)


def _is_of_resource(name: str) -> bool:
    return name.startswith("arn:")


def _check_revision(response: LogsResponse, policy: Any) -> None:
    expected = response._get_param("expectedRevisionId")
    if policy is not None and expected != policy.revision_id:
        raise InvalidParameterException(msg="The expected revision id is not that of the policy.")


def describe_resource_policies(self: LogsResponse) -> str:
    """Those of the account, unless one resource or scope is asked for."""
    arn, scope = self._get_param("resourceArn"), self._get_param("policyScope") or "ACCOUNT"
    if scope not in _SCOPES:
        raise InvalidParameterException(
            msg=f"policyScope must be one of {', '.join(_SCOPES)}, got '{scope}'."
        )
    found = [
        policy.describe()
        for name, policy in self.logs_backend.resource_policies.items()
        if (arn is None or name == arn) and _is_of_resource(name) == (arn is not None or scope == "RESOURCE")
    ]
    return json.dumps({"resourcePolicies": found})
