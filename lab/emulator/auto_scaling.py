"""Auto Scaling groups with real members: the calls. What a group does by itself is in scaling_members.py.

docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html and its siblings
"""

from typing import Any

import moto.autoscaling.models as moto_autoscaling
from moto.autoscaling.exceptions import AutoscalingClientError, ValidationError
from moto.autoscaling.models import (
    AutoScalingBackend,
    FakeAutoScalingGroup,
    TerminateInstanceActivity,
    autoscaling_backends,
)
from moto.autoscaling.responses import AutoScalingResponse
from moto.core.responses import ActionResult, EmptyResult

from . import instance_refreshes
from .overlay import replace
from .scaling_members import Member, admit, judge, register, resize, terminate
from .world import world

# Members of the calls that moto drops or changes, and where a group keeps them.
_KEPT = {
    "CapacityRebalance": "capacity_rebalance",
    "DefaultCooldown": "default_cooldown",
    "DefaultInstanceWarmup": "default_instance_warmup",
    "HealthCheckGracePeriod": "health_check_grace_period",
    "MaxInstanceLifetime": "max_instance_lifetime",
    "PlacementGroup": "placement_group",
    "ServiceLinkedRoleARN": "service_linked_role_arn",
    "TerminationPolicies": "termination_policies",
}


def install() -> None:
    moto_autoscaling.InstanceState = Member  # type: ignore[misc]
    make, change = AutoScalingResponse.create_auto_scaling_group, FakeAutoScalingGroup.update
    update, begin = AutoScalingResponse.update_auto_scaling_group, FakeAutoScalingGroup.__init__
    judge_by_hand = AutoScalingBackend.set_instance_health

    def __init__(self: Any, *arguments: Any, **options: Any) -> None:
        self.activities, self.registered, self.launches_blocked_until = [], set(), 0.0
        self.refreshes, self.status, self.target_group_arns = [], None, []
        begin(self, *arguments, **options)

    def create_auto_scaling_group(self: Any) -> ActionResult:
        backend, name = self.autoscaling_backend, self._get_param("AutoScalingGroupName")
        if name in backend.autoscaling_groups:
            message = f"AutoScalingGroup by this name already exists - A group with the name {name} already exists"
            raise AutoscalingClientError("AlreadyExists", message)
        _demand_sizes(self.params)
        _demand_targets(backend, self._get_param("TargetGroupARNs", []))
        answer = make(self)
        _keep(self, backend.autoscaling_groups[name])
        balance(backend.autoscaling_groups[name])
        return answer

    def update_auto_scaling_group(self: Any) -> ActionResult:
        group = _group(self)
        _demand_sizes(self.params, group)
        answer = update(self)
        _keep(self, group)
        balance(group)
        return answer

    def update_group(self: Any, *arguments: Any, **options: Any) -> None:
        """The desired capacity follows limits that exclude it."""
        lowest = self.min_size if options.get("min_size") is None else options["min_size"]
        highest = self.max_size if options.get("max_size") is None else options["max_size"]
        if options.get("desired_capacity") is None:
            options["desired_capacity"] = max(lowest, min(highest, self.desired_capacity))
        change(self, *arguments, **options)

    def set_instance_health(self: Any, instance_id: str, health_status: str) -> None:
        judge_by_hand(self, instance_id, health_status)
        world.look_again()

    update_group.__name__ = "update"
    replace(
        FakeAutoScalingGroup, __init__, update_group, set_desired_capacity, replace_autoscaling_group_instances
    )
    replace(
        AutoScalingBackend, set_instance_health, update_attached_target_groups, terminate_instance,
        detach_load_balancer_target_groups,
    )  # fmt: skip
    replace(
        AutoScalingResponse, create_auto_scaling_group, update_auto_scaling_group, delete_auto_scaling_group,
        set_desired_capacity_call, describe_scaling_activities,
    )  # fmt: skip
    world.watch(look)


def look() -> None:
    """Every group compares what it has with what it should have."""
    for _, _, backend in autoscaling_backends.iter_backends():
        for group in list(backend.autoscaling_groups.values()):
            balance(group)


def balance(group: Any) -> None:
    admit(group)
    register(group)
    judge(group)
    extra = instance_refreshes.advance(group)
    resize(group, extra)
    register(group)
    if group.status and not group.instance_states:
        _forget(group)


def _group(response: Any) -> Any:
    name = response._get_param("AutoScalingGroupName")
    group = response.autoscaling_backend.autoscaling_groups.get(name)
    if group is None:
        raise ValidationError(f"AutoScalingGroup name not found - AutoScalingGroup '{name}' not found")
    return group


def _keep(response: Any, group: Any) -> None:
    for name, attribute in _KEPT.items():
        value = response._get_param(name)
        if value is not None:
            setattr(group, attribute, value)


def _demand_sizes(params: dict[str, Any], group: Any = None) -> None:
    lowest = params.get("MinSize", getattr(group, "min_size", 0))
    highest = params.get("MaxSize", getattr(group, "max_size", 0))
    if lowest > highest:
        raise ValidationError("Max bound must be greater than or equal to min bound")
    desired = params.get("DesiredCapacity")
    if desired is not None and not lowest <= desired <= highest:
        raise ValidationError(
            f"Desired capacity:{desired} must be between the specified min size:{lowest} and max size:{highest}"
        )


def _demand_targets(backend: Any, arns: list[str]) -> None:
    if any(arn not in backend.elbv2_backend.target_groups for arn in arns):
        message = "Provided Target Groups may not be valid. Please ensure they exist and try again."
        raise ValidationError(message)


def set_desired_capacity(self: FakeAutoScalingGroup, new_capacity: int | None) -> None:
    self.desired_capacity = self.min_size if new_capacity is None else new_capacity
    if self.autoscaling_backend.autoscaling_groups.get(self.name) is self:
        balance(self)


def set_desired_capacity_call(self: AutoScalingResponse) -> ActionResult:
    """docs.aws.amazon.com/autoscaling/ec2/APIReference/API_SetDesiredCapacity.html"""
    group, desired = _group(self), self._get_int_param("DesiredCapacity", 0)
    if desired > group.max_size:
        raise ValidationError(
            f"New SetDesiredCapacity value {desired} is above max value {group.max_size} for the AutoScalingGroup."
        )
    if desired < group.min_size:
        raise ValidationError(
            f"New SetDesiredCapacity value {desired} is below min value {group.min_size} for the AutoScalingGroup."
        )
    group.set_desired_capacity(desired)
    return EmptyResult()


set_desired_capacity_call.__name__ = "set_desired_capacity"


def replace_autoscaling_group_instances(self: FakeAutoScalingGroup, _: int, __: dict[str, str]) -> None:
    """moto's own way to launch, from which ours leads away."""
    balance(self)


def update_attached_target_groups(self: AutoScalingBackend, group_name: str) -> None:
    register(self.autoscaling_groups[group_name])


def detach_load_balancer_target_groups(
    self: AutoScalingBackend, group_name: str, target_group_arns: list[str]
) -> None:
    group = self.autoscaling_groups[group_name]
    group.target_group_arns = [arn for arn in group.target_group_arns if arn not in target_group_arns]
    register(group)


def terminate_instance(
    self: AutoScalingBackend, instance_id: str, should_decrement: bool
) -> TerminateInstanceActivity:
    """docs.aws.amazon.com/autoscaling/ec2/APIReference/API_TerminateInstanceInAutoScalingGroup.html"""
    found = [
        (group, member)
        for group in self.autoscaling_groups.values()
        for member in group.instance_states
        if member.instance_id == instance_id
    ]
    if not found:
        raise ValidationError(f"Instance Id not found - No managed instance found for instance ID: {instance_id}")
    group, member = found[0]
    before = int(group.desired_capacity or 0)
    if should_decrement:
        if before <= group.min_size:
            raise ValidationError(
                f"Currently, desiredSize equals minSize ({group.min_size}). Terminating instance without "
                "replacement will violate group's min size constraint. Either set shouldDecrementDesiredCapacity "
                "flag to false or lower group's min size."
            )
        group.desired_capacity = before - 1
    terminate(group, member, "a user request")
    balance(group)
    return TerminateInstanceActivity(member.instance, before)


def delete_auto_scaling_group(self: AutoScalingResponse) -> ActionResult:
    """With ForceDelete its members are terminated first, and the group is gone when they are.

    docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DeleteAutoScalingGroup.html
    """
    group = _group(self)
    if group.instance_states and not self._get_bool_param("ForceDelete", False):
        message = (
            "You cannot delete an AutoScalingGroup while there are instances or pending Spot instance request(s) "
            "still in the group."
        )
        raise AutoscalingClientError("ResourceInUse", message)
    group.status = "Delete in progress"
    group.min_size = group.max_size = group.desired_capacity = 0
    for member in group.instance_states:
        member.protected_from_scale_in = False
    balance(group)
    return EmptyResult()


def _forget(group: Any) -> None:
    backend = group.autoscaling_backend
    backend.autoscaling_groups.pop(group.name, None)
    for name in [n for n, p in backend.policies.items() if p.auto_scaling_group_name == group.name]:
        del backend.policies[name]


def describe_scaling_activities(self: AutoScalingResponse) -> ActionResult:
    name, groups = self._get_param("AutoScalingGroupName"), self.autoscaling_backend.autoscaling_groups
    chosen = [_group(self)] if name else list(groups.values())
    return ActionResult({"Activities": [activity for group in chosen for activity in group.activities]})
