"""When a record is made, and how it reads. Pure."""

from datetime import datetime, timedelta
from html import escape

from mobile_admin.records.model import FiledRecord, RecordStage, Sheet

MOST_TRIES = 5
STUCK = timedelta(minutes=3)
SOURCE = "submission.xml"
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
"""


def may_take(record: FiledRecord, now: datetime) -> bool:
    """Waiting, or begun by somebody who did not come to an end."""
    is_stuck = now - record.changed_at > STUCK
    return record.stage is RecordStage.WAITING or (record.stage is RecordStage.MAKING and is_stuck)


def name_of(sheet: Sheet, submission_id: str) -> str:
    """Told apart also where two were sent for one case."""
    number = sheet.number or sheet.received.partition(" ")[0]
    return f"{number} {sheet.title} {submission_id[-6:]}.pdf"


def html_of(sheet: Sheet) -> str:
    facts = (
        ("사건", sheet.number), ("보낸 사람", sheet.sender), ("받은 때", sheet.received),
        ("수리한 사람", sheet.reviewer), ("조사표 판", sheet.version),
        ("확인할 것", f"{sheet.findings}건" if sheet.findings else "없음"),
    )  # fmt: skip
    files = _table(sheet.files, "") if sheet.files else ""
    return (
        f'<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>{escape(sheet.title)}'
        f'</title><meta name="generator" content="Onmaru"><style>{STYLE}</style></head><body>'
        f"<h1>{escape(sheet.title)} 조사 기록</h1>{_table(facts, 'facts')}"
        f"<h2>답</h2>{_table(sheet.answers, '')}"
        f"{f'<h2>첨부 파일 (SHA-256)</h2>{files}' if files else ''}</body></html>"
    )


def _table(rows: tuple[tuple[str, str], ...], look: str) -> str:
    told = "".join(
        f"<tr><th>{escape(k)}</th><td>{'<br>'.join(map(escape, v.splitlines()))}</td></tr>"
        for k, v in rows
        if v
    )
    return f'<table class="{look}">{told}</table>'
