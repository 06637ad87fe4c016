"""When an image or a host is left alone, and until when. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from daas_broker.circuits.model import Circuit
from daas_broker.desktops.model import ImageKey, Provider

MOST_FAILURES = 4  # in a row, and without a desktop of it that came up in between
IMAGE_RESTS = timedelta(minutes=15)
HOST_RESTS = timedelta(seconds=20)


def is_open(circuit: Circuit, now: datetime) -> bool:
    """[DP9] After its rest it is tried again, and one more failure opens it at once."""
    return circuit.failures >= MOST_FAILURES and now < rests_until(circuit)


def rests_until(circuit: Circuit) -> datetime:
    return circuit.failed_at + (HOST_RESTS if circuit.image is None else IMAGE_RESTS)


def resting_images(
    circuits: Iterable[Circuit], provider: Provider, now: datetime
) -> frozenset[ImageKey]:
    return frozenset(
        one.image
        for one in circuits
        if one.provider == provider and one.image and is_open(one, now)
    )
