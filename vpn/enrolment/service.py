"""Adding a device: a code for a person, then its keys from the device itself."""

from dataclasses import dataclass
from datetime import timedelta

from identity.people import store as people
from kernel import audit
from kernel.actor import Actor, UserId
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import Refused
from kernel.ids import fresh_id
from kernel.limits import Limit, Spend
from kernel.outbox import enqueue_unless_due
from kernel.tokens import hash_token, new_token
from vpn.alarms.model import Failure, What
from vpn.alarms.service import Alarms
from vpn.authority import store as certificates
from vpn.authority.model import Claim
from vpn.authority.service import Authority
from vpn.devices import rules as device_rules
from vpn.devices import store as devices
from vpn.devices.model import LIVING, Device, DeviceId, State, Trust
from vpn.devices.service import tell
from vpn.devices.shared import Shared, TunnelKeys
from vpn.enrolment import rules, store
from vpn.enrolment.model import Brought, Code, Enrolment, Profile, Welcome, Wish
from vpn.enrolment.ports import Ground
from vpn.enrolment.rules import CodeRefused, DeviceRefused, PickupGone, StillWaiting
from vpn.gateways.service import APPLY, Gateways
from vpn.gateways.store import next_revision
from vpn.routes.service import Routes

# 60 bits within ten minutes: even without a limit nobody guesses one; this keeps the audit short.
TRIES = Limit("vpn_enrol", 20, timedelta(minutes=1))


@dataclass(frozen=True)
class Enrolments:
    begin: Begin
    now: Now
    spend: Spend
    authority: Authority
    gateways: Gateways
    ground: Ground
    alarms: Alarms
    shared: Shared
    routes: Routes

    def begin_enrolment(self, actor: Actor, wish: Wish) -> Code:
        now, text = self.now(), rules.new_code()
        code = Code(text, now + rules.CODE_LIVES)
        with self.begin() as tx:
            self._refuse_too_many(tx, actor.user_id)
            store.forget(tx.db, now)
            hash_ = hash_token(text)
            store.add(tx.db, Enrolment(hash_, actor.user_id, wish, now, code.expires_at))
            facts = {"platform": wish.platform.value, "owner": wish.owner.value}
            entry = audit.Entry(now, actor.user_id, "vpn.begin_enrolment", "-", facts=facts)
            audit.append(tx.db, entry)
        return code

    def enrol(self, address: str, brought: Brought) -> Welcome:
        """By the device, from `address`: its code is who it is. Raise CodeRefused, KeyMalformed,
        ClaimRefused, TooManyDevices; a key that is refused leaves the code as it was [VP2]."""
        self.spend(TRIES, address)
        keys = TunnelKeys(
            device_rules.public_key(brought.public_key),
            device_rules.preshared_key(brought.preshared_key),
        )
        with self.begin() as tx:
            enrolment = store.use(tx.db, hash_token(rules.typed(brought.code)), self.now())
            if enrolment is not None:
                return self._add(tx, enrolment, brought.claim, keys)
            facts = {"address": address}
            entry = audit.Entry(self.now(), "-", "vpn.enrol", "-", "refused", facts)
            audit.append(tx.db, entry)  # [VP10]
        self.alarms.note_failure(Failure(What.CODE, None, address))  # [VA1]
        raise CodeRefused

    def profile(self, pickup: str, *, everything: bool = False) -> Profile:
        """Raise StillWaiting until the device is approved and there is a gateway to call,
        DeviceRefused where it was not approved. Which networks it was given is noted [VB6]."""
        with self.begin() as tx:
            device_id = self._picking(tx, pickup)
            held, gateway = devices.held_by(tx.db, device_id), self.gateways.find(tx)
            if held is None:
                raise self._over(tx, device_id)
            if held.device.state is State.WAITING:
                raise StillWaiting(why="approval")
            if not gateway.is_on or gateway.public_key is None:
                raise StillWaiting(why="gateway")
            networks = None if everything else self.routes.current(tx)
            self.routes.hand_out(tx, device_id, networks)
            return Profile(
                held.address,
                gateway.public_key,
                f"{gateway.host}:{gateway.port}",
                self.gateways.plan.gateway if self.ground.resolvers(tx) else None,
                rules.EVERYTHING if networks is None else networks,
            )

    def _over(self, tx: Tx, device_id: DeviceId) -> Refused:
        device = devices.find_locked(tx.db, device_id)
        is_refused = device is not None and device.state is State.REFUSED
        return DeviceRefused(reason=device.refusal) if device and is_refused else PickupGone()

    def certificate(self, pickup: str) -> str:
        """PEM of the device's certificate and of the authority beneath it."""
        with self.begin() as tx:
            found = certificates.of_device(tx.db, self._picking(tx, pickup))
        if found is None:
            raise PickupGone
        return found.pem + self.authority.root

    def _picking(self, tx: Tx, pickup: str) -> DeviceId:
        found = store.find_pickup(tx.db, hash_token(pickup), self.now())
        if found is None:
            raise PickupGone
        return found

    def _add(self, tx: Tx, enrolment: Enrolment, claim: Claim | None, keys: TunnelKeys) -> Welcome:
        now, approval = self.now(), self.gateways.find(tx).approval
        person = people.find(tx.db, enrolment.person_id)
        if person is None or not person.is_active:
            raise CodeRefused
        next_revision(tx.db)  # one after the other: the count below is true
        self._refuse_too_many(tx, person.id)
        device = Device(
            DeviceId(fresh_id()),
            person.id,
            **vars(enrolment.wish),
            state=device_rules.first_state(approval, enrolment.wish.owner),
            trust=Trust.CLAIMED,
            enrolled_at=now,
            valid_until=now + device_rules.KEY_LASTS,
        )
        devices.add(tx.db, device)
        if not devices.give_key(tx.db, device.id, keys.sealed(self.shared), now):
            raise device_rules.KeyMalformed  # [VP3]
        devices.give_address(tx.db, device.id, self.gateways.plan, now)
        if claim is not None:
            self.authority.certify(tx, device.id, claim, keys.said)
        pickup = new_token()
        store.add_pickup(tx.db, hash_token(pickup), device.id, now + rules.PICKUP_LIVES)
        enqueue_unless_due(tx.db, APPLY)
        tell(tx, person.id)
        facts = {"state": device.state.value, "platform": device.platform.value}
        audit.append(tx.db, audit.Entry(now, person.id, "vpn.enrol", device.id, facts=facts))
        return Welcome(device, pickup)

    def _refuse_too_many(self, tx: Tx, person_id: UserId) -> None:
        mine = devices.of_person(tx.db, person_id)
        if sum(one.state in LIVING for one in mine) >= device_rules.MOST_DEVICES:
            raise device_rules.TooManyDevices(most=device_rules.MOST_DEVICES)  # [VP9]
