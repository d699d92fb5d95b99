"""What an Auto Scaling group does by itself: launches, admits, judges and terminates its members.

docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-lifecycle.html
docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-health-checks.html
"""

import uuid
from collections import Counter
from typing import Any

from moto.autoscaling.models import ASG_NAME_TAG, InstanceState
from moto.core.exceptions import ServiceException
from moto.core.utils import utcnow
from moto.ec2.exceptions import EC2ClientError

from .call_log import call_log
from .faults import faults
from .launch_templates import template_version
from .run_instances import launch_for_service
from .targets import failing
from .world import world

# A failed launch is tried again after this many times the seconds that network parts take.
_RETRY_FACTOR = 4
# Activities kept for each group; AWS keeps them for six weeks.
_KEPT_ACTIVITIES = 100
_LEAVING = ("Terminating", "Standby")


class Member(InstanceState):
    """An instance of a group: `Pending` until it runs, `InService`, `Terminating` until it is gone."""

    def __init__(self, instance: Any, *arguments: Any, **options: Any) -> None:
        super().__init__(instance, *arguments, **options)
        self.in_service_since = world.now()
        self.version: Any = None

    @property
    def launch_template(self) -> dict[str, Any] | None:
        if self.version is None:
            return None
        template = self.version.template
        return {
            "LaunchTemplateId": template.id,
            "LaunchTemplateName": template.name,
            "Version": str(self.version.number),
        }

    @property
    def counts(self) -> bool:
        """Whether it is part of the desired capacity."""
        return self.lifecycle_state not in _LEAVING


def wanted_version(group: Any) -> Any:
    """The version of the launch template that new members get. Raises EC2's errors."""
    return template_version(group.ec2_backend, group.launch_template)


def passes(group: Any, member: Member) -> bool:
    """Whether the member serves: in service and, with checks by the load balancer, healthy there."""
    if member.lifecycle_state != "InService":
        return False
    return group.health_check_type != "ELB" or not any(_failures(group, member))


def _failures(group: Any, member: Member) -> list[str | None]:
    """For each target group, why the member is not healthy there."""
    backend = group.autoscaling_backend.elbv2_backend
    known = [arn for arn in group.target_group_arns if arn in backend.target_groups]
    return [failing(backend, arn, member.instance_id) for arn in known]


def admit(group: Any) -> None:
    """Lets go of members that are gone, and takes those that run into service."""
    for member in list(group.instance_states):
        state = member.instance.state
        if state == "terminated":
            group.instance_states.remove(member)
        elif state in ("shutting-down", "stopping", "stopped") and member.lifecycle_state != "Terminating":
            # docs: any state but running fails the check by EC2.
            terminate(group, member, "an EC2 health check indicating it has been terminated or stopped")
        elif member.lifecycle_state == "Pending" and state == "running":
            member.lifecycle_state, member.in_service_since = "InService", world.now()


def judge(group: Any) -> None:
    """Terminates members that were found unhealthy, once their grace period is over."""
    grace = min(float(group.health_check_grace_period or 0), world.timings.healthGraceSeconds)
    for member in list(group.instance_states):
        if member.lifecycle_state != "InService":
            continue
        if group.health_check_type == "ELB" and "Target.FailedHealthChecks" in _failures(group, member):
            left = member.in_service_since + grace - world.now()
            if left <= 0:
                member.health_status = "Unhealthy"
            else:
                world.after(left, world.look_again)
        if member.health_status == "Unhealthy" and "ReplaceUnhealthy" not in suspended(group):
            terminate(group, member, "a health check that it failed")


def suspended(group: Any) -> list[str]:
    return list(group._suspended_processes)


def register(group: Any) -> None:
    """Brings the target groups to what is in service; what others registered stays."""
    backend = group.autoscaling_backend.elbv2_backend
    wanted = {
        (arn, member.instance_id)
        for arn in group.target_group_arns
        if arn in backend.target_groups
        for member in group.instance_states
        if member.lifecycle_state == "InService" and member.instance.state == "running"
    }
    for arn, instance_id in group.registered - wanted:
        if arn in backend.target_groups:
            backend.deregister_targets(arn, [{"Id": instance_id}])
    for arn, instance_id in sorted(wanted - group.registered):
        backend.register_targets(arn, [{"Id": instance_id}])
    group.registered = wanted


def resize(group: Any, extra: int) -> None:
    """Launches or terminates until there are as many as desired, and `extra` more during a refresh."""
    live = [member for member in group.instance_states if member.counts]
    missing = int(group.desired_capacity or 0) + extra - len(live)
    if missing > 0 and "Launch" not in suspended(group) and world.now() >= group.launches_blocked_until:
        for _ in range(missing):
            if not _launch_one(group):
                break
    if missing < 0 and "Terminate" not in suspended(group):
        for _ in range(-missing):
            surplus = _surplus(group)
            if surplus is None:
                break
            terminate(group, surplus, "a difference between desired and actual capacity")


def _surplus(group: Any) -> Member | None:
    """What does not serve, then the default policy: the fullest zone, the oldest template, the oldest member.

    docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-termination-policies.html
    """
    live = [member for member in group.instance_states if member.counts]
    free = [member for member in live if not member.protected_from_scale_in]
    zones = Counter(member.availability_zone for member in live)
    order = {member.instance_id: index for index, member in enumerate(live)}

    def rank(member: Member) -> tuple[bool, int, int, int]:
        number = member.version.number if member.version else 0
        return passes(group, member), -zones[member.availability_zone], number, order[member.instance_id]

    return min(free, key=rank, default=None)


def _launch_one(group: Any) -> bool:
    try:
        version = wanted_version(group)
        instance = _launched(group, version)
    except ServiceException as refused:
        note(group, "Launching a new EC2 instance", "Failed", f"{refused.message} Launching EC2 instance failed.")
        pause = world.timings.networkSeconds * _RETRY_FACTOR
        group.launches_blocked_until = world.now() + pause
        world.after(pause, world.look_again)
        return False
    member = Member(
        instance, "Pending", "Healthy", group.new_instances_protected_from_scale_in, autoscaling_group=group
    )
    member.version = version
    group.instance_states.append(member)
    call_log.record("ec2", "RunInstances", "autoscaling", 200, None, [instance.id])
    note(group, f"Launching a new EC2 instance: {instance.id}", "Successful")
    return True


def _launched(group: Any, version: Any) -> Any:
    fault = faults.take("RunInstances", "")
    if fault:
        raise EC2ClientError(fault.code, fault.message)
    subnet_id = _roomiest_subnet(group)
    request: dict[str, Any] = {
        "LaunchTemplate": {"LaunchTemplateId": version.template.id, "Version": str(version.number)},
        "MinCount": 1,
        "MaxCount": 1,
        "TagSpecifications": [
            {
                "ResourceType": "instance",
                "Tags": [{"Key": key, "Value": value} for key, value in group.get_propagated_tags().items()],
            }
        ],
    }
    interfaces = version.data.get("NetworkInterfaces")
    if interfaces:
        request["NetworkInterfaces"] = [{**interfaces[0], "SubnetId": subnet_id}, *interfaces[1:]]
    else:
        request["SubnetId"] = subnet_id
    instance = launch_for_service(group.account_id, group.region, request)[0]
    instance.add_tags({ASG_NAME_TAG: group.name})
    return instance


def _roomiest_subnet(group: Any) -> str | None:
    """The group spreads its members over its subnets."""
    if not group.vpc_zone_identifier:
        return None
    used = Counter(member.instance.subnet_id for member in group.instance_states if member.counts)
    return min(group.vpc_zone_identifier.split(","), key=lambda subnet_id: used[subnet_id])


def terminate(group: Any, member: Member, because: str) -> None:
    member.lifecycle_state = "Terminating"
    member.instance.disable_api_termination = False
    member.instance.terminate()
    note(group, f"Terminating EC2 instance: {member.instance_id}", "Successful", because=because)


def note(group: Any, description: str, status: str, message: str = "", because: str = "") -> None:
    """Adds a scaling activity, the newest first."""
    now = utcnow()
    activity = {
        "ActivityId": str(uuid.uuid4()),
        "AutoScalingGroupName": group.name,
        "AutoScalingGroupARN": group.arn,
        "Description": description,
        "Cause": f"At {now:%Y-%m-%dT%H:%M:%SZ} {because or 'the group was brought to its desired capacity'}.",
        "StartTime": now,
        "EndTime": now,
        "StatusCode": status,
        "StatusMessage": message,
        "Progress": 100,
    }
    group.activities = [activity, *group.activities[: _KEPT_ACTIVITIES - 1]]
