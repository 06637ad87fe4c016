"""What ISO 19005-3 asks of a file, in a sealed notice; veraPDF is in no registry of ours. Of the
programs that are, one judges by its rules and two look at file and signature."""

import shutil
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from lxml import etree
from pikepdf import pdfa
from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    StreamObject,
    TextStringObject,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from tests.mobile_admin.notices.office import issued, pdf_of
from tests.support.world import World

PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
FORBIDDEN = {"/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/JavaScript", "/Hide"}
# What that program leaves to others: the seal's field and permission, files inside, shades, ETSI.
UNJUDGED = {
    "pikepdf:schema-Catalog", "pikepdf:embedded-file", "pikepdf:schema-Resources",
    "pikepdf:schema-Extensions",
}  # fmt: skip
STANDARD_FILTERS = {"/FlateDecode", "/DCTDecode", "/ASCIIHexDecode", "/ASCII85Decode"}


def objects(reader: PdfFileReader) -> Iterator[Any]:
    """Each object of the file that something leads to, once."""
    seen: set[tuple[int, int]] = set()
    waits: list[Any] = [reader.trailer_view]
    while waits:
        found = waits.pop()
        if isinstance(found, IndirectObject):
            if (found.idnum, found.generation) in seen:
                continue
            seen.add((found.idnum, found.generation))
            found = reader.get_object(found)  # type: ignore[no-untyped-call]
        yield found
        if isinstance(found, DictionaryObject):
            waits += [found.raw_get(key) for key in found]
        elif isinstance(found, ArrayObject):
            waits += list(found)


def test_a_sealed_notice_keeps_what_an_archive_asks_of_it(world: World) -> None:
    """[NO8]"""
    reader = PdfFileReader(BytesIO(pdf_of(world, issued(world)["id"])))
    found = list(objects(reader))
    dictionaries = [each for each in found if isinstance(each, DictionaryObject)]
    assert not reader.encrypted, "6.1.3: no encryption"
    assert len(reader.trailer_view["/ID"]) == 2, "6.1.3: the file has an identifier"
    streams = [each for each in found if isinstance(each, StreamObject)]
    filters = {str(f) for s in streams for f in named(s.get("/Filter"))}
    assert filters <= STANDARD_FILTERS, "6.1.7: no LZW, no crypt filter"
    assert not any("/F" in s for s in streams), "6.1.7: nothing lies outside the file"
    actions = {str(d.get("/S")) for d in dictionaries} | {k for d in dictionaries for k in d}
    assert not actions & FORBIDDEN, "6.5.1: nothing runs"
    assert "/AA" not in reader.root, "6.5.2: nothing runs by itself"
    assert "/NeedAppearances" not in reader.root["/AcroForm"], "6.4.1"
    fonts = [d for d in dictionaries if d.get("/Type") == "/FontDescriptor"]
    assert fonts
    assert all("/FontFile2" in f or "/FontFile3" in f for f in fonts), "6.2.11.4: embedded"
    whole = [d for d in dictionaries if d.get("/Type") == "/Font" and "/ToUnicode" not in d]
    assert all(str(d["/Subtype"]).startswith("/CIDFont") for d in whole), "6.2.11.7: readable"


def test_its_colours_and_its_word_for_itself_are_the_standard_s(world: World) -> None:
    """[NO8]"""
    root: Any = PdfFileReader(BytesIO(pdf_of(world, issued(world)["id"]))).root
    [intent] = [each.get_object() for each in root["/OutputIntents"]]
    profile = intent["/DestOutputProfile"]
    assert (intent["/S"], profile["/N"]) == ("/GTS_PDFA1", 3)
    assert profile.data[36:40] == b"acsp", "6.2.3: a profile of the ICC"
    told = etree.fromstring(root["/Metadata"].data)
    said = {e.tag: e.text for e in told.iter()} | {k: v for e in told.iter() for k, v in e.items()}
    assert (said[f"{PDFA}part"], said[f"{PDFA}conformance"]) == ("3", "B")
    for each in root["/AF"]:
        spec = each.get_object()
        assert {"/F", "/UF", "/AFRelationship", "/Desc"} <= set(spec), "6.8"
        assert spec["/EF"]["/F"]["/Subtype"], "6.8: a kind of its own"


def test_another_program_finds_nothing_against_its_rules(world: World) -> None:
    """[NO8] By the rules that veraPDF counts. It stops at what it does not look into: the whole is
    judged once as it is, and once without the seal and the files inside."""
    pdf = pdf_of(world, issued(world)["id"])
    plain = pikepdf.open(BytesIO(pdf))
    for name in ("/AcroForm", "/Perms", "/AF", "/Names"):
        del plain.Root[name]
    del plain.pages[-1]["/Annots"]
    for judged in (judgement(BytesIO(pdf)), judgement(written(plain))):
        assert [str(each) for each in judged if each.kind == "violation"] == []
        assert {each.rule for each in judged} <= UNJUDGED, "what it does not judge is known"
    del plain.Root.OutputIntents
    told = {each.rule for each in judgement(written(plain))}
    assert "ISO_19005_3:6.2.4.3-2" in told, "it says so of colours that nothing explains"


def judgement(pdf: BytesIO) -> list[pdfa.Finding]:
    return pdfa.validate_written(pdf, "3b").findings


def written(pdf: pikepdf.Pdf) -> BytesIO:
    copy = BytesIO()
    pdf.save(copy)
    return copy


@pytest.mark.slow
def test_other_programs_read_it_and_hold_its_seal_for_whole(world: World, tmp_path: Path) -> None:
    """[NO8] [NV2] qpdf the file, poppler the signature; of an update poppler says that it is not
    under it."""
    file = tmp_path / "notice.pdf"
    file.write_bytes(pdf_of(world, issued(world)["id"]))
    assert "No syntax or stream encoding errors" in said(["qpdf", "--check", str(file)])
    sealed = said(["pdfsig", "-nocert", str(file)])
    assert sealed.count("Signature #") == 1
    assert "Signature is Valid" in sealed
    assert "- Total document signed" in sealed
    writer = IncrementalPdfFileWriter(BytesIO(file.read_bytes()))
    writer.root["/Lang"] = TextStringObject("en")
    writer.update_root()  # type: ignore[no-untyped-call]
    with file.open("wb") as out:
        writer.write(out)  # type: ignore[no-untyped-call]
    assert "Not total document signed" in said(["pdfsig", "-nocert", str(file)])


def said(program: list[str]) -> str:
    if not shutil.which(program[0]):
        pytest.skip("deploy/packages-dev.txt has it")
    return subprocess.run(program, capture_output=True, text=True, check=False).stdout


def named(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, ArrayObject) else [value]
