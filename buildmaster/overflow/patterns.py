"""Which builders a pool lets through."""

from __future__ import annotations

import re
from collections.abc import Iterable


def matches(pattern: str, builder: str) -> bool:
    """True if the whole name matches: `*` stands for any run of characters, everything else for itself.

    Not `fnmatch`: its `?` and `[...]` would read a literal builder name as a pattern, and the scaler's matcher
    (scaler/patterns.ts) must give the same answer.
    """
    expression = ".*".join(re.escape(part) for part in pattern.split("*"))
    return re.fullmatch(expression, builder, re.DOTALL) is not None


def matches_any(patterns: Iterable[str], builder: str) -> bool:
    """True if one of the patterns matches."""
    return any(matches(pattern, builder) for pattern in patterns)
