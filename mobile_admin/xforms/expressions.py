"""XPath as forms use it, compiled once and evaluated within bounds.

Not the whole of XPath 1.0: the axes child, parent, self, attribute and descendant-or-self, and the
functions of OpenRosa. What is outside is refused when it is compiled, with its name [MF6].
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from mobile_admin.xforms.keys import key_of
from mobile_admin.xforms.operators import Literal, binary, itself
from mobile_admin.xforms.setting import Context, Evaluate, Function, Malformed, Unsupported
from mobile_admin.xforms.values import (
    Listing,
    Node,
    Value,
    as_bool,
    as_number,
    as_text,
    attribute_of,
    line_of,
)

LONGEST = 10_000  # letters of one expression
DEEPEST = 60  # brackets in brackets
_TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>\d+(?:\.\d*)?|\.\d+)
    | (?P<string>"[^"]*"|'[^']*')
    | (?P<op>!=|<=|>=|//|::|\.\.|[-+*=<>|/()\[\],.@$])
    | (?P<name>[^\W\d][\w.\-]*(?::(?!:)[^\W\d][\w.\-]*)?)
    )""",
    re.VERBOSE,
)
_SPACE = re.compile(r"\s*$")


def compiled(text: str, functions: Mapping[str, Function]) -> Evaluate:
    """Raise Unsupported."""
    if len(text) > LONGEST:
        raise Unsupported("too long")
    return _Parser(tokens(text), functions).whole()


def tokens(text: str) -> list[tuple[str, str]]:
    """Kind and text of each; raise Malformed."""
    found, at = [], 0
    while not _SPACE.match(text, at):
        token = _TOKEN.match(text, at)
        if token is None:
            raise Malformed(text[at : at + 20])
        kind = str(token.lastgroup)
        found.append((kind, token[kind]))
        at = token.end()
    return found


_BINARY: Sequence[Sequence[str]] = (
    ("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"),
)  # fmt: skip


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]], functions: Mapping[str, Function]) -> None:
        self._tokens, self._functions = tokens, functions
        self._at = self._depth = 0

    def whole(self) -> Evaluate:
        found = self._level(0)
        if self._at != len(self._tokens):
            raise Malformed(self._tokens[self._at][1])
        return found

    def _peek(self, ahead: int = 0) -> str:
        at = self._at + ahead
        if at >= len(self._tokens):
            return ""
        kind, text = self._tokens[at]
        return f"{kind[0]}:{text}" if kind in {"string", "number"} else text

    def _take(self, *wanted: str) -> str | None:
        if self._peek() in wanted and self._peek():
            self._at += 1
            return self._tokens[self._at - 1][1]
        return None

    def _need(self, wanted: str) -> None:
        if self._take(wanted) is None:
            raise Malformed(f"{wanted} expected, {self._peek() or 'the end'} found")

    def _level(self, level: int) -> Evaluate:
        if level == len(_BINARY):
            return self._unary()
        found = self._level(level + 1)
        while sign := self._take(*_BINARY[level]):
            found = binary(sign, found, self._level(level + 1))
        return found

    def _unary(self) -> Evaluate:
        if self._take("-"):
            inner = self._unary()
            return lambda c: -as_number(inner(c))
        found = self._path()
        while self._take("|"):
            found = _union(found, self._path())
        return found

    def _path(self) -> Evaluate:
        kind = self._tokens[self._at][0] if self._at < len(self._tokens) else ""
        if kind in {"number", "string"} or self._peek() == "(" or self._is_call():
            found = self._filtered()
        elif self._peek() in {"/", "//"}:
            found = self._absolute()
        else:
            found = self._step(itself)
        while slash := self._take("/", "//"):
            found = self._step(_descendants(found) if slash == "//" else found)
        return found

    def _is_call(self) -> bool:
        is_name = self._at < len(self._tokens) and self._tokens[self._at][0] == "name"
        return is_name and self._peek(1) == "(" and self._peek() != "node"

    def _filtered(self) -> Evaluate:
        found = self._primary()
        while self._peek() == "[":
            found = self._predicate(found)
        return found

    def _primary(self) -> Evaluate:
        kind, text = self._tokens[self._at]
        self._at += 1
        if kind == "number":
            return Literal(float(text))
        if kind == "string":
            return Literal(text[1:-1])
        if kind == "name":
            return self._call(text)
        found = self._deeper(lambda: self._level(0))
        self._need(")")
        return found

    def _deeper(self, parse: Callable[[], Evaluate]) -> Evaluate:
        self._depth += 1
        if self._depth > DEEPEST:
            raise Unsupported("too deep")
        found = parse()
        self._depth -= 1
        return found

    def _call(self, name: str) -> Evaluate:
        function = self._functions.get(name)
        if function is None:
            raise Unsupported(f"{name}()")
        self._need("(")
        arguments: list[Evaluate] = []
        while self._peek() != ")":
            arguments.append(self._deeper(lambda: self._level(0)))
            if self._take(",") is None:
                break
        self._need(")")
        return _called(function, name, arguments)

    def _absolute(self) -> Evaluate:
        if self._take("//"):
            return self._step(_descendants(lambda c: [_above(c.setting.root)]))
        self._need("/")
        names: list[str] = []
        while self._is_plain_name():
            names.append(self._tokens[self._at][1])
            self._at += 1
            if self._peek() == "[" or self._peek() != "/" or not self._is_plain_name(1):
                break
            self._at += 1
        found: Evaluate = lambda c: _leaning(c, names)  # noqa: E731 - as its neighbours
        while self._peek() == "[":
            found = self._predicate(found)
        return found

    def _is_plain_name(self, ahead: int = 0) -> bool:
        at = self._at + ahead
        is_name = at < len(self._tokens) and self._tokens[at][0] == "name"
        return is_name and self._peek(ahead + 1) not in {"(", "::"}

    def _step(self, before: Evaluate) -> Evaluate:
        if self._take(".."):
            found = _mapped(before, lambda n: [n.parent] if n.parent else [])
        elif self._take("."):
            found = before
        elif self._take("@"):
            name = self._name()
            found = _mapped(before, lambda n: attribute_of(n, name))
        elif self._take("*"):
            found = _mapped(before, lambda n: n.children)
        else:
            found = self._named_step(before)
        while self._peek() == "[":
            found = self._predicate(found)
        return found

    def _named_step(self, before: Evaluate) -> Evaluate:
        name = self._name()
        if self._take("::"):
            raise Unsupported(f"{name}::")
        if name == "node" and self._take("("):
            self._need(")")
            return _mapped(before, lambda n: n.children)
        local = name.rpartition(":")[2]
        return _mapped(before, lambda n: n.named(local))

    def _name(self) -> str:
        if self._at >= len(self._tokens) or self._tokens[self._at][0] != "name":
            raise Malformed(self._peek() or "the end")
        self._at += 1
        return self._tokens[self._at - 1][1]

    def _predicate(self, before: Evaluate) -> Evaluate:
        self._need("[")
        start = self._at
        test = self._deeper(lambda: self._level(0))
        found = key_of(self._tokens[start : self._at])
        self._need("]")
        if found is None:
            return _kept(before, test)
        value = _Parser(found.wanted, self._functions).whole()
        return _found(before, _Column(found.column, value, None if found.is_whole else test), test)


def nodes_of(value: Value) -> list[Node]:
    return value if isinstance(value, list) else []


def _mapped(before: Evaluate, step: Callable[[Node], list[Node]]) -> Evaluate:
    def run(c: Context) -> Value:
        nodes = nodes_of(before(c))
        found = step(nodes[0]) if len(nodes) == 1 else [n for one in nodes for n in step(one)]
        is_list = len(nodes) == 1 and isinstance(nodes[0], Listing)
        c.setting.budget.spend(1 if is_list else 1 + len(found))
        return found

    return run


def _descendants(before: Evaluate) -> Evaluate:
    return _mapped(before, lambda n: list(n.walk()))


def _union(one: Evaluate, other: Evaluate) -> Evaluate:
    def run(c: Context) -> Value:
        first = nodes_of(one(c))
        known = set(map(id, first))
        return first + [n for n in nodes_of(other(c)) if id(n) not in known]

    return run


def _above(root: Node) -> Node:
    return Node("", children=[root])


def _leaning(c: Context, names: Sequence[str]) -> Value:
    """An absolute path; inside a repeat it means that repeat's own, not everybody's."""
    found = [c.setting.root] if names and c.setting.root.name == names[0] else []
    children = c.setting.children
    for at, name in enumerate(names[1:], 2):
        if len(found) == 1:
            found = children(found[0], name)
        else:
            found = [n for one in found for n in children(one, name)]
        c.setting.budget.spend(1 + len(found))
        if at < len(names) and len(found) > 1:
            own = {id(n) for n in line_of(c.origin)}
            found = [n for n in found if id(n) in own] or found
    return found


@dataclass(frozen=True)
class _Column:
    """Rows of a list that say `value` in it; `more` is what is asked of each of them besides."""

    name: str
    value: Evaluate
    more: Evaluate | None


def _found(before: Evaluate, column: _Column, test: Evaluate) -> Evaluate:
    """As `_kept`, by the index of a list where it is one."""
    asking_each = _kept(before, test)

    def run(c: Context) -> Value:
        nodes = nodes_of(before(c))
        around = nodes[0].parent if nodes else None
        if not isinstance(around, Listing) or nodes is not around.children:
            return asking_each(c)
        rows = around.by(column.name, as_text(column.value(c)))
        return rows if column.more is None else _kept(lambda _: rows, column.more)(c)

    return run


def _kept(before: Evaluate, test: Evaluate) -> Evaluate:
    def run(c: Context) -> Value:
        nodes = nodes_of(before(c))
        c.setting.budget.spend(len(nodes))
        kept = []
        for place, node in enumerate(nodes, 1):
            said = test(Context(node, c.origin, c.setting, place, len(nodes)))
            is_place = isinstance(said, float) and not isinstance(said, bool)
            if said == place if is_place else as_bool(said):
                kept.append(node)
        return kept

    return run


def _called(function: Function, name: str, arguments: Sequence[Evaluate]) -> Evaluate:
    def run(c: Context) -> Value:
        c.setting.budget.spend()
        try:
            return function(c, arguments)
        except IndexError as error:
            raise Unsupported(f"{name}() with {len(arguments)}") from error

    return run
