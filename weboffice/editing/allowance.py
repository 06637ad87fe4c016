"""What a member may send: a bucket of messages that refills, a frame may hold many [ED6]."""

from weboffice.editing.model import Limits, Member

# As dear as one message more: so many bytes of an answer, so many presences in one message.
ANSWER_BYTES, PRESENCES = 32 << 10, 100
DEAREST = 8  # so many answers in a burst, however large


class TooFast(Exception):
    """More than the bucket holds."""


def spend(member: Member, limits: Limits, now: float) -> None:
    """For one message; raise TooFast."""
    earned = (now - member.refilled_at) * limits.messages_a_second
    member.allowance = min(limits.burst, member.allowance + earned) - 1
    member.refilled_at = now
    if member.allowance < 0:
        raise TooFast


def charge(member: Member, limits: Limits, more: float) -> None:
    """A message cost more than to be read: the next ones may have to wait for it."""
    member.allowance -= min(more, limits.burst / DEAREST)
