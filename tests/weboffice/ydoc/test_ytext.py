import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from weboffice.ydoc import ytext

letters = st.text(st.sampled_from("가나한글ㄱaé🙂 1"), max_size=6)


def shared_text() -> tuple[Doc[XmlFragment], XmlText]:
    doc: Doc[XmlFragment] = Doc()
    body = doc.get("text", type=XmlFragment)
    paragraph = XmlElement("paragraph")
    body.children.append(paragraph)
    text = XmlText()
    paragraph.children.append(text)
    return doc, text


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 1), st.floats(0, 1), letters), max_size=30))
def test_shared_text_changes_as_a_python_string_would(
    steps: list[tuple[bool, float, float, str]],
) -> None:
    """[ED11]"""
    _doc, text = shared_text()
    expected = ""
    for inserts, a, b, added in steps:
        start, stop = sorted((round(a * len(expected)), round(b * len(expected))))
        if inserts:
            ytext.insert(text, start, added)
            expected = expected[:start] + added + expected[start:]
        else:
            ytext.delete(text, start, stop)
            expected = expected[:start] + expected[stop:]
        assert ytext.plain(text) == expected


def test_an_index_beyond_the_end_is_refused() -> None:
    """[ED11]"""
    _doc, text = shared_text()
    ytext.append(text, "한글")
    with pytest.raises(IndexError):
        ytext.insert(text, 3, "!")
    with pytest.raises(IndexError):
        ytext.delete(text, -1, 2)
