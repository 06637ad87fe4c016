"""Counting, pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from mobile_admin.figures import scale
from mobile_admin.figures.model import Asked, Drawn, Share
from mobile_admin.xforms.form import Form, Question
from mobile_admin.xforms.values import Node

MOST_COUNTED = 2000
MOST_QUESTIONS = 120
MOST_SHARES = 30


def days_until(today: date, count: int) -> list[date]:
    return [today - timedelta(days=back) for back in reversed(range(count))]


def line(days: Sequence[date], counts: Mapping[date, int]) -> list[int]:
    """A number for each day, zero where nothing was [FG1]."""
    return [counts.get(day, 0) for day in days]


def chosen(form: Form) -> list[Question]:
    return [question for question in form.asked if drawn_as(question)][:MOST_QUESTIONS]


def drawn_as(question: Question) -> Drawn | None:
    """None for words, places and files: of these there is no picture."""
    if question.choices:
        return Drawn.CHOICES
    return scale.KINDS.get(question.type)


def tally(root: Node, counts: dict[str, Counter[str]], paths: Iterable[str]) -> None:
    """Adds the answers of one submission; a question in a repeat counts each time."""
    for path in paths:
        nodes = [root]
        for name in path.strip("/").split("/")[1:]:
            nodes = [child for node in nodes for child in node.named(name)]
        for node in nodes:
            words = node.value.split()
            counts[path].update(words)
            counts[path][""] += bool(words)  # how many answered


def asked(question: Question, counts: Counter[str]) -> Asked:
    """Every choice is told, also what nobody took; then what is no choice any more."""
    drawn = drawn_as(question)
    if drawn is Drawn.NUMBERS:
        shares, spread = scale.of_numbers(counts, is_whole=question.type == "int")
        return Asked(question.path, question.label, counts[""], shares, drawn, spread)
    if drawn is Drawn.DATES:
        shares = scale.of_dates(counts)
        return Asked(question.path, question.label, counts[""], shares, drawn)
    labels = dict(question.labels)
    others = sorted(set(counts) - set(labels) - {""})
    if len(labels) > MOST_SHARES:  # a list of thousands: what was taken, the most first
        taken = {value: label for value, label in labels.items() if counts[value]}
        labels = dict(sorted(taken.items(), key=lambda each: -counts[each[0]])[:MOST_SHARES])
        others = others[: MOST_SHARES - len(labels)]
    shares = [Share(v, labels.get(v, v), counts[v]) for v in (*labels, *others)]
    return Asked(question.path, question.label, counts[""], shares)
