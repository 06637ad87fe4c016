"""What forms need from outside."""

from collections.abc import Sequence
from typing import Protocol

from mobile_admin.forms.model import Made, Problem


class FormMaker(Protocol):
    """Makes an XForm of a workbook that a stranger may have written."""

    def make(self, data: bytes, name: str) -> Made | Sequence[Problem]:
        """The problems instead, where it is no form. Ends within its own bounds [MF2]."""
