"""Asking for a pool, and answering (P04)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from daas_broker.desktops.model import PoolId
from daas_broker.entitlement import store as entitlement
from daas_broker.entitlement.rules import is_entitled
from daas_broker.images import store as images
from daas_broker.pools import store as pools
from daas_broker.pools.model import Pool
from daas_broker.requests import rules, store
from daas_broker.requests.model import Desk, Named, Offer, Request, RequestId, RequestStage, Wish
from identity.people import store as people
from kernel import audit
from kernel.actor import Actor, Role
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound
from kernel.ids import fresh_id
from kernel.settings import Zone


@dataclass(frozen=True)
class Requests:
    begin: Begin
    now: Now

    def desk(self, actor: Actor) -> Desk:
        """What may be asked for, and what one asked."""
        with self.begin() as tx:
            offers = [] if actor.zone is Zone.GUEST else self._offers(tx, actor)
            mine = _named(tx, store.of_person(tx.db, actor.user_id))
            return Desk(tuple(offers), tuple(mine), rules.usual(store.answered(tx.db)))

    def ask(self, actor: Actor, wish: Wish) -> Request:
        wish = rules.check(wish)
        request = Request(
            RequestId(fresh_id()), actor.user_id, wish, RequestStage.ASKED, self.now()
        )
        try:
            with self.begin() as tx:
                if self._offer(tx, actor, wish.pool_id).is_open:
                    raise rules.NothingToAsk
                store.add(tx.db, request)
                self._told(tx, actor, "request_pool", request)
        except IntegrityError as error:
            raise rules.RequestOpen from error  # [DV10]
        return request

    def withdraw(self, actor: Actor, request_id: RequestId) -> None:
        with self.begin() as tx:
            request = store.find_locked(tx.db, request_id)
            if request is None or request.person_id != actor.user_id:
                raise NotFound
            self._keep(tx, actor, "withdraw_request", rules.withdrawn(request, self.now()))

    def look(self, actor: Actor) -> None:
        """They have seen the answers."""
        with self.begin() as tx:
            store.look(tx.db, actor.user_id)

    def all(self, actor: Actor) -> list[Named]:
        actor.require(Role.IT_ADMIN)
        with self.begin() as tx:
            return _named(tx, store.newest(tx.db))

    def approve(self, actor: Actor, request_id: RequestId, answer: str = "") -> Request:
        """From now on the pool is theirs to use, until its time is over [DV10]."""
        return self._decide(actor, request_id, RequestStage.APPROVED, answer)

    def refuse(self, actor: Actor, request_id: RequestId, answer: str) -> Request:
        return self._decide(actor, request_id, RequestStage.REFUSED, answer)

    def end(self, actor: Actor, request_id: RequestId, answer: str) -> Request:
        """Before its time. Who has a desktop keeps it until they give it back, as in all pools."""
        return self._decide(actor, request_id, RequestStage.ENDED, answer)

    def _decide(
        self, actor: Actor, request_id: RequestId, stage: RequestStage, answer: str
    ) -> Request:
        actor.require(Role.IT_ADMIN)
        with self.begin() as tx:
            request = store.find_locked(tx.db, request_id)
            if request is None or pools.find(tx.db, request.wish.pool_id) is None:
                raise NotFound
            made = rules.decided(request, stage, actor.user_id, self.now(), answer)
            if made.until is not None:
                entitlement.grant(tx.db, made.wish.pool_id, made.person_id, made.until)
            elif stage is RequestStage.ENDED:
                entitlement.revoke(tx.db, made.wish.pool_id, made.person_id)
            self._keep(tx, actor, f"{ACTS[stage]}_request", made)
            return made

    def _keep(self, tx: Tx, actor: Actor, act: str, request: Request) -> None:
        store.save(tx.db, request)
        self._told(tx, actor, act, request)

    def _told(self, tx: Tx, actor: Actor, act: str, request: Request) -> None:
        tx.announce(f"person:{request.person_id}", "desktop.request", stage=request.stage.value)
        tx.announce("pools:all", "desktop.request")
        facts: dict[str, object] = {
            "pool": request.wish.pool_id,
            "person": request.person_id,
            "days": request.wish.days,
            "reason": request.wish.reason,
            "answer": request.answer,
        }
        name = f"daas_broker.{act}"
        audit.append(tx.db, audit.Entry(self.now(), actor.user_id, name, request.id, facts=facts))

    def _offers(self, tx: Tx, actor: Actor) -> list[Offer]:
        found = [pool for pool in pools.current(tx.db) if pool.wish.takes_requests]
        who = entitlement.candidate(tx.db, actor)
        granted = entitlement.granted(tx.db, actor.user_id, self.now())
        titles = images.titles(tx.db)
        return [
            _offer(
                pool,
                titles,
                is_open=is_entitled(pool.wish.audience, who) or pool.id in granted,
            )
            for pool in found
        ]

    def _offer(self, tx: Tx, actor: Actor, pool_id: PoolId) -> Offer:
        """NotFound for a pool that takes no requests: for who may not use it there is none."""
        for offer in self._offers(tx, actor):
            if offer.pool_id == pool_id:
                return offer
        raise NotFound


ACTS = {RequestStage.APPROVED: "approve", RequestStage.REFUSED: "refuse", RequestStage.ENDED: "end"}


def _offer(pool: Pool, titles: dict[str, str], *, is_open: bool) -> Offer:
    wish = pool.wish
    return Offer(
        pool.id,
        wish.name,
        wish.zone,
        titles.get(wish.image, wish.image),
        wish.kind,
        wish.size,
        wish.homes,
        is_open,
    )


def _named(tx: Tx, found: Sequence[Request]) -> list[Named]:
    ids = [one.person_id for one in found] + [one.decided_by for one in found if one.decided_by]
    known = people.by_ids(tx.db, ids) if ids else {}
    names = pools.names(tx.db, {one.wish.pool_id for one in found})
    there = {pool.id for pool in pools.current(tx.db)}
    return [
        Named(
            one,
            known[one.person_id].name if one.person_id in known else "",
            known[one.person_id].division if one.person_id in known else "",
            names.get(one.wish.pool_id, ""),
            known[one.decided_by].name if one.decided_by in known else "",
            is_gone=one.wish.pool_id not in there,
        )
        for one in found
    ]
