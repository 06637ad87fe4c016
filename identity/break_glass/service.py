"""Making break-glass accounts, and proving their holders."""

from dataclasses import dataclass
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from identity.break_glass import store
from identity.break_glass.model import BreakGlass
from identity.people import store as people_store
from kernel import audit
from kernel.actor import UserId
from kernel.clock import Now
from kernel.db import Begin
from kernel.errors import Conflict, Invalid
from kernel.text import name_key
from kernel.tokens import new_token

SHORTEST = 15  # characters; it is written down and kept in a safe, not remembered
hasher = PasswordHasher()  # Argon2id with the parameters of RFC 9106 §4, second choice


class PasswordTooShort(Invalid):
    code = "password_too_short"


class UserNameTaken(Conflict):
    """Somebody in the directory has it."""

    code = "user_name_taken"


@dataclass(frozen=True)
class BreakGlassAccounts:
    begin: Begin
    now: Now

    def make(self, user_name: str, password: str) -> UserId:
        """Make the account, or give it another password."""
        if len(password) < SHORTEST:
            raise PasswordTooShort(shortest=SHORTEST)
        now, name = self.now(), name_key(user_name)
        account = BreakGlass(name, UserId(f"break-glass:{name}"), hasher.hash(password))
        with self.begin() as tx:
            holder = people_store.find_by_user_name(tx.db, name)
            if holder is not None and holder.id != account.person_id:
                raise UserNameTaken
            store.put(tx.db, account, now)
            entry = audit.Entry(now, "-", "identity.make_break_glass", account.person_id, "alarm")
            audit.append(tx.db, entry)
        return account.person_id

    def prove(self, user_name: str, password: str) -> UserId | None:
        """Takes as long for a name without an account."""
        with self.begin() as tx:
            found = store.find(tx.db, name_key(user_name))
        try:
            hasher.verify(found.password_hash if found else _nobody(), password)
        except (VerifyMismatchError, InvalidHashError):
            return None
        return found.person_id if found else None


@cache
def _nobody() -> str:
    """The hash of a password that no one has, made with today's parameters."""
    return hasher.hash(new_token())
