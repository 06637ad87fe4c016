"""Who is in a room, what the room wants sent and kept, and its bounds."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, IntEnum, StrEnum

from kernel.actor import SessionId, UserId
from weboffice.editing.returning import Absence, Concern


class Mode(IntEnum):
    """What a member may do now; the number goes over the wire (web/src/weboffice/editing/wire.ts).

    SUGGEST: write what others accept or reject, and nothing else [SG2].
    """

    READ = 0
    WRITE = 1
    SUGGEST = 2


class Reason(StrEnum):
    """Why the mode is what it is, as the editor shows it."""

    NONE = ""
    READER = "reader"  # the person may only read
    STORAGE_AWAY = "storage_away"  # writing goes on, saving waits
    STORAGE_FULL = "storage_full"  # too much waits: no more is taken
    DOCUMENT_FULL = "document_full"


class CloseCode(IntEnum):
    """4400 to 4499 tell a y-websocket client not to come back by itself."""

    AGAIN = 1013  # the room cannot be opened now, or another process took it over
    TOO_BIG = 1009
    BAD_MESSAGE = 4400
    TICKET_REFUSED = 4401
    SESSION_ENDED = 4402
    ACCESS_LOST = 4403
    NOT_TAKEN = 4406  # a suggestion that is none; the client begins anew with what the room has
    TOO_SLOW = 1008
    TOO_FAST = 1008
    ROOM_FULL = 4409
    SET_ASIDE = 4410  # what the client brought waits for its writer's decision


class Dialect(Enum):
    """STOCK is y-websocket as it is; OURS also takes `saved` and `mode`."""

    STOCK = "yjs"
    OURS = "onmaru.y"
    HOCUSPOCUS = "hocuspocus"


@dataclass(frozen=True)
class Visitor:
    """A person who was let in, and what the client understands."""

    person_id: UserId
    name: str
    session_id: SessionId
    right: Mode
    dialect: Dialect
    away_since: datetime | None = None  # when it had last been in step, if it writes while away

    @property
    def takes_status(self) -> bool:
        """Told what is durable, and whether it may write."""
        return self.dialect is not Dialect.STOCK


@dataclass(frozen=True)
class Request:
    """To enter a room. `is_passed_on`: another process of ours asks for its client."""

    room: str
    token: str
    origin: str
    zone: str
    dialect: Dialect
    is_passed_on: bool
    caller: str = "-"  # the address it calls from, as the edge saw it
    cookie: str = field(default="", repr=False)  # of its sign-in session


@dataclass(frozen=True)
class Entry:
    """One update as the log keeps it; `client_id` is Yjs' (0 for pure deletions)."""

    room: str
    seq: int
    at: datetime
    person_id: UserId
    session_id: SessionId
    client_id: int
    update: bytes
    suggested: tuple[str, ...] = ()  # the ids of suggestions that it makes [SG3]


@dataclass(frozen=True)
class Send:
    member: int
    message: bytes


@dataclass(frozen=True)
class Broadcast:
    """To all who keep up."""

    message: bytes


@dataclass(frozen=True)
class Cut:
    member: int
    code: CloseCode
    reason: str


@dataclass(frozen=True)
class SetAside:
    """What the member brought is to be kept for a decision, and the member told so [ED12]."""

    member: int
    visitor: Visitor
    update: bytes
    absence: Absence
    concerns: tuple[Concern, ...]


Out = Send | Broadcast | Cut | SetAside


@dataclass(frozen=True)
class Limits:
    """[ED6]; sizes in bytes, times in seconds. The numbers are our own choice."""

    frame: int = 1 << 20
    members: int = 300
    document: int = 64 << 20
    merged: int = 64  # updates in one broadcast; merging is quadratic
    messages_a_second: int = 200
    burst: int = 600
    state: int = 2048  # of one client's presence
    clients_a_member: int = 4
    slow_buffer: int = 512 << 10
    slow_seconds: float = 30.0
    unsaved_room: int = 8 << 20
    unsaved_all: int = 64 << 20


@dataclass
class Member:
    """A connection in the room; `lacks_since` is set while it cannot keep up [ED6]."""

    id: int
    visitor: Visitor
    right: Mode
    colour: int
    allowance: float
    refilled_at: float
    taken: int = 0  # updates that came over this connection
    asked: int = 0  # questions of ours that it has not answered
    is_back: bool = True  # False until what was written while away has been judged
    has_gap: bool = False  # one of them was refused; the next answer brings it again
    lacks_since: bytes | None = None
    lacks_turn: int = -1  # of the document, when it began to lack; -1 where it asked since
    clients: set[int] = field(default_factory=set)
