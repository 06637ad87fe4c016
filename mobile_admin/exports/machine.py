"""OData v4 in words, as ODK Central shapes it, so that Excel and Power BI read what is here.

Sources: OData JSON Format 4.01; OData CSDL XML 4.01; docs.getodk.org/central-api-odata-endpoints.
"""

from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import quoteattr

from mobile_admin.exports.model import Book, Column, Kind, Page, Record, Row, Table
from mobile_admin.exports.rules import rows_of, typed, value_of, walk

EDMX = "http://docs.oasis-open.org/odata/ns/edmx"
EDM = "http://docs.oasis-open.org/odata/ns/edm"
NAMESPACE = "org.opendatakit.user"
SYSTEM = (
    ("submissionDate", Kind.MOMENT), ("submitterId", Kind.STRING), ("submitterName", Kind.STRING),
    ("attachmentsPresent", Kind.INTEGER), ("attachmentsExpected", Kind.INTEGER),
    ("status", Kind.STRING), ("reviewState", Kind.STRING), ("deviceId", Kind.STRING),
    ("edits", Kind.INTEGER), ("formVersion", Kind.STRING), ("caseNumber", Kind.STRING),
)  # fmt: skip
# Central's words for what a head said; without a review there is none.
REVIEWS = {"accepted": "approved", "sent_back": "hasIssues", "set_aside": "rejected"}


def services(base: str, book: Book) -> dict[str, Any]:
    value = [{"name": t.name, "kind": "EntitySet", "url": t.name} for t in book.tables]
    return {"@odata.context": f"{base}/$metadata", "value": value}


def metadata(book: Book) -> str:
    """One entity type a table, one complex type a group."""
    types = "".join(_groups(t) + _entity(t, book.tables) for t in book.tables)
    sets = "".join(_set(t) for t in book.tables)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><edmx:Edmx xmlns:edmx="{EDMX}" Version="4.0">'
        f'<edmx:DataServices><Schema xmlns="{EDM}" Namespace="org.opendatakit.submission">'
        f'<ComplexType Name="metadata">{"".join(_property(n, k.value) for n, k in SYSTEM)}'
        f'</ComplexType></Schema><Schema xmlns="{EDM}" Namespace="{NAMESPACE}">{types}'
        f'<EntityContainer Name="Container">{sets}</EntityContainer></Schema>'
        "</edmx:DataServices></edmx:Edmx>"
    )


def rows(base: str, book: Book, page: Page, *, is_counted: bool, next_link: str) -> dict[str, Any]:
    """A page of a table; `next_link` is empty on the last one."""
    found: dict[str, Any] = {"@odata.context": f"{base}/$metadata#{page.table.name}"}
    if next_link:
        found["@odata.nextLink"] = next_link
    if is_counted:
        found["@odata.count"] = page.total
    found["value"] = [
        _row(book, page.table, record, row) for record, own in page.records for row in own
    ]
    return found


def with_repeats(book: Book, page: Page, found: dict[str, Any]) -> dict[str, Any]:
    """`$expand=*`: what repeats stands in its submission instead of being linked to."""
    entries = [
        (record, entry) for (record, _), entry in zip(page.records, found["value"], strict=True)
    ]
    for record, entry in entries:
        for table in book.tables:
            if len(table.at) == 1:
                sent = rows_of(table, record.submission.instance_id, record.root)
                entry.pop(f"{table.at[0]}@odata.navigationLink", None)
                entry[table.at[0]] = [_row(book, table, record, row) for row in sent]
    return found


def _row(book: Book, table: Table, record: Record, row: Row) -> dict[str, Any]:
    own: dict[str, Any] = {"__id": row.key}
    if table.at:
        own[f"__{_parent(table)}-id"] = row.parent
    else:
        own["__system"] = _system(record)
    for column in table.columns:
        _put(own, column, typed(value_of(row.node, column), column.kind))
    for below in book.tables:
        if below.at[:-1] == table.at and below.at:
            link = f"{table.name}('{row.key}')/{below.at[-1]}"
            own[f"{below.at[-1]}@odata.navigationLink"] = link
    return own


def _put(own: dict[str, Any], column: Column, value: object) -> None:
    for group in column.path[:-1]:
        own = own.setdefault(_safe(group), {})
    own[_safe(column.path[-1])] = value


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


def _entity(table: Table, tables: Iterable[Table]) -> str:
    own = '<Key><PropertyRef Name="__id"/></Key>' + _property("__id", Kind.STRING.value)
    if table.at:
        own += _property(f"__{_parent(table)}-id", Kind.STRING.value)
    else:
        own += _property("__system", "org.opendatakit.submission.metadata")
    for column in table.columns:
        if len(column.path) == 1:
            own += _property(column.path[0], column.kind.value)
    for group in walk(table.columns):
        if len(group) == 1:
            own += _property(group[0], f"{NAMESPACE}.{_type(table, group)}")
    for below in tables:
        if below.at and below.at[:-1] == table.at:
            kind = f"Collection({NAMESPACE}.{below.name})"
            own += f"<NavigationProperty Name={quoteattr(below.at[-1])} Type={quoteattr(kind)}/>"
    return f"<EntityType Name={quoteattr(table.name)}>{own}</EntityType>"


def _groups(table: Table) -> str:
    told = ""
    for group in walk(table.columns):
        inner = "".join(
            _property(c.path[-1], c.kind.value) for c in table.columns if c.path[:-1] == group
        )
        inner += "".join(
            _property(below[-1], f"{NAMESPACE}.{_type(table, below)}")
            for below in walk(table.columns)
            if below[:-1] == group
        )
        told += f"<ComplexType Name={quoteattr(_type(table, group))}>{inner}</ComplexType>"
    return told


def _set(table: Table) -> str:
    kind = f"{NAMESPACE}.{table.name}"
    return f"<EntitySet Name={quoteattr(table.name)} EntityType={quoteattr(kind)}/>"


def _property(name: str, kind: str) -> str:
    return f"<Property Name={quoteattr(_safe(name))} Type={quoteattr(kind)}/>"


def _type(table: Table, group: tuple[str, ...]) -> str:
    return ".".join((table.name, *map(_safe, group)))


def _parent(table: Table) -> str:
    return "-".join(("Submissions", *table.at[:-1]))


def _safe(name: str) -> str:
    """A name that OData takes: letters, digits and underscores (CSDL 4.01 §17.2)."""
    return "".join(letter if letter.isalnum() or letter == "_" else "_" for letter in name)
