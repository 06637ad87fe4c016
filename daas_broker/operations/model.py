"""A desktop as an operator sees it."""

from dataclasses import dataclass

from daas_broker.desktops.machine import Desktop
from identity.people.model import Person


@dataclass(frozen=True)
class Seat:
    """`pool` is the pool's name; memory and processor time are the host's last word."""

    desktop: Desktop
    pool: str
    person: Person | None
    memory_bytes: int | None
    cpu_seconds: float | None
