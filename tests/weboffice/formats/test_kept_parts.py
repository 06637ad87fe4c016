"""What a file has beside its text, from its import to its export."""

import subprocess
from pathlib import Path

from sqlalchemy import select, update

from tests.support.world import World
from tests.weboffice.batches.test_batches import hold, written
from tests.weboffice.documents.test_gone import purge
from tests.weboffice.formats.test_conversions import imported, needs_sandbox, told, upload, worked
from tests.weboffice.paper import word_insets
from tests.weboffice.paper.test_kept import WORD
from weboffice.formats import kept
from weboffice.formats.kept import kept_parts
from weboffice.paper import box
from weboffice.paper.features import Feature
from weboffice.paper.fragments import insets_in
from weboffice.paper.safe import open_package

F = Feature


@needs_sandbox
def test_what_is_kept_is_said_and_comes_back_in_the_same_format_alone(world: World) -> None:
    """[FM8]"""
    made = worked(world, upload(world, "기관 서식.docx", WORD))
    assert {"styles", "theme", "data", "columns"} <= set(made["kept"])
    person = world.as_user("kim")
    path = f"/api/office/conversions/{made['id']}"
    document_id = told(person.post(f"{path}/keep"))["document_id"]
    found = told(person.get(f"/api/office/documents/{document_id}/formats"))["formats"]
    assert {one["format"]: one["kept"] for one in found}["docx"] == made["kept"]
    assert not any(one["kept"] for one in found if one["format"] != "docx")
    parts: dict[str, frozenset[str]] = {}
    for name in ("docx", "hwpx"):
        left = told(person.post(f"/api/office/documents/{document_id}/exports", format=name))
        done = worked(world, left)
        assert (done["state"], bool(done["kept"])) == ("ready", name == "docx")
        data = person.get(f"/api/office/conversions/{left['id']}/content").data
        parts[name] = open_package(data).names
    assert {"word/theme/theme1.xml", "customXml/item1.xml"} <= parts["docx"]


@needs_sandbox
def test_what_was_kept_and_cannot_be_opened_holds_nobody_up(world: World) -> None:
    """[FM5] [FM8]"""
    document_id = imported(world, "기관 서식.docx", WORD)
    with world.begin() as tx:
        tx.db.execute(update(kept_parts).values(package=b"no package"))
    person = world.as_user("kim")
    left = told(person.post(f"/api/office/documents/{document_id}/exports", format="docx"))
    done = worked(world, left)
    assert (done["state"], done["kept"]) == ("ready", {})
    assert done["losses"]["styles"] > 0


@needs_sandbox
def test_what_was_kept_goes_with_its_document(world: World) -> None:
    """[FM8] [OF5]"""
    first, alone = (imported(world, f"{n}.docx", WORD) for n in ("가", "나"))
    purge(world, alone, "kim")
    world.workplace.office.forget_gone().run()
    with world.begin() as tx:
        assert set(tx.db.scalars(select(kept_parts.c.document_id))) == {first}


@needs_sandbox
def test_a_copy_with_what_was_written_while_away_takes_it_along(world: World) -> None:
    """[FM8] [ED12]"""
    document_id = imported(world, "기관 서식.docx", WORD)
    batch = hold(world, document_id, written(world, document_id, "옛글"), "kim")
    person = world.as_user("kim")
    copy = told(person.post(f"/api/office/batches/{batch}/copy", title="사본"))["document_id"]
    with world.begin() as tx:
        assert kept.find(tx.db, copy) == kept.find(tx.db, document_id) is not None
        assert kept.package(tx.db, copy) == kept.package(tx.db, document_id)


@needs_sandbox
def test_what_stands_in_the_text_comes_back_and_is_counted_elsewhere(world: World) -> None:
    """[FM10] A chart that its writers kept, through the document that they share."""
    document_id = imported(world, "예산.docx", word_insets.whole())
    person = world.as_user("kim")
    found = told(person.get(f"/api/office/documents/{document_id}/formats"))["formats"]
    losses = {one["format"]: one["losses"] for one in found}
    assert "chart" not in losses["docx"]
    assert "chart" not in losses["pdf"]
    assert losses["hwpx"]["chart"] == losses["odt"]["chart"] == 1
    left = told(person.post(f"/api/office/documents/{document_id}/exports", format="docx"))
    done = worked(world, left)
    assert (done["state"], done["losses"]) == ("ready", {})
    data = person.get(f"/api/office/conversions/{left['id']}/content").data
    again = box.read("docx", data)
    kinds = [inset.what for inset in insets_in(again.paper)]
    assert kinds == [F.EQUATION, F.CHART, F.SHAPE, F.OBJECT, F.CONTROL]


@needs_sandbox
def test_sections_are_printed_as_their_file_has_them(world: World, tmp_path: Path) -> None:
    """[FM8] [PG5] The editor shows them, so nothing is said of them."""
    made = worked(world, upload(world, "구역.docx", word_insets.turned_in_the_middle()))
    assert "section" not in made["kept"]
    person = world.as_user("kim")
    document_id = told(person.post(f"/api/office/conversions/{made['id']}/keep"))["document_id"]
    left = told(person.post(f"/api/office/documents/{document_id}/exports", format="pdf"))
    done = worked(world, left)
    assert (done["state"], done["losses"], done["kept"]) == ("ready", {}, {})
    file = tmp_path / "a.pdf"
    file.write_bytes(person.get(f"/api/office/conversions/{left['id']}/content").data)
    pages = [told_of(file, number) for number in (1, 2)]
    assert ["첫 구역" in text for _, text in pages] == [True, False]
    assert ["둘째 구역" in text for _, text in pages] == [False, True]
    assert [wide > tall for (wide, tall), _ in pages] == [False, True]


def told_of(file: Path, page: int) -> tuple[tuple[float, float], str]:
    """Its width and height in points, and its words."""
    one = ["-f", str(page), "-l", str(page), str(file)]
    said = subprocess.run(["pdfinfo", *one], capture_output=True, text=True, check=True).stdout
    size = next(line for line in said.splitlines() if "size:" in line and line.startswith("Page"))
    wide, _, tall = size.partition(":")[2].split()[:3]
    told = subprocess.run(["pdftotext", *one, "-"], capture_output=True, text=True, check=True)
    return (float(wide), float(tall)), told.stdout
