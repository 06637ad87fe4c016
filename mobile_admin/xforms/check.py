"""Every answer looked at again: by its type, its choices and what the form itself demands [FS4]."""

import math
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import partial
from weakref import ref

from mobile_admin.xforms.expressions import nodes_of
from mobile_admin.xforms.form import CHOOSING, META, Form, Place, Question
from mobile_admin.xforms.setting import Budget, Context, Evaluate, Setting, TooComplex, Unsupported
from mobile_admin.xforms.values import (
    Node,
    Value,
    as_bool,
    as_number,
    as_text,
    days_of,
    line_of,
)
from mobile_admin.xforms.words import within

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
    """`label` names the turns of repeats that it lies in: 시설 2 · 점검 결과."""

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
    return checker.whole()[:MOST_FINDINGS]


@dataclass
class _Checker:
    """Goes through answers of hundreds of questions, thousands of times in a morning: it gathers
    what it finds, and looks nothing up that the form knows beforehand."""

    form: Form
    setting: Setting
    facts: Facts
    found: list[Finding] = field(default_factory=list)

    def whole(self) -> list[Finding]:
        try:
            self._inside(self.setting.root, self.form.place)
        except TooComplex:
            self.found.append(Finding("/", "", Fault.UNCHECKED, "too_complex"))
        return self.found

    def _inside(self, node: Node, place: Place) -> None:
        known = place.inside
        for child in node.children:
            if len(self.found) >= MOST_FINDINGS:
                return
            at = known.get(child.name)
            if at is None:
                if child.name != META:
                    self.found.append(Finding(f"{place.path}/{child.name}", "", Fault.UNKNOWN))
            elif child.children or child.text not in at.sound:
                self._one(child, at)
        for name in known.keys() - {child.name for child in node.children}:
            self._absent(node, known[name])

    def _one(self, node: Node, place: Place) -> None:
        question = place.question
        if question is None:
            self._inside(node, place)
        elif question.relevant and not _holds(question.relevant, self._at(node), default=True):
            if any(n.text.strip() for n in node.walk() if not n.children):
                self._find(node, question, Fault.IRRELEVANT)
        elif place.is_group:
            self._inside(node, place)
        else:
            self._answer(node, question)

    def _at(self, node: Node) -> Context:
        """Made where an expression asks for it: most answers have none."""
        return Context(node, node, self.setting)

    def _absent(self, parent: Node, place: Place) -> None:
        """A client leaves out what is not relevant, and nothing else."""
        question = place.question
        if question is None or place.path in self.form.repeats or not question.required:
            return
        context = self._at(Node(question.name, around=ref(parent)))
        if question.relevant and not _holds(question.relevant, context, default=True):
            return
        if _holds(question.required, context, default=False):
            self._find(parent, question, Fault.MISSING)

    def _answer(self, node: Node, question: Question) -> None:
        answer = node.value
        if answer in question.sound:
            return
        value = answer.strip()
        try:
            if value:
                before = len(self.found)
                self._given(node, question, value)
                if len(self.found) == before:
                    question.note_sound(answer)
            elif question.required and as_bool(question.required(self._at(node))):
                self._find(node, question, Fault.MISSING)
        except Unsupported as unknown:
            self._find(node, question, Fault.UNCHECKED, str(unknown))

    def _given(self, node: Node, question: Question, value: str) -> None:
        looks_right = _LOOKS.get(question.type)
        if looks_right is not None and not looks_right(value):
            return self._find(node, question, Fault.TYPE, question.type)
        if question.type == "binary" and value not in self.facts.files:
            self._find(node, question, Fault.FILE, value)
        if question.control in CHOOSING and not question.offers(value):
            for strange in _strange(self._at(node), question, value):
                self._find(node, question, Fault.CHOICE, strange)
        if question.constraint and not as_bool(question.constraint(self._at(node))):
            self._find(node, question, Fault.CONSTRAINT, question.said)
        if question.calculate and not _agrees(question.calculate(self._at(node)), value):
            self._find(node, question, Fault.CALCULATED)
        return None

    def _find(self, node: Node, question: Question, fault: Fault, note: str = "") -> None:
        """`node` is what was looked at, or what is around it."""
        label = within(self._turn(node), question.label or question.name)
        self.found.append(Finding(question.path, label, fault, note))

    def _turn(self, node: Node) -> str:
        path, called = "", ""
        for each in reversed(line_of(node)):
            path += f"/{each.name}"
            if path in self.form.repeats and each.parent:
                number = next(n for n, t in enumerate(each.parent.named(each.name), 1) if t is each)
                called = within(called, self.form.turn(path, number))
        return called


def _strange(context: Context, question: Question, value: str) -> list[str]:
    offered = question.values
    if question.itemset:
        name = question.itemset.value
        items = nodes_of(question.itemset.nodes(context))
        offered = frozenset(n.value for item in items for n in item.named(name))
    if not offered:
        return []  # a list in a file that was not given to us
    wanted = [value] if question.control == "select1" else value.split()
    return [each for each in wanted if each not in offered]


def _agrees(ours: Value, value: str) -> bool:
    if as_text(ours) == value:
        return True
    return math.isclose(as_number(ours), as_number(value), rel_tol=1e-6, abs_tol=1e-6)


def _holds(expression: Evaluate, context: Context, *, default: bool) -> bool:
    try:
        return as_bool(expression(context))
    except Unsupported:
        return default


def _label_of_choice(form: Form, path: str, value: str) -> str:
    question = form.questions.get(path.strip())
    label = question.labels.get(value) if question else None
    if label is None:
        raise Unsupported("jr:choice-name()")
    return label


def _is_point(value: str) -> bool:
    parts = [as_number(part) for part in value.split()]
    if len(parts) not in POINT_PARTS or any(math.isnan(part) for part in parts):
        return False
    return abs(parts[0]) <= 90 and abs(parts[1]) <= 180  # noqa: PLR2004 - degrees


def _is_line(value: str) -> bool:
    return all(_is_point(part.strip()) for part in value.strip("; ").split(";"))


def _is_moment(value: str) -> bool:
    return not math.isnan(days_of(value))


_LOOKS: Mapping[str, Callable[[str], object]] = {
    "int": _INTEGER.match,
    "decimal": lambda value: not math.isnan(as_number(value)) and not _is_moment(value),
    "date": _is_moment,
    "dateTime": _is_moment,
    "time": _TIME.match,
    "geopoint": _is_point,
    "geotrace": _is_line,
    "geoshape": _is_line,
}
