"""Device certificates: what a device shows of itself, made by our own authority."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Certificate:
    """`serial` in hex, an even number of digits, as RADIUS servers list them."""

    serial: str
    device_id: str
    not_before: datetime
    not_after: datetime
    pem: str


@dataclass(frozen=True)
class Claim:
    """A device's P-256 key (PEM, SubjectPublicKeyInfo) and its signature over `said(...)`."""

    public_key: str
    signature: bytes
