"""The shape against the words of the standard: OData 4.0 CSDL."""

import re
from typing import Any

from lxml import etree

from mobile_admin.exports import rules
from mobile_admin.exports.model import Book, Kind
from mobile_admin.exports.shape import CENTRAL, OWN, links_of, metadata, shapes_of
from mobile_admin.xforms.form import Form, read
from tests.mobile_admin.exports.csdl import faults

EDM = "{http://docs.oasis-open.org/odata/ns/edm}"
SIMPLE = re.compile(r"[^\W\d]\w{0,127}")
OLD = ('<g><a-b/><a_b/><pets><name/><toys><toy/></toys></pets></g><was_group><inner/></was_group>'
       "<grew/>")  # fmt: skip
NEW = "<g><a-b/></g><was_group/><grew/>"
BINDS = (("g/a-b", "int"), ("g/a_b", "string"), ("g/pets/name", "string"),
         ("g/pets/toys/toy", "string"), ("was_group/inner", "string"))  # fmt: skip


def form(version: str, body: str, binds: Any, repeats: Any = ()) -> Form:
    told = "".join(f'<bind nodeset="/data/{path}" type="{kind}"/>' for path, kind in binds)
    asked = "".join(f'<input ref="/data/{path}"><label>{path}</label></input>' for path, _ in binds)
    looped = "".join(f'<group><repeat nodeset="/data/{path}"/></group>' for path in repeats)
    return read(
        f'<html xmlns="http://www.w3.org/1999/xhtml" xmlns:x="http://www.w3.org/2002/xforms"><head>'
        f'<title>t</title><x:model><x:instance><data id="f" version="{version}">{body}</data>'
        f"</x:instance>{told}</x:model></head><body>{looped}{asked}</body></html>".encode()
    )


def book() -> Book:
    old = form("1", OLD, (*BINDS, ("grew", "int")), ("g/pets", "g/pets/toys"))
    new = form("2", NEW, (("g/a-b", "int"), ("was_group", "string"), ("grew", "decimal")))
    known = {"2": new, "1": old}
    repeats = {version: rules.repeats_of(each) for version, each in known.items()}
    return Book("t", "f", rules.tables_of(known.values()), known, repeats)


def test_names_are_the_standard_s_and_each_once_in_its_place() -> None:
    """[EX7]"""
    shape = etree.fromstring(metadata(shapes_of(book(), OWN)).encode())
    for element in shape.iter(f"{EDM}EntityType", f"{EDM}ComplexType", f"{EDM}EntityContainer"):
        names = [child.get("Name") for child in element if child.get("Name")]
        assert len(names) == len(set(names)), names
        assert all(SIMPLE.fullmatch(name) for name in (*names, element.get("Name")))
    kinds = [e.get("Name") for e in shape.iter(f"{EDM}EntityType", f"{EDM}ComplexType")]
    assert len(kinds) == len(set(kinds))
    for told in shape.iter(f"{EDM}Property", f"{EDM}NavigationProperty", f"{EDM}EntitySet"):
        kind = (told.get("Type") or told.get("EntityType")).removeprefix("Collection(").strip(")")
        assert kind.startswith("Edm.") or kind.rpartition(".")[2] in kinds


def test_a_strict_reader_takes_it_whatever_the_form_is_called() -> None:
    """[EX7]"""
    told = metadata(shapes_of(book(), OWN))
    assert faults(told) == []
    wrong = (('Path="g/pets"', 'Path="pets"'), (' Scale="variable"', ""), ('_g_pets"', '_x"'))
    for was, other in wrong:
        assert was in told
        assert faults(told.replace(was, other)) != []
    long = "나" * 90
    body = f"<{long}><{long}><pets><name⁰/></pets></{long}></{long}>"
    path = f"{long}/{long}/pets"
    read_in = form("1", body, ((f"{path}/name⁰", "dateTime"),), (path,))
    repeats = {"1": rules.repeats_of(read_in)}
    deep = Book("t", "f", rules.tables_of([read_in]), {"1": read_in}, repeats)
    assert faults(metadata(shapes_of(deep, OWN))) == []


def test_bindings_lead_through_groups_to_sets_that_there_are() -> None:
    """[EX7]"""
    shape = etree.fromstring(metadata(shapes_of(book(), OWN)).encode())
    sets = {e.get("Name"): e for e in shape.iter(f"{EDM}EntitySet")}
    bound = {
        (name, b.get("Path")): b.get("Target")
        for name, each in sets.items()
        for b in each.iter(f"{EDM}NavigationPropertyBinding")
    }
    assert bound == {
        ("Submissions", "g/pets"): "Submissions_g_pets",
        ("Submissions_g_pets", "toys"): "Submissions_g_pets_toys",
    }


def test_a_row_of_what_repeats_in_a_group_belongs_to_the_table_around_it() -> None:
    """[EX7]"""
    shapes = shapes_of(book(), CENTRAL)
    assert [shape.name for shape in shapes.values()] == [
        "Submissions", "Submissions.g.pets", "Submissions.g.pets.toys",
    ]  # fmt: skip
    parents = [shape.parent for shape in shapes.values()]
    assert parents == ["", "__Submissions-id", "__Submissions-g-pets-id"]
    assert list(links_of(shapes[()])) == [("g", "pets")]


def test_versions_that_ask_differently_share_a_column_that_holds_both() -> None:
    """[EX7] [EX1]"""
    [whole, *_] = book().tables
    kinds = {column.path: column.kind for column in whole.columns}
    assert kinds[("grew",)] is Kind.DECIMAL
    assert {("was_group",), ("was_group", "inner")} <= set(kinds)


def test_what_is_not_of_its_kind_is_no_answer() -> None:
    """[EX3]"""
    wrong = {
        Kind.INTEGER: ("9" * 20, "1_0", "x"), Kind.DECIMAL: ("nan", "inf"), Kind.DATE: ("soon",),
        Kind.MOMENT: ("2026-11-26T25:00",), Kind.POINT: ("nan 1", "1"),
    }  # fmt: skip
    assert [rules.typed(value, kind) for kind, values in wrong.items() for value in values] == (
        [None] * 9
    )
    assert rules.typed("2026-11-26T10:00:00", Kind.MOMENT) == "2026-11-26T10:00:00+09:00"
