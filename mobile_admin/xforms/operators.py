"""The operators of XPath 1.0 §3.1-3.5 between what is evaluated."""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mobile_admin.xforms.setting import Context, Evaluate
from mobile_admin.xforms.values import (
    Node,
    Value,
    as_bool,
    as_number,
    divided,
    equal,
    number_in,
    remainder,
)


@dataclass(frozen=True)
class Literal:
    """A value that stands in the expression itself."""

    value: str | float

    def __call__(self, _: Context) -> Value:
        return self.value


def itself(c: Context) -> list[Node]:
    return [c.node]


def _number(one: Evaluate) -> Callable[[Context], float]:
    """What it is as a number. `. <= 100` stands at every second question: what it is made of is
    taken without a set of nodes, and 100 is read once."""
    if isinstance(one, Literal):
        known = as_number(one.value)
        return lambda _: known
    if one is itself:
        return lambda c: number_in(c.node.value)
    return lambda c: as_number(one(c))


def binary(sign: str, one: Evaluate, other: Evaluate) -> Evaluate:
    if sign == "or":
        return lambda c: as_bool(one(c)) or as_bool(other(c))
    if sign == "and":
        return lambda c: as_bool(one(c)) and as_bool(other(c))
    if sign in {"=", "!="}:
        wanted = sign == "="
        return lambda c: equal(one(c), other(c)) is wanted
    first, second, apply = _number(one), _number(other), _ARITHMETIC[sign]
    return lambda c: apply(first(c), second(c))


_ARITHMETIC: Mapping[str, Callable[[float, float], float | bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "+": operator.add, "-": operator.sub, "*": operator.mul, "div": divided, "mod": remainder,
}  # fmt: skip
