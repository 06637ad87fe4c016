"""What a case, a subject and a site may say."""

import re
from dataclasses import replace
from typing import Any, TypeVar

from kernel.errors import Conflict, Invalid
from kernel.text import storable
from mobile_admin.cases.model import CaseWish, SiteWish, SubjectWish

# 주민등록번호, 외국인등록번호: six digits of a birthday and seven more that begin with 1-8.
RESIDENT_NUMBER = re.compile(r"(?<!\d)\d{2}[01]\d[0-3]\d[-\s]?[1-8]\d{6}(?!\d)")
Wish = TypeVar("Wish", SubjectWish, SiteWish, CaseWish)


class ResidentNumber(Invalid):
    """A resident number has no place here, whatever field it was typed into [CA1]."""

    code = "resident_number"


class HalfAPlace(Invalid):
    """A latitude without a longitude, or the other way round."""

    code = "half_a_place"


class SomethingMissing(Invalid):
    """`field` is empty and must not be."""

    code = "something_missing"


class CodeTaken(Conflict):
    """Another subject of the division has this number."""

    code = "code_taken"


def cleaned(wish: Wish) -> Wish:
    """Trimmed and in NFC; raise ResidentNumber, HalfAPlace or SomethingMissing."""
    words: dict[str, Any] = {
        key: storable(value).strip() for key, value in vars(wish).items() if type(value) is str
    }
    for value in words.values():
        check_private(value)
    for key in ("name", "code", "road_address", "kind"):
        if words.get(key) == "":
            raise SomethingMissing(field=key)
    if isinstance(wish, SiteWish) and (wish.lat is None) != (wish.lon is None):
        raise HalfAPlace
    return replace(wish, **words)


def check_private(text: str) -> None:
    if is_private(text):
        raise ResidentNumber


def is_private(text: str) -> bool:
    return RESIDENT_NUMBER.search(text) is not None
