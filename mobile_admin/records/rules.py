"""When a record is made, and how it reads. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from html import escape

from mobile_admin.records.model import FiledRecord, RecordStage, Sheet, Told
from mobile_admin.submissions.model import Attachment
from mobile_admin.xforms.words import spoken

MOST_TRIES = 5
STUCK = timedelta(minutes=3)
# With the last picture and the printing a try ends well before it counts as stuck.
DRAWING = timedelta(minutes=1)
NEVER_ENDED = "no try came to an end"
SOURCE = "submission.xml"
MOST_PICTURES = 60
LARGEST_PICTURE = 32 << 20  # bytes as it came
PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp")
NOT_SHOWN = "그림을 싣지 못했습니다. 문서함의 파일을 여십시오."
NO_TIME = "정해진 시간 안에 그림을 만들지 못해 싣지 않았습니다. 문서함의 파일을 여십시오."
STYLE = """
@page { size: A4; margin: 16mm 18mm; @bottom-right { content: counter(page) " / " counter(pages);
  font: 8pt NanumGothic; color: #333; } }
html { font: 10pt/1.55 NanumGothic; color: #000; overflow-wrap: anywhere; }
h1 { margin: 0 0 4mm; font: 800 18pt NanumMyeongjo; }
h2 { margin: 6mm 0 2mm; font-size: 11.5pt; }
table { width: 100%; border-collapse: collapse; }
tr { break-inside: avoid; }
th, td { padding: 1.2mm 2.5mm; border: 0.2mm solid #666; vertical-align: top; text-align: left; }
th { width: 62mm; background: #f1f1ee; font-weight: bold; }
.facts th { width: 34mm; }
/* Smoothed pictures are none of PDF/A (ISO 19005-3, 6.2.8). */
img { display: block; max-width: 84mm; max-height: 62mm; margin: 0.5mm 0 1mm;
  image-rendering: crisp-edges; }
.name { font-size: 8.5pt; color: #333; }
"""


def taken(record: FiledRecord, now: datetime) -> FiledRecord | None:
    """Being made, where it waits or whoever began it did not come to an end; failed, where that
    was the last try [EX9]; None where it is not to be taken."""
    is_stuck = record.stage is RecordStage.MAKING and now - record.changed_at > STUCK
    if record.stage is not RecordStage.WAITING and not is_stuck:
        return None
    if record.tries >= MOST_TRIES:
        return replace(record, stage=RecordStage.FAILED, problem=record.problem or NEVER_ENDED)
    return replace(record, stage=RecordStage.MAKING, tries=record.tries + 1)


def is_wanted(found: FiledRecord, begun: FiledRecord) -> bool:
    """Whether what a try made is of use: also where it took so long that another try began."""
    return found.seq == begun.seq and found.stage is not RecordStage.FILED


def to_show(files: Iterable[Attachment]) -> list[Attachment]:
    """Photos and signatures that a record shows, as many and as large as it can."""
    found = [
        each
        for each in files
        if each.name.lower().endswith(PICTURES) and each.size_bytes <= LARGEST_PICTURE
    ]
    return found[:MOST_PICTURES]


def name_of(sheet: Sheet, submission_id: str) -> str:
    """Told apart also where two were sent for one case."""
    number = sheet.number or sheet.received.partition(" ")[0]
    return f"{number} {sheet.title} {submission_id[-6:]}.pdf"


def html_of(sheet: Sheet) -> str:
    facts = (
        ("사건", sheet.number), ("보낸 사람", sheet.sender), ("받은 때", _received(sheet)),
        ("수리한 사람", sheet.reviewer), ("조사표 판", sheet.version),
        ("확인할 것", f"{sheet.findings}건" if sheet.findings else "없음"),
    )  # fmt: skip
    answers = [(each.label, _answer(sheet, each)) for each in sheet.answers if each.shown]
    named = {each.file for each in sheet.answers}
    files = [(n, escape(h) if n in named else _pictured(sheet, n, h)) for n, h in sheet.files]
    return (
        f'<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>{escape(sheet.title)}'
        f'</title><meta name="generator" content="Onmaru"><style>{STYLE}</style></head><body>'
        f"<h1>{escape(sheet.title)} 조사 기록</h1>{_table(_told(facts), 'facts')}"
        f"<h2>답</h2>{_table(answers)}"
        f"{f'<h2>첨부 파일 (SHA-256)</h2>{_table(files)}' if files else ''}</body></html>"
    )


def _received(sheet: Sheet) -> str:
    return spoken("dateTime", "", sheet.received.replace(" ", "T"))


def _answer(sheet: Sheet, told: Told) -> str:
    return _pictured(sheet, told.file, told.shown) if told.file else _lines(told.shown)


def _pictured(sheet: Sheet, name: str, said: str) -> str:
    """A file with its picture where it has one, and why not where one would expect it."""
    words = f'<span class="name">{escape(said)}</span>'
    if name in sheet.shown:
        at = sheet.shown.index(name)
        return f'<img src="picture:{at}" alt="{escape(name)}">{words}'
    is_missed = name.lower().endswith(PICTURES)
    why = NO_TIME if name in sheet.late else NOT_SHOWN
    return f'{words}<br><span class="name">{why}</span>' if is_missed else words


def _told(rows: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(k, _lines(v)) for k, v in rows if v]


def _lines(text: str) -> str:
    return "<br>".join(map(escape, text.splitlines()))


def _table(rows: Iterable[tuple[str, str]], look: str = "") -> str:
    """Of labels and what stands beside them, as HTML."""
    told = "".join(f"<tr><th>{escape(k)}</th><td>{v}</td></tr>" for k, v in rows)
    return f'<table class="{look}">{told}</table>'
