"""Refusals: what the domain says no with. kernel.http maps each kind to a status, once."""


class Refused(Exception):
    """The request was understood and is refused.

    `code` is stable; the front end translates it. `facts` are shown to the person and must hold
    nothing that they may not know.
    """

    code = "refused"

    def __init__(self, message: str = "", **facts: object) -> None:
        super().__init__(message or self.code)
        self.facts = facts


class NotSignedIn(Refused):
    code = "not_signed_in"


class NotFound(Refused):
    """Absent, or hidden from this actor; the answer must not tell which."""

    code = "not_found"


class Gone(Refused):
    """It was there and was taken away for good: whoever keeps a copy removes it."""

    code = "gone"


class Denied(Refused):
    code = "denied"


class Invalid(Refused):
    code = "invalid"


class Conflict(Refused):
    code = "conflict"


class Stale(Refused):
    """The caller decided on a state that is no longer the present one: look again."""

    code = "stale"


class ConditionMissing(Refused):
    """The request must say which state it is about (`If-Match`)."""

    code = "condition_missing"


class TooFast(Refused):
    code = "too_fast"


class Unavailable(Refused):
    """Something this needs is away for now; the same request may succeed later."""

    code = "unavailable"


class Exhausted(Refused):
    """A quota, a disk or a pool is full."""

    code = "exhausted"
