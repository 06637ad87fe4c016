"""Who may come back while the database is away, and under what. Pure."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from daas_broker.continuity.model import Shown, Why
from daas_broker.desktops.model import DesktopId
from daas_broker.policies import entering
from daas_broker.policies.model import Policy, Printing
from kernel.actor import SessionId

LIFE = timedelta(minutes=20)
RENEWED_EVERY = timedelta(minutes=4)  # by the page, while it can be
SKEW = timedelta(seconds=60)


@dataclass
class Heard:
    """What a gateway heard before the silence, and what was shown to it since."""

    sessions: set[SessionId] = field(default_factory=set)  # that ended
    desktops: set[DesktopId] = field(default_factory=set)  # that were given back or destroyed
    locked: set[DesktopId] = field(default_factory=set)
    revision: int = 0  # the newest policy that was applied
    used: set[str] = field(default_factory=set)  # signatures


def expires_at(now: datetime, session_ends: datetime, policy: Policy) -> datetime:
    """Short, and never longer than the sign-in or the hours of the policy."""
    closes = entering.closes_at(policy.access, now)
    return min(end for end in (now + LIFE, session_ends, closes) if end is not None)


def refusal(shown: Shown, heard: Heard, now: datetime) -> Why | None:
    """The first reason not to let in [DC5]."""
    given = shown.entitlement
    reasons = {
        Why.TOO_OLD: not given.issued_at - SKEW <= now < given.expires_at,
        Why.OTHER_DEVICE: not shown.is_signed or abs(now - shown.at) > SKEW,
        Why.OTHER_PLACE: shown.caller != given.caller or shown.origin != given.origin,
        Why.OTHER_DESKTOP: shown.desktop_id != given.desktop_id,
        Why.ENDED: given.session_id in heard.sessions or given.desktop_id in heard.desktops,
        Why.LOCKED: given.desktop_id in heard.locked,
        Why.OUTDATED: heard.revision > given.revision,
        Why.RECORDED: given.policy.recording.is_on,
        Why.SHUT: entering.shut(given.policy.access, shown.caller, now) is not None,
    }
    return next((why for why, is_so in reasons.items() if is_so), None)


def narrowed(policy: Policy) -> Policy:
    """What may still pass where nothing can be looked up or written into the audit chain: pictures,
    keys and what is composed. Nothing crosses [DC6]."""
    return replace(
        policy,
        clipboard_in=replace(policy.clipboard_in, is_open=False),
        clipboard_out=replace(policy.clipboard_out, is_open=False),
        files_in=replace(policy.files_in, is_open=False),
        files_out=replace(policy.files_out, is_open=False),
        microphone=False,
        console=False,
        printing=Printing.OFF,
    )
