"""Making, opening and revoking pockets. The PIN itself never comes here."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from secrets import token_bytes

from identity.people import store as people
from identity.sessions.events import BoundDeviceEnded
from identity.sessions.service import Sessions
from kernel import audit
from kernel.actor import Actor, Role, UserId
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound
from kernel.text import storable
from mobile_admin.forms.service import division_of
from mobile_admin.pockets import rules, store
from mobile_admin.pockets.model import Opened, Pocket, Way
from mobile_admin.pockets.shares import Shares

SALT_BYTES = 32


@dataclass(frozen=True)
class Key:
    """What opens: `proof` is 64 hex digits that the phone derives from PIN or passkey."""

    way: Way
    proof: str


@dataclass(frozen=True)
class Pockets:
    begin: Begin
    now: Now
    shares: Shares
    sessions: Sessions

    def make(self, actor: Actor, pocket_id: str, name: str, key: Key) -> Opened:
        """Twice the same is once; raise NotFound for an id that is somebody else's."""
        now = self.now()
        wish = Pocket(
            pocket_id, actor.user_id, storable(name).strip(), frozenset({key.way}), 0, now, now
        )
        with self.begin() as tx:
            mine = store.of_people(tx.db, [actor.user_id])
            if len(mine) >= rules.MOST_POCKETS and pocket_id not in {each.id for each in mine}:
                raise rules.TooManyPockets(most=rules.MOST_POCKETS)
            proof = self.shares.peppered(pocket_id, key.proof)
            is_new = store.add(tx.db, wish, token_bytes(SALT_BYTES), key.way, proof)
            if is_new:
                self._note(tx, actor, pocket_id, "make_pocket")
        return self.open(actor, pocket_id, key)

    def open(self, actor: Actor, pocket_id: str, key: Key) -> Opened:
        """Raise WrongProof or PocketShut; each wrong PIN is counted for good [FO1]."""
        with self.begin() as tx:
            pocket = self._mine(tx, actor, pocket_id, is_locked=True)
            rules.check_open(pocket, key.way)
            salt, proof = store.secrets(tx.db, pocket_id, key.way)
            is_right = hmac.compare_digest(proof, self.shares.peppered(pocket_id, key.proof))
            if is_right:
                tries = 0 if key.way is Way.PIN else pocket.tries
                alive = self.sessions.find_alive(tx, actor.session_id)
                bound_to = alive[0].bound_to if alive else None
                store.note_opened(tx.db, pocket_id, self.now(), tries, bound_to)
                share = self.shares.share(pocket_id, salt)
                return Opened(pocket, share, rules.lease_until(self.now()))
            tries = pocket.tries + (key.way is Way.PIN)
            store.set_tries(tx.db, pocket_id, tries)
            self._note(tx, actor, pocket_id, "open_pocket", "refused", tries=tries)
        raise rules.wrong(tries)

    def set_way(self, actor: Actor, pocket_id: str, key: Key, other: Key) -> Opened:
        """Another PIN, or a passkey beside it; who asks opens the pocket first."""
        opened = self.open(actor, pocket_id, key)
        with self.begin() as tx:
            self._mine(tx, actor, pocket_id, is_locked=True)
            proof = self.shares.peppered(pocket_id, other.proof)
            store.set_proof(tx.db, pocket_id, other.way, proof)
            self._note(tx, actor, pocket_id, "set_pocket_key", way=other.way.value)
        return opened

    def allow_more(self, actor: Actor, pocket_id: str) -> Pocket:
        """Ten more PINs, for a person who has just proved who they are [FO1]."""
        self.sessions.require_proof(actor)
        with self.begin() as tx:
            pocket = self._mine(tx, actor, pocket_id, is_locked=True)
            store.set_tries(tx.db, pocket_id, 0)
            self._note(tx, actor, pocket_id, "allow_more_tries", tries=pocket.tries)
        return pocket

    def revoke(self, actor: Actor, pocket_id: str) -> None:
        """By its person, or by the head of the division: a lost phone opens nothing [FO2]."""
        with self.begin() as tx:
            pocket = store.find(tx.db, pocket_id, is_locked=True)
            if pocket is None or pocket.revoked_at or not self._may_see(tx, actor, pocket):
                raise NotFound
            store.revoke(tx.db, pocket_id, self.now())
            self._note(tx, actor, pocket_id, "revoke_pocket", person=pocket.person_id)

    def device_ended(self, _event_id: int, news: BoundDeviceEnded) -> None:
        """What was opened through the tunnel of a lost device lies there [FO2]. Another device may
        come to the address of one that is no more."""
        owner = UserId(news.person_id)
        with self.begin() as tx:
            for pocket in store.of_people(tx.db, [owner]):
                if pocket.bound_to == news.address and news.is_lost:
                    store.revoke(tx.db, pocket.id, self.now())
                    facts = {"person": owner, "why": "device_lost"}
                    act = "mobile_admin.revoke_pocket"
                    entry = audit.Entry(self.now(), news.by, act, pocket.id, "done", facts)
                    audit.append(tx.db, entry)
            store.unbind(tx.db, owner, news.address)

    def list_pockets(self, actor: Actor) -> Sequence[tuple[Pocket, str]]:
        """With the person's name: one's own, and the division's for its head."""
        with self.begin() as tx:
            if Role.MANAGER in actor.roles:
                found = store.of_division(tx.db, division_of(tx, actor))
            else:
                found = store.of_people(tx.db, [actor.user_id])
            known = people.by_ids(tx.db, {pocket.person_id for pocket in found})
        return [(pocket, known[pocket.person_id].name) for pocket in found]

    def check(self, tx: Tx, actor: Actor, pocket_id: str) -> Pocket:
        """Raise PocketRevoked for one that was taken away: whatever a phone asks [FO2]."""
        return self._mine(tx, actor, pocket_id)

    def _mine(self, tx: Tx, actor: Actor, pocket_id: str, *, is_locked: bool = False) -> Pocket:
        pocket = store.find(tx.db, pocket_id, is_locked=is_locked)
        if pocket is None:
            raise NotFound
        rules.check_mine(actor.user_id, pocket.person_id, pocket.revoked_at)
        return pocket

    def _may_see(self, tx: Tx, actor: Actor, pocket: Pocket) -> bool:
        if pocket.person_id == actor.user_id:
            return True
        person = people.find(tx.db, pocket.person_id)
        is_head = Role.MANAGER in actor.roles and person is not None
        return is_head and person is not None and person.division_id == division_of(tx, actor)

    def _note(
        self, tx: Tx, actor: Actor, pocket_id: str, act: str, outcome: str = "done", **facts: object
    ) -> None:
        entry = audit.Entry(
            self.now(), actor.user_id, f"mobile_admin.{act}", pocket_id, outcome, facts
        )
        audit.append(tx.db, entry)
