"""Locks, names, addresses and types: what an external office may do, decided without looking."""

import re
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import quote, urlsplit

from kernel.errors import Conflict, Denied, Invalid, NotFound, NotSignedIn
from weboffice.wopi.model import Discovery, Mode, Office

LOCKED_FOR = timedelta(minutes=30)  # as the specification says
LONGEST_LOCK = 1024
LONGEST_INFO = 1024  # as the specification says
LONGEST_PASS = timedelta(hours=10)  # as the specification advises
LARGEST_FILE = 512 << 20  # our own choice: no office edits what is larger
FRESH_FOR = timedelta(hours=12)  # offices may change their keys and addresses with an update
AGAIN_AFTER = timedelta(minutes=5)
LONGEST_HOST = 253  # RFC 1035
_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*")
_PLACEHOLDER = re.compile(r"<([a-z_]+)=([A-Z_]+)&?>", re.IGNORECASE)
_LOCALES = {"ko": "ko-KR", "en": "en-US"}


class OfficeOff(NotFound):
    """No external office is named here."""

    code = "external_office_off"


class TypeUnknown(Denied):
    """The office's discovery names nothing for this ending."""

    code = "external_office_type"


class BadOrigin(Invalid):
    """`https://`, a name and perhaps a port: the page's policy and our fetch go by it."""

    code = "external_office_origin"


class TokenRefused(NotSignedIn):
    """Unknown, expired, for another file, or its sign-in has ended."""

    code = "wopi_token"


class ProofRefused(Denied):
    """Not signed by the office that discovery names, or too long ago."""

    code = "wopi_proof"


class ReadOnly(Denied):
    code = "wopi_read_only"


class TooLarge(Invalid):
    code = "wopi_too_large"


class LargerThanExpected(Denied):
    """The office said how much it is ready to take."""

    code = "wopi_larger_than_expected"


class BadLock(Invalid):
    code = "wopi_bad_lock"


class BadName(Invalid):
    """`reason` as the drive says it."""

    code = "wopi_bad_name"


class BadInfo(Invalid):
    """What an office wants kept of a person: ASCII, and not too much of it."""

    code = "wopi_bad_user_info"


class NotOffered(Denied):
    """An operation of the specification that this host does not have."""

    code = "wopi_not_offered"


class LockMismatch(Conflict):
    """`held` is the lock that the file has, empty for none."""

    code = "wopi_lock_mismatch"

    def __init__(self, held: str, reason: str) -> None:
        super().__init__(reason)
        self.held = held


class NameInUse(Conflict):
    """`free` is a name that could be had; `held` the lock of what has the name."""

    code = "wopi_name_in_use"

    def __init__(self, free: str, held: str = "") -> None:
        super().__init__("the name is in use")
        self.free, self.held = free, held


class ChangedElsewhere(Conflict):
    """The contents are no longer those that the office read."""

    code = "wopi_changed_elsewhere"


class Verb(StrEnum):
    LOCK = "lock"
    REFRESH = "refresh"
    UNLOCK = "unlock"
    RELOCK = "relock"


def turn(held: str, verb: Verb, lock: str, old: str = "") -> str:
    """The lock after `verb`, empty for none; `held` likewise, and empty when it ran out [WO4]."""
    wanted = old if verb is Verb.RELOCK else lock
    if held == wanted or (verb is Verb.LOCK and not held):
        return "" if verb is Verb.UNLOCK else lock
    raise LockMismatch(held, "locked by another" if held else "not locked")


def check_lock(lock: str) -> str:
    """A lock that can be kept and sent back in a header."""
    if not 0 < len(lock) <= LONGEST_LOCK or not (lock.isascii() and lock.isprintable()):
        raise BadLock(longest=LONGEST_LOCK)
    return lock


def check_info(info: bytes) -> str:
    """What an office keeps with us about a person; raise BadInfo."""
    if len(info) > LONGEST_INFO or not info.isascii() or b"\0" in info:
        raise BadInfo(longest=LONGEST_INFO)  # [WO8]
    return info.decode("ascii")


def check_delete(held: str) -> None:
    """DeleteFile names no lock: whoever holds one is at work in the file [WO9]."""
    if held:
        raise LockMismatch(held, "locked by another")


def check_put(held: str, lock: str, size_bytes: int) -> None:
    """`size_bytes` of the present contents: only what is still empty is written unlocked [WO5]."""
    if held != lock or (not held and size_bytes > 0):
        raise LockMismatch(held, "locked by another" if held else "not locked")


def check_unchanged(changed_at: datetime, seen: str) -> None:
    """`seen` is the time that the office was told with what it read, empty when it does not say."""
    if seen and seen != moment(changed_at):
        raise ChangedElsewhere  # [WO6]


def check_size(size_bytes: int) -> None:
    if size_bytes > LARGEST_FILE:
        raise TooLarge(largest_bytes=LARGEST_FILE)


def moment(at: datetime) -> str:
    """ISO 8601 as offices compare it, to the microsecond."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def clean_origin(text: str) -> str:
    """`https://name[:port]`, or nothing for off; raise BadOrigin with the reason [WO1]."""
    text = text.strip().rstrip("/")
    if not text:
        return ""
    try:
        found = urlsplit(text)
        port = found.port
    except ValueError as error:
        raise BadOrigin(reason="not_an_address") from error
    host = (found.hostname or "").lower()
    if found.scheme != "https":
        raise BadOrigin(reason="not_https")
    if found.path or found.query or found.fragment or "@" in found.netloc:
        raise BadOrigin(reason="more_than_origin")
    if len(host) > LONGEST_HOST or not _HOST.fullmatch(host) or port == 0:
        raise BadOrigin(reason="not_an_address")
    if _is_local(host):
        raise BadOrigin(reason="local")
    return f"https://{host}" if port in {None, 443} else f"https://{host}:{port}"


def _is_local(host: str) -> bool:
    """What would lead to this machine itself, or to a cloud's own services."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        ip = ip_address(host)
    except ValueError:
        return host.rpartition(".")[2].isdigit()  # 127.1 and the like
    return ip.is_loopback or ip.is_link_local or ip.is_unspecified or ip.is_multicast


def ending(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def choose(discovery: Discovery, name: str, *, may_write: bool) -> tuple[Mode, str]:
    """What to open a file for, and where; an editor also shows to who may only read.

    Raise TypeUnknown.
    """
    found = discovery.actions.get(ending(name), {})
    if may_write and Mode.EDIT in found:
        return Mode.EDIT, found[Mode.EDIT]
    where = found.get(Mode.VIEW) or found.get(Mode.EDIT)
    if where is None:
        raise TypeUnknown(ending=ending(name))
    return Mode.VIEW, where


def action_url(source: str, file_url: str, language: str) -> str:
    """Discovery's address with its placeholders filled or dropped, and the file's address."""

    def fill(found: "re.Match[str]") -> str:
        locale = _LOCALES.get(language, "ko-KR")
        return f"{found[1]}={locale}&" if found[2].upper() in {"UI_LLCC", "DC_LLCC"} else ""

    filled = _PLACEHOLDER.sub(fill, source)
    if "?" not in filled:
        filled += "?"
    if filled[-1] not in "?&":
        filled += "&"
    return f"{filled}WOPISrc={quote(file_url, safe='')}&lang={quote(language)}"


def from_utf7(header: str) -> str:
    """A name as offices put it into a header; raise BadName."""
    try:
        return header.encode("ascii").decode("utf-7")
    except UnicodeError as error:
        raise BadName(reason="not_utf7") from error


def to_utf7(name: str) -> str:
    return name.encode("utf-7").decode("ascii")


def suggested(name: str, wish: str) -> str:
    """A whole name, or an ending (`.pdf`) for the name of the file it is made from."""
    if not wish.startswith("."):
        return wish
    stem, dot, _ = name.rpartition(".")
    return (stem if dot else name) + wish


def renamed(name: str, stem: str) -> str:
    """Offices name without the ending, and the ending stays."""
    kept = ending(name)
    return f"{stem}.{name.rpartition('.')[2]}" if kept else stem


def is_due(office: Office, now: datetime) -> bool:
    """Whether its discovery is to be read now."""
    if not office.origin:
        return False
    if office.tried_at is None or (office.asked_at and office.asked_at > office.tried_at):
        return True
    wait = AGAIN_AFTER if office.problem else FRESH_FOR
    return now - office.tried_at >= wait


def may_ask_again(office: Office, now: datetime) -> bool:
    """Whether a doubt of its keys, which strangers can raise, is worth another look."""
    return office.tried_at is not None and now - office.tried_at >= AGAIN_AFTER


def ends_at(now: datetime, session_ends_at: datetime) -> datetime:
    return min(now + LONGEST_PASS, session_ends_at)  # [WO2]
