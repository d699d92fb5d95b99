"""CloudWatch alarms: states that outlive a change, and composite alarms.

Metric alarms change state by SetAlarmState alone, composite ones follow the alarms that they name.
docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-combining.html
"""

from typing import Any

from moto.cloudwatch.exceptions import ValidationError
from moto.cloudwatch.models import Alarm, CloudWatchBackend
from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import ActionResult, EmptyResult

from .alarm_rules import Wanted, parse_rule
from .overlay import add, replace

# What a new alarm says of itself.
_FRESH = ("INSUFFICIENT_DATA", "Unchecked: Initial alarm creation")
_KEPT = ("state_value", "state_reason", "state_reason_data", "state_updated_timestamp", "history")


def install() -> None:
    put = CloudWatchBackend.put_metric_alarm

    def put_metric_alarm(self: Any, **asked: Any) -> Alarm:
        """A changed alarm keeps its state, and its tags: those are for TagResource to change."""
        old, tags = self.alarms.get(asked["name"]), asked.pop("tags", None)
        alarm = put(self, **asked)
        if old is None:
            alarm.state_value, alarm.state_reason = _FRESH
            self.tagger.tag_resource(alarm.alarm_arn, tags or [])
        else:
            for name in _KEPT:
                setattr(alarm, name, getattr(old, name))
        return alarm

    replace(CloudWatchBackend, put_metric_alarm, delete_alarms)
    replace(CloudWatchResponse, describe_alarms)
    add(CloudWatchResponse, put_composite_alarm)


def put_composite_alarm(self: CloudWatchResponse) -> EmptyResult:
    """docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html"""
    backend, name, text = self.cloudwatch_backend, self._get_param("AlarmName"), self._get_param("AlarmRule")
    try:
        rule = parse_rule(text)
    except ValueError as problem:
        raise ValidationError(f"AlarmRule must be a valid expression: {problem}") from None
    unknown = [alarm for alarm in rule.alarms if alarm not in backend.alarms and alarm != name]
    if unknown:
        raise ValidationError(
            f"Could not save the composite alarm as alarms [{', '.join(unknown)}] "
            "in the alarm rule do not exist"
        )
    absent = dict.fromkeys(
        (
            "namespace",
            "metric_name",
            "comparison_operator",
            "evaluation_periods",
            "period",
            "threshold",
            "statistic",
        )
    )
    alarm = backend.put_metric_alarm(
        name=name,
        **absent,
        dimensions=[],
        description=self._get_param("AlarmDescription"),
        alarm_actions=self._get_param("AlarmActions", []),
        ok_actions=self._get_param("OKActions", []),
        insufficient_data_actions=self._get_param("InsufficientDataActions", []),
        actions_enabled=self._get_param("ActionsEnabled", True),
        rule=text,
        tags=self._get_param("Tags", []),
    )
    alarm.alarm_rule = text
    for member in ("ActionsSuppressor", "ActionsSuppressorWaitPeriod", "ActionsSuppressorExtensionPeriod"):
        setattr(alarm, _snake(member), self._get_param(member))
    return EmptyResult()


def _snake(member: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in member).lstrip("_")


def describe_alarms(self: CloudWatchResponse) -> ActionResult:
    """Without AlarmTypes only metric alarms are shown; all other conditions must hold together.

    docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
    """
    backend = self.cloudwatch_backend
    _evaluate(backend)
    names, prefix = self._get_param("AlarmNames", []), self._get_param("AlarmNamePrefix", "")
    state, action = self._get_param("StateValue"), self._get_param("ActionPrefix", "")
    found = [
        alarm
        for alarm in sorted(backend.alarms.values(), key=lambda each: each.name)
        if (not names or alarm.name in names)
        and alarm.name.startswith(prefix)
        and (state is None or alarm.state_value == state)
        and (not action or any(each.startswith(action) for each in alarm.alarm_actions))
    ]
    types = self._get_param("AlarmTypes", []) or ["MetricAlarm"]
    return ActionResult(
        {
            "MetricAlarms": [a for a in found if a.rule is None] if "MetricAlarm" in types else [],
            "CompositeAlarms": [a for a in found if a.rule is not None] if "CompositeAlarm" in types else [],
        }
    )


def _evaluate(backend: Any) -> None:
    """Brings composite alarms to the state that their rules give, as often as one depends on another."""
    composites = [alarm for alarm in backend.alarms.values() if alarm.rule is not None]
    for _ in composites:
        for alarm in composites:
            value = "ALARM" if parse_rule(alarm.rule).holds(lambda wanted: _is(backend, wanted)) else "OK"
            if value != alarm.state_value:
                alarm.update_state(f"{alarm.alarm_arn} transitioned to {value}", "{}", value)


def _is(backend: Any, wanted: Wanted) -> bool:
    state, name = wanted
    return name in backend.alarms and backend.alarms[name].state_value == state


def delete_alarms(self: Any, alarm_names: list[str]) -> None:
    """None goes when one cannot: an alarm that a composite one names stays; composite ones go one a call."""
    gone = [self.alarms[name] for name in alarm_names if name in self.alarms]
    if sum(alarm.rule is not None for alarm in gone) > 1:
        raise ValidationError("At most one composite alarm can be deleted in a request.")
    kept = [
        alarm for alarm in self.alarms.values() if alarm.rule is not None and alarm.name not in alarm_names
    ]
    named = {name for alarm in kept for name in parse_rule(alarm.rule).alarms}
    used = [alarm.name for alarm in gone if alarm.name in named]
    if used:
        them = "it" if len(used) == 1 else "them"
        message = f"Cannot delete {','.join(used)} as there are composite alarm(s) depending on {them}."
        raise ValidationError(message)
    for alarm in gone:
        del self.alarms[alarm.name]
        self.tagger.delete_all_tags_for_resource(alarm.alarm_arn)
