"""An answer that was found right once is not looked at again, where nothing else decides on it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile_admin.xforms.alone import is_alone
from mobile_admin.xforms.check import Facts, Finding, check
from mobile_admin.xforms.form import MOST_SOUND, Form, read
from mobile_admin.xforms.safe import as_node, parse

FACTS = Facts(datetime(2026, 11, 27, 9, 0, tzinfo=UTC))
QUESTIONS = ("degrees", "grade", "kind", "day", "word")
XFORM = b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
<h:head><model><instance><data id="s" version="1"><degrees/><grade/><kind/><day/><word/></data>
</instance><bind nodeset="/data/degrees" type="int" constraint=". &gt;= 0 and . &lt;= 999"/>
<bind nodeset="/data/grade" type="int" constraint=". &lt;= /data/degrees"/>
<bind nodeset="/data/kind" type="string"/><bind nodeset="/data/day" type="date"
constraint=". &lt;= today()"/><bind nodeset="/data/word" type="string"
constraint="string-length(.) &lt; 5"/></model></h:head><h:body><input ref="/data/degrees"/>
<select1 ref="/data/kind"><item><label>a</label><value>a</value></item></select1></h:body>
</h:html>"""
ANSWERS = st.sampled_from(
    ["0", "7", "42", "1001", "-1", "a", "b", " a ", "2026-11-27", "2026-11-28", "물때", "    x", ""]
)


def found(form: Form, answers: tuple[str, ...]) -> list[Finding]:
    said = "".join(f"<{name}>{one}</{name}>" for name, one in zip(QUESTIONS, answers, strict=True))
    node = as_node(parse(f'<data id="s" version="1">{said}</data>'.encode(), 1 << 20))
    return check(form, node, FACTS)


@given(st.lists(st.tuples(*[ANSWERS] * len(QUESTIONS)), min_size=1, max_size=8))
def test_whatever_was_answered_before_an_answer_is_judged_the_same(
    inspections: list[tuple[str, ...]],
) -> None:
    """[FS4]"""
    seasoned = read(XFORM)
    for answers in inspections:
        assert found(seasoned, answers) == found(read(XFORM), answers)


def test_a_question_remembers_a_few_short_answers_and_those_alone_that_decide_by_themselves() -> (
    None
):
    """[FS4]"""
    form = read(XFORM)
    for number in range(MOST_SOUND + 9):
        found(form, (str(number), str(number), "a", "2026-11-27", "word"))
    latest = form.questions["/data/degrees"].sound
    assert str(MOST_SOUND + 8) in latest, "the days of a spring make room for those of autumn"
    assert len(latest) <= MOST_SOUND
    assert form.questions["/data/kind"].sound == {"a"}
    assert not form.questions["/data/grade"].sound, "another answer decides"
    assert not form.questions["/data/day"].sound, "the day decides"
    assert not form.questions["/data/word"].sound, "somebody's own words"


@pytest.mark.parametrize(
    "condition", ["", ". > 0", "regex(., '^a+$')", "string-length(.) < 200 and not(. = 'x')"]
)
def test_a_condition_of_the_answer_alone_is_known(condition: str) -> None:
    assert is_alone(condition)


@pytest.mark.parametrize(
    "condition",
    [
        ". < /data/most", ". < ../most", "most > .", ". <= today()", "current() = 1", "@id = .",
        "instance('x')/root", "position() = 1", "count(*) = 1", ". * 2 > 1", "random() > .",
    ],
)  # fmt: skip
def test_a_condition_that_looks_elsewhere_is_known(condition: str) -> None:
    assert not is_alone(condition)
