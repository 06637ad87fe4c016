"""What a sender must say of itself."""

import re

from kernel.errors import Conflict, Invalid
from mobile_admin.senders.model import Sending

_OFFICE = re.compile(r"[0-9]{7}")


class OfficeCodeWrong(Invalid):
    """Seven digits, as 행정표준코드관리시스템 gives them to each division."""

    code = "office_code_wrong"


class SenderNameMissing(Invalid):
    code = "sender_name_missing"


class OfficeCodeTaken(Conflict):
    """Another division numbers its documents under it."""

    code = "office_code_taken"


class SenderMissing(Conflict):
    """The head of the division says first in whose name it sends."""

    code = "sender_missing"


class NumbersBegun(Conflict):
    """Documents were registered under the present code: it stays [NO1]."""

    code = "numbers_begun"


def check(sending: Sending) -> None:
    if not _OFFICE.fullmatch(sending.office_code):
        raise OfficeCodeWrong
    if len(sending.name) < 2:  # noqa: PLR2004 - one letter is nobody's name
        raise SenderNameMissing
