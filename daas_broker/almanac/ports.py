"""Who knows the public holidays."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from daas_broker.forecast.model import DayName


class PublicHolidays(Protocol):
    def of(self, first: date, last: date) -> Mapping[date, DayName]:
        """Each with its name, days that make up for another included."""
        ...
