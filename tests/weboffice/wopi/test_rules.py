"""The lock machine, addresses and names, without anything around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weboffice.wopi import rules
from weboffice.wopi.model import Discovery, Mode
from weboffice.wopi.rules import Verb

texts = st.sampled_from(["a", "b", "A", '{"S":"a"}', "a "])


@given(st.lists(st.tuples(st.sampled_from(list(Verb)), texts, texts), max_size=30))
def test_a_lock_changes_only_for_who_names_it(acts: list[tuple[Verb, str, str]]) -> None:
    """[WO4]"""
    held = ""
    for verb, lock, old in acts:
        named = old if verb is Verb.RELOCK else lock
        if named != held and (held or verb is not Verb.LOCK):
            with pytest.raises(rules.LockMismatch) as refused:
                rules.turn(held, verb, lock, old)
            assert refused.value.held == held
            continue
        after = rules.turn(held, verb, lock, old)
        if held:
            assert held == (old if verb is Verb.RELOCK else lock)
        else:
            assert verb is Verb.LOCK
        assert after == ("" if verb is Verb.UNLOCK else lock)
        held = after


@given(st.sampled_from(["", "a"]), st.sampled_from(["", "a", "b"]), st.integers(0, 2))
def test_writing_wants_the_lock_or_an_empty_file(held: str, lock: str, size: int) -> None:
    """[WO5]"""
    may = held == lock and (held != "" or size == 0)
    if may:
        rules.check_put(held, lock, size)
    else:
        with pytest.raises(rules.LockMismatch):
            rules.check_put(held, lock, size)


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("", ""),
        (" https://Office.Example/ ", "https://office.example"),
        ("https://office.example:443", "https://office.example"),
        ("https://office.example:9980", "https://office.example:9980"),
        ("https://10.1.2.3", "https://10.1.2.3"),
    ],
)
def test_an_origin_is_kept_in_one_spelling(text: str, origin: str) -> None:
    """[WO1]"""
    assert rules.clean_origin(text) == origin


@pytest.mark.parametrize(
    "text",
    [
        "http://office.example", "office.example", "https://", "https://office.example/hosting",
        "https://user@office.example", "https://office.example?x", "https://office.example#x",
        "https://localhost", "https://127.0.0.1", "https://127.1", "https://169.254.169.254",
        "https://[::1]", "https://office.example:0", "https://office.example:99999",
        "https://a b", "https://office.example; script-src *", "https://*.example", "https://오피스",
    ],
)  # fmt: skip
def test_what_is_no_origin_is_refused(text: str) -> None:
    """[WO1]"""
    with pytest.raises(rules.BadOrigin):
        rules.clean_origin(text)


def test_the_action_follows_right_and_type() -> None:
    """[WO3]"""
    edit, view = "https://o/edit?", "https://o/view?"
    known = Discovery(
        {
            "docx": {Mode.EDIT: edit, Mode.VIEW: view},
            "odt": {Mode.EDIT: edit},
            "hwp": {Mode.VIEW: view},
        }
    )
    assert rules.choose(known, "a.DOCX", may_write=True) == (Mode.EDIT, edit)
    assert rules.choose(known, "a.docx", may_write=False) == (Mode.VIEW, view)
    assert rules.choose(known, "a.odt", may_write=False) == (Mode.VIEW, edit)
    assert rules.choose(known, "a.hwp", may_write=True) == (Mode.VIEW, view)
    with pytest.raises(rules.TypeUnknown):
        rules.choose(known, "docx", may_write=True)


def test_placeholders_are_filled_or_dropped() -> None:
    """[WO1]"""
    source = "https://o/e?<ui=UI_LLCC&><rs=DC_LLCC&><dchat=DISABLE_CHAT&>x=1&"
    assert rules.action_url(source, "http://h/wopi/files/1", "en") == (
        "https://o/e?ui=en-US&rs=en-US&x=1&WOPISrc=http%3A%2F%2Fh%2Fwopi%2Ffiles%2F1&lang=en"
    )
    assert rules.action_url("https://o/e", "u", "ko") == "https://o/e?WOPISrc=u&lang=ko"


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_names_survive_headers(name: str) -> None:
    """[WO5]"""
    header = rules.to_utf7(name)
    assert rules.from_utf7(header) == name
