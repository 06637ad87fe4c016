"""What policies and sessions ask of the zones."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from kernel.db import Tx
from kernel.settings import Zone
from vpn.devices.model import DeviceId
from vpn.policy.model import Inside, Reached


class Holding(Protocol):
    def __call__(self, tx: Tx, device_id: DeviceId) -> bool:
        """Whether an alarm keeps that device out."""
        ...


class WhoIsInside(Protocol):
    def __call__(self, tx: Tx) -> Mapping[DeviceId, Inside]:
        """The devices that have an open session."""
        ...


class Land(Protocol):
    def reached(self, tx: Tx, zone: Zone) -> Sequence[Reached]:
        """What a zone lets whoever is in it go to."""
        ...
