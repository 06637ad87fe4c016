"""Every answer looked at again: by its type, its choices and what the form itself demands [FS4]."""

import math
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from weakref import ref

from mobile_admin.xforms.expressions import (
    Budget,
    Context,
    Evaluate,
    Setting,
    TooComplex,
    Unsupported,
    nodes_of,
)
from mobile_admin.xforms.form import CHOOSING, Form, Question
from mobile_admin.xforms.values import (
    Node,
    as_bool,
    as_number,
    as_text,
    days_of,
)

MOST_FINDINGS = 200
_INTEGER = re.compile(r"[-+]?\d{1,18}$")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$")
POINT_PARTS = range(2, 5)  # latitude, longitude, altitude, accuracy


class Fault(StrEnum):
    UNKNOWN = "unknown_question"
    MISSING = "required"
    TYPE = "wrong_type"
    CHOICE = "unknown_choice"
    CONSTRAINT = "constraint"
    IRRELEVANT = "not_relevant"
    CALCULATED = "calculated_differs"
    FILE = "file_missing"
    UNCHECKED = "not_checked"


@dataclass(frozen=True)
class Finding:
    path: str
    label: str
    fault: Fault
    note: str = ""


@dataclass(frozen=True)
class Facts:
    """What is true of a submission beside its answers."""

    now: datetime
    files: Collection[str] = ()


def check(form: Form, answers: Node, facts: Facts) -> list[Finding]:
    """In the order of the form; empty where everything holds."""
    labels = partial(_label_of_choice, form)
    checker = _Checker(form, Setting(answers, form.instances, facts.now, labels, Budget()), facts)
    found = []
    for finding in checker.walk():
        found.append(finding)
        if len(found) >= MOST_FINDINGS:
            break
    return found


@dataclass
class _Checker:
    form: Form
    setting: Setting
    facts: Facts

    def walk(self) -> Iterator[Finding]:
        try:
            yield from self._inside(self.setting.root, self.form.template, f"/{self._root}")
        except TooComplex:
            yield Finding("/", "", Fault.UNCHECKED, "too_complex")

    @property
    def _root(self) -> str:
        return self.form.template.name

    def _inside(self, node: Node, template: Node, path: str) -> Iterator[Finding]:
        known = {child.name: child for child in template.children}
        for child in node.children:
            at = f"{path}/{child.name}"
            if child.name == "meta":
                continue
            if child.name not in known:
                yield Finding(at, "", Fault.UNKNOWN)
            else:
                yield from self._one(child, known[child.name], at)
        there = {child.name for child in node.children}
        for name in known.keys() - there - {"meta"}:
            yield from self._absent(node, f"{path}/{name}")

    def _one(self, node: Node, template: Node, path: str) -> Iterator[Finding]:
        question = self.form.questions.get(path)
        if question is None:
            yield from self._inside(node, template, path)
            return
        if question.relevant and not self._holds(question.relevant, node, default=True):
            if any(n.text.strip() for n in node.walk() if not n.children):
                yield Finding(path, question.label, Fault.IRRELEVANT)
            return
        if template.children:
            yield from self._inside(node, template, path)
        else:
            yield from self._answer(node, question)

    def _absent(self, parent: Node, path: str) -> Iterator[Finding]:
        """A client leaves out what is not relevant, and nothing else."""
        question = self.form.questions.get(path)
        if question is None or path in self.form.repeats or not question.required:
            return
        stand_in = Node(question.name, around=ref(parent))
        if question.relevant and not self._holds(question.relevant, stand_in, default=True):
            return
        if self._holds(question.required, stand_in, default=False):
            yield Finding(path, question.label, Fault.MISSING)

    def _answer(self, node: Node, question: Question) -> Iterator[Finding]:
        value = node.value.strip()
        try:
            if value:
                for fault, note in self._faults(node, question, value):
                    yield Finding(question.path, question.label, fault, note)
            elif question.required and self._value(question.required, node):
                yield Finding(question.path, question.label, Fault.MISSING)
        except Unsupported as unknown:
            yield Finding(question.path, question.label, Fault.UNCHECKED, str(unknown))

    def _faults(self, node: Node, question: Question, value: str) -> Iterator[tuple[Fault, str]]:
        """Of an answer that was given."""
        if not is_of_type(question.type, value):
            yield Fault.TYPE, question.type
            return
        if question.type == "binary" and value not in self.facts.files:
            yield Fault.FILE, value
        if question.control in CHOOSING:
            yield from ((Fault.CHOICE, strange) for strange in self._strange(node, question))
        if question.constraint and not self._value(question.constraint, node):
            yield Fault.CONSTRAINT, question.said
        if question.calculate and not self._agrees(question.calculate, node, value):
            yield Fault.CALCULATED, ""

    def _strange(self, node: Node, question: Question) -> list[str]:
        offered = question.values
        if question.itemset:
            name = question.itemset.value
            items = nodes_of(question.itemset.nodes(self._context(node)))
            offered = frozenset(n.value for item in items for n in item.named(name))
        if not offered:
            return []  # a list in a file that was not given to us
        wanted = [node.value.strip()] if question.control == "select1" else node.value.split()
        return [value for value in wanted if value not in offered]

    def _agrees(self, calculate: Evaluate, node: Node, value: str) -> bool:
        ours = calculate(self._context(node))
        if as_text(ours) == value:
            return True
        one, other = as_number(ours), as_number(value)
        return math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-6)

    def _context(self, node: Node) -> Context:
        return Context(node, node, self.setting)

    def _value(self, expression: Evaluate, node: Node) -> bool:
        return as_bool(expression(self._context(node)))

    def _holds(self, expression: Evaluate, node: Node, *, default: bool) -> bool:
        try:
            return self._value(expression, node)
        except Unsupported:
            return default


def _label_of_choice(form: Form, path: str, value: str) -> str:
    question = form.questions.get(path.strip())
    label = question.labels.get(value) if question else None
    if label is None:
        raise Unsupported("jr:choice-name()")
    return label


def is_of_type(kind: str, value: str) -> bool:
    looks_right = _LOOKS.get(kind)
    return looks_right is None or looks_right(value)


def _is_point(value: str) -> bool:
    parts = [as_number(part) for part in value.split()]
    if len(parts) not in POINT_PARTS or any(math.isnan(part) for part in parts):
        return False
    return abs(parts[0]) <= 90 and abs(parts[1]) <= 180  # noqa: PLR2004 - degrees


def _is_line(value: str) -> bool:
    return all(_is_point(part.strip()) for part in value.strip("; ").split(";"))


def _is_moment(value: str) -> bool:
    return not math.isnan(days_of(value))


_LOOKS: Mapping[str, Callable[[str], bool]] = {
    "int": lambda value: _INTEGER.match(value) is not None,
    "decimal": lambda value: not math.isnan(as_number(value)) and not _is_moment(value),
    "date": _is_moment,
    "dateTime": _is_moment,
    "time": lambda value: _TIME.match(value) is not None,
    "geopoint": _is_point,
    "geotrace": _is_line,
    "geoshape": _is_line,
}
