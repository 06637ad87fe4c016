"""The broken notice is called broken."""

from io import BytesIO

from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from mobile_admin.proofs.model import Judgement
from mobile_admin.proofs.rules import is_drawn_from, judged
from mobile_admin.seals.examining import examine
from tests.mobile_admin.proofs.papers import NOW, PAPER, seal_file, sealed, unsealed

LONG = 30_000  # at least so many bytes has a notice
PLACES = st.integers(0, LONG)


def judgement(copy: bytes) -> Judgement:
    original = sealed()
    examined = examine(copy, seal_file("ours").roots, NOW)
    drawn, named = is_drawn_from(original, copy), PAPER.code in examined.names
    return judged(examined, is_same=copy == original, is_drawn=drawn, is_named=named)


def flipped(data: bytes, places: set[int], bit: int) -> bytes:
    copy = bytearray(data)
    for place in places:
        copy[place * len(data) // (LONG + 1)] ^= 1 << bit
    return bytes(copy)


def test_the_document_itself_is_genuine() -> None:
    """[NV2]"""
    assert len(sealed()) > LONG
    assert judgement(sealed()) is Judgement.GENUINE


@settings(max_examples=150)
@given(places=st.sets(PLACES, min_size=1, max_size=64), bit=st.integers(0, 7))
def test_a_flipped_bit_anywhere_is_altered(places: set[int], bit: int) -> None:
    """[NV2]"""
    assert judgement(flipped(sealed(), places, bit)) is Judgement.ALTERED


@settings(max_examples=60)
@given(place=PLACES, more=st.binary(min_size=1, max_size=4000))
def test_bytes_put_in_or_hung_on_are_altered(place: int, more: bytes) -> None:
    """[NV2]"""
    data = sealed()
    assert judgement(data[:place] + more + data[place:]) is Judgement.ALTERED
    assert judgement(data + more) is Judgement.ALTERED


@settings(max_examples=60)
@given(place=st.integers(1024, LONG), gone=st.integers(1, 2000))
def test_bytes_cut_off_or_cut_out_are_altered(place: int, gone: int) -> None:
    """[NV2]"""
    data = sealed()
    assert judgement(data[:place]) is Judgement.ALTERED
    assert judgement(data[:place] + data[place + gone :]) is Judgement.ALTERED


@settings(max_examples=60)
@given(copy=st.binary(max_size=5000))
def test_what_is_no_document_of_ours_is_never_genuine_and_breaks_nothing(copy: bytes) -> None:
    """[NV2] [NV3]"""
    assert judgement(copy) in {Judgement.UNVERIFIED, Judgement.ALTERED}
    assert judgement(b"%PDF-1.7\n" + copy) is not Judgement.GENUINE


def test_a_foreign_seal_is_untrusted_and_no_seal_is_unverified() -> None:
    """[NV2]"""
    other = "0000-0000-0000-0002"
    assert judgement(sealed("다른 문서", "somebody else")) is Judgement.UNTRUSTED
    assert judgement(unsealed("다른 문서", other)) is Judgement.UNVERIFIED
    assert judgement(sealed("다른 문서")) is Judgement.UNVERIFIED


def test_saved_anew_without_its_seal_or_with_another_file_inside_it_is_altered() -> None:
    """[NV2] By a program that writes every byte anew: nothing stands where it stood, and still the
    file says whose code it has."""
    data = sealed()
    kept = copy_into_new_writer(PdfFileReader(BytesIO(data)))
    stripped = copy_into_new_writer(PdfFileReader(BytesIO(data)))
    for name in ("/AcroForm", "/Perms"):
        stripped.root.pop(name, None)
    for writer in (kept, stripped):
        file = writer.root["/Names"]["/EmbeddedFiles"]["/Names"][1]["/EF"]
        file["/F"] = writer.add_object(StreamObject(stream_data=b'{"decision": "another"}'))
        copy = BytesIO()
        writer.write(copy)  # type: ignore[no-untyped-call]
        assert not is_drawn_from(data, copy.getvalue())
        assert judgement(copy.getvalue()) is Judgement.ALTERED


def test_a_file_inside_that_was_replaced_by_an_update_is_altered() -> None:
    """[NV2] The sealed bytes are all there, and a reader shows another file."""
    writer = IncrementalPdfFileWriter(BytesIO(sealed()))
    file = writer.root["/Names"]["/EmbeddedFiles"]["/Names"][1]["/EF"]
    file["/F"] = writer.add_object(StreamObject(stream_data=b'{"decision": "another"}'))
    writer.update_container(file)
    copy = BytesIO()
    writer.write(copy)  # type: ignore[no-untyped-call]
    assert copy.getvalue().startswith(sealed())
    assert judgement(copy.getvalue()) is Judgement.ALTERED


def test_an_update_that_follows_the_seal_is_altered() -> None:
    """[NV2] What an editor appends leaves the sealed bytes as they were."""
    data = sealed()
    update = b"\n1 0 obj\n<<>>\nendobj\nxref\n0 0\ntrailer\n<</Size 1/Root 1 0 R/Prev 9>>\n%%EOF\n"
    assert judgement(data + update) is Judgement.ALTERED
