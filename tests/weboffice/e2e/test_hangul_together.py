"""Hangul under fire: a syllable is composed while a colleague changes the text around it.

Real Chromium, real composition events through its debugging protocol, the product's own editor
twice on one page. In each case the text must be exact: no syllable doubled, lost, torn or moved.
"""

import pytest
from playwright.sync_api import CDPSession, Page

TEXT = "가나다라마바사아자차"
CARET = 5
LINES = ["첫 문단입니다", TEXT, "셋째 문단", "넷째 문단"]
# Each step is what the input method tells the browser; a bar is where it commits.
BETWEEN = [(2, True), (4, False)]
STEPS = ["ㅎ", "하", "한", "한|", "ㄱ", "그", "글", "글|"]
WRITTEN = "가나다라마한글바사아자차"

# What the colleague does (act, block, before which letter) and which texts are exact afterwards.
SAME = [
    ("type", "다", ["가나X다라마한글바사아자차"]),
    ("type", "바", ["가나다라마X한글바사아자차", "가나다라마한글X바사아자차"]),
    ("type", "자", ["가나다라마한글바사아X자차"]),
    ("delete", "다", ["가나라마한글바사아자차"]),
    ("delete", "마", ["가나다라한글바사아자차"]),
    ("delete", "바", ["가나다라마한글사아자차"]),
    ("delete", "자", ["가나다라마한글바사아차"]),
    ("split", "다", ["가나|다라마한글바사아자차"]),
    ("split", "바", ["가나다라마한글|바사아자차", "가나다라마|한글바사아자차"]),
    ("split", "자", ["가나다라마한글바사아|자차"]),
    ("heading", "다", ["#가나다라마한글바사아자차"]),
    ("caret", "다", [WRITTEN]),
    ("caret", "바", [WRITTEN]),
]
CASES = [
    *(
        (act, 1, at, [[LINES[0], *t.split("|"), *LINES[2:]] for t in good])
        for act, at, good in SAME
    ),
    ("join", 1, "가", [[LINES[0] + WRITTEN, *LINES[2:]]]),
    ("join", 2, "셋", [[LINES[0], WRITTEN + LINES[2], LINES[3]]]),
    ("type", 0, " ", [["첫X 문단입니다", WRITTEN, *LINES[2:]]]),
    ("split", 0, " ", [["첫", " 문단입니다", WRITTEN, *LINES[2:]]]),
    ("heading", 0, " ", [["#첫 문단입니다", WRITTEN, *LINES[2:]]]),
    ("type", 3, "째", [[LINES[0], WRITTEN, LINES[2], "넷X째 문단"]]),
    ("delete", 3, "째", [[LINES[0], WRITTEN, LINES[2], "넷 문단"]]),
    ("split", 3, "째", [[LINES[0], WRITTEN, LINES[2], "넷", "째 문단"]]),
    ("join", 3, "넷", [[LINES[0], WRITTEN, LINES[2] + LINES[3]]]),
    ("heading", 3, "째", [[LINES[0], WRITTEN, LINES[2], "#넷째 문단"]]),
    ("caret", 3, "째", [[LINES[0], WRITTEN, *LINES[2:]]]),
]


def compose(page: Page, keyboard: CDPSession, step: str) -> None:
    if step.endswith("|"):
        keyboard.send("Input.insertText", {"text": step[:-1]})
    else:
        at = len(step)
        keyboard.send(
            "Input.imeSetComposition", {"text": step, "selectionStart": at, "selectionEnd": at}
        )


def settle(page: Page) -> None:
    """The gate opens 60 ms after the last syllable."""
    page.wait_for_function("harness.isSettled()", polling=20)


@pytest.mark.e2e
@pytest.mark.parametrize(
    ("moment", "has_pause"),
    [(1, False), (6, True), *(pytest.param(*each, marks=pytest.mark.slow) for each in BETWEEN)],
)
def test_text_is_exact_whatever_a_colleague_does_meanwhile(
    page: Page, keyboard: CDPSession, moment: int, *, has_pause: bool
) -> None:
    """[ED10]"""
    wrong = []
    for act, block, letter, exact in CASES:
        page.evaluate("texts => harness.setup(texts)", LINES)
        page.evaluate("([b, o]) => harness.caret(b, o)", [1, CARET])
        for index, step in enumerate(STEPS):
            compose(page, keyboard, step)
            if index == moment:
                page.evaluate("a => harness.act(...a)", [act, block, letter])
            if has_pause and step.endswith("|"):
                settle(page)
        settle(page)
        found = page.evaluate("harness.result()")
        agree = found["ours"] == found["theirs"] == found["shown"]
        if not agree or found["ours"] not in exact:
            wrong.append((act, block, letter, found))
    assert wrong == []
