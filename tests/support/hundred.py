"""A Korean form of a hundred questions in which each type stands, and what is answered to it."""

from io import BytesIO

from openpyxl import load_workbook

from mobile_admin.xforms.form import Form
from tests.support.form_files import PICTURE, SHOPS, TOWNS, zipped
from workplace.demo.field_answers import answers_xml
from workplace.demo.field_sheet import Q, survey
from workplace.demo.field_sheet import workbook as workbook_of

NAME, FORM_ID, TITLE = "위생점검_백_문항.xlsx", "hundred", "식품접객업소 정밀점검표"
EVERY = [
    Q("begin group", "more", "근거 자료와 그 밖", "More"),
    Q("time", "since", "점검을 시작한 시각", "Since"),
    Q("dateTime", "next", "다음 점검 예정 일시", "Next"),
    Q("rank law", "first", "먼저 바로잡을 법령의 순서", "First"),
    Q("geotrace", "way", "점검한 동선", "Way"),
    Q("geoshape", "plot", "영업장 구역", "Plot"),
    Q("audio", "talk", "영업자 진술 녹음", "Talk"),
    Q("video", "film", "조리 과정 동영상", "Film"),
    Q("file", "bill", "거래 명세서", "Bill"),
    Q("image", "sketch", "주방 배치 약도", "Sketch", appearance="draw"),
    Q("image", "marked", "위반 위치를 표시한 사진", "Marked", appearance="annotate"),
    Q("select_one_from_file towns.csv", "town", "관할 시·군·구", "Town"),
    Q("select_multiple_from_file towns.csv", "seen", "함께 점검한 곳", "Seen"),
    Q("text", "shop", "거래처 번호", "Shop"),
    Q("calculate", "keeper", calculation="pulldata('shops', 'owner', 'no', ${shop})"),
    Q("end group", ""),
]
FILES = {
    "front": "front.jpg", "talk": "talk.m4a", "film": "film.mp4", "bill": "bill.pdf",
    "sketch": "sketch.png", "marked": "marked.jpg", "signature": "sign.png", "proof": "proof.jpg",
}  # fmt: skip
ANSWERS = {
    "business": "온마루 식당", "licence": "제2026-0123호", "tag": "8801234567893",
    "owner": "정다온",
    "address": "한빛시 중구 온마루길 12", "spot": "37.5665 126.978 0 4", "last_visit": "2026-05-01",
    "q3": "no", "kitchen_failed": "1", "failed": "1", "proof": FILES["proof"],
    "kitchen_why": "환기 덮개에 기름때가 두껍게 끼어 있음", "laws": "hygiene", "measure": "correct",
    "due": "2031-01-21", "opinion": "환기 시설을 청소한 뒤 사진을 내도록 함",
    "objection": "바로 청소하겠다고 함", "attendee": "정다온", "phone": "010-1234-5678",
    "since": "10:30:00.000+09:00", "next": "2027-03-02T10:00:00.000+09:00",
    "first": "hygiene origin label", "way": "37.5 127 0 4;37.501 127 0 4",
    "plot": "37.5 127 0 0;37.501 127 0 0;37.501 127.001 0 0;37.5 127 0 0", "town": "jung",
    "seen": "jung sol", "shop": "7", "keeper": "lee",
    **{name: file for name, file in FILES.items() if name != "signature"},
}  # fmt: skip


def rows() -> list[Q]:
    """Of the demonstration's form all but the group of facilities; in its place each other type."""
    found, is_left = [], False
    for row in survey():
        is_left = is_left or row.name == "facility"
        if not is_left:
            sum_of_rest = row.calculation.replace(" + ${facility_failed}", "")
            found.append(row._replace(calculation=sum_of_rest))
        is_left = is_left and row.type != "end group"
    at = next(n for n, row in enumerate(found) if row.name == "result")
    return [*found[:at], *EVERY, *found[at:]]


def workbook() -> bytes:
    book = load_workbook(BytesIO(workbook_of(rows())))
    settings = book["settings"]
    settings["A2"], settings["B2"] = TITLE, FORM_ID
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def packed() -> bytes:
    """As its author sends it: the workbook and the lists beside it."""
    return zipped({NAME: workbook(), "towns.csv": TOWNS, "shops.csv": SHOPS})


def answers(form: Form, instance: str) -> bytes:
    return answers_xml(form, instance, ANSWERS)


def files() -> dict[str, bytes]:
    return {file.replace(".", "_"): PICTURE for file in FILES.values()}
