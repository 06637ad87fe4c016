import math
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile_admin.xforms.expressions import compiled
from mobile_admin.xforms.functions import FUNCTIONS
from mobile_admin.xforms.safe import XmlRefused, as_node, parse
from mobile_admin.xforms.setting import Budget, Context, Malformed, Setting, TooComplex, Unsupported
from mobile_admin.xforms.values import Node, Value, as_text

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
DATA = b"""<data><age>41</age><name>\xea\xb9\x80\xed\x95\x98\xeb\x8a\x98</name><day>2026-11-20</day>
<laws>a c</laws><empty/><house><rooms>2</rooms></house><house><rooms>5</rooms></house></data>"""


def root() -> Node:
    return as_node(parse(DATA, 10_000))


def said(text: str, at: str = "age", budget: int = 10_000) -> Value:
    data = root()
    node = next(n for n in data.walk() if n.name == at)
    items = Node("root")
    for name, city in (("jung", "a"), ("seo", "b")):
        item = items.add(Node("item"))
        item.add(Node("name", name))
        item.add(Node("city", city))
    setting = Setting(data, {"districts": items}, NOW, None, Budget(budget))
    return compiled(text, FUNCTIONS)(Context(node, node, setting))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (". >= 18 and . <= 65", "true"),
        ("/data/age + 1", "42"),
        ("../age div 2", "20.5"),
        ("-7 mod 3", "-1"),
        ("/data/day <= today()", "true"),
        ("/data/day > '2026-11-20'", "false"),
        ("format-date(/data/day, '%Y. %n. %e.')", "2026. 11. 20."),
        ("selected(/data/laws, 'c')", "true"),
        ("selected(/data/laws, 'b')", "false"),
        ("count-selected(/data/laws)", "2"),
        ("if(/data/empty = '', 'none', 'some')", "none"),
        ("coalesce(/data/empty, /data/name)", "김하늘"),
        ("regex(/data/name, '[가-힣]{2,5}')", "true"),
        ("string-length(/data/name)", "3"),
        ("sum(/data/house/rooms)", "7"),
        ("count(/data/house)", "2"),
        ("count(/data/house[rooms > 3])", "1"),
        ("/data/house[2]/rooms", "5"),
        ("instance('districts')/root/item[city = 'b']/name", "seo"),
        ("instance('districts')/root/item[1]/name", "jung"),
        ("substr('온마루', 1)", "마루"),
        ("round(2.345, 2)", "2.35"),
        ("join(', ', /data/house/rooms)", "2, 5"),
        ("not(false()) or 1 div 0 > 5", "true"),
        ("1 + 2 * 3 - 4", "3"),
    ],
)
def test_expressions_mean_what_forms_mean_by_them(text: str, expected: str) -> None:
    """[MF6]"""
    assert as_text(said(text)) == expected


def test_an_absolute_path_inside_a_repeat_means_that_turn() -> None:
    data = root()
    second = data.named("house")[1].children[0]
    setting = Setting(data, {}, NOW)
    found = compiled("/data/house/rooms", FUNCTIONS)(Context(second, second, setting))
    assert as_text(found) == "5"


@pytest.mark.parametrize("text", [". >> 5", "(1", "concat('a'", "a b", "'open", "1 +"])
def test_what_is_no_expression_is_told_apart_from_what_is_only_new_to_us(text: str) -> None:
    """[MF6]"""
    with pytest.raises(Malformed):
        compiled(text, FUNCTIONS)


def test_a_function_that_we_do_not_know_is_named() -> None:
    """[MF6]"""
    with pytest.raises(Unsupported, match=r"area\(\)"):
        compiled("area(/data/spot) > 5", FUNCTIONS)


def test_no_pattern_and_no_path_runs_without_end() -> None:
    with pytest.raises(Unsupported):
        said("regex(/data/name, '(a+)+b')")
    with pytest.raises(TooComplex):
        said("count(//house[count(//house) > 0])", budget=10)


@given(st.text(alphabet="abc/.[]()'\"=<>+-*|,@ 019가", max_size=40))
def test_any_letters_are_an_expression_or_are_refused(text: str) -> None:
    try:
        found = said(text)
    except (Unsupported, TooComplex):
        return
    assert isinstance(as_text(found), str) or math.isnan(float(str(found)))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>', "declares_a_type"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "declares_a_type"),
        (b"<a><b></a>", "malformed"),
        (b"", "malformed"),
        (b"<a>" + b"x" * 20_000 + b"</a>", "too_large"),
        (b"<a>" * 3_000, "malformed"),
    ],
)
def test_xml_that_wants_more_than_to_be_read_is_refused(data: bytes, reason: str) -> None:
    """[FS6]"""
    with pytest.raises(XmlRefused) as refused:
        parse(data, 10_000)
    assert refused.value.facts["reason"] == reason
