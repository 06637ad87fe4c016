"""Hangul composed in suggesting mode: exact, and a suggestion from its first syllable.

The harness of test_hangul_together; what the first editor sends is also put before the room's gate,
which takes nothing but suggestions from somebody who may only comment.
"""

import pytest
from playwright.sync_api import CDPSession, Page

from kernel.actor import SessionId, UserId
from tests.weboffice.e2e.test_hangul_together import LINES, STEPS, TEXT, compose, settle
from weboffice.editing.model import Dialect, Member, Mode, Visitor
from weboffice.editing.suggested import Suggested
from weboffice.ydoc.bounds import inspect_update
from weboffice.ydoc.machine import SharedDoc

BY = "p1"
ADDED = [{"by": BY, "acts": [{"kind": "added", "text": "한글"}]}]
# (act, block, before which letter): what a colleague does at each moment of the composing.
MEANWHILE = [
    ("type", 1, "다"), ("type", 1, "자"), ("delete", 1, "다"), ("split", 1, "자"),
    ("heading", 1, "다"), ("split", 0, " "), ("heading", 3, "째"), ("caret", 1, "다"),
]  # fmt: skip


def begin(page: Page, block: int, offset: int) -> None:
    page.evaluate("texts => harness.setup(texts)", LINES)
    page.evaluate("harness.suggest()")
    page.evaluate("([b, o]) => harness.caret(b, o)", [block, offset])


def write(page: Page, keyboard: CDPSession, *, has_pause: bool) -> None:
    for step in STEPS:
        compose(page, keyboard, step)
        if has_pause and step.endswith("|"):
            settle(page)
    settle(page)


def check_taken(page: Page) -> None:
    """[SG2]"""
    seed, *updates = (bytes(one) for one in page.evaluate("harness.updates()"))
    doc, gate = SharedDoc([seed]), Suggested()
    visitor = Visitor(UserId(BY), "김", SessionId("s"), Mode.SUGGEST, Dialect.OURS)
    member = Member(1, visitor, Mode.SUGGEST, 0, 0.0, 0.0)
    assert updates
    for update in updates:
        found = inspect_update(update)
        assert gate.takes(member, doc, update, found)
        gate.note(found)
        doc.apply(update)


@pytest.mark.e2e
@pytest.mark.parametrize("offset", [0, 5, 10])
@pytest.mark.parametrize("has_pause", [False, True])
def test_what_is_composed_is_one_suggestion(
    page: Page, keyboard: CDPSession, offset: int, *, has_pause: bool
) -> None:
    """[SG1] [ED10]"""
    begin(page, 1, offset)
    write(page, keyboard, has_pause=has_pause)
    found, said = page.evaluate("harness.result()"), page.evaluate("harness.suggestions()")
    written = TEXT[:offset] + "한글" + TEXT[offset:]
    assert found["ours"] == found["theirs"] == found["shown"] == [LINES[0], written, *LINES[2:]]
    assert said["ours"] == said["theirs"] == ADDED
    assert found["caret"] == [1, offset + 2]
    check_taken(page)


@pytest.mark.e2e
def test_what_was_selected_is_struck_and_composed_behind(page: Page, keyboard: CDPSession) -> None:
    """[SG1]"""
    begin(page, 1, 2)
    page.evaluate("harness.select(1, 2, 5)")
    write(page, keyboard, has_pause=False)
    found, said = page.evaluate("harness.result()"), page.evaluate("harness.suggestions()")
    assert found["ours"][1] == found["shown"][1] == "가나다라마한글바사아자차"
    assert said["accepted"][1] == "가나한글바사아자차"
    kinds = [act["kind"] for one in said["theirs"] for act in one["acts"]]
    assert sorted(kinds) == ["added", "struck"]
    check_taken(page)


@pytest.mark.e2e
def test_keys_suggest_and_take_back_what_is_ones_own(page: Page, keyboard: CDPSession) -> None:
    """[SG1]"""
    begin(page, 1, 5)
    write(page, keyboard, has_pause=False)
    for _ in range(4):  # 글, 한, then 마 and 라 are struck
        page.keyboard.press("Backspace")
    said = page.evaluate("harness.suggestions()")
    assert said["theirs"] == [{"by": BY, "acts": [{"kind": "struck", "text": "라마"}]}]
    page.keyboard.press("Enter")
    page.keyboard.type("x ")
    said = page.evaluate("harness.suggestions()")
    assert said["accepted"][1:3] == ["가나다", "x 바사아자차"]
    check_taken(page)


@pytest.mark.e2e
@pytest.mark.parametrize("moment", [1, 4])
def test_text_is_exact_whatever_a_colleague_does_meanwhile(
    page: Page, keyboard: CDPSession, moment: int
) -> None:
    """[ED10] [SG4]"""
    wrong = []
    for act, block, letter in MEANWHILE:
        begin(page, 1, 5)
        for index, step in enumerate(STEPS):
            compose(page, keyboard, step)
            if index == moment:
                page.evaluate("a => harness.act(...a)", [act, block, letter])
        settle(page)
        found, said = page.evaluate("harness.result()"), page.evaluate("harness.suggestions()")
        agree = found["ours"] == found["theirs"] == found["shown"]
        one = "".join(found["ours"]).count("한글") == 1 and said["ours"] == said["theirs"] == ADDED
        if not agree or not one:
            wrong.append((act, block, letter, found, said))
    assert wrong == []
