"""How moto is changed: `add` for calls that it lacks, `replace` for calls that it answers otherwise than AWS.

Both fail at start-up when moto has moved under them: an upgrade then shows which gap has closed or shifted.
"""

from collections.abc import Callable
from typing import Any


def add(owner: type, *functions: Callable[..., Any]) -> None:
    """Gives `owner` methods that it must not have yet."""
    for function in functions:
        if hasattr(owner, function.__name__):
            raise RuntimeError(
                f"moto's {owner.__name__} already has '{function.__name__}': use replace, or drop ours"
            )
        setattr(owner, function.__name__, function)


def replace(owner: type, *functions: Callable[..., Any]) -> None:
    """Puts ours in the place of methods that `owner` must have."""
    for function in functions:
        if not hasattr(owner, function.__name__):
            raise RuntimeError(f"moto's {owner.__name__} has no '{function.__name__}': use add")
        setattr(owner, function.__name__, function)
