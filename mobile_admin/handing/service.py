"""Giving a link away, and opening it."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from kernel import audit
from kernel.actor import Actor
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound
from kernel.ids import fresh_id
from kernel.limits import Limit, Spend
from kernel.tokens import hash_token, new_token
from mobile_admin.handing import rules, store
from mobile_admin.handing.model import Arrival, Link, Receipt
from mobile_admin.notices import store as papers
from mobile_admin.notices.events import NoticeMoved
from mobile_admin.notices.model import Notice, Validity
from mobile_admin.notices.rules import NotValid, PaperNotReady
from mobile_admin.notices.service import TOPIC, Notices

OPENS = Limit("notice-open", 20, timedelta(minutes=1))
PAGE = "/notice"
NOBODY = "-"


@dataclass(frozen=True)
class Given:
    """`address` and `code` are told once: neither is kept. `code` is empty for a birth date."""

    link: Link
    address: str
    code: str


@dataclass(frozen=True)
class Handing:
    begin: Begin
    now: Now
    spend: Spend
    notices: Notices

    def give(self, actor: Actor, notice_id: str, birth: str) -> Given:
        """A link to a valid document; the one before is closed [NV6]."""
        asks, answer = rules.answer_of(birth)
        token = new_token()
        with self.begin() as tx:
            found = self.notices.open(tx, actor, notice_id)
            papers.find(tx.db, notice_id, is_locked=True)
            if found.standing is not Validity.VALID:
                raise NotValid(standing=found.standing.value)
            now = self.now()
            link = Link(
                fresh_id(), found.id, asks, rules.TRIES, actor.user_id, now, now + rules.LASTS
            )
            store.add(tx.db, link, hash_token(token), rules.sealed_answer(token, answer))
            self._note(tx, actor.user_id, "give_notice", found, {"asks": asks.value})
        said = "" if birth.strip() else answer
        return Given(link, f"{self.notices.origin}{PAGE}#{asks.value}.{token}", said)

    def arrival(self, actor: Actor, notice_id: str) -> tuple[Sequence[Link], Sequence[Receipt]]:
        with self.begin() as tx:
            self.notices.open(tx, actor, notice_id)
            return store.of_notice(tx.db, notice_id), store.receipts_of(tx.db, notice_id)

    def open(self, address: str, token: str, said: str) -> tuple[Notice, str]:
        """The document and a ticket of half an hour; raise AnswerWrong or LinkClosed [NV7]."""
        self.spend(OPENS, address)
        ticket = new_token()
        with self.begin() as tx:
            link = self._tried(tx, token, said)
            if link.closed_at is None:
                found = self._notice(tx, link)
                now = self.now()
                until = now + rules.READS
                store.put_ticket(tx.db, link, hash_token(ticket), (now, until))
                self._receive(tx, link, found, Arrival.OPENED)
                return found, ticket
        # Only here: the wrong answer is counted when its transaction is over.
        if link.tries_left <= 0:
            raise rules.LinkClosed
        raise rules.AnswerWrong(tries_left=link.tries_left)

    def look(self, ticket: str) -> Notice:
        with self.begin() as tx:
            return self._notice(tx, self._holder(tx, ticket))

    def pdf(self, ticket: str) -> tuple[Notice, bytes]:
        with self.begin() as tx:
            link = self._holder(tx, ticket)
            found = self._notice(tx, link)
            data = papers.pdf(tx.db, found.id)
            if data is None:
                raise PaperNotReady
            self._receive(tx, link, found, Arrival.DOWNLOADED)
        return found, data

    def _tried(self, tx: Tx, token: str, said: str) -> Link:
        """The link; closed where the answer was wrong, with what is left of the tries."""
        there = store.find_locked(tx.db, hash_token(token))
        if there is None or not rules.is_open(there[0], self.now()):
            raise rules.LinkClosed
        link, answer = there
        if hmac.compare_digest(rules.sealed_answer(token, rules.digits_of(said)), answer):
            return link
        store.miss(tx.db, link)
        left = link.tries_left - 1
        found = self._notice(tx, link)
        self._note(tx, NOBODY, "open_notice", found, {"tries_left": left})
        return replace(link, tries_left=left, closed_at=self.now())

    def _holder(self, tx: Tx, ticket: str) -> Link:
        link = store.find_ticket(tx.db, hash_token(ticket), self.now())
        if link is None or link.closed_at is not None:
            raise rules.LinkClosed
        return link

    def _notice(self, tx: Tx, link: Link) -> Notice:
        found = papers.find(tx.db, link.notice_id)
        if found is None:
            raise NotFound
        return found

    def _receive(self, tx: Tx, link: Link, notice: Notice, act: Arrival) -> None:
        """When it reached its citizen is a fact of the document [NV8]."""
        store.add_receipt(tx.db, Receipt(notice.id, link.id, act, self.now()))
        tx.announce(f"{TOPIC}:{notice.division_id}", "notices.changed")
        number = notice.number.registered
        tx.record(NoticeMoved(notice.submission_id, "received", number, link.made_by, ""))
        self._note(tx, NOBODY, f"notice_{act.value}", notice, {})

    def _note(self, tx: Tx, who: str, act: str, notice: Notice, facts: dict[str, object]) -> None:
        said = {"registered": notice.number.registered, **facts}
        outcome = "refused" if "tries_left" in facts else "done"
        entry = audit.Entry(self.now(), who, f"mobile_admin.{act}", notice.id, outcome, said)
        audit.append(tx.db, entry)
