"""Bucket policies as S3 judges a request that nobody signed: denied unless a statement for everyone allows it.

docs.aws.amazon.com/AmazonS3/latest/userguide/access-policy-language-overview.html
docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

import json
import operator
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

# Keys that make a policy for everyone not public when their value is fixed.
# docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html (meaning of public)
_FIXING = {
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalorgid",
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourceowner",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:userid",
    "s3:dataaccesspointaccount",
    "s3:dataaccesspointarn",
}
_POSITIVE_FIXING = ("StringEquals", "StringLike", "ArnEquals", "ArnLike")


class UnknownOperator(ValueError):
    """A condition that this evaluator cannot judge: said aloud, never guessed."""


def allows(policy: str | bytes | None, action: str, resource: str, context: Mapping[str, str]) -> bool:
    """Whether an unsigned request may do `action` (`s3:GetObject`) on `resource` (an ARN).

    `context` holds the condition keys that the request has, in lower case. Raises UnknownOperator.
    """
    found = [s for s in statements(policy) if _names_everyone(s) and covers(s, action, resource)]
    # All conditions are judged, so that one that nobody can judge never depends on the order.
    effects = [s["Effect"] for s in found if _holds(s.get("Condition") or {}, context)]
    return "Deny" not in effects and "Allow" in effects


def is_public(policy: str | bytes | None) -> bool:
    """Whether S3 calls the policy public: it allows everyone something, and no fixed condition narrows it."""
    return any(
        s["Effect"] == "Allow" and _names_everyone(s) and not _is_fixed(s.get("Condition") or {})
        for s in statements(policy)
    )


def statements(policy: str | bytes | None) -> list[dict[str, Any]]:
    if not policy:
        return []
    return _listed(json.loads(policy).get("Statement"))


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def _names_everyone(statement: dict[str, Any]) -> bool:
    principal = statement.get("Principal")
    if "NotPrincipal" in statement:
        # Everyone but some: an unsigned caller is none of them.
        return True
    if isinstance(principal, dict):
        principal = principal.get("AWS")
    return "*" in _listed(principal)


def covers(statement: dict[str, Any], action: str, resource: str) -> bool:
    return _listed_in(statement, "Action", action.lower(), str.lower) and _listed_in(
        statement, "Resource", resource, str
    )


def _listed_in(statement: dict[str, Any], element: str, value: str, form: Callable[[str], str]) -> bool:
    if f"Not{element}" in statement:
        return not any(like(value, form(pattern)) for pattern in _listed(statement[f"Not{element}"]))
    return any(like(value, form(pattern)) for pattern in _listed(statement.get(element)))


def like(value: str, pattern: str) -> bool:
    """`*` is any text, `?` one character."""
    parts = [".*" if c == "*" else "." if c == "?" else re.escape(c) for c in pattern]
    return re.fullmatch("".join(parts), value, re.DOTALL) is not None


def _holds(condition: dict[str, Any], context: Mapping[str, str]) -> bool:
    answers = [
        _judge(name, context.get(key.lower()), [_text(v) for v in _listed(values)])
        for name, pairs in condition.items()
        for key, values in pairs.items()
    ]
    return all(answers)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _numeric(compare: Callable[[Decimal, Decimal], bool]) -> Callable[[str, str], bool]:
    """What is no number on either side matches nothing."""

    def judge(have: str, want: str) -> bool:
        try:
            return compare(Decimal(have), Decimal(want))
        except InvalidOperation:
            return False

    return judge


_OPERATORS: dict[str, Callable[[str, str], bool]] = {
    "StringEquals": lambda have, want: have == want,
    "StringEqualsIgnoreCase": lambda have, want: have.lower() == want.lower(),
    "StringLike": like,
    "ArnEquals": like,
    "ArnLike": like,
    "Bool": lambda have, want: have.lower() == want.lower(),
    "NumericEquals": _numeric(operator.eq),
    "NumericLessThan": _numeric(operator.lt),
    "NumericLessThanEquals": _numeric(operator.le),
    "NumericGreaterThan": _numeric(operator.gt),
    "NumericGreaterThanEquals": _numeric(operator.ge),
}


def _judge(asked: str, have: str | None, wanted: list[str]) -> bool:
    if asked == "Null":
        return (have is None) == (wanted == ["true"])
    name = asked.removesuffix("IfExists")
    negated = name.replace("Not", "", 1) in _OPERATORS and "Not" in name
    compare = _OPERATORS.get(name.replace("Not", "", 1) if negated else name)
    if compare is None:
        raise UnknownOperator(f"the lab does not evaluate the condition operator {asked}")
    if have is None:
        return negated or asked.endswith("IfExists")
    return any(compare(have, want) for want in wanted) != negated


def _is_fixed(condition: dict[str, Any]) -> bool:
    return any(
        key.lower() in _FIXING and not any("*" in _text(v) or "?" in _text(v) for v in _listed(values))
        for operator, pairs in condition.items()
        if operator in _POSITIVE_FIXING
        for key, values in pairs.items()
    )
