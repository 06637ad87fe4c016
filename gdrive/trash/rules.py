"""How long the trash is kept."""

from datetime import datetime, timedelta

from kernel.errors import Denied

KEPT = timedelta(days=30)


class PlaceGone(Denied):
    """The folder it lay in is gone, and the drive's top is closed to this person."""

    code = "place_gone"


def due_before(now: datetime) -> datetime:
    return now - KEPT  # [TA2]
