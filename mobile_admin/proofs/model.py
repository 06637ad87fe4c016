"""Whether a document is what it says, for whoever holds one. Rules NV1-NV5."""

from dataclasses import dataclass
from enum import StrEnum

from mobile_admin.notices.model import Notice


class Judgement(StrEnum):
    """The four words of 전자문서 진본확인 (행정안전부 고시 2021-22)."""

    GENUINE = "genuine"  # 진본
    ALTERED = "altered"  # 변조
    UNTRUSTED = "untrusted"  # 인증서검증실패
    UNVERIFIED = "unverified"  # 미검증


@dataclass(frozen=True)
class Proof:
    """`is_other`: a whole and sealed document of ours, but not the one of this code."""

    notice: Notice
    judgement: Judgement
    is_other: bool = False


@dataclass(frozen=True)
class Looked:
    """What strangers are told; `replaced_by` is the code of the document in its place."""

    notice: Notice
    replaced_by: str
