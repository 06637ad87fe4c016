"""How long a session lasts, and when it says so. Pure."""

from datetime import datetime, timedelta

from kernel.errors import Conflict, Denied
from vpn.policy.model import Verdict
from vpn.policy.rules import lacking
from vpn.sessions.model import TunnelSession

IDLE = timedelta(minutes=30)
# A device that is awake shakes hands every two minutes (REKEY_AFTER_TIME, and our keepalive).
SILENT = timedelta(minutes=10)
# What connections that are only kept open make until a way is renewed, which it is each 300 s (its
# count begins anew). One that says something each 25 or 30 s, a page's socket or ssh, makes some
# 3 KB in that; this leaves room for five. Who types in a shell makes 300 bytes a key.
NOISE_BYTES = 16 * 1024
IDLE_WARNED = timedelta(minutes=3)  # before it ends for want of use
NOTED_EVERY = timedelta(minutes=1)  # how exactly it is known when a session was used
WARNINGS = (15, 5)  # minutes before the end


class OutsideTunnel(Conflict):
    """The request does not come from a device of ours through the tunnel: connect it first."""

    code = "outside_tunnel"


class TunnelForbidden(Denied):
    """`misses` are the conditions that do not hold; empty where no policy is about this person."""

    code = "tunnel_forbidden"


class AlreadyOpen(Conflict):
    """This device has a session; `zone` says where. It ends before another begins [VS1]."""

    code = "tunnel_session_open"


class TunnelQuarantined(Denied):
    """Until a session is open, the portal is all there is: /gvpn."""

    code = "tunnel_quarantined"


class NoSession(Conflict):
    code = "no_tunnel_session"


def allowed_minutes(verdict: Verdict) -> int:
    if not verdict.is_allowed:
        raise TunnelForbidden(misses=list(lacking(verdict)))
    return verdict.minutes


def end_reason(session: TunnelSession, now: datetime) -> str | None:
    """Why it is over, or None [VS2]."""
    if now >= session.ends_at:
        return "time"
    return "idle" if now >= idle_at(session) else None


def idle_at(session: TunnelSession) -> datetime:
    """When it ends for want of use, if nothing is done until then [VS2]."""
    return session.used_at + IDLE


def warns_of_idle(session: TunnelSession, now: datetime) -> bool:
    """[VS14] Not where its hard end comes first, which is warned of by itself."""
    at = idle_at(session)
    return at < session.ends_at and at - IDLE_WARNED <= now < at


def has_slept(session: TunnelSession, heard_at: datetime | None, now: datetime) -> bool:
    """Whoever opens the lid again proves themselves [VS9]. `heard_at` is the last handshake, None
    where the gateway knows of none: it began anew, and nobody is judged by that."""
    return heard_at is not None and now - max(heard_at, session.started_at) >= SILENT


def warning(session: TunnelSession, now: datetime) -> int | None:
    """The minutes to warn of now, once each [VS3]."""
    left = session.ends_at - now
    due = [m for m in WARNINGS if left <= timedelta(minutes=m)]
    if not due or (session.warned_minutes and session.warned_minutes <= min(due)):
        return None
    return min(due)


def counted_from(counted_bytes: int, moved_bytes: int) -> int:
    """Where what moved since is counted from: a smaller count is of a way that was renewed, and
    stays one of it when it has become greater again."""
    return counted_bytes if moved_bytes >= counted_bytes else 0


def is_used(counted_bytes: int, moved_bytes: int) -> bool:
    """By what went through its way [VS2]: pages that stand open ask the portal by themselves for
    ever, and connections say that they are there."""
    return moved_bytes - counted_bytes >= NOISE_BYTES
