"""What Hangul opens, opens here: files that its users have, and their readers stumble over."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hwpx import HwpxDocument
from hwpx.hwp5.cfb import CompoundFile, build_compound_file, read_all_streams

from tests.support.png import png
from weboffice.paper import box
from weboffice.paper.features import Feature
from weboffice.paper.hwpx import read as hwpx_read
from weboffice.paper.hwpx import write as hwpx_write
from weboffice.paper.markup import archive
from weboffice.paper.model import Line, Paper, Picture, Run, Style, plain
from weboffice.paper.safe import Reason, Refusal, open_package

PAPER = Paper(
    (
        Line((Run("조직도 "), Picture(png(30, 20), "image/png", 30.0, 20.0, "조직도"))),
        Line((Run("끝"),)),
    )
)
Change = Callable[[dict[str, bytes]], None]


@pytest.fixture(scope="module")
def binary(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Made by python-hwpx."""
    file: Path = tmp_path_factory.mktemp("hwp") / "a.hwp"
    HwpxDocument.open(io.BytesIO(hwpx_write.write(PAPER))).save_to_path(file)
    return file.read_bytes()


def changed(data: bytes, change: Change) -> bytes:
    streams = dict(read_all_streams(CompoundFile(data)))
    change(streams)
    return build_compound_file(streams.items())


def pictures(data: bytes) -> list[bytes]:
    found = box.read("hwp", data)
    parts = (
        part for block in found.paper.blocks if isinstance(block, Line) for part in block.inlines
    )
    return [part.data for part in parts if isinstance(part, Picture)]


def in_pictures(content: bytes) -> Change:
    def change(streams: dict[str, bytes]) -> None:
        streams.update({name: content for name in streams if name.startswith("BinData/")})

    return change


def test_a_picture_that_was_never_packed_is_seen(binary: bytes) -> None:
    """[FM13] Programs lay them in so, and Hangul shows them."""
    assert pictures(binary)
    assert pictures(changed(binary, in_pictures(png(30, 20)))) == pictures(binary)


def test_a_damaged_picture_takes_nothing_with_it_and_is_counted(binary: bytes) -> None:
    """[FM13] [FM1] The words around it come in."""
    found = box.read("hwp", changed(binary, in_pictures(b"\xff\xfe no picture")))
    assert found.losses[Feature.PICTURE] == 1
    assert [plain(b) for b in found.paper.blocks if isinstance(b, Line)] == ["조직도 ", "끝"]


def test_damage_elsewhere_is_still_refused(binary: bytes) -> None:
    """[FM2]"""

    def change(streams: dict[str, bytes]) -> None:
        streams["BodyText/Section0"] = b"\xff\xfe no text"

    with pytest.raises(Refusal) as refused:
        box.read("hwp", changed(binary, change))
    assert refused.value.reason is Reason.DAMAGED


FLAGS = 36  # in the FileHeader of an HWP 5


@pytest.mark.parametrize("flag", [1, 2, 4, 8], ids=["password", "distribution", "drm", "sealed"])
def test_a_lock_is_called_a_lock(binary: bytes, flag: int) -> None:
    """[FM13] Nobody shall save a file anew that is in good order."""
    bits = {1: 1 << 1, 2: 1 << 2, 4: 1 << 4, 8: 1 << 8}[flag]

    def change(streams: dict[str, bytes]) -> None:
        head = bytearray(streams["FileHeader"])
        head[FLAGS : FLAGS + 4] = (1 | bits).to_bytes(4, "little")
        streams["FileHeader"] = bytes(head)

    with pytest.raises(Refusal) as refused:
        box.read("hwp", changed(binary, change))
    assert refused.value.reason is Reason.PROTECTED


@pytest.mark.parametrize(
    "older",
    [b"HWP Document File V3.00 \x1a\1\2\3\4\5", b'<?xml version="1.0"?><HWPML Version="2.8"/>'],
)
def test_other_files_of_hangul_are_called_what_they_are(older: bytes) -> None:
    """[FM13] Their way on is another one: they are opened and saved as HWPX."""
    with pytest.raises(Refusal) as refused:
        box.read("hwp", older)
    assert refused.value.reason is Reason.OTHER_HANGUL


def form(command: str, words: str = "", parameter: str = "") -> str:
    """The text of a line with a place to click and write in, as Hangul 2014 and 2024 write it."""
    ours = hwpx_write.write(Paper((Line((Run("수신  "), Run("@@"))),)))
    package = open_package(ours)
    parts = {name: package.read(name) for name in package.archive.namelist()}
    begin = (
        '</hp:t><hp:ctrl><hp:fieldBegin id="7" type="CLICK_HERE" name="수신자" editable="1">'
        f'<hp:parameters cnt="1" name=""><hp:stringParam name="Command">{command}'
        f"</hp:stringParam>{parameter}</hp:parameters></hp:fieldBegin></hp:ctrl><hp:t>{words}</hp:t>"
        '<hp:ctrl><hp:fieldEnd beginIDRef="7"/></hp:ctrl><hp:t>'
    )
    name = "Contents/section0.xml"
    parts[name] = parts[name].replace(b"@@", begin.encode(), 1)
    found = hwpx_read.read(archive(parts, frozenset({"mimetype"})))
    assert found.losses == {Feature.FIELD: 1}, "it is words now, and that is said"
    [line] = [block for block in found.paper.blocks if isinstance(block, Line)]
    assert all(isinstance(part, Run) and part.style == Style() for part in line.inlines)
    return plain(line)


COMMAND = "Clickhere:set:48:Direction:wstring:7:수신자(참조) HelpState:wstring:0:  "


def test_a_form_says_what_belongs_where() -> None:
    """[FM14] As in Hangul: what is asked for where nobody filled it in, else what was."""
    assert form(COMMAND) == "수신  수신자(참조)"
    assert form("", parameter='<hp:stringParam name="Direction">받는 곳</hp:stringParam>') == (
        "수신  받는 곳"
    )
    assert form(COMMAND, "행정안전부장관") == "수신  행정안전부장관"
    assert form("Clickhere:set:48:Direction:wstring:1:  HelpState:wstring:0:  ") == "수신  "
    assert form("Clickhere:set:48:Direction:wstring:9999") == "수신  "
