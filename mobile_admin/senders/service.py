"""Saying in whose name a division sends."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from kernel import audit
from kernel.actor import Actor, Role
from kernel.clock import Now
from kernel.db import Begin
from kernel.text import storable
from mobile_admin.forms.service import division_of
from mobile_admin.senders import rules, store
from mobile_admin.senders.model import Sending

HasNumbers = Callable[[Session, str, str], bool]
WORDS = ("name", "address", "homepage", "phone", "email")


@dataclass(frozen=True)
class Senders:
    """`has_numbers` tells whether a division registered anything under a code."""

    begin: Begin
    now: Now
    has_numbers: HasNumbers

    def find(self, actor: Actor) -> Sending | None:
        with self.begin() as tx:
            return store.find(tx.db, division_of(tx, actor))

    def set(self, actor: Actor, wish: Sending) -> Sending:
        """`wish.division_id` is not asked: it is the actor's own division [NO1]."""
        actor.require(Role.MANAGER)
        words = {name: storable(getattr(wish, name)).strip() for name in WORDS}
        with self.begin() as tx:
            division = division_of(tx, actor)
            sending = replace(wish, division_id=division, **words)
            rules.check(sending)
            there = store.find(tx.db, division, is_locked=True)
            taken = store.of_code(tx.db, sending.office_code)
            if taken and taken.division_id != division:
                raise rules.OfficeCodeTaken
            is_new = there is not None and there.office_code != sending.office_code
            if there and is_new and self.has_numbers(tx.db, division, there.office_code):
                raise rules.NumbersBegun
            store.put(tx.db, sending)
            facts = {"office_code": sending.office_code, "name": sending.name}
            act = "mobile_admin.set_sender"
            entry = audit.Entry(self.now(), actor.user_id, act, division, "done", facts)
            audit.append(tx.db, entry)
        return sending
