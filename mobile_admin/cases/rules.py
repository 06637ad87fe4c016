"""What a case, a subject and a site may say."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from kernel.errors import Conflict, Invalid
from kernel.text import storable
from mobile_admin.cases.model import CaseWish, Site, SiteWish, Subject, SubjectWish

# 주민등록번호, 외국인등록번호: six digits of a birthday and seven more that begin with 1-8.
RESIDENT_NUMBER = re.compile(r"(?<!\d)\d{2}[01]\d[0-3]\d[-\s]?[1-8]\d{6}(?!\d)")
LABELS = {
    "kind": "종류", "form_key": "조사표", "legal_basis": "법적 근거", "due_on": "기한",
    "note": "메모", "road_address": "도로명주소", "detail": "상세주소", "lat": "위도",
    "lon": "경도", "accuracy_m": "정확도(m)", "code": "관리번호", "name": "대상 이름",
}  # fmt: skip
SILENT = {"note", "form_key"}  # long, or no word of ours
MOST_TOLD = 500
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


class SiteChanged(Conflict):
    """Somebody changed the place meanwhile; `at` is when."""

    code = "site_changed"


class SubjectChanged(Conflict):
    """Somebody changed the subject meanwhile; `at` is when."""

    code = "subject_changed"


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


def changes_of(before: object, wish: SubjectWish | SiteWish | CaseWish) -> str:
    """What was changed, for the history; a note is only said to have been [CA10] [CA4]."""
    told = []
    for key, label in LABELS.items():
        was, now = getattr(before, key, None), getattr(wish, key, None)
        if hasattr(wish, key) and was != now:
            told.append(label if key in SILENT else f"{label}: {_said(was)} → {_said(now)}")
    return ", ".join(told)[:MOST_TOLD]


def _said(value: object) -> str:
    return "없음" if value in {None, ""} else str(value)


def check_seen(found: Site | Subject, seen: datetime) -> None:
    if found.updated_at != seen:
        refusal = SiteChanged if isinstance(found, Site) else SubjectChanged
        raise refusal(at=found.updated_at.isoformat())


def check_private(text: str) -> None:
    if is_private(text):
        raise ResidentNumber


def is_private(text: str) -> bool:
    return RESIDENT_NUMBER.search(text) is not None
