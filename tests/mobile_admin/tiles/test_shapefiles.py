"""A Shapefile in a zip, as juso.go.kr and others hand it out."""

import json
import struct
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import shapefile as pyshp
from hypothesis import given, settings
from hypothesis import strategies as st

from mobile_admin.tiles import archive, box
from mobile_admin.tiles import shapefile as reader
from mobile_admin.tiles.archive import Shapefile
from mobile_admin.tiles.grid import DETAIL, OVERVIEW
from mobile_admin.tiles.shapes import Form, LayerKind, MapRefused, Read
from tests.support.shapefiles import (
    CENTRAL,
    CITY_HALL,
    DEGREES,
    IN_CENTRAL,
    IN_UNIFIED,
    UNIFIED,
    UNNAMED_BESSEL,
    parts,
    zipped,
)

X, Y = IN_UNIFIED
ROAD = [[(X, Y), (X + 300, Y + 40)], [(X + 300, Y + 60), (X + 500, Y + 60)]]
ROADS = [(ROAD, {"RN": "세종대로", "ROA_CLS_SE": "1"}), (None, {"RN": "빈 길", "ROA_CLS_SE": "4"})]
SPOT = [((X, Y), {"EMD_KOR_NM": "태평로1가", "EMD_CD": "11140103"})]


def square(x: float, y: float, by: float) -> list[tuple[float, float]]:
    """A border, with the clock where north is above."""
    west, south, east, north = x - by, y - by, x + by, y + by
    return [(west, south), (west, north), (east, north), (east, south), (west, south)]


def read(data: bytes, kind: LayerKind) -> Read:
    return reader.read(archive.unpacked(data, kind), kind)


def refused(data: bytes, kind: LayerKind = LayerKind.ROADS) -> str:
    return str(json.loads(box.made(data, kind, "l1").partition(b"\n")[0]).get("problem", ""))


@cache
def _roads(files: tuple[tuple[str, str], ...]) -> dict[str, bytes]:
    return parts(pyshp.POLYLINE, ROADS, **dict(files))


def roads(**files: str) -> dict[str, bytes]:
    return dict(_roads(tuple(files.items())))


def test_a_road_of_juso_lies_where_it_is_with_its_name_and_its_rank() -> None:
    """[MP2] Windows' letters, plane coordinates, a road of two pieces and a row without one."""
    found = read(zipped(TL_SPRD_MANAGE=roads()), LayerKind.ROADS)
    assert [(s.form, s.name, s.rank) for s in found.shapes] == [(Form.LINE, "세종대로", 0)] * 2
    assert found.left == {"empty": 1}
    assert found.shapes[0].parts[0][0] == pytest.approx(CITY_HALL, abs=1e-6)
    head = json.loads(box.made(zipped(a=roads()), LayerKind.ROADS, "l1").partition(b"\n")[0])
    assert {level for level, *_ in head["tiles"]} == {OVERVIEW, DETAIL}


@pytest.mark.parametrize(
    ("prj", "at"),
    [
        (UNIFIED, IN_UNIFIED),
        (CENTRAL, IN_CENTRAL),
        (DEGREES, CITY_HALL),
        (f"\ufeff{UNIFIED}\r\n", IN_UNIFIED),
        (UNIFIED.replace("Korea_2000", "ITRF_2000"), IN_UNIFIED),
    ],
)
def test_city_hall_lies_where_it_is_whatever_the_plane(prj: str, at: tuple[float, float]) -> None:
    """[MP2]"""
    files = parts(pyshp.POINT, [(at, {"name": "서울시청"})], prj=prj)
    [shape] = read(zipped(a=files), LayerKind.PLACES).shapes
    assert shape.parts[0][0] == pytest.approx(CITY_HALL, abs=1e-6)


def test_areas_have_their_holes_and_each_point_of_many_is_a_place() -> None:
    """[MP2]"""
    lake = [[square(X, Y, 400), square(X, Y, 100)[::-1]], [square(X + 900, Y, 90)]]
    found = read(zipped(a=parts(pyshp.POLYGON, [(lake, {"name": "호수"})])), LayerKind.WATER)
    assert sorted(len(shape.parts) for shape in found.shapes) == [1, 2]
    [with_island] = [shape for shape in found.shapes if len(shape.parts) == 2]
    widths = [max(x for x, _ in part) - min(x for x, _ in part) for part in with_island.parts]
    assert widths[0] > 3 * widths[1]
    many = parts(pyshp.MULTIPOINT, [([(X, Y), (X + 9, Y)], {"name": "정류장"})])
    assert [s.name for s in read(zipped(a=many), LayerKind.PLACES).shapes] == ["정류장"] * 2


@pytest.mark.parametrize(
    ("letters", "cpg"),
    [("cp949", ""), ("cp949", "EUC-KR"), ("utf-8", "UTF-8"), ("utf-8", ""), ("cp949", "UTF-8")],
)
def test_names_are_read_in_the_letters_that_they_are_in(letters: str, cpg: str) -> None:
    """[MP2] Whatever the file says of itself, and columns that are called in Hangul as well."""
    files = parts(pyshp.POINT, [((X, Y), {"명칭": "뷁시 똠방각하길"})], letters, cpg=cpg)
    assert read(zipped(a=files), LayerKind.PLACES).shapes[0].name == "뷁시 똠방각하길"


def test_what_was_deleted_is_left_out() -> None:
    """[MP2]"""
    files = parts(pyshp.POINT, [*SPOT, *SPOT])
    head = struct.unpack_from("<H", files["dbf"], 8)[0]
    dbf = bytearray(files["dbf"])
    dbf[head : head + 1] = b"*"
    found = read(zipped(a={**files, "dbf": bytes(dbf)}), LayerKind.PLACES)
    assert (len(found.shapes), found.left) == (1, {"empty": 1})


def cut(files: dict[str, bytes], name: str, letters: str) -> dict[str, bytes]:
    """Its last letter has lost its last byte, as in columns that are too short for a name."""
    written, blank = name.encode(letters), b" "
    dbf = files["dbf"].replace(written, written[:-1] + blank)
    return {**files, "dbf": dbf}


@pytest.mark.parametrize("letters", ["cp949", "utf-8"])
@pytest.mark.parametrize("cpg", ["", "UTF-8", "EUC-KR"])
def test_a_name_that_was_cut_loses_a_letter_and_takes_no_other_along(
    letters: str, cpg: str
) -> None:
    """[MP2]"""
    names = ["태평로일가", "뷁시 똠방각하길", "세종대로"]
    rows = [((X, Y), {"EMD_KOR_NM": name}) for name in names]
    files = cut(parts(pyshp.POINT, rows, letters, cpg=cpg), names[1], letters)
    shapes = read(zipped(a=files), LayerKind.PLACES).shapes
    assert [shape.name for shape in shapes] == [names[0], names[1][:-1], names[2]]


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"NAME": "Sejong-daero", "name": "세종대로"}, "세종대로"),
        ({"NAME": "Sejong-daero", "RN": "세종대로"}, "세종대로"),
        ({"Name": "세종대로"}, "세종대로"),
    ],
)
def test_a_column_goes_before_one_that_is_only_spelt_alike(
    facts: dict[str, str], name: str
) -> None:
    """[MP2]"""
    files = parts(pyshp.POINT, [((X, Y), facts)])
    assert read(zipped(a=files), LayerKind.PLACES).shapes[0].name == name


@pytest.mark.parametrize("unknown", ["", "0"])
def test_a_width_that_nobody_measured_hides_none_that_somebody_did(unknown: str) -> None:
    """[MP2]"""
    files = parts(pyshp.POLYLINE, [(ROAD, {"ROAD_BT": unknown, "RVWD": "25"})])
    assert read(zipped(a=files), LayerKind.ROADS).shapes[0].rank == 0


def test_of_the_download_of_juso_the_layer_that_is_meant_is_taken() -> None:
    """[MP2] All its layers are in one zip, and none has a .prj."""
    names = ("TL_SPRD_MANAGE", "TL_SPRD_RW", "TL_SPBD_BULD")
    bare = {ending: data for ending, data in roads().items() if ending != "prj"}
    data = zipped(**{f"11000/{name}": bare for name in names})
    found = read(data, LayerKind.ROADS)
    assert found.shapes[0].parts[0][0] == pytest.approx(CITY_HALL, abs=1e-6)
    assert refused(data, LayerKind.WATER) == f"several_layers {', '.join(sorted(names))}"
    districts = zipped(**{f"{place}/TL_SPRD_MANAGE": bare for place in ("11110", "11140")})
    assert refused(districts) == "several_layers 11110/TL_SPRD_MANAGE, 11140/TL_SPRD_MANAGE"


def test_what_only_looks_like_juso_s_is_not_drawn_in_the_sea() -> None:
    """[MP2] Its plane is supposed, and so it is looked whether that is Korea."""
    x, y = IN_CENTRAL
    files = parts(pyshp.POLYLINE, [([[(x, y), (x + 9, y)]], {"RN": "길"})], prj="")
    assert refused(zipped(TL_SPRD_MANAGE=files)) == "no_prj"


def test_a_refusal_is_no_longer_than_a_page_shows() -> None:
    """[MP2] However long a zip's names are."""
    data = zipped(**{f"{at}{'가' * 9_000}": roads() for at in range(3)})
    assert len(refused(data)) == box.MOST_SAID


def test_what_the_sandbox_has_no_room_for_is_too_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[MP2] Wherever the room ends, and it is not tried again."""
    source, target = tmp_path / "in", tmp_path / "out"
    source.write_bytes(zipped(a=roads()))

    def full(_shapes: object) -> None:
        raise MemoryError

    monkeypatch.setattr(box, "_bounds", full)
    assert box.main([str(source), str(target), "roads", "l1"]) == 0
    assert json.loads(target.read_bytes()) == {"problem": "too_much"}


def without(ending: str) -> bytes:
    return zipped(a={name: data for name, data in roads().items() if name != ending})


@pytest.mark.parametrize(
    ("data", "kind", "problem"),
    [
        (without("prj"), LayerKind.ROADS, "no_prj"),
        (without("dbf"), LayerKind.ROADS, "no_dbf"),
        (without("shp"), LayerKind.ROADS, "no_shapefile"),
        (zipped(a={"geojson": b"{}"}), LayerKind.ROADS, "no_shapefile"),
        (zipped(a=roads(prj='PROJCS["x"')), LayerKind.ROADS, "unknown_projection"),
        (zipped(a=roads(prj='LOCAL_CS["x",UNIT["Meter",1.0]]')), LayerKind.ROADS,
         "unknown_projection"),
        (zipped(a=roads(prj="EPSG:5179")), LayerKind.ROADS, "unknown_projection"),
        (zipped(a=roads(prj=UNNAMED_BESSEL)), LayerKind.ROADS, "unknown_projection"),
        (zipped(a=roads(prj=DEGREES)), LayerKind.ROADS, "outside_projection"),
        (zipped(a=parts(pyshp.POINT, SPOT)), LayerKind.ROADS, "wrong_form spot"),
        (zipped(a=roads()), LayerKind.BUILDINGS, "wrong_form line"),
        (zipped(a=parts(pyshp.POINT, [((X, Y), {"CODE": "1", "비고": ""})])), LayerKind.PLACES,
         "no_name_column CODE, 비고"),
        (zipped(a=parts(pyshp.POINT, [((X, Y), {"name": ""})])), LayerKind.PLACES,
         "nothing_to_draw"),
        (zipped(TL_SPRD_MANAGE=roads(), 도로구간=roads()), LayerKind.ROADS,
         "several_layers TL_SPRD_MANAGE, 도로구간"),
        (b"PK\x03\x04", LayerKind.ROADS, "broken_zip"),
        (zipped(a=roads())[:-30], LayerKind.ROADS, "broken_zip"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_by_a_code(data: bytes, kind: LayerKind, problem: str) -> None:
    """[MP2]"""
    assert refused(data, kind) == problem


@pytest.mark.parametrize("is_windows", [False, True])
def test_many_layers_are_named_up_to_an_end(is_windows: bool) -> None:  # noqa: FBT001 - a case
    """[MP2] Also where Windows wrote their names in its own letters, which it does not say."""
    data = zipped(**{f"도로{at}": roads() for at in range(7)})
    if is_windows:
        # Four bytes for six in each name, so that no place in the zip moves.
        data = changed(data, without=0x800).replace("도로".encode(), "도로__".encode("cp949"))
    end = "__" if is_windows else ""
    named = ", ".join(f"도로{end}{at}" for at in range(5))
    assert refused(data) == f"several_layers {named} +2"


def test_what_a_mac_adds_and_folders_are_no_layers() -> None:
    """[MP2] No name in a zip is a path of ours."""
    files = roads()
    data = zipped(
        **{"../../etc/길/a": files, "__MACOSX/._a": {"shp": b"x", "dbf": b"", "prj": b""}}
    )
    assert len(read(data, LayerKind.ROADS).shapes) == 2


def changed(data: bytes, flags: int = 0, without: int = 0, method: int | None = None) -> bytes:
    """In each head of a zip, also those at its end."""
    out = bytearray(data)
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        found = out.find(magic)
        while found >= 0:
            (said,) = struct.unpack_from("<H", out, found + at)
            struct.pack_into("<H", out, found + at, said & ~without | flags)
            if method is not None:
                out[found + at + 2] = method
            found = out.find(magic, found + 4)
    return bytes(out)


def test_a_zip_under_a_password_or_in_a_strange_way_says_so() -> None:
    """[MP2]"""
    data = zipped(a=roads())
    assert refused(changed(data, flags=1)) == "encrypted_zip"
    assert refused(changed(data, method=9)) == "broken_zip"


def test_a_zip_that_grows_beyond_bounds_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """[MP2] By size, by ratio, and by how much is in it; what it says of itself is not asked."""
    bomb = {**roads(), "dbf": bytes(archive.MOST_RATIO * (1 << 20))}
    assert len(zipped(a=bomb)) < 1 << 20
    assert refused(zipped(a=bomb)) == "zip_too_large"
    monkeypatch.setitem(archive.MOST_UNPACKED, ".shp", 10)
    assert refused(zipped(a=roads())) == "zip_too_large"
    monkeypatch.setattr(archive, "MOST_MEMBERS", 3)
    assert refused(zipped(a=roads())) == "zip_too_large"


def broken(**files: bytes) -> Shapefile:
    whole = roads() | files
    return Shapefile(whole["shp"], whole["dbf"], whole["prj"], b"")


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_no_bytes_are_read_beyond_their_end(data: Any) -> None:
    """[MP2] Whatever is written into either file: shapes, or a code."""
    ending = data.draw(st.sampled_from(["shp", "dbf"]))
    whole = bytearray(roads()[ending])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(whole) - 1))
        more = data.draw(st.binary(min_size=1, max_size=8))
        whole[at : at + len(more)] = more
    cut = bytes(whole[: data.draw(st.integers(0, len(whole)))])
    assert problem_of(broken(**{ending: cut})) in {
        "", "broken_shapefile", "wrong_form", "nothing_to_draw", "outside_projection",
    }  # fmt: skip


def problem_of(found: Shapefile) -> str:
    try:
        shapes = reader.read(found, LayerKind.ROADS).shapes
    except MapRefused as why:
        return str(why).partition(" ")[0]
    return "" if all(len(part) >= 2 for shape in shapes for part in shape.parts) else "too short"


@given(st.binary(max_size=400), st.integers(0, 3))
@settings(max_examples=100, deadline=None)
def test_no_zip_breaks_the_reader(noise: bytes, at: int) -> None:
    """[MP2]"""
    whole = zipped(a=roads())
    place = at * len(whole) // 4
    for data in (b"PK\x03\x04" + noise, whole[:place] + noise + whole[place + len(noise) :]):
        refused(data)


@given(
    st.lists(
        st.tuples(st.floats(X - 9e4, X + 9e4), st.floats(Y - 9e4, Y + 9e4)), min_size=2, max_size=9
    )
)
@settings(max_examples=50, deadline=None)
def test_each_point_is_the_one_that_another_program_reads(line: list[tuple[float, float]]) -> None:
    """[MP2]"""
    files = parts(pyshp.POLYLINE, [([line], {"RN": "길"})])
    with pyshp.Reader(shp=BytesIO(files["shp"]), dbf=BytesIO(files["dbf"])) as other:
        there = other.shape(0).points
    in_plane = reader._Points()  # noqa: SLF001 - before they are degrees
    [[span]] = reader._records(files["shp"], in_plane)  # noqa: SLF001
    here = list(zip(in_plane.xs, in_plane.ys, strict=True))[slice(*span)]
    assert here == [tuple(point[:2]) for point in there]
