"""Who knows the public holidays."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol


class PublicHolidays(Protocol):
    def of(self, first: date, last: date) -> Mapping[date, str]:
        """Each with its name in Korean, days that make up for another included."""
        ...
