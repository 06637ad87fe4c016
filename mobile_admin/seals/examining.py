"""What the signature of a PDF is worth; the PDF may be anybody's and anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Examined:
    """`is_whole`: the seal fits these bytes and nothing follows it. `names` is what the file says
    of itself, which is seldom written anew with the rest. `problem` is for operators."""

    is_signed: bool = False
    is_whole: bool = False
    is_trusted: bool = False
    signer: str = ""
    names: str = ""
    problem: str = ""


def examine(pdf: bytes, roots: Sequence[bytes], moment: datetime) -> Examined:
    """`roots` in PEM; certificates count as they did at `moment`. Raises over nothing it reads."""
    from mobile_admin.seals.judging import judge  # noqa: PLC0415 - late, as it says

    try:
        return judge(pdf, roots, moment)
    except Exception as error:  # noqa: BLE001 - the library meets strangers' bytes in any state
        return Examined(is_signed=b"/ByteRange" in pdf, problem=f"{type(error).__name__}: {error}")
