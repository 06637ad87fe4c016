"""What was sent, as tables: one of submissions and one for each repeat. Rules EX1-EX4."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mobile_admin.submissions.model import Submission
from mobile_admin.xforms.form import Form
from mobile_admin.xforms.values import Node


class Kind(StrEnum):
    """Of a column: the primitive types of OData that answers become (OData CSDL 4.01 §4.4)."""

    STRING = "Edm.String"
    INTEGER = "Edm.Int64"
    DECIMAL = "Edm.Decimal"
    DATE = "Edm.Date"
    MOMENT = "Edm.DateTimeOffset"
    FLAG = "Edm.Boolean"
    POINT = "Edm.GeographyPoint"


@dataclass(frozen=True)
class Column:
    """`path` is of names below its table: a group's question has two."""

    path: tuple[str, ...]
    label: str
    kind: Kind


@dataclass(frozen=True)
class Table:
    """`at` is the repeat's path from the form's root, empty for the submissions themselves."""

    at: tuple[str, ...]
    columns: Sequence[Column]

    @property
    def name(self) -> str:
        return ".".join(("Submissions", *self.at))


@dataclass(frozen=True)
class Row:
    """`key` is its own, `parent` that of the row it belongs to; `node` holds its answers."""

    key: str
    parent: str
    node: Node


@dataclass(frozen=True)
class Record:
    """A submission with all that its tables tell besides answers."""

    submission: Submission
    sender: str
    review: str
    case_number: str
    files_expected: int
    files_present: int
    root: Node


@dataclass(frozen=True)
class Book:
    """A form's tables, over all its versions."""

    title: str
    form_id: str
    tables: Sequence[Table]
    forms: Mapping[str, Form]


class Op(StrEnum):
    LT = "lt"
    LE = "le"
    EQ = "eq"
    NE = "ne"
    GE = "ge"
    GT = "gt"


@dataclass(frozen=True)
class Comparison:
    """One comparison of a filter: `part` of the submission's date, or the whole where empty."""

    part: str
    op: Op
    value: datetime | int


@dataclass(frozen=True)
class Join:
    """`word` is and, or, or not; a not has one of `parts`."""

    word: str
    parts: tuple["Filter", ...]


Filter = Comparison | Join


@dataclass(frozen=True)
class Page:
    """`rows` are of one table; `total` counts all that the filter lets through."""

    table: Table
    records: Sequence[tuple[Record, Sequence[Row]]]
    total: int
    has_more: bool
