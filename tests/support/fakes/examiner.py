"""An examiner without its sandbox: the same program in the test's own process."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mobile_admin.seals.examining import Examined, examine


@dataclass(frozen=True)
class FakeExaminer:
    """mobile_admin.proofs.ports.Examiner"""

    def examine(self, pdf: bytes, roots: Sequence[bytes], moment: datetime) -> Examined:
        return examine(pdf, roots, moment)
