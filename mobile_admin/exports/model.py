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
    """`at` is the repeat's path from the form's root, empty for the submissions themselves; `up`
    that of the table around it."""

    at: tuple[str, ...]
    columns: Sequence[Column]
    up: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return ".".join(("Submissions", *self.at))


@dataclass(frozen=True)
class Row:
    """`above` are the keys of the rows around it, the submission's first; `node` its answers."""

    key: str
    above: tuple[str, ...]
    node: Node

    @property
    def parent(self) -> str:
        return self.above[-1] if self.above else ""


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
    """A form's tables, over all its versions; `forms` by version, the latest first."""

    title: str
    form_id: str
    tables: Sequence[Table]
    forms: Mapping[str, Form]
    repeats: Mapping[str, frozenset[tuple[str, ...]]]


class Field(StrEnum):
    """Of a submission itself: what one may filter and order by."""

    DATE = "submissionDate"
    SENDER = "submitterId"
    REVIEW = "reviewState"
    VERSION = "formVersion"


class Op(StrEnum):
    LT = "lt"
    LE = "le"
    EQ = "eq"
    NE = "ne"
    GE = "ge"
    GT = "gt"


@dataclass(frozen=True)
class Comparison:
    """One comparison of a filter: `part` of a moment, or the whole where empty.

    Of words there is no null: what nobody said is empty.
    """

    field: Field
    part: str
    op: Op
    value: datetime | int | str


@dataclass(frozen=True)
class Join:
    """`word` is and, or, or not; a not has one of `parts`."""

    word: str
    parts: tuple["Filter", ...]


Filter = Comparison | Join


@dataclass(frozen=True)
class Order:
    field: Field
    is_falling: bool


@dataclass(frozen=True)
class Cursor:
    """Where a page ended: `values` of what it was ordered by, the submission, and how many of
    its rows were given."""

    values: tuple[str, ...]
    submission_id: str
    given: int


@dataclass(frozen=True)
class Asked:
    """Of a table: which rows, in which order, and how many at once."""

    size: int
    wanted: Filter | None = None
    order: tuple[Order, ...] = ()
    skip: int = 0
    cursor: Cursor | None = None
    is_counted: bool = False


@dataclass(frozen=True)
class Page:
    """`total` are the table's rows that the filter lets through, 0 where nobody asked.

    `ends_at` is where the next page begins; None where nothing follows.
    """

    table: Table
    rows: Sequence[tuple[Record, Row]]
    total: int
    ends_at: Cursor | None
