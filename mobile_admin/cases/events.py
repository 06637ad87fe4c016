"""Facts about cases."""

from dataclasses import dataclass

from kernel.events import Event


@dataclass(frozen=True)
class CaseMoved(Event):
    """The case went from `before` to `after` by `step`; `rev` is what it is now."""

    name = "mobile_admin.case_moved"
    case_id: str
    rev: int
    step: str
    before: str
    after: str
