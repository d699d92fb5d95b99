"""Lambda without Docker: functions are kept as configured and run elsewhere (invocations.py).

docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html
docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html
"""

from typing import Any

from moto.awslambda.models import EventInvokeConfig, LambdaBackend, LambdaFunction
from moto.core.utils import iso_8601_datetime_with_nanoseconds
from moto.ec2.models import ec2_backends

from .overlay import replace

# Members of a configuration that moto neither keeps at creation nor changes later, with what AWS fills in.
_KEPT_WHOLE: dict[str, Any] = {
    "DeadLetterConfig": None,
    "FileSystemConfigs": None,
    "LoggingConfig": None,
    "SnapStart": {"ApplyOn": "None", "OptimizationStatus": "Off"},
}


def install() -> None:
    construct, show, show_code = (
        LambdaFunction.__init__,
        LambdaFunction.get_configuration,
        LambdaFunction.get_code,
    )
    change = LambdaFunction.update_configuration

    def initialise(self: Any, account_id: str, spec: dict[str, Any], *rest: Any, **more: Any) -> None:
        self.kept_whole = {name: spec.get(name) for name in _KEPT_WHOLE}
        construct(self, account_id, spec, *rest, **more)

    def get_configuration(self: Any, on_create: bool = False) -> dict[str, Any]:
        shown = show(self, on_create)
        for name, default in _KEPT_WHOLE.items():
            if self.kept_whole[name] or default:
                shown[name] = (
                    {**(default or {}), **self.kept_whole[name]} if self.kept_whole[name] else default
                )
        if config := shown["VpcConfig"]:
            # moto tells one VPC of all functions; AWS that of their subnets, and none where there are none.
            subnets = ec2_backends[self.account_id][self.region].describe_subnets()
            own = [subnet.vpc_id for subnet in subnets if subnet.id in (config.get("SubnetIds") or [])]
            shown["VpcConfig"] = {**config, "VpcId": own[0] if own else ""}
        logging = {"LogFormat": "Text", "LogGroup": f"/aws/lambda/{self.function_name}"}
        shown["LoggingConfig"] = {**logging, **(self.kept_whole["LoggingConfig"] or {})}
        return shown

    def get_code(self: Any) -> dict[str, Any]:
        shown = show_code(self)
        if self.reserved_concurrency is not None:
            shown["Concurrency"] = {"ReservedConcurrentExecutions": self.reserved_concurrency}
        return shown

    def update_configuration(self: Any, config_updates: dict[str, Any]) -> dict[str, Any]:
        self.kept_whole.update({k: v for k, v in config_updates.items() if k in _KEPT_WHOLE})
        for member, attribute in (("KMSKeyArn", "kms_key_arn"), ("TracingConfig", "tracing_config")):
            if member in config_updates:
                setattr(self, attribute, config_updates[member])
        if "EphemeralStorage" in config_updates:
            self.ephemeral_storage = config_updates["EphemeralStorage"]["Size"]
        self.last_modified = iso_8601_datetime_with_nanoseconds()
        return change(self, config_updates)

    LambdaFunction.__init__ = initialise  # type: ignore[method-assign]
    replace(LambdaFunction, get_configuration, get_code, update_configuration)
    replace(LambdaBackend, put_function_event_invoke_config, update_function_event_invoke_config)


def put_function_event_invoke_config(
    self: LambdaBackend, function_name: str, config: dict[str, Any]
) -> dict[str, Any]:
    """Puts the configuration in the place of the one before; moto would keep answering with the first."""
    function = self.get_function(function_name)
    kept = EventInvokeConfig(function.function_arn, function.last_modified, config)
    function.event_invoke_config = [kept]
    return kept.response()


def update_function_event_invoke_config(
    self: LambdaBackend, function_name: str, config: dict[str, Any]
) -> dict[str, Any]:
    """Changes what is named and keeps the rest."""
    function = self.get_function(function_name)
    before = function.event_invoke_config[0].config if function.event_invoke_config else {}
    return put_function_event_invoke_config(self, function_name, {**before, **config})
