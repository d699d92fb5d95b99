"""The life of an instance: every state takes its time, and only the transitions that EC2 allows happen.

docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html
"""

import copy
from collections.abc import Callable
from typing import Any

import moto.ec2.models.instances as moto_instances
from moto.core.utils import utcnow
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models.instances import Instance, InstanceBackend, InstanceState, StateReason

from .overlay import replace
from .world import world

# docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceState.html
STATE_CODES = {
    "pending": 0,
    "running": 16,
    "shutting-down": 32,
    "terminated": 48,
    "stopping": 64,
    "stopped": 80,
}


def install() -> None:
    moto_instances.Instance = LabInstance  # type: ignore[misc]
    replace(InstanceBackend, start_instances, stop_instances, terminate_instances, reboot_instances)


def incorrect_state(instance_id: str, verb: str) -> EC2ClientError:
    message = f"The instance '{instance_id}' is not in a state from which it can be {verb}."
    return EC2ClientError("IncorrectInstanceState", message)


class LabInstance(Instance):
    """An instance that moves through its states as EC2's do."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.state_reason = None  # type: ignore[assignment]
        self.stop_mode: str | None = None
        self._steps = 0
        self._enter("pending", world.timings.pendingSeconds, self._run)

    @property
    def hibernation_configured(self) -> bool:
        return bool((self.hibernation_options or {}).get("Configured"))

    def start(self) -> InstanceState:
        previous = copy.copy(self._state)
        if self.state == "stopped":
            self.launch_time = utcnow()
            self.stop_mode = None
            self._explain("", None)
            for interface in self.nics.values():
                interface.start()
            self._enter("pending", world.timings.pendingSeconds, self._run)
        return previous

    def stop(self, hibernate: bool = False) -> InstanceState:
        previous = copy.copy(self._state)
        if self.state == "running":
            self.stop_mode = "hibernate" if hibernate else "stop"
            if hibernate:
                seconds = world.timings.hibernatingSeconds
                self._explain(
                    "User initiated hibernate", "Client.UserInitiatedHibernate", "User initiated hibernate"
                )
            else:
                seconds = world.timings.stoppingSeconds
                self._explain("User initiated", "Client.UserInitiatedShutdown", "User initiated shutdown")
            self._enter("stopping", seconds, self._rest)
        return previous

    def terminate(self) -> InstanceState:
        previous = copy.copy(self._state)
        if self.state not in ("shutting-down", "terminated"):
            self.stop_mode = None
            self._explain("User initiated", "Client.UserInitiatedShutdown", "User initiated shutdown")
            self._enter("shutting-down", world.timings.shuttingDownSeconds, self._end)
        return previous

    def reboot(self) -> None:
        """A reboot shows in no state."""

    @property
    def private_ip(self) -> str | None:
        return self.nics[0].private_ip_address if self.nics else None

    private_ip_address = private_ip

    @property
    def private_dns_name(self) -> str:
        return super().private_dns_name if self.nics else ""

    @property
    def public_ip(self) -> str | None:
        return self.nics[0].public_ip if self.nics else None

    public_ip_address = public_ip

    @property
    def subnet_id(self) -> str | None:
        return None if self.state == "terminated" else super().subnet_id

    def _run(self) -> None:
        self._enter("running")

    def _rest(self) -> None:
        for interface in self.nics.values():
            interface.stop()
        self._enter("stopped")

    def _end(self) -> None:
        """Gives back what the instance held: only now may its subnet and groups be deleted."""
        reason, transition = self.state_reason, self._reason
        super().terminate()
        self.state_reason, self._reason = reason, transition
        for interface in list(self.nics.values()):
            if interface.id in self.ec2_backend.enis:
                self.detach_eni(interface)
                if not interface.delete_on_termination:
                    continue
                interface.delete()
        self.nics = {}
        subnet = self.ec2_backend.get_subnet(self._subnet_id) if self._subnet_id else None
        for address in self._private_ips:
            if subnet:
                subnet.del_subnet_ip(address)
        self._private_ips.clear()
        self.security_groups = []
        self._enter("terminated", world.timings.terminatedSeconds, self._vanish)

    def _vanish(self) -> None:
        for reservation in list(self.ec2_backend.reservations.values()):
            if self in reservation.instances:
                reservation.instances.remove(self)
                if not reservation.instances:
                    del self.ec2_backend.reservations[reservation.id]
        self.ec2_backend.tags.pop(self.id, None)
        world.instances_changed()

    def _enter(self, state: str, seconds: float = 0, then: Callable[[], None] | None = None) -> None:
        """Takes `state`; unless another step comes between, `then` follows after `seconds`."""
        self._state = InstanceState(state, STATE_CODES[state])
        self._steps += 1
        step = self._steps
        world.instances_changed()
        if then:
            world.after(seconds, lambda: then() if self._steps == step else None)

    def _explain(self, transition: str, code: str | None, message: str = "") -> None:
        """docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StateReason.html; the transition is timed."""
        self._reason = f"{transition} ({utcnow():%Y-%m-%d %H:%M:%S} GMT)" if transition else ""
        self.state_reason = StateReason(f"{code}: {message}", code) if code else None  # type: ignore[assignment]


Moved = list[tuple[LabInstance, InstanceState]]


def start_instances(self: InstanceBackend, instance_ids: list[str]) -> Moved:
    """Starts all or, if one cannot be started, none.

    docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StartInstances.html
    """
    instances = self.get_multi_instances_by_id(instance_ids)
    for instance in instances:
        if instance.state in ("stopping", "shutting-down", "terminated"):
            raise incorrect_state(instance.id, "started")
    return [(instance, instance.start()) for instance in instances]  # type: ignore[misc]


def stop_instances(
    self: InstanceBackend, instance_ids: list[str], hibernate: bool = False, force: bool = False
) -> Moved:
    """Stops all or none. docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StopInstances.html"""
    instances = self.get_multi_instances_by_id(instance_ids)
    for instance in instances:
        if instance.state in ("pending", "shutting-down", "terminated"):
            raise incorrect_state(instance.id, "stopped")
        if instance.disable_api_stop:
            message = (
                f"The instance '{instance.id}' may not be stopped. "
                "Modify its 'disableApiStop' instance attribute and try again."
            )
            raise EC2ClientError("OperationNotPermitted", message)
        if hibernate and not instance.hibernation_configured:  # type: ignore[attr-defined]
            message = f"The instance '{instance.id}' is not configured for hibernation."
            raise EC2ClientError("UnsupportedHibernationConfiguration", message)
    return [(instance, instance.stop(hibernate)) for instance in instances]  # type: ignore[call-arg,misc]


def terminate_instances(self: InstanceBackend, instance_ids: list[str]) -> Moved:
    """Terminates all or none. docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateInstances.html"""
    if not instance_ids:
        raise EC2ClientError("InvalidParameterCombination", "No instances specified")
    instances = self.get_multi_instances_by_id(instance_ids)
    for instance in instances:
        if instance.disable_api_termination:
            message = (
                f"The instance '{instance.id}' may not be terminated. "
                "Modify its 'disableApiTermination' instance attribute and try again."
            )
            raise EC2ClientError("OperationNotPermitted", message)
    return [(instance, instance.terminate()) for instance in instances]  # type: ignore[misc]


def reboot_instances(self: InstanceBackend, instance_ids: list[str]) -> list[Instance]:
    """Only what runs can reboot. docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RebootInstances.html"""
    instances = self.get_multi_instances_by_id(instance_ids)
    for instance in instances:
        if instance.state != "running":
            raise incorrect_state(instance.id, "rebooted")
    return instances
