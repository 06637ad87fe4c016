"""What proofs need from outside."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from mobile_admin.seals.examining import Examined


class Examiner(Protocol):
    """Looks at a stranger's file where it can do no harm; keeps nothing of it."""

    def examine(self, pdf: bytes, roots: Sequence[bytes], moment: datetime) -> Examined:
        """As seals.examining; a file that took too long or too much has a `problem`."""
        ...
