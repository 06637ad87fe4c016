"""When a link opens. Pure."""

import hmac
import re
import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from kernel.errors import Denied, Invalid
from mobile_admin.handing.model import Asks, Link

LASTS = timedelta(days=30)
READS = timedelta(minutes=30)
TRIES = 5
_BIRTH = re.compile(r"(19|20)[0-9]{6}")


class BirthWrong(Invalid):
    """Eight digits: 19800102."""

    code = "birth_wrong"


class LinkClosed(Denied):
    """Unknown, expired, replaced or tried too often; it is not said which."""

    code = "link_closed"


class AnswerWrong(Denied):
    """`tries_left` until the link is closed."""

    code = "answer_wrong"


def answer_of(birth: str) -> tuple[Asks, str]:
    """What is asked and its right answer: the birth date, or six digits made now."""
    digits = digits_of(birth)
    if not digits:
        return Asks.CODE, f"{secrets.randbelow(10**6):06}"
    if not _BIRTH.fullmatch(digits):
        raise BirthWrong
    return Asks.BIRTH, digits


def digits_of(said: str) -> str:
    return "".join(c for c in said if c.isdigit())


def sealed_answer(token: str, answer: str) -> bytes:
    """Keyed by the token, which is not kept: from the database nobody guesses eight digits back."""
    return hmac.digest(token.encode(), answer.encode(), sha256)


def is_open(link: Link, now: datetime) -> bool:
    return link.closed_at is None and link.tries_left > 0 and now < link.expires_at
