"""Lambda without Docker: functions are kept as configured and run elsewhere (invocations.py).

docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html
"""

from typing import Any

from moto.awslambda.models import EventInvokeConfig, LambdaBackend

from .overlay import replace


def install() -> None:
    replace(LambdaBackend, put_function_event_invoke_config, update_function_event_invoke_config)


def put_function_event_invoke_config(self: LambdaBackend, function_name: str, config: dict[str, Any]) -> dict[str, Any]:
    """Puts the configuration in the place of the one before; moto would keep answering with the first."""
    function = self.get_function(function_name)
    kept = EventInvokeConfig(function.function_arn, function.last_modified, config)
    function.event_invoke_config = [kept]
    return kept.response()


def update_function_event_invoke_config(self: LambdaBackend, function_name: str, config: dict[str, Any]) -> dict[str, Any]:
    """Changes what is named and keeps the rest."""
    function = self.get_function(function_name)
    before = function.event_invoke_config[0].config if function.event_invoke_config else {}
    return put_function_event_invoke_config(self, function_name, {**before, **config})
