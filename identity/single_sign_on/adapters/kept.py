"""Posted answers, kept in the database: the browser that fetches one may meet another process."""

from dataclasses import dataclass
from datetime import timedelta

from identity.single_sign_on import store
from identity.single_sign_on.model import Answered
from kernel.clock import Now
from kernel.db import Begin
from kernel.tokens import Token, hash_token

FETCHED_WITHIN = timedelta(minutes=2)  # the browser comes at once
# Longer than any assertion is believed (adapters.saml_answer: of ten minutes ago, and clocks
# differ by one), so that none comes in twice.
KNOWN_FOR = timedelta(minutes=15)


@dataclass(frozen=True)
class KeptInDatabase:
    begin: Begin
    now: Now

    def keep(self, answer: Answered, code: Token) -> bool:
        now = self.now()
        with self.begin() as tx:
            store.forget(tx.db, now)
            ends = now + FETCHED_WITHIN
            return store.add(tx.db, answer, hash_token(code), ends, now + KNOWN_FOR)

    def take(self, code: Token) -> Answered | None:
        with self.begin() as tx:
            return store.take(tx.db, hash_token(code), self.now())
