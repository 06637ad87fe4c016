"""In whose name a division sends: 발신명의, 처리과 기관코드, where to write back. Rule NO1."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sending:
    """`office_code` has seven digits (행정표준코드); `name` is 발신명의, e.g. 한빛부장관."""

    division_id: str
    office_code: str
    name: str
    address: str
    homepage: str
    phone: str
    email: str
