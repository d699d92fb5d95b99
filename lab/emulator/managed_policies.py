"""AWS's own IAM policies, each made when first named: all of them at start would cost a second and 30 MiB.

docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
"""

import json
import re
from typing import Any

from moto.iam.aws_managed_policies import aws_managed_policies_data
from moto.iam.models import AWSManagedPolicy, IAMBackend

from .overlay import replace

_ARN = re.compile(r"arn:[^:]+:iam::aws:policy(?P<path>/(?:[^/]+/)*)(?P<name>[^/]+)")


def install() -> None:
    attach, find = IAMBackend.attach_role_policy, IAMBackend.get_policy

    def attach_role_policy(self: Any, policy_arn: str, role_name: str) -> None:
        _make(self, policy_arn)
        attach(self, policy_arn, role_name)

    def get_policy(self: Any, policy_arn: str) -> Any:
        _make(self, policy_arn)
        return find(self, policy_arn)

    replace(IAMBackend, attach_role_policy, get_policy)


def _make(backend: Any, arn: str) -> None:
    match = _ARN.fullmatch(arn)
    if match is None or arn in backend.managed_policies:
        return
    data = json.loads(aws_managed_policies_data).get(match["name"])
    if data is not None and data.get("Path") == match["path"]:
        policy = AWSManagedPolicy.from_data(match["name"], backend.account_id, backend.region_name, data)
        backend.managed_policies[policy.arn] = policy
