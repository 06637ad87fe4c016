"""A sealed notice, made once."""

from datetime import UTC, datetime
from functools import cache

from mobile_admin.printing.page import html_of
from mobile_admin.printing.paper import Hand, Paper, Sender
from mobile_admin.seals.keys import SealFile, new_authority, new_seal, read_seal
from mobile_admin.seals.sealing import Seal
from tests.support.fakes.printer import FakePrinter

NOW = datetime(2030, 1, 7, tzinfo=UTC)
SENDER = Sender("한빛부", "식품안전과", "1741012", "한빛부장관", "온마루길 1", "", "", "")
PAPER = Paper(
    SENDER, "시정명령", "정다온", "온마루길 12", "시정을 명합니다.", [("업소명", "온마루 식당")],
    [("이의가 있을 때", "90일 안에 행정심판을 청구할 수 있습니다.")],
    [Hand("결재", "과장", "이서준")],
    "식품안전과-1", "1741012-2030-000001", "2030. 1. 7.", "0000-0000-0000-0001",
    "localhost:8082/d", "http://localhost:8082/d/0000000000000001",
)  # fmt: skip


@cache
def seal_file(name: str) -> SealFile:
    return read_seal(new_seal(new_authority(), f"한빛부 {name}", NOW))


@cache
def unsealed(title: str = "시정명령", code: str = PAPER.code) -> bytes:
    html = html_of(PAPER).replace("시정명령", title).replace(PAPER.code, code)
    return FakePrinter().pdf(html, [("notice.json", "등록 정보", title.encode())])


@cache
def sealed(title: str = "시정명령", name: str = "ours") -> bytes:
    return Seal(seal_file(name)).seal(unsealed(title)).pdf
