"""Shared text is given an index in one place, where people's counting becomes bytes."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.suite.test_house import ROOT, tracked

ALONE = Path("weboffice/ydoc/ytext.py")
# This list may only shrink: letters of one byte each, for the speed of the measurement.
ASCII_ONLY = {Path("bench/_editing_trace.py")}
TEXTS = {"Text", "XmlText"}
ACTS = {"insert", "insert_embed", "format"}
WRAPPED = {"ytext", "children"}  # the wrapper itself, and children of an element, which are counted


def raw(source: str) -> Iterator[int]:
    """The lines in which a file that knows pycrdt's text may give it an index of its own."""
    tree = ast.parse(source)
    if not any(_brings_text(node) for node in ast.walk(tree)):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _is_act(node.func):
            yield node.lineno
        elif isinstance(node, ast.Delete | ast.Assign):
            targets = node.targets
            if any(
                isinstance(t, ast.Subscript) and isinstance(t.slice, ast.Slice) for t in targets
            ):
                yield node.lineno


def _brings_text(node: ast.AST) -> bool:
    if isinstance(node, ast.Import):
        return any(one.name.split(".")[0] == "pycrdt" for one in node.names)
    is_pycrdt = isinstance(node, ast.ImportFrom) and node.module == "pycrdt"
    return is_pycrdt and any(one.name in TEXTS for one in node.names)  # type: ignore[attr-defined]


def _is_act(function: ast.expr) -> bool:
    if not isinstance(function, ast.Attribute) or function.attr not in ACTS:
        return False
    of = function.value
    name = of.attr if isinstance(of, ast.Attribute) else of.id if isinstance(of, ast.Name) else ""
    return name not in WRAPPED and not isinstance(of, ast.Constant)


def test_no_index_into_shared_text_is_given_elsewhere() -> None:
    """[ED11]"""
    code = (f.relative_to(ROOT) for f in tracked("*.py") if "tests" not in f.parts)
    found = {
        f"{file}:{line}"
        for file in code
        if file != ALONE and file not in ASCII_ONLY
        for line in raw((ROOT / file).read_text())
    }
    assert found == set()


@pytest.mark.parametrize(
    "use",
    [
        "text.insert(2, '한')",
        "shared.body.children[0].insert(2, '한')",
        "del text[0:1]",
        "text[0:1] = '한'",
        "text.format(0, 3, {})",
        "text.insert_embed(0, {})",
    ],
)
def test_each_way_to_give_one_is_seen(use: str) -> None:
    """[ED11]"""
    assert list(raw(f"from pycrdt import XmlText\n{use}")) == [2]
    assert list(raw(f"import pycrdt\n{use}")) == [2]


@pytest.mark.parametrize(
    "use",
    ["ytext.insert(text, 2, '한')", "element.children.insert(0, x)", "'{}'.format(1)", "del a[1]"],
)
def test_what_counts_otherwise_may_stand_anywhere(use: str) -> None:
    """[ED11]"""
    assert list(raw(f"from pycrdt import XmlText\n{use}")) == []
    assert list(raw("text.insert(2, '한')")) == [], "a list, in a file that knows no shared text"
