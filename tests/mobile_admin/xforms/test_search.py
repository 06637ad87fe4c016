"""`search()` becomes a choice from a list in a file, wherever that says the same."""

import pytest

from mobile_admin.xforms.form import read
from mobile_admin.xforms.search import plain

ITEM = "<item><label>label</label><value>name</value></item>"


def form(appearance: str, items: str = ITEM, more: str = "") -> str:
    return (
        '<?xml version="1.0"?><h:html xmlns="http://www.w3.org/2002/xforms" '
        'xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa">'
        "<h:head><h:title>t</h:title><model><instance>"
        '<data id="f" version="1"><city/><town/><meta><instanceID/></meta></data></instance>'
        f'{more}<bind nodeset="/data/city" type="string"/>'
        '<bind nodeset="/data/town" type="string"/>'
        '</model></h:head><h:body><input ref="/data/city"><label>시</label></input>'
        f'<select1 ref="/data/town" appearance="{appearance}"><label>곳</label>{items}</select1>'
        "</h:body></h:html>"
    )


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("search('towns')", ""),
        ("search( 'towns', 'matches', 'city', /data/city )", "[city = /data/city]"),
        ("search('towns', 'contains', 'a, b', '가')", "[(contains(a, '가') or contains(b, '가'))]"),
        ("search('towns', 'startswith', 'a', concat('x', 'y'), 'city', ../city)",
         "[starts-with(a, concat('x', 'y')) and city = current()/../city]"),
        ("search('towns', 'endswith', 'a', 'x')", "[ends-with(a, 'x')]"),
    ],
)  # fmt: skip
def test_its_words_are_said_as_a_filter(said: str, meant: str) -> None:
    """[MF9]"""
    changed = plain(form(f"minimal {said}").encode()).decode()
    assert f"nodeset=\"instance('towns')/root/item{meant}\"" in changed
    assert 'appearance="minimal"' in changed
    found = read(changed.encode())
    assert found.gaps == ()
    assert [each.name for each in found.files] == ["towns.csv"]


@pytest.mark.parametrize(
    "wrong",
    [
        form("search('towns', 'near', 'city', /data/city)"),
        form("search(/data/city)"),
        form("search('towns', 'matches')"),
        form("search('towns')", ITEM + ITEM),
        form("search('towns')", "<item><label>a, b</label><value>name</value></item>"),
        form("search('towns')", more='<instance id="towns"><root/></instance>'),
    ],
)
def test_what_a_file_cannot_say_stays_and_is_refused_with_advice(wrong: str) -> None:
    """[MF9]"""
    [gap] = read(plain(wrong.encode())).gaps
    assert (gap.is_malformed, gap.instead, gap.path) == (True, "search_instead", "/data/town")


def test_a_default_of_last_time_and_external_choices_are_refused_with_advice() -> None:
    """[MF9]"""
    last = form("minimal", more=(
        '<instance id="__last-saved" src="jr://instance/last-saved"/>'
        "<setvalue ref='/data/city' event='odk-instance-first-load'"
        " value=\"instance('__last-saved')/data/city\"/>"
    ))  # fmt: skip
    [gap] = read(last.encode()).gaps
    assert (gap.path, gap.column, gap.instead) == ("/data/city", "default", "last_saved_instead")
    outside = form("").replace(
        '<input ref="/data/city">', '<input ref="/data/city" query="instance(\'x\')/root/item">'
    )
    [gap] = read(outside.encode()).gaps
    assert (gap.path, gap.instead) == ("/data/city", "external_instead")
