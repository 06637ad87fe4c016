"""Entering what was sealed, and reading the book."""

import csv
from dataclasses import dataclass
from io import StringIO

from kernel import audit
from kernel.actor import Actor, Role
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.text import storable
from mobile_admin.exports.rules import cell
from mobile_admin.exports.service import BOM
from mobile_admin.forms.service import division_of
from mobile_admin.notices.model import Made, Notice
from mobile_admin.sealbook import store
from mobile_admin.sealbook.model import Asked, SealUse
from mobile_admin.xforms.values import SEOUL

MOST_SHOWN = 500
MOST_TAKEN = 100_000
HEAD = ("번호", "관인", "날인 일시", "등록번호", "제목", "수신", "결재", "전자서명", "SHA-256")


@dataclass(frozen=True)
class SealBook:
    """notices.ports.SealBook"""

    begin: Begin
    now: Now

    def enter(self, tx: Tx, notice: Notice, made: Made) -> None:
        """In the transaction that keeps the sealed paper [NO13]."""
        office, year = notice.number.office_code, made.at.astimezone(SEOUL).year
        use = SealUse(
            office, year, store.next_serial(tx.db, office, year), notice.division_id, notice.id,
            notice.paper.sender.name, notice.number.registered, notice.paper.title,
            ", ".join(notice.recipients), notice.by, made.at, made.level.value, made.sha256,
        )  # fmt: skip
        store.add(tx.db, use)

    def read(self, actor: Actor, asked: Asked) -> tuple[list[tuple[SealUse, str]], list[int]]:
        """Of the head's division, with the years that there are [NO14]."""
        actor.require(Role.MANAGER)
        with self.begin() as tx:
            division = division_of(tx, actor)
            asked = Asked(storable(asked.text).strip(), asked.year)
            found = store.find(tx.db, division, asked, MOST_SHOWN)
            return found, store.years(tx.db, division)

    def sheet(self, actor: Actor, asked: Asked) -> str:
        """As CSV; that it was taken out is in the audit."""
        actor.require(Role.MANAGER)
        with self.begin() as tx:
            division = division_of(tx, actor)
            asked = Asked(storable(asked.text).strip(), asked.year)
            found = store.find(tx.db, division, asked, MOST_TAKEN)
            told = audit.Entry(self.now(), actor.user_id, "mobile_admin.export_seals", division)
            audit.append(tx.db, told)
        out = StringIO()
        sheet = csv.writer(out)
        sheet.writerow(HEAD)
        sheet.writerows([cell(each) for each in _line(*pair)] for pair in found)
        return BOM + out.getvalue()


def _line(use: SealUse, name: str) -> tuple[str, ...]:
    at = f"{use.at.astimezone(SEOUL):%Y-%m-%d %H:%M:%S}"
    return (f"{use.year}-{use.serial}", use.seal, at, use.registered, use.title, use.recipients,
            name, use.level, use.sha256)  # fmt: skip
