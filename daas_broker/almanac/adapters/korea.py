"""The public holidays of the Republic of Korea, by the library `holidays`.

It knows the lunar calendar, days that make up for another (대체공휴일), and those of a single year
that it has heard of.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache

from daas_broker.forecast.model import DayName

FIRST_YEAR, LAST_YEAR = 1949, 2099


class KoreanHolidays:
    def of(self, first: date, last: date) -> Mapping[date, DayName]:
        years = range(max(first.year, FIRST_YEAR), min(last.year, LAST_YEAR) + 1)
        found = {day: name for year in years for day, name in _of_year(year).items()}
        return {day: name for day, name in found.items() if first <= day <= last}


@cache
def _of_year(year: int) -> Mapping[date, DayName]:
    """Loaded when it is first asked: most processes never ask."""
    from holidays import country_holidays  # noqa: PLC0415

    ko, en = (country_holidays("KR", years=year, language=each) for each in ("ko", "en_US"))
    return {day: DayName(name, en[day]) for day, name in ko.items()}
