"""A form of the field as small as a story needs: one screen, a photo and a signature."""

from io import BytesIO

from openpyxl import Workbook

FORM_ID, TITLE, VERSION = "door_check", "현관 점검표", "1"
SURVEY = [
    ("type", "name", "label::한국어 (ko)", "required", "relevant", "appearance"),
    ("begin group", "door", "현관"),
    ("text", "seen", "확인한 것", "yes"),
    ("select_one verdict", "state", "위생 상태", "yes"),
    ("text", "why", "부적합한 까닭", "yes", "${state} = 'no'"),
    ("image", "front", "현관 사진"),
    ("image", "signed", "영업자 서명", "", "", "signature"),
    ("end group",),
]
CHOICES = [
    ("list_name", "name", "label::한국어 (ko)"),
    ("verdict", "yes", "적합"),
    ("verdict", "no", "부적합"),
]
SETTINGS = [("form_id", "form_title", "version"), (FORM_ID, TITLE, VERSION)]


def workbook() -> bytes:
    book = Workbook()
    book.remove(book["Sheet"])
    for name, rows in (("survey", SURVEY), ("choices", CHOICES), ("settings", SETTINGS)):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()
