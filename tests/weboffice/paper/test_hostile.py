"""Files that were made to harm are refused with a reason, never followed."""

import io
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hwpx import HwpxDocument
from hypothesis import given, settings
from hypothesis import strategies as st

from weboffice.paper import box, html_read, markdown
from weboffice.paper.docx import read as docx_read
from weboffice.paper.docx import write as docx_write
from weboffice.paper.features import Feature
from weboffice.paper.hwpx import read as hwpx_read
from weboffice.paper.hwpx import write as hwpx_write
from weboffice.paper.model import Form, Line, Paper, Read, Run, plain
from weboffice.paper.safe import Reason, Refusal, open_package, parse


def as_hwp(package: bytes) -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "a.hwp"
        HwpxDocument.open(io.BytesIO(package)).save_to_path(file)
        return file.read_bytes()


PAPER = Paper((Line((Run("한글"),), Form.HEADING, 1), Line((Run("본문"),))))
GOOD_HWPX = hwpx_write.write(PAPER)
GOOD_HWP = as_hwp(GOOD_HWPX)
GOOD = docx_write.write(PAPER)


def is_read(read: Callable[[bytes], Read], data: bytes) -> bool:
    """False when it was refused; anything else that it raises fails the test."""
    try:
        read(data)
    except Refusal:
        return False
    return True


READERS: list[Callable[[bytes], Read]] = [
    docx_read.read,
    hwpx_read.read,
    partial(box.read, "hwp"),
    partial(box.read, "docx"),
    partial(box.read, "hwpx"),
    html_read.read,
    markdown.read,
]


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def reason_of(data: bytes) -> Reason:
    with pytest.raises(Refusal) as refused:
        docx_read.read(data)
    return refused.value.reason


def test_a_bomb_is_refused_before_it_is_inflated() -> None:
    """[FM2]"""
    assert reason_of(packed(word__document=b"0" * (60 << 20))) is Reason.BOMB


def test_an_archive_that_climbs_out_of_its_folder_is_refused() -> None:
    """[FM2]"""
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("../../etc/cron.d/x", b"x")
    assert reason_of(out.getvalue()) is Reason.UNSAFE_NAMES


@pytest.mark.parametrize(
    "xml",
    [
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        b'<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><a>&d;</a>',
        b'<!DOCTYPE a SYSTEM "http://198.51.100.1/x.dtd"><a/>',
    ],
)
def test_entities_are_refused(xml: bytes) -> None:
    """[FM2]"""
    with pytest.raises(Refusal) as refused:
        parse(xml)
    assert refused.value.reason in {Reason.ENTITIES, Reason.DAMAGED}


def test_what_nests_without_end_is_refused() -> None:
    """[FM2]"""
    with pytest.raises(Refusal):
        parse(b"<a>" * 100_000 + b"</a>" * 100_000)


def test_a_picture_from_elsewhere_is_counted_and_not_fetched() -> None:
    """[FM2]"""
    found = html_read.read(b'<p>a</p><img src="http://198.51.100.1/x.png"><script>b</script>')
    assert found.losses == {Feature.EXTERNAL: 1}
    assert [plain(b) for b in found.paper.blocks if isinstance(b, Line)] == ["a"]


def test_a_macro_is_never_kept() -> None:
    """[FM2]"""
    out = io.BytesIO(GOOD)
    with ZipFile(out, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
    assert docx_read.read(out.getvalue()).losses == {Feature.MACRO: 1}


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_noise_is_refused_or_read(noise: bytes) -> None:
    """[FM2] No reader ends in anything but a paper or a reason."""
    for read in READERS:
        is_read(read, noise)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=6))
def test_a_damaged_archive_is_refused_or_read(at: int, noise: bytes) -> None:
    """[FM2]"""
    is_read(docx_read.read, GOOD[:at] + noise + GOOD[at + len(noise) :])


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_damaged_xml_in_a_good_archive_is_refused_or_read(data: st.DataObject) -> None:
    """[FM2]"""
    package = open_package(GOOD)
    parts = {name: package.read(name) for name in package.names}
    name = data.draw(st.sampled_from(sorted(parts)))
    at = data.draw(st.integers(0, len(parts[name])))
    noise = data.draw(
        st.sampled_from([b"<w:tbl>", b"<w:p/>", b"-1", b'"', b"\xff", b"<w:tc/>", b""])
    )
    parts[name] = parts[name][:at] + noise + parts[name][at + data.draw(st.integers(0, 9)) :]
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        for key, part in parts.items():
            archive.writestr(key, part)
    is_read(docx_read.read, out.getvalue())


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(GOOD_HWPX) - 1), st.binary(min_size=1, max_size=6))
def test_a_damaged_hwpx_is_refused_or_read(at: int, noise: bytes) -> None:
    """[FM2]"""
    is_read(hwpx_read.read, GOOD_HWPX[:at] + noise + GOOD_HWPX[at + len(noise) :])


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_damaged_binary_is_refused_or_read(data: st.DataObject) -> None:
    """[FM2]"""
    at = data.draw(st.integers(0, len(GOOD_HWP) - 1))
    noise = data.draw(st.binary(min_size=1, max_size=8))
    is_read(partial(box.read, "hwp"), GOOD_HWP[:at] + noise + GOOD_HWP[at + len(noise) :])
