"""Workbooks of the field: every kind of question, and one of 250 questions."""

from io import BytesIO
from typing import NamedTuple

from openpyxl import Workbook

VERSION = "1"
KO, EN = "한국어 (ko)", "English (en)"


class Row(NamedTuple):
    type: str
    name: str
    ko: str = ""
    en: str = ""
    more: dict[str, str] = {}  # noqa: RUF012 - a tuple's default, never changed


COLUMNS = (
    "required", "relevant", "constraint", f"constraint_message::{KO}", "calculation", "appearance",
    "choice_filter", "parameters", "repeat_count", f"hint::{KO}",
)  # fmt: skip

EVERY_KIND = (
    Row("begin group", "words", "글과 수", "Words and numbers"),
    Row("text", "line", "한 줄", "A line", {"required": "yes"}),
    Row("text", "lines", "여러 줄", "Lines", {"appearance": "multiline"}),
    Row("integer", "whole", "정수", "Whole", {"constraint": ". < 100"}),
    Row("decimal", "part", "소수", "Decimal"),
    Row("range", "slide", "긴 범위", "A long range", {"parameters": "start=0 end=100 step=5"}),
    Row("range", "stars", "별점", "Stars",
        {"parameters": "start=1 end=5 step=1", "appearance": "rating"}),
    Row("end group", ""),
    Row("begin group", "times", "날짜와 시각", "Dates and times"),
    Row("date", "day", "날짜", "Day"),
    Row("date", "month", "달", "Month", {"appearance": "month-year"}),
    Row("date", "year", "해", "Year", {"appearance": "year"}),
    Row("time", "hour", "시각", "Time"),
    Row("dateTime", "moment", "일시", "Moment"),
    Row("end group", ""),
    Row("begin group", "choosing", "고르기", "Choosing"),
    Row("select_one fruit", "one", "하나", "One"),
    Row("select_one fruit", "minimal", "목록", "Minimal", {"appearance": "minimal"}),
    Row("select_one five", "likert", "정도", "Likert", {"appearance": "likert"}),
    Row("select_multiple fruit", "several", "여럿", "Several"),
    Row("rank fruit", "rank", "순서", "Rank"),
    Row("select_one city", "city", "시·도", "City"),
    Row("select_one town", "town", "시·군·구", "Town", {"choice_filter": "city = ${city}"}),
    Row("acknowledge", "seen", "확인", "Seen"),
    Row("end group", ""),
    Row("begin group", "pictures", "사진과 그림", "Pictures"),
    Row("image", "photo", "사진", "Photo", {"parameters": "max-pixels=800"}),
    Row("image", "signed", "서명", "Signature", {"appearance": "signature"}),
    Row("image", "sketch", "약도", "Sketch", {"appearance": "draw"}),
    Row("image", "marked", "표시한 사진", "Marked photo", {"appearance": "annotate"}),
    Row("barcode", "code", "바코드", "Barcode"),
    Row("end group", ""),
    Row("begin group", "places", "위치", "Places"),
    Row("geopoint", "point", "지점", "Point"),
    Row("geotrace", "way", "길", "Way"),
    Row("geoshape", "plot", "구역", "Plot"),
    Row("end group", ""),
    Row("begin group", "media", "소리와 파일", "Sound and files"),
    Row("audio", "sound", "녹음", "Sound"),
    Row("video", "film", "동영상", "Film"),
    Row("file", "paper", "파일", "File"),
    Row("note", "note", "**강조**한 글 ${line}", "A note, ${line}"),
    Row("calculate", "double", more={"calculation": "${whole} * 2"}),
    Row("end group", ""),
    Row("audit", "audit", more={"parameters": "track-changes=true"}),
)  # fmt: skip

CHOICES = (
    ("fruit", "apple", "사과", "Apple", ""),
    ("fruit", "pear", "배", "Pear", ""),
    ("fruit", "grape", "포도", "Grape", ""),
    *(("five", str(n), f"{n}점", str(n), "") for n in range(1, 6)),
    ("city", "hanbit", "한빛시", "Hanbit", ""),
    ("city", "garam", "가람도", "Garam", ""),
    ("town", "jung", "중구", "Jung", "hanbit"),
    ("town", "sol", "솔군", "Sol", "garam"),
    ("met", "yes", "적합", "Met", ""),
    ("met", "no", "부적합", "Not met", ""),
    ("met", "na", "해당 없음", "Not applicable", ""),
)


def long_form(count: int = 250, a_group: int = 25) -> tuple[Row, ...]:
    """Groups of questions of three kinds, some of which depend on the one before."""
    rows = []
    for at in range(count):
        if at % a_group == 0:
            rows.append(Row("begin group", f"g{at}", f"{at // a_group + 1}부"))
        kind = ("select_one met", "text", "integer")[at % 3]
        more = {"relevant": f"${{q{at - 1}}} != 'na'"} if at % 3 == 1 else {}
        rows.append(Row(kind, f"q{at}", f"질문 {at + 1}", f"Question {at + 1}", more))
        if at % a_group == a_group - 1:
            rows.append(Row("end group", ""))
    return tuple(rows)


def workbook(rows: tuple[Row, ...], form_id: str, title: str) -> bytes:
    book = Workbook()
    book.remove(book.active)
    sheet = book.create_sheet("survey")
    sheet.append(("type", "name", f"label::{KO}", f"label::{EN}", *COLUMNS))
    for row in rows:
        sheet.append([row.type, row.name, row.ko, row.en, *(row.more.get(c, "") for c in COLUMNS)])
    choices = book.create_sheet("choices")
    choices.append(("list_name", "name", f"label::{KO}", f"label::{EN}", "city"))
    for choice in CHOICES:
        choices.append(choice)
    settings = book.create_sheet("settings")
    settings.append(("form_title", "form_id", "version", "default_language"))
    settings.append((title, form_id, VERSION, KO))
    out = BytesIO()
    book.save(out)
    return out.getvalue()
