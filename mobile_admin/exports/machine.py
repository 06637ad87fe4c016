"""Rows in OData's words, as ODK Central shapes them, so that Excel and Power BI read what is here.

Source: OData JSON Format 4.01.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from mobile_admin.exports.model import Page, Record, Row, Table
from mobile_admin.exports.rules import Names, below, typed, value_of
from mobile_admin.exports.shape import Level, Shape, links_of

# Central's words for what a head said; without a review there is none.
REVIEWS = {"accepted": "approved", "sent_back": "hasIssues", "set_aside": "rejected"}


@dataclass(frozen=True)
class Telling:
    """`picked` are the paths of `$select`, all where empty; `is_wide` is `$expand=*`."""

    base: str
    shapes: Mapping[Names, Shape]
    picked: Collection[Names] = ()
    is_wide: bool = False

    def services(self) -> dict[str, Any]:
        names = [shape.name for shape in self.shapes.values()]
        value = [{"name": name, "kind": "EntitySet", "url": name} for name in names]
        return {"@odata.context": f"{self.base}/$metadata", "value": value}

    def rows(self, page: Page, *, is_counted: bool, next_link: str) -> dict[str, Any]:
        """A page of a table; `next_link` is empty on the last one."""
        found: dict[str, Any] = {"@odata.context": self._context(page.table)}
        if next_link:
            found["@odata.nextLink"] = next_link
        if is_counted:
            found["@odata.count"] = page.total
        found["value"] = [self._picked(self._row(page.table, *each)) for each in page.rows]
        return found

    def row(self, table: Table, record: Record, row: Row) -> dict[str, Any]:
        context = f"{self._context(table)}/$entity"
        return {"@odata.context": context, **self._picked(self._row(table, record, row))}

    def _context(self, table: Table) -> str:
        chosen = ",".join("/".join(path) for path in self.picked)
        name = self.shapes[table.at].name
        return f"{self.base}/$metadata#{name}{f'({chosen})' if chosen else ''}"

    def _row(self, table: Table, record: Record, row: Row) -> dict[str, Any]:
        shape = self.shapes[table.at]
        own: dict[str, Any] = {"__id": row.key}
        if table.at:
            own[shape.parent] = row.parent
        else:
            own["__system"] = _system(record)
        return own | self._level(shape.top, record, row, self._address(table, row))

    def _level(self, level: Level, record: Record, row: Row, at: str) -> dict[str, Any]:
        own: dict[str, Any] = {
            name: typed(value_of(row.node, column), column.kind) for name, column in level.columns
        }
        for name, inner in level.groups:
            own[name] = self._level(inner, record, row, f"{at}/{name}")
        for name, table in level.links:
            if self.is_wide:
                own[name] = [self._row(table, record, each) for each in below(table, row)]
            else:
                own[f"{name}@odata.navigationLink"] = f"{at}/{name}"
        return own

    def _address(self, table: Table, row: Row) -> str:
        """From the service's root: each row by its key, in the one around it."""
        keys = [key.replace("'", "''") for key in (*row.above, row.key)]
        told, around = f"Submissions('{keys[0]}')", self.shapes[()]
        for key in keys[1:]:
            names, inner = next(
                (names, t) for names, t in links_of(around).items() if table.at[: len(t.at)] == t.at
            )
            told += f"/{'/'.join(names)}('{key}')"
            around = self.shapes[inner.at]
        return told

    def _picked(self, entry: dict[str, Any]) -> dict[str, Any]:
        if not self.picked:
            return entry
        wide = set(links_of(self.shapes[()])) if self.is_wide else set()
        return _only(entry, {*self.picked, *wide})


def _only(entry: dict[str, Any], paths: Collection[Names]) -> dict[str, Any]:
    found = {}
    for name, value in entry.items():
        own = name.partition("@")[0]
        inner = {path[1:] for path in paths if path[0] == own}
        if () in inner:
            found[name] = value
        elif inner and isinstance(value, dict):
            found[name] = _only(value, inner)
    return found


def _system(record: Record) -> dict[str, Any]:
    sent = record.submission
    return {
        "submissionDate": sent.received_at.isoformat().replace("+00:00", "Z"),
        "submitterId": sent.person_id,
        "submitterName": record.sender,
        "attachmentsPresent": record.files_present,
        "attachmentsExpected": record.files_expected,
        "status": None,
        "reviewState": REVIEWS.get(record.review),
        "deviceId": sent.device_id,
        "edits": 0,
        "formVersion": sent.version,
        "caseNumber": record.case_number or None,
    }
