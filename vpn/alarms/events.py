"""What is told of alarms."""

from dataclasses import dataclass
from typing import ClassVar

from kernel.events import Event


@dataclass(frozen=True)
class AlarmRaised(Event):
    """`person_id` is empty where nobody is known."""

    name: ClassVar[str] = "vpn.alarm_raised"
    alarm_id: str
    kind: str
    person_id: str
