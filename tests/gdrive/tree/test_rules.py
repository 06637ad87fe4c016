import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdrive.tree.model import Drive, DriveId, DriveKind, Kind, Made, Node, NodeId
from gdrive.tree.rules import (
    DEEPEST,
    LONGEST_NAME_BYTES,
    BadName,
    CycleMade,
    NotAFolder,
    RootFixed,
    TooDeep,
    bigrams,
    check_folder,
    check_movable,
    check_place,
    check_state,
    child_of,
    clean_name,
    numbered,
    root_of,
)
from kernel.actor import UserId
from kernel.errors import ConditionMissing, Stale
from kernel.text import name_key

DRIVE = Drive(DriveId("root"), DriveKind.PERSONAL, "ann", 100, 0)
MADE = Made(NodeId("n"), UserId("ann"), datetime(2030, 1, 7, tzinfo=UTC))
ROOT = root_of(DRIVE, "ann", Made(DRIVE.root_id, MADE.by, MADE.at))
hangul = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1)
names = st.one_of(hangul, st.text(min_size=1, max_size=300))


def child(kind: Kind = Kind.FILE, name: str = "a.txt") -> Node:
    return child_of(ROOT, DRIVE, kind, name, MADE)


@given(names)
def test_a_name_that_is_kept_misleads_nobody(name: str) -> None:
    """[TR2]"""
    try:
        kept = clean_name(name)
    except BadName:
        return
    assert 0 < len(kept.encode()) <= LONGEST_NAME_BYTES
    assert unicodedata.is_normalized("NFC", kept)
    assert kept == clean_name(kept)
    assert not set(kept) & set('/\\:*?"<>|\0\n\r\u202e')


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        ".",
        "..",
        "a/b",
        "a\\b",
        "nul",
        "COM1.txt",
        "끝.",
        "a\nb",
        "txt.\u202eexe",
        "가" * 86,
    ],
)
def test_names_that_would_mislead_are_refused(name: str) -> None:
    """[TR2]"""
    with pytest.raises(BadName):
        clean_name(name)


def test_a_name_typed_on_a_mac_is_the_same_name() -> None:
    """[TR1]"""
    assert clean_name(unicodedata.normalize("NFD", "한글 보고서.hwpx")) == "한글 보고서.hwpx"


@given(hangul, st.sampled_from(["", ".hwpx", ".tar.gz"]), st.integers(0, 12))
def test_a_numbered_name_is_free_and_still_a_name(stem: str, ending: str, times: int) -> None:
    """[TR1] [TR2]"""
    name, taken = clean_name(stem[:80] + ending), set[str]()
    for _ in range(times):
        found = numbered(name, taken)
        assert name_key(found) not in taken
        assert clean_name(found) == found
        assert found.endswith(ending.rpartition(".")[2])
        taken.add(name_key(found))


def test_a_name_of_nothing_but_an_ending_is_numbered_at_its_end() -> None:
    """[TR1]"""
    assert numbered(".env", {".env"}) == ".env (2)"


def test_a_change_names_the_state_it_is_about() -> None:
    """[TR4]"""
    node = child()
    check_state(node, f'"{node.etag}"')
    check_state(node, f'W/"x", "{node.etag}"')
    check_state(node, "*")
    with pytest.raises(ConditionMissing):
        check_state(node, None)
    with pytest.raises(Stale):
        check_state(node, '"n-0"')


def test_a_folder_is_never_put_into_itself_nor_too_deep() -> None:
    """[TR3]"""
    above = [NodeId(str(level)) for level in range(DEEPEST - 1)]
    check_place(NodeId("n"), 1, above)
    with pytest.raises(TooDeep):
        check_place(NodeId("n"), 2, above)
    with pytest.raises(CycleMade):
        check_place(NodeId("3"), 0, above)


def test_only_folders_hold_nodes_and_a_drives_own_folder_stays() -> None:
    """[TR3]"""
    check_folder(child(Kind.FOLDER, "b"))
    check_movable(child())
    with pytest.raises(NotAFolder):
        check_folder(child())
    with pytest.raises(RootFixed):
        check_movable(ROOT)


@given(hangul, hangul, hangul)
def test_a_word_within_a_name_has_no_bigram_that_the_name_lacks(a: str, b: str, c: str) -> None:
    """[SE1]"""
    assert bigrams(b) <= bigrams(f"{a}{b}{c}.hwpx 기타")
