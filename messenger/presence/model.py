"""How present somebody is. Rules PR1 and PR2 are in messenger/RULES.md."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LASTS = timedelta(seconds=60)  # how long a socket counts that is not heard of again [PR2]
HEARTBEAT = timedelta(seconds=20)


class State(StrEnum):
    HERE = "here"  # 자리에 있음
    ELSEWHERE = "elsewhere"  # 다른 업무: the page is open and not looked at
    OFFLINE = "offline"


@dataclass(frozen=True)
class Sign:
    """What one socket says of its person."""

    state: State
    ends_at: datetime
