"""The functions that forms call. Source: ODK XForms specification, "XPath functions"."""

import math
import re
from collections.abc import Callable, Mapping, Sequence

from mobile_admin.xforms.expressions import nodes_of
from mobile_admin.xforms.setting import Context, Evaluate, Function, Unsupported
from mobile_admin.xforms.values import (
    Listing,
    Node,
    Value,
    as_bool,
    as_date,
    as_number,
    as_text,
    moment_of,
)

LONGEST_MATCHED = 2_000
# A repetition of a repetition can take longer than the sun has left.
_NESTED = re.compile(r"\([^()]*[+*}][^()]*\)[+*{]")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# Their answer differs each time it is asked for, so that ours proves nothing.
UNREPEATABLE = ("random(", "uuid(", "now(", "today(", "once(", "property(", "randomize(")
Arguments = Sequence[Evaluate]


def _text(c: Context, a: Arguments, at: int) -> str:
    return as_text(a[at](c))


def _number(c: Context, a: Arguments, at: int) -> float:
    return as_number(a[at](c))


def _texts(c: Context, arguments: Arguments) -> list[str]:
    """A set of nodes stands for all its values."""
    found: list[str] = []
    for argument in arguments:
        value = argument(c)
        found += [n.value for n in value] if isinstance(value, list) else [as_text(value)]
    return found


def _numbers(c: Context, a: Arguments) -> list[float]:
    return [as_number(text) for text in _texts(c, a) if text.strip()]


def _regex(c: Context, a: Arguments) -> Value:
    value, pattern = _text(c, a, 0), _text(c, a, 1)
    if len(value) > LONGEST_MATCHED or _NESTED.search(pattern):
        raise Unsupported("regex()")
    try:
        return re.fullmatch(pattern, value) is not None
    except re.error as error:
        raise Unsupported("regex()") from error


def _round(c: Context, a: Arguments) -> Value:
    number = _number(c, a, 0)
    if math.isnan(number) or math.isinf(number):
        return number
    scale = 10.0 ** (int(_number(c, a, 1)) if len(a) > 1 else 0)
    return math.floor(number * scale + 0.5) / scale


def _format_date(c: Context, a: Arguments) -> Value:
    moment = moment_of(a[0](c))
    if moment is None:
        return ""
    signs = {
        "Y": f"{moment.year:04}", "y": f"{moment.year % 100:02}", "m": f"{moment.month:02}",
        "n": str(moment.month), "b": _MONTHS[moment.month - 1], "d": f"{moment.day:02}",
        "e": str(moment.day), "H": f"{moment.hour:02}", "h": str(moment.hour),
        "M": f"{moment.minute:02}", "S": f"{moment.second:02}",
        "3": f"{moment.microsecond // 1000:03}", "%": "%",
    }  # fmt: skip
    return re.sub(r"%(.)", lambda sign: signs.get(sign[1], sign[0]), _text(c, a, 1))


def _now(c: Context) -> str:
    if c.setting.now is None:
        raise Unsupported("now()")
    return c.setting.now.isoformat(timespec="milliseconds")


def _position(c: Context, a: Arguments) -> Value:
    if not a:
        return float(c.position)
    node = next(iter(nodes_of(a[0](c))), None)
    if node is None or node.parent is None:
        return 1.0
    same = node.parent.named(node.name)
    return float(1 + next(at for at, other in enumerate(same) if other is node))


def _instance(c: Context, a: Arguments) -> Value:
    name = _text(c, a, 0)
    found = c.setting.instances.get(name)
    if found is None:
        raise Unsupported(f"instance('{name}')")
    return [Node(name, children=[found])]


def _choice_name(c: Context, a: Arguments) -> Value:
    if c.setting.labels is None:
        raise Unsupported("jr:choice-name()")
    return c.setting.labels(_text(c, a, 1), _text(c, a, 0))


def _indexed(c: Context, a: Arguments) -> Value:
    """indexed-repeat(answer, repeat, number): the answer of that turn."""
    if len(a) != 3:  # noqa: PLR2004 - repeats in repeats are not seen in practice
        raise Unsupported("indexed-repeat()")
    turns, at = nodes_of(a[1](c)), int(_number(c, a, 2) or 0) - 1
    every = turns[0].parent.named(turns[0].name) if turns and turns[0].parent else turns
    if not 0 <= at < len(every):
        return []
    names = {n.name for n in nodes_of(a[0](c))}
    return [n for n in every[at].walk() if n.name in names][:1]


def _substr(c: Context, a: Arguments) -> Value:
    text = _text(c, a, 0)
    return text[int(_number(c, a, 1)) : int(_number(c, a, 2)) if len(a) > 2 else None]  # noqa: PLR2004


def _substring(c: Context, a: Arguments) -> Value:
    """XPath counts letters from 1."""
    text, start = _text(c, a, 0), _round(c, a[1:2])
    begin = int(as_number(start)) - 1
    end = begin + int(as_number(_round(c, a[2:3]))) if len(a) > 2 else len(text)  # noqa: PLR2004
    return text[max(0, begin) : max(0, end)]


def _pulldata(c: Context, a: Arguments) -> Value:
    around = nodes_of(_instance(c, a[:1]))[0].children[0]
    column, key, wanted = _text(c, a, 1), _text(c, a, 2), _text(c, a, 3)
    if isinstance(around, Listing):
        return [cell for row in around.by(key, wanted)[:1] for cell in row.named(column)]
    for row in around.children:
        c.setting.budget.spend()
        if any(n.value == wanted for n in row.named(key)):
            return row.named(column)
    return ""


def _coalesce(c: Context, a: Arguments) -> Value:
    return next((text for text in _texts(c, a) if text), "")


def _extreme(pick: Callable[[list[float]], float]) -> Function:
    return lambda c, a: pick(found) if (found := _numbers(c, a)) else math.nan


def _of_number(act: Callable[[float], float]) -> Function:
    def run(c: Context, a: Arguments) -> Value:
        try:
            return float(act(_number(c, a, 0)))
        except (ValueError, OverflowError):
            return math.nan

    return run


def _power(c: Context, a: Arguments) -> Value:
    try:
        found = _number(c, a, 0) ** _number(c, a, 1)
    except (OverflowError, ZeroDivisionError):
        return math.nan
    return found if isinstance(found, float) else math.nan


FUNCTIONS: Mapping[str, Function] = {
    "selected": lambda c, a: _text(c, a, 1) in _text(c, a, 0).split(),
    "selected-at": lambda c, a: _at(_text(c, a, 0).split(), _number(c, a, 1)),
    "count-selected": lambda c, a: float(len(_text(c, a, 0).split())),
    "if": lambda c, a: a[1](c) if as_bool(a[0](c)) else a[2](c),
    "coalesce": _coalesce,
    "once": lambda c, a: c.origin.value or a[0](c),
    "regex": _regex,
    "today": lambda c, _: _now(c)[:10],
    "now": lambda c, _: _now(c),
    "date": lambda c, a: as_date(a[0](c)),
    "date-time": lambda c, a: _text(c, a, 0),
    "format-date": _format_date,
    "format-date-time": _format_date,
    "decimal-date-time": lambda c, a: _number(c, a, 0),
    "int": _of_number(math.trunc),
    "number": lambda c, a: _number(c, a, 0) if a else as_number([c.node]),
    "string": lambda c, a: _text(c, a, 0) if a else c.node.value,
    "boolean": lambda c, a: as_bool(a[0](c)),
    "boolean-from-string": lambda c, a: _text(c, a, 0) in {"1", "true"},
    "true": lambda *_: True,
    "false": lambda *_: False,
    "not": lambda c, a: not as_bool(a[0](c)),
    "round": _round,
    "floor": _of_number(math.floor),
    "ceiling": _of_number(math.ceil),
    "abs": _of_number(abs),
    "sqrt": _of_number(math.sqrt),
    "pow": _power,
    "min": _extreme(min),
    "max": _extreme(max),
    "sum": lambda c, a: float(sum(_numbers(c, a))),
    "count": lambda c, a: float(len(nodes_of(a[0](c)))),
    "count-non-empty": lambda c, a: float(sum(1 for text in _texts(c, a) if text)),
    "join": lambda c, a: _text(c, a, 0).join(_texts(c, a[1:])),
    "concat": lambda c, a: "".join(_texts(c, a)),
    "contains": lambda c, a: _text(c, a, 1) in _text(c, a, 0),
    "starts-with": lambda c, a: _text(c, a, 0).startswith(_text(c, a, 1)),
    "ends-with": lambda c, a: _text(c, a, 0).endswith(_text(c, a, 1)),
    "substr": _substr,
    "substring": _substring,
    "substring-before": lambda c, a: _before(_text(c, a, 0), _text(c, a, 1)),
    "substring-after": lambda c, a: _text(c, a, 0).partition(_text(c, a, 1))[2],
    "string-length": lambda c, a: float(len(_text(c, a, 0) if a else c.node.value)),
    "normalize-space": lambda c, a: " ".join((_text(c, a, 0) if a else c.node.value).split()),
    "translate": lambda c, a: _translated(_text(c, a, 0), _text(c, a, 1), _text(c, a, 2)),
    "position": _position,
    "last": lambda c, _: float(c.size),
    "current": lambda c, _: [c.origin],
    "instance": _instance,
    "indexed-repeat": _indexed,
    "jr:choice-name": _choice_name,
    "pulldata": _pulldata,
    "randomize": lambda c, a: a[0](c),  # which there are does not depend on their order
}


def _at(words: list[str], at: float) -> str:
    return words[int(at)] if 0 <= at < len(words) else ""


def _before(text: str, mark: str) -> str:
    head, found, _ = text.partition(mark)
    return head if found else ""


def _translated(text: str, of: str, to: str) -> str:
    pairs: dict[str, str] = {}
    for at, letter in enumerate(of):
        pairs.setdefault(letter, to[at : at + 1])
    return "".join(pairs.get(letter, letter) for letter in text)
