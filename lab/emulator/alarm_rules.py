"""The rule of a composite alarm: which alarms it names, and whether it holds.

docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

STATES = ("ALARM", "OK", "INSUFFICIENT_DATA")
_TOKEN = re.compile(r'\s*(?:([()])|"((?:[^"\\]|\\.)*)"|([^\s()"]+))')
# State that the rule asks for, and name or ARN of the alarm.
Wanted = tuple[str, str]
# Whether the rule holds when each such question is answered.
Holds = Callable[[Callable[[Wanted], bool]], bool]


@dataclass(frozen=True)
class AlarmRule:
    alarms: tuple[str, ...]
    holds: Holds


def parse_rule(text: str) -> AlarmRule:
    """Reads a rule such as `ALARM(a) AND NOT (OK("b") OR FALSE)`. Raises ValueError that says where."""
    return _Parser(text).parse()


def alarm_name(reference: str) -> str:
    """The name in an alarm's ARN; a name is its own."""
    return reference.split(":alarm:", 1)[1] if reference.startswith("arn:") else reference


class _Parser:
    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)
        self._at = 0
        self._alarms: list[str] = []

    def parse(self) -> AlarmRule:
        holds = self._either()
        if self._at < len(self._tokens):
            raise ValueError(f"'{self._tokens[self._at]}' is not expected there")
        return AlarmRule(tuple(dict.fromkeys(self._alarms)), holds)

    def _next(self, wanted: str | None = None) -> str:
        token = self._tokens[self._at] if self._at < len(self._tokens) else ""
        if not token or (wanted is not None and token != wanted):
            raise ValueError(f"expected {wanted or 'an expression'}, got '{token or 'the end'}'")
        self._at += 1
        return token

    def _follows(self, word: str) -> bool:
        if self._at < len(self._tokens) and self._tokens[self._at].upper() == word:
            self._at += 1
            return True
        return False

    def _either(self) -> Holds:
        holds = self._both()
        while self._follows("OR"):
            left, right = holds, self._both()
            holds = _or(left, right)
        return holds

    def _both(self) -> Holds:
        holds = self._one()
        while self._follows("AND"):
            left, right = holds, self._one()
            holds = _and(left, right)
        return holds

    def _one(self) -> Holds:
        if self._follows("NOT"):
            inner = self._one()
            return lambda ask: not inner(ask)
        if self._follows("("):
            inner = self._either()
            self._next(")")
            return inner
        word = self._next().upper()
        if word in ("TRUE", "FALSE"):
            return lambda _: word == "TRUE"
        if word not in STATES:
            raise ValueError(f"'{word}' is none of {', '.join(STATES)}, NOT, TRUE, FALSE")
        self._next("(")
        name = alarm_name(self._next())
        self._next(")")
        self._alarms.append(name)
        return lambda ask: ask((word, name))


def _or(left: Holds, right: Holds) -> Holds:
    return lambda ask: left(ask) or right(ask)


def _and(left: Holds, right: Holds) -> Holds:
    return lambda ask: left(ask) and right(ask)


def _tokens(text: str) -> list[str]:
    tokens, at = [], 0
    while at < len(text.rstrip()):
        found = _TOKEN.match(text, at)
        if found is None:
            raise ValueError(f"cannot read '{text[at:]}'")
        tokens.append(found[1] or found[3] or found[2] or "")
        at = found.end()
    return tokens
