"""Who may see recordings, what a notice is, and what a seek needs. Pure."""

from collections.abc import Sequence
from hashlib import sha256

from daas_broker.recordings.model import WATCHERS, Duty, Mark, Recording
from kernel.actor import Actor, Role
from kernel.errors import Conflict, Invalid, NotFound, Stale

SHORTEST_REASON, LONGEST_REASON = 5, 500


class RecordingNoticeMissing(Conflict):
    """The policy asks for recording: `basis` and `retention_days` are what the notice says, and
    `digest` is what its reader acknowledges."""

    code = "recording_notice_missing"


class RecordingNoticeChanged(Stale):
    """The policy has changed since the notice was read: read it anew."""

    code = "recording_notice_changed"


class ReasonMissing(Invalid):
    """Watching, keeping and letting go of a recording want a reason of a few words."""

    code = "recording_reason_missing"


class RecordingRunning(Conflict):
    """It is still being made."""

    code = "recording_running"


class RecordingDeleted(Conflict):
    """Its time is over, and its key is gone."""

    code = "recording_deleted"


def refuse_strangers(actor: Actor) -> None:
    """For anybody else there are no recordings [DREC7]."""
    if actor.roles.isdisjoint(WATCHERS):
        raise NotFound


def refuse_keepers_not(actor: Actor) -> None:
    """Only a security officer decides what is kept beyond its time [DREC11]."""
    refuse_strangers(actor)
    actor.require(Role.SECURITY_OFFICER)


def reason_of(text: str) -> str:
    reason = " ".join(text.split())[:LONGEST_REASON]
    if len(reason) < SHORTEST_REASON:
        raise ReasonMissing(shortest=SHORTEST_REASON)
    return reason


def digest_of(duty: Duty) -> str:
    """Changes with what the notice says [DREC1]."""
    return sha256(f"{duty.retention_days}\n{duty.basis}".encode()).hexdigest()[:16]


def readable(recording: Recording | None) -> Recording:
    """Raise NotFound or RecordingDeleted unless its pictures are there."""
    if recording is None:
        raise NotFound
    if recording.wrapped_key is None:
        raise RecordingDeleted
    return recording


def merged(marks: Sequence[Mark], apart_ms: int = 1_000) -> list[Mark]:
    """In order; of several of one sort within a second the first."""
    found: list[Mark] = []
    last: dict[str, int] = {}
    for mark in sorted(marks, key=lambda one: one.at_ms):
        if mark.at_ms - last.get(mark.what, -apart_ms) >= apart_ms:
            found.append(mark)
            last[mark.what] = mark.at_ms
    return found
