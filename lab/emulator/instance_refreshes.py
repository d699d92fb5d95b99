"""Instance refreshes: a group replaces its members step by step, never more at once than its preferences allow.

docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-overview.html
"""

import math
import uuid
from typing import Any

from moto.autoscaling.exceptions import AutoscalingClientError, ValidationError
from moto.autoscaling.responses import AutoScalingResponse
from moto.core.responses import ActionResult
from moto.core.utils import utcnow

from .overlay import add
from .scaling_members import passes, terminate, wanted_version
from .world import world

# docs.aws.amazon.com/autoscaling/ec2/APIReference/API_RefreshPreferences.html
_DEFAULT_MINIMUM_PERCENT = 90
_ACTIVE = ("Pending", "InProgress", "Cancelling")


def install() -> None:
    add(AutoScalingResponse, start_instance_refresh, describe_instance_refreshes, cancel_instance_refresh)


class Refresh:
    """One refresh: which members are still of the old kind, and how far it has come."""

    def __init__(self, group: Any, preferences: dict[str, Any]) -> None:
        self.id, self.group, self.preferences = str(uuid.uuid4()), group, preferences
        self.status, self.started_at, self.ended_at = "Pending", utcnow(), None
        version = wanted_version(group)
        self.old = {
            member.instance_id
            for member in group.instance_states
            if member.counts and not (preferences.get("SkipMatching") and member.version is version)
        }
        self.count = len(self.old)

    def end(self, status: str) -> None:
        self.status, self.ended_at = status, utcnow()
        # What it launched beyond the desired capacity is surplus now.
        world.look_again()

    def as_answer(self) -> dict[str, Any]:
        new = [m for m in self.group.instance_states if m.counts and m.instance_id not in self.old]
        serving = len([member for member in new if passes(self.group, member)])
        # What is replaced counts when its successor serves.
        left = 0 if self.status == "Successful" else max(len(_left(self)), self.count - serving)
        done = self.count - left
        return {
            "InstanceRefreshId": self.id,
            "AutoScalingGroupName": self.group.name,
            "Status": self.status,
            "StartTime": self.started_at,
            "EndTime": self.ended_at,
            "PercentageComplete": 100 if self.count == 0 else done * 100 // self.count,
            "InstancesToUpdate": left,
            "Preferences": self.preferences,
            "Strategy": "Rolling",
        }


def _active(group: Any) -> Refresh | None:
    return next((each for each in group.refreshes if each.status in _ACTIVE), None)


def _left(refresh: Refresh) -> list[Any]:
    return [m for m in refresh.group.instance_states if m.instance_id in refresh.old and m.counts]


def advance(group: Any) -> int:
    """Takes the next step of the group's refresh; answers how many members more than desired it may have now."""
    refresh = _active(group)
    if refresh is None or refresh.status == "Cancelling":
        return 0
    refresh.status = "InProgress"
    left = _left(refresh)
    live = [member for member in group.instance_states if member.counts]
    serving = [member for member in live if passes(group, member)]
    desired = int(group.desired_capacity or 0)
    if not left:
        if len(serving) == len(live) == desired:
            refresh.end("Successful")
        return 0
    lowest, highest = _limits(refresh.preferences, desired)
    room = min(highest - desired, len(left))
    # Who may go: as many as serve above the minimum; one at a time where the minimum leaves no room at all.
    spare = len(serving) - lowest
    if spare <= 0 and room == 0 and len(serving) == desired:
        spare = 1
    for member in sorted(left, key=lambda each: passes(group, each))[: max(0, spare)]:
        terminate(group, member, "an instance refresh")
        left.remove(member)
    return min(room, len(left))


def _limits(preferences: dict[str, Any], desired: int) -> tuple[int, int]:
    """Fewest that serve and most that stand, at any time."""
    minimum = preferences.get("MinHealthyPercentage", _DEFAULT_MINIMUM_PERCENT)
    # docs: without a maximum, 100 % minimum launches before it terminates, up to 110 %.
    maximum = preferences.get("MaxHealthyPercentage", 110 if minimum == 100 else 100)
    return math.ceil(desired * minimum / 100), math.ceil(desired * maximum / 100)


def _group(response: AutoScalingResponse) -> Any:
    name = response._get_param("AutoScalingGroupName")
    group = response.autoscaling_backend.autoscaling_groups.get(name)
    if group is None:
        raise ValidationError(f"AutoScalingGroup name not found - AutoScalingGroup '{name}' not found")
    return group


def start_instance_refresh(self: AutoScalingResponse) -> ActionResult:
    """docs.aws.amazon.com/autoscaling/ec2/APIReference/API_StartInstanceRefresh.html"""
    group = _group(self)
    active = _active(group)
    if active is not None:
        message = "An Instance Refresh is already in progress and blocks the execution of this Instance Refresh."
        raise AutoscalingClientError("InstanceRefreshInProgress", message)
    preferences = dict(self._get_param("Preferences") or {})
    minimum = preferences.get("MinHealthyPercentage", _DEFAULT_MINIMUM_PERCENT)
    maximum = preferences.get("MaxHealthyPercentage")
    if not 0 <= minimum <= 100 or (maximum is not None and not max(100, minimum) <= maximum <= 200):
        message = "MinHealthyPercentage must be 0 to 100 and MaxHealthyPercentage 100 to 200"
        raise ValidationError(message)
    template = (self._get_param("DesiredConfiguration") or {}).get("LaunchTemplate")
    if template:
        group._set_launch_configuration(None, dict(template), None)
    refresh = Refresh(group, preferences)
    group.refreshes.insert(0, refresh)
    world.look_again()
    return ActionResult({"InstanceRefreshId": refresh.id})


def describe_instance_refreshes(self: AutoScalingResponse) -> ActionResult:
    wanted = self._get_param("InstanceRefreshIds", [])
    found = [each for each in _group(self).refreshes if not wanted or each.id in wanted]
    return ActionResult({"InstanceRefreshes": [each.as_answer() for each in found]})


def cancel_instance_refresh(self: AutoScalingResponse) -> ActionResult:
    """What was replaced stays replaced.

    docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CancelInstanceRefresh.html
    """
    refresh = _active(_group(self))
    if refresh is None or refresh.status == "Cancelling":
        message = "No in progress or pending Instance Refresh found for Auto Scaling group."
        raise AutoscalingClientError("ActiveInstanceRefreshNotFound", message)
    refresh.status = "Cancelling"
    world.after(world.timings.networkSeconds, lambda: refresh.end("Cancelled"))
    return ActionResult({"InstanceRefreshId": refresh.id})
