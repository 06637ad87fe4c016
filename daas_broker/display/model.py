"""What passes between a viewer and its desktop (deploy/desktops/PROTOCOL.md)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

from daas_broker.desktops.model import DesktopId, Endpoint
from daas_broker.sessions.model import Stream
from identity.tickets.model import Presented

SUBPROTOCOL = "onmaru.display"
TICKET_PREFIX = "onmaru.ticket."
FROM_VIEWER_BYTES = 256 * 1024
FROM_DESKTOP_BYTES = 8 * 1024 * 1024
TO_DESKTOP_BYTES = 8 * 1024 * 1024  # unread; the largest clipboard in base64, and some
LINE_BYTES = 256 * 1024  # of text.sock
FIRST, SECOND = 1, 2  # screens of a desktop
MESSAGES_PER_SECOND = 600
WORDS_PER_SECOND = 2_000  # of a desktop, its pictures and its sound not counted
# To pass a part of a picture on takes as long however small it is, and one read holds thousands of
# the smallest. Sixty pictures of the largest screen come in 1,500 parts, most of them larger.
CRUMB_BYTES, CRUMBS_PER_SECOND = 512, 4_000
OWN_NUMBERS = 2**31  # a browser's are below
# XF86Launch1 to 4, let go behind keys: the X server tells it to nobody but who listens for it
# (deploy/desktops/files/usr/lib/onmaru/settling.py).
MARKERS = range(0x1008FF41, 0x1008FF45)


class Close(IntEnum):
    """Close codes of the viewer's socket; the page says what each means and what to do."""

    BAD_MESSAGE = 1008
    TOO_BIG = 1009
    TICKET_REFUSED = 4401
    TAKEN_OVER = 4409
    DESKTOP_ENDED = 4410
    SESSION_ENDED = 4411
    WATCH_OVER = 4412
    NOTICE_MISSING = 4413
    UNRECORDED = 4414
    ALONE = 4415  # a second window whose first is not open
    UNPLUGGED = 4416
    OUTSIDE = 4417  # at another hour, or from another place, than the policy says
    BUSY = 4429
    AWAY = 4502
    GARBLED = 4503  # the desktop said what is on no list, or more than is believed
    SILENT = 4504  # the desktop does not answer


@dataclass(frozen=True)
class Wish:
    """A browser at the door; `screen` is the one that its address names. What it shows is a ticket,
    or an entitlement while tickets cannot be had."""

    shown: Presented
    desktop_id: DesktopId
    screen: int = FIRST


@dataclass(frozen=True)
class Opened:
    """What a redeemed ticket opens. A second screen's stream is the one that it stands beside.

    `locked_at` where nothing may be shown before its person has proved anew who they are [DV3].
    """

    stream: Stream
    endpoint: Endpoint
    screen: int = FIRST
    locked_at: datetime | None = None


@dataclass(frozen=True)
class ToDisplay:
    """`is_key` waits for a text that is on its way, so that it is typed after it; so does a pointer
    whose `buttons` are others than before."""

    message: str
    is_key: bool = False
    buttons: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class ToText:
    """A line for text.sock. `commits` is its number; None of a preedit."""

    line: bytes
    commits: int | None


@dataclass(frozen=True)
class ToMicrophone:
    """Some of what the person says, as the rich protocol has it: 0x02 and PCM."""

    message: bytes


@dataclass(frozen=True)
class Settle:
    """Asks the desktop to tell once keys, or a text, that went before have been taken."""

    number: int
    after_keys: bool


@dataclass(frozen=True)
class Settled:
    """Its answer; not sure where the input method is of an older image."""

    number: int
    is_sure: bool


@dataclass(frozen=True)
class ToClipboard:
    """Text for the desktop's clipboard, or a part of it: a companion decides."""

    message: str


@dataclass(frozen=True)
class Control:
    """For the gateway itself; it never reaches the desktop. `body` is the browser's, unchecked."""

    kind: str
    body: Mapping[str, object]


@dataclass(frozen=True)
class Answer:
    """The gateway's own reply."""

    message: str


@dataclass(frozen=True)
class Dropped:
    """Known, and not allowed by the policy."""

    why: str


@dataclass(frozen=True)
class Refusal:
    """On no list: the stream is closed."""

    why: str


Verdict = ToDisplay | ToText | ToMicrophone | ToClipboard | Control | Answer | Dropped | Refusal
