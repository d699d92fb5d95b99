"""Security group rules with their descriptions, told apart as EC2 tells them, and changeable in every member.

docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroupRule.html
docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySecurityGroupRules.html
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import (
    EC2ClientError,
    InvalidSecurityGroupNotFoundError,
    InvalidSecurityGroupRuleIdNotFoundError,
)
from moto.ec2.models.security_groups import (
    GroupedSecurityRuleView,
    SecurityGroup,
    SecurityGroupBackend,
    SecurityGroupRule,
)
from moto.ec2.responses import EC2Response
from moto.ec2.responses.security_groups import SecurityGroups

from .overlay import replace

_TARGETS = ("CidrIpv4", "CidrIpv6", "PrefixListId", "ReferencedGroupId")


def install() -> None:
    construct = SecurityGroupRule.__init__

    def initialise(
        self: Any,
        ec2_backend: Any,
        ip_protocol: str,
        group_id: str,
        from_port: Any,
        to_port: Any,
        ip_range: Any,
        source_group: Any = None,
        prefix_list_id: Any = None,
        **more: Any,
    ) -> None:
        """Keeps the description beside what makes the rule what it is: EC2 tells rules apart without it."""
        targets = [dict(t) if isinstance(t, dict) else t for t in (ip_range, source_group, prefix_list_id)]
        self.kept_description = None
        for target in targets:
            if isinstance(target, dict):
                self.kept_description = target.pop("Description", None) or self.kept_description
        construct(self, ec2_backend, ip_protocol, group_id, from_port, to_port, *targets, **more)

    SecurityGroupRule.__init__ = initialise  # type: ignore[method-assign]
    SecurityGroupRule.description = property(lambda self: self.kept_description)  # type: ignore[method-assign,assignment]
    replace(SecurityGroup, _flattened_rules)
    replace(SecurityGroupBackend, modify_security_group_rules)
    replace(SecurityGroups, authorize_security_group_egress, authorize_security_group_ingress)
    for name in ("revoke_security_group_egress", "revoke_security_group_ingress"):
        replace(SecurityGroups, _naming_unknown_rules(getattr(SecurityGroups, name), name))


def _flattened_rules(self: SecurityGroup, rules: list[Any]) -> list[Any]:
    """Rules of the same protocol and ports as one permission, each target with its description."""
    views: dict[tuple[Any, ...], GroupedSecurityRuleView] = {}
    for rule in rules:
        key = (rule.from_port, rule.to_port, rule.ip_protocol)
        view = views.setdefault(key, GroupedSecurityRuleView(*key))
        described = {"Description": rule.kept_description} if rule.kept_description else {}
        if rule.ip_range:
            view.all_ip_ranges.append({**rule.ip_range, **described})
        if rule.source_group:
            view.source_groups.append({**rule.source_group, **described})
        if rule.prefix_list_id:
            view.prefix_list_ids.append({"PrefixListId": rule.prefix_list_id, **described})
    return list(views.values())


def _authorize(response: EC2Response, authorize: Any) -> ActionResult:
    """Answers with every rule made; moto would show those of the last permission."""
    response.error_on_dryrun()
    made = [
        rule for arguments in response._process_rules_from_querystring() for rule in authorize(**arguments)[0]
    ]
    return ActionResult({"Return": True, "SecurityGroupRules": made})


def authorize_security_group_egress(self: EC2Response) -> ActionResult:
    return _authorize(self, self.ec2_backend.authorize_security_group_egress)


def authorize_security_group_ingress(self: EC2Response) -> ActionResult:
    return _authorize(self, self.ec2_backend.authorize_security_group_ingress)


def _naming_unknown_rules(revoke: Any, name: str) -> Any:
    """An unknown rule id is an error of its own: InvalidSecurityGroupRuleId.NotFound."""

    def checked(self: EC2Response) -> ActionResult:
        group = self.ec2_backend.get_security_group_by_name_or_id(
            self._get_param("GroupId") or self._get_param("GroupName")
        )
        for rule_id in self._get_param("SecurityGroupRuleIds", []):
            if group is not None and group.get_rule(rule_id) is None:
                raise InvalidSecurityGroupRuleIdNotFoundError(rule_id)
        return revoke(self)

    checked.__name__ = name
    return checked


def modify_security_group_rules(self: Any, group_id: str, rules: dict[str, dict[str, Any]]) -> None:
    """Puts the new rule in the place of the old under the same id; its kind of target cannot change."""
    group = self.get_security_group_by_name_or_id(group_id)
    if group is None:
        raise InvalidSecurityGroupNotFoundError(group_id)
    changes = []
    for rule_id, wanted in rules.items():
        rule = group.get_rule(rule_id)
        if rule is None:
            raise InvalidSecurityGroupRuleIdNotFoundError(rule_id)
        named = [name for name in _TARGETS if wanted.get(name)]
        if len(named) != 1:
            raise EC2ClientError(
                "InvalidParameterCombination", f"Specify exactly one of {', '.join(_TARGETS)}."
            )
        if named[0] != _target_of(rule):
            message = (
                f"Invalid rule type for security group rule '{rule_id}'. You may not specify {named[0]}."
            )
            raise EC2ClientError("InvalidParameterValue", message)
        changes.append((rule, wanted, named[0]))
    for rule, wanted, target in changes:
        _change(self, rule, wanted, target)


def _target_of(rule: Any) -> str:
    if rule.prefix_list_id:
        return "PrefixListId"
    if rule.source_group:
        return "ReferencedGroupId"
    return "CidrIpv6" if rule.ip_range.get("CidrIpv6") else "CidrIpv4"


def _change(backend: Any, rule: Any, wanted: dict[str, Any], target: str) -> None:
    value = wanted[target]
    if target == "PrefixListId":
        rule.prefix_list_id = value
    elif target == "ReferencedGroupId":
        rule.source_group = {"GroupId": value, "OwnerId": backend.account_id, "UserId": backend.account_id}
    else:
        rule.ip_range = {"CidrIp" if target == "CidrIpv4" else "CidrIpv6": value}
    rule.ip_protocol = str(wanted.get("IpProtocol", rule.ip_protocol))
    every = rule.ip_protocol == "-1"
    rule.from_port, rule.to_port = (None, None) if every else (wanted.get("FromPort"), wanted.get("ToPort"))
    rule.kept_description = wanted.get("Description")
