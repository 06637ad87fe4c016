"""A form that needs files beside its workbook: lists, a picture and a sound."""

import json
from io import BytesIO
from zipfile import ZipFile

from openpyxl import Workbook

from tests.support.png import png

NAME, FORM_ID, TITLE, VERSION = "files.xlsx", "files", "명부 점검표", "1"
TOWNS = "name,label,city\njung,중구,hanbit\nseo,서구,hanbit\nsol,솔군,garam\n".encode()
PICTURE = png(48, 32)
SHOPS = b"no,owner\n7,lee\n8,kim\n"
SOUND = b"ID3\x04\x00\x00\x00\x00\x00\x00 a sound"
KO = "한국어 (ko)"
SURVEY = (
    ("type", "name", f"label::{KO}", "choice_filter", "calculation", f"media::image::{KO}",
     f"media::audio::{KO}"),
    ("select_one city", "city", "시·도"),
    ("select_one_from_file towns.csv", "town", "시·군·구", "", "", "door.png", "hello.mp3"),
    ("select_one_from_file towns.csv", "near", "가까운 곳", "city = ${city}"),
    ("select_one_from_file spots.geojson", "spot", "지점"),
    ("text", "shop", "업소 번호"),
    ("calculate", "owner", "", "", "pulldata('shops', 'owner', 'no', ${shop})"),
    ("note", "told", "대표자는 ${owner}입니다"),
)  # fmt: skip
CHOICES = (
    ("list_name", "name", "label::한국어 (ko)"),
    ("city", "hanbit", "한빛시"),
    ("city", "garam", "가람도"),
)


def spots() -> bytes:
    """Two doors of one street."""
    features = [
        {
            "type": "Feature", "id": str(at), "properties": {"title": title},
            "geometry": {"type": "Point", "coordinates": [126.978 + at / 1000, 37.566]},
        }
        for at, title in ((1, "현관"), (2, "뒷문"))
    ]  # fmt: skip
    whole = {"type": "FeatureCollection", "features": features}
    return json.dumps(whole, ensure_ascii=False).encode()


def workbook(version: str = VERSION) -> bytes:
    settings = (("form_id", "form_title", "version"), (FORM_ID, TITLE, version))
    book = Workbook()
    book.remove(book["Sheet"])
    for name, rows in (("survey", SURVEY), ("choices", CHOICES), ("settings", settings)):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def pack(towns: bytes = TOWNS, version: str = VERSION, **more: bytes) -> bytes:
    named = {
        NAME: workbook(version), "towns.csv": towns, "media/spots.geojson": spots(),
        "shops.csv": SHOPS, "media/door.png": PICTURE, "hello.mp3": SOUND,
    }  # fmt: skip
    return zipped({**named, **more})


def zipped(files: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", 8) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def many_towns(count: int = 10_000) -> bytes:
    """A list as long as a register of a province."""
    cities = ("hanbit", "garam")
    rows = (f"t{n},{n:05} 마루{n % 97}동 {n % 31}번지,{cities[n % 2]}" for n in range(count))
    return ("name,label,city\n" + "\n".join(rows) + "\n").encode()
