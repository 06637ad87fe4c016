"""Documents on their way in and out: what is converted, how far it is, what it cost."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kernel.actor import UserId


class Format(StrEnum):
    """By the ending of its files."""

    HWPX = "hwpx"
    HWP = "hwp"
    DOCX = "docx"
    DOC = "doc"
    ODT = "odt"
    RTF = "rtf"
    HTML = "html"
    MARKDOWN = "md"
    TEXT = "txt"
    PDF = "pdf"
    PDFA = "pdfa"


class Way(StrEnum):
    IMPORT = "import"
    EXPORT = "export"


class State(StrEnum):
    """READY: an import waits for its person's yes, an export for its download."""

    WAITING = "waiting"
    RUNNING = "running"
    READY = "ready"
    KEPT = "kept"
    FAILED = "failed"
    CANCELLED = "cancelled"


GOING = frozenset({State.WAITING, State.RUNNING})


class Stage(StrEnum):
    """How far a running one is."""

    WAITING = "waiting"
    FETCHING = "fetching"
    CONVERTING = "converting"
    CHECKING = "checking"
    DONE = "done"


@dataclass(frozen=True)
class Source:
    """A version of a file in the drive."""

    node_id: str
    version: int
    name: str
    size_bytes: int
    folder_id: str | None


@dataclass(frozen=True)
class Saved:
    node_id: str
    name: str
    folder: str


@dataclass(frozen=True)
class Conversion:
    """`node_id` is the file that comes in or the document that goes out.

    `losses` counts what changes, by feature, and `kept` what the editor does not show and comes
    back in a file of this format. `document_id` is what an import became.
    """

    id: str
    person_id: UserId
    way: Way
    format: Format
    name: str
    node_id: str
    version: int
    folder_id: str | None
    state: State
    stage: Stage
    reason: str
    losses: Mapping[str, int]
    kept: Mapping[str, int]
    document_id: str | None
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True)
class Choice:
    """A format that a document can leave in, what that would change, and what comes back in it."""

    format: Format
    losses: Mapping[str, int]
    kept: Mapping[str, int]


@dataclass(frozen=True)
class Kept:
    """What was kept of the file that a document came from: a file without text, and its counts.

    `insets` are the keys of what stands in the text and comes back with it.
    """

    format: Format
    counts: Mapping[str, int]
    insets: Collection[str] = ()
