"""Devices that send for a person without a browser: ODK Collect, scripts. Rules FD1-FD2."""

from dataclasses import dataclass
from datetime import datetime

from kernel.actor import UserId


@dataclass(frozen=True)
class Device:
    """`user_name` and a secret are what the device signs in with, by HTTP Basic."""

    id: str
    person_id: UserId
    name: str
    user_name: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    seen_at: datetime | None = None
