"""Which files are taken."""

from kernel.errors import Conflict, Invalid
from mobile_admin.parcels.model import Wish
from mobile_admin.submissions.rules import LARGEST_FILE, clean_name


class ParcelTooLarge(Invalid):
    code = "parcel_too_large"


class ParcelEnded(Conflict):
    """Announce it again: its bytes were given up, or were not what had been announced."""

    code = "parcel_ended"


def check(wish: Wish) -> None:
    """Raise NoSubmission for a name that is a path."""
    clean_name(wish.name)
    if wish.size_bytes > LARGEST_FILE:
        raise ParcelTooLarge(largest=LARGEST_FILE)
