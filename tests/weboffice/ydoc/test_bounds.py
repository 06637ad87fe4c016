import random
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pycrdt import Doc, Map, Text, XmlElement, XmlFragment, XmlText

from weboffice.editing.codec import uint
from weboffice.templates.rules import TEMPLATES
from weboffice.ydoc.bounds import check_state, check_update
from weboffice.ydoc.machine import BadUpdate, SharedDoc
from weboffice.ydoc.rules import seed

HEAD = b"\x01\x01\x05\x00"  # one client, one struct, client 5, clock 0
ROOT = b"\x01\x01a"


def rich_update() -> bytes:
    """Every content that Yjs writes: text, marks, embeds, types, values, bytes, deletions."""
    doc: Doc[Any] = Doc(client_id=7)
    text = doc.get("t", type=Text)
    text.insert(0, "한글 abc", {"bold": {}})
    text.insert_embed(0, {"image": "x"})
    del text[1:4]  # after the embed, three bytes: one syllable
    values: Map[Any] = doc.get("m", type=Map)
    values["a"] = {"b": [1, -700, 2.5, None, True, "x"]}
    body = doc.get("x", type=XmlFragment)
    body.children.append(XmlElement("p", {"id": "1"}, [XmlText("글")]))
    return doc.get_update()


def test_what_clients_write_passes_and_names_its_author() -> None:
    """[ED6]"""
    assert check_update(rich_update()) == 7
    for template in TEMPLATES:
        check_update(seed(template.blocks, lambda: "a"))
    assert check_update(b"\x00\x00") == 0


NO_DELETIONS = b"\x00"


@pytest.mark.parametrize(
    ("bomb", "why"),
    [
        (uint(60_000_000), "count"),
        (b"\x01" + uint(1 << 31) + b"\x05\x00", "count"),
        (HEAD + b"\x08" + ROOT + b"\x01\x76" + uint(100_000_000), "count"),
        (HEAD + b"\x08" + ROOT + b"\x01" + b"\x75\x01" * 9 + b"\x7e" + NO_DELETIONS, "value"),
        (HEAD + b"\x05" + ROOT + uint(40) + b"[" * 40 + NO_DELETIONS, "json"),
        (HEAD + b"\x05" + ROOT + uint(8_000) + b" " * 8_000 + NO_DELETIONS, "json"),
        (HEAD + b"\x0b" + ROOT + NO_DELETIONS, "content"),
        (HEAD + b"\x07" + ROOT + b"\x07" + NO_DELETIONS, "type"),
        (HEAD + b"\x04" + ROOT + uint(9) + NO_DELETIONS, "length"),
        (rich_update() + b"\x00", "tail"),
        (b"\xff" * 9, "number"),
        (b"", "cut short"),
    ],
    ids=[
        "clients", "structs", "map", "nested", "brackets", "json", "move", "type", "length",
        "tail", "number", "nothing",
    ],
)  # fmt: skip
def test_an_update_that_claims_more_than_it_holds_never_reaches_the_library(
    bomb: bytes, why: str
) -> None:
    """[ED6] Each is whole but for what it is refused for: no other bound would stop it."""
    with pytest.raises(BadUpdate, match=why):
        check_update(bomb)


@pytest.mark.parametrize("claims", [2, 60_000_000, 1 << 52])
def test_a_state_that_claims_more_clients_than_it_holds_never_reaches_the_library(
    claims: int,
) -> None:
    """[ED6]"""
    with pytest.raises(BadUpdate, match="count"):
        check_state(uint(claims) + b"\x05\x00")
    check_state(SharedDoc([rich_update()]).state())


@given(st.integers(0, 2**32))
@example(3190)  # pycrdt ends this one with RuntimeError
def test_whatever_passes_can_be_applied_or_is_refused_without_harm(seed_: int) -> None:
    """[ED6]"""
    dice = random.Random(seed_)  # noqa: S311 - not a secret
    data = bytearray(rich_update())
    for _ in range(dice.randint(1, 4)):
        data[dice.randrange(len(data))] = dice.randrange(256)
    shared = SharedDoc()
    try:
        check_update(bytes(data))
        shared.apply(bytes(data))
    except BadUpdate:
        return
    shared.whole()
