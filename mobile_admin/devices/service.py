"""Giving devices their names and secrets, and knowing them again."""

from dataclasses import dataclass
from datetime import timedelta
from secrets import choice

from identity.people import store as people
from kernel import audit
from kernel.actor import Actor, SessionId
from kernel.clock import Now
from kernel.db import Begin
from kernel.errors import Conflict, NotFound, NotSignedIn
from kernel.ids import fresh_id
from kernel.limits import Limit, Spend
from kernel.text import storable
from kernel.tokens import hash_token
from mobile_admin.devices import store
from mobile_admin.devices.model import Device

LETTERS = "abcdefghjkmnpqrstvwxyz23456789"  # what one types on glass without a mistake
SECRET_LETTERS = 24  # 118 bits
LIFETIME = timedelta(days=30)
SEEN_EVERY = timedelta(minutes=5)
MOST_DEVICES = 10
WRONG = Limit("field_device", 20, timedelta(minutes=1))


class DeviceRefused(NotSignedIn):
    """Unknown, revoked, too old, or its person has left; it is not said which."""

    code = "device_refused"


class TooManyDevices(Conflict):
    code = "too_many_devices"


@dataclass(frozen=True)
class Devices:
    begin: Begin
    now: Now
    spend: Spend

    def add(self, actor: Actor, name: str) -> tuple[Device, str]:
        """The secret is given out here and never again [FD1]."""
        secret = _letters(SECRET_LETTERS)
        now = self.now()
        device = Device(
            fresh_id(), actor.user_id, storable(name).strip(), f"f-{_letters(8)}", now,
            now + LIFETIME,
        )  # fmt: skip
        with self.begin() as tx:
            if len(store.of_person(tx.db, actor.user_id)) >= MOST_DEVICES:
                raise TooManyDevices(most=MOST_DEVICES)
            store.add(tx.db, device, hash_token(secret))
            audit.append(
                tx.db,
                audit.Entry(now, actor.user_id, "mobile_admin.add_device", device.id),
            )
        return device, secret

    def list_own(self, actor: Actor) -> list[Device]:
        with self.begin() as tx:
            return store.of_person(tx.db, actor.user_id)

    def revoke(self, actor: Actor, device_id: str) -> None:
        now = self.now()
        with self.begin() as tx:
            if not store.revoke(tx.db, actor.user_id, device_id, now):
                raise NotFound
            entry = audit.Entry(now, actor.user_id, "mobile_admin.revoke_device", device_id)
            audit.append(tx.db, entry)

    def sign_in(self, user_name: str, secret: str, address: str) -> tuple[Actor, Device]:
        """Raise DeviceRefused [FD2], or TooFast for an address that keeps guessing."""
        now = self.now()
        with self.begin() as tx:
            device = store.find(tx.db, storable(user_name)[:64], hash_token(secret))
            person = people.find(tx.db, device.person_id) if device else None
            is_good = device and not device.revoked_at and device.expires_at > now
            if device and is_good and person and person.is_active:
                if device.seen_at is None or now - device.seen_at > SEEN_EVERY:
                    store.note_seen(tx.db, device.id, now)
                session = SessionId(f"device:{device.id}")
                return Actor(person.id, session, roles=person.roles), device
        self.spend(WRONG, address)
        raise DeviceRefused


def _letters(count: int) -> str:
    return "".join(choice(LETTERS) for _ in range(count))
