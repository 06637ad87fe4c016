import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile_admin.xforms.check import Facts, Fault, check
from mobile_admin.xforms.expressions import compiled, nodes_of
from mobile_admin.xforms.files import FileKind, Wanted
from mobile_admin.xforms.form import read
from mobile_admin.xforms.functions import FUNCTIONS
from mobile_admin.xforms.lists import ListRefused, canonical, read_list
from mobile_admin.xforms.safe import as_node, parse
from mobile_admin.xforms.setting import Budget, Context, Setting
from mobile_admin.xforms.values import Listing, Node
from tests.mobile_admin.xforms.test_check import NOW
from tests.support.form_files import TOWNS, many_towns

WISH = Wanted("towns.csv", FileKind.LIST, frozenset({"name", "label"}), frozenset({"name"}))
words = st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=8)


@given(st.lists(st.tuples(words, words), min_size=1, max_size=20))
def test_what_a_list_says_is_what_was_written_whatever_the_letters(
    rows: list[tuple[str, str]],
) -> None:
    """[MF7] [MF8]"""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(("name", "label"))
    for at, (one, other) in enumerate(rows):
        writer.writerow((f"n{at}", f"{one} {other}"))
    kept = canonical(WISH, out.getvalue().encode())
    again = canonical(WISH, kept.data)
    assert (again.data, kept.rows) == (kept.data, len(rows))
    root = read_list("towns.csv", kept.data)
    assert [row.children[0].text for row in root.children] == [f"n{n}" for n in range(len(rows))]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), max_size=30))
def test_rows_found_by_a_column_are_those_that_each_row_would_answer(
    rows: list[tuple[str, str]],
) -> None:
    """[MF8] A list is asked by its index; what is asked is what counts."""
    listing, plain = Listing("root"), Node("root")
    for at, (kind, place) in enumerate(rows):
        for root in (listing, plain):
            item = root.add(Node("item"))
            for name, cell in (("at", str(at)), ("kind", kind), ("place", place)):
                item.add(Node(name, cell))
    answers = as_node(parse(b"<data><kind>a</kind><place>x</place></data>", 1000))
    for condition in (
        "kind = /data/kind", "kind='b'", "kind = /data/kind and place = /data/place",
        "kind = current()/../kind and place != 'x'", "kind = /data/kind or place = 'x'",
        "kind = /data/kind and position() = 1", "kind = place", "contains(kind, 'a')",
    ):  # fmt: skip
        evaluate = compiled(f"instance('l')/root/item[{condition}]", FUNCTIONS)
        found = []
        for root in (listing, plain):
            setting = Setting(answers, {"l": root}, NOW, None, Budget())
            origin = answers.children[0]
            said = nodes_of(evaluate(Context(origin, origin, setting)))
            found.append([node.children[0].text for node in said])
        assert found[0] == found[1], condition


XFORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>t</h:title><model>
<instance><data id="f" version="1"><city/>{fields}</data></instance>
<instance id="towns" src="jr://file-csv/towns.csv"/>
<bind nodeset="/data/city" type="string"/>{binds}</model></h:head><h:body>
<input ref="/data/city"/>{body}</h:body></h:html>"""


def test_forty_questions_upon_ten_thousand_rows_are_checked_within_the_bounds() -> None:
    """[MF8] [FS4]"""
    names = [f"t{n}" for n in range(40)]
    xform = XFORM.format(
        fields="".join(f"<{n}/>" for n in names),
        binds="".join(f'<bind nodeset="/data/{n}" type="string"/>' for n in names),
        body="".join(
            f'<select1 ref="/data/{n}"><itemset nodeset="instance(\'towns\')/root/item'
            '[city = /data/city]"><value ref="name"/><label ref="label"/></itemset></select1>'
            for n in names
        ),
    )
    form = read(xform.encode(), {"towns.csv": many_towns()})
    given_town = "".join(f"<{n}>t1</{n}>" for n in names[:-1])
    answers = f'<data id="f" version="1"><city>garam</city>{given_town}<t39>t2</t39></data>'
    found = check(form, as_node(parse(answers.encode(), 100_000)), Facts(NOW))
    assert [(each.path, each.fault) for each in found] == [("/data/t39", Fault.CHOICE)]


def test_a_list_of_more_rows_than_a_phone_holds_is_refused() -> None:
    """[MF7]"""
    with pytest.raises(ListRefused, match="list_too_long 20000"):
        canonical(WISH, many_towns(20_001))
    assert canonical(WISH, many_towns(20_000)).rows == 20_000
    assert canonical(WISH, TOWNS).data == TOWNS
