"""Keeping passkeys, and proving people by them."""

import secrets
from dataclasses import dataclass, replace
from hashlib import sha256

from identity.passkeys import rules, store
from identity.passkeys.model import Passkey, PasskeyId, Purpose, Site
from identity.passkeys.rules import (
    MOST_PASSKEYS,
    Answer,
    Options,
    PasskeyCopied,
    PasskeyRefused,
    TooManyPasskeys,
)
from identity.people import store as people_store
from identity.sessions.service import Sessions
from kernel import audit
from kernel.actor import Actor, UserId
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound
from kernel.ids import fresh_id
from kernel.settings import Settings, Zone


@dataclass(frozen=True)
class Passkeys:
    begin: Begin
    now: Now
    settings: Settings
    sessions: Sessions

    def begin_registration(self, actor: Actor) -> Options:
        self.sessions.require_proof(actor)  # [PK5]
        with self.begin() as tx:
            person = people_store.find(tx.db, actor.user_id)
            if person is None:
                raise NotFound
            known = store.of_person(tx.db, actor.user_id)
            if len(known) >= MOST_PASSKEYS:
                raise TooManyPasskeys(most=MOST_PASSKEYS)
            challenge = self._challenge(tx, Purpose.REGISTER, actor.user_id)
        return rules.registration_options(self._site(actor.zone), person, known, challenge)

    def register(self, actor: Actor, name: str, answer: Answer) -> Passkey:
        self.sessions.require_proof(actor)  # [PK5]
        challenge = self._used_challenge(answer, Purpose.REGISTER, actor.user_id)
        credential = rules.verified_registration(self._site(actor.zone), answer, challenge)
        now = self.now()
        passkey = Passkey(PasskeyId(fresh_id()), actor.user_id, name, credential, now, None)
        with self.begin() as tx:
            if store.find_by_credential_locked(tx.db, credential.credential_id):
                raise PasskeyRefused
            store.add(tx.db, passkey)
            self._note(tx, actor, "identity.add_passkey", passkey.id)
        return passkey

    def list_passkeys(self, actor: Actor) -> list[Passkey]:
        with self.begin() as tx:
            return store.of_person(tx.db, actor.user_id)

    def has_any(self, tx: Tx, person_id: UserId) -> bool:
        return bool(store.of_person(tx.db, person_id))

    def rename_passkey(self, actor: Actor, passkey_id: PasskeyId, name: str) -> None:
        with self.begin() as tx:
            if not store.rename(tx.db, actor.user_id, passkey_id, name):
                raise NotFound

    def remove_passkey(self, actor: Actor, passkey_id: PasskeyId) -> None:
        self.sessions.require_proof(actor)  # [PK5]
        with self.begin() as tx:
            if not store.remove(tx.db, actor.user_id, passkey_id):
                raise NotFound
            self._note(tx, actor, "identity.remove_passkey", passkey_id)

    def begin_sign_in(self, zone: Zone) -> Options:
        with self.begin() as tx:
            challenge = self._challenge(tx, Purpose.SIGN_IN, "")
        return rules.sign_in_options(self._site(zone), challenge)

    def prove(self, answer: Answer, zone: Zone) -> UserId:
        """Whose passkey signed our challenge, or PasskeyRefused."""
        challenge = self._used_challenge(answer, Purpose.SIGN_IN, "")
        now = self.now()
        with self.begin() as tx:
            passkey = store.find_by_credential_locked(tx.db, rules.credential_id_of(answer))
            if passkey is None:
                raise PasskeyRefused
            try:
                count = rules.verified_sign_in(self._site(zone), answer, challenge, passkey)
            except PasskeyCopied as refusal:
                copied = refusal
            else:
                store.note_use(tx.db, passkey.id, count, now)
                return passkey.person_id
            # The alarm must outlive the refusal, so the transaction ends well [PK3].
            alarm = audit.Entry(now, passkey.person_id, "identity.passkey_copied", passkey.id)
            audit.append(tx.db, replace(alarm, outcome="alarm"))
        raise copied

    def _site(self, zone: Zone) -> Site:
        return Site(self.settings.host, self.settings.origin(zone))

    def _challenge(self, tx: Tx, purpose: Purpose, person_id: str) -> bytes:
        now, challenge = self.now(), secrets.token_bytes(32)
        store.delete_expired_challenges(tx.db, now)
        ends = now + rules.CHALLENGE_LIFETIME
        store.add_challenge(tx.db, sha256(challenge).digest(), purpose, person_id, ends)
        return challenge

    def _used_challenge(self, answer: Answer, purpose: Purpose, person_id: str) -> bytes:
        """Ours, in time and for the first time [PK1]; spent even if the answer is then refused."""
        challenge = rules.challenge_of(answer)
        with self.begin() as tx:
            hash_ = sha256(challenge).digest()
            is_ours = store.use_challenge(tx.db, hash_, purpose, person_id, self.now())
        if not is_ours:
            raise PasskeyRefused
        return challenge

    def _note(self, tx: Tx, actor: Actor, act: str, passkey_id: PasskeyId) -> None:
        audit.append(tx.db, audit.Entry(self.now(), actor.user_id, act, passkey_id))
