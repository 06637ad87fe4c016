"""Taking a desktop, opening and closing its streams, giving it back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError

from daas_broker.desktops import store as desktops
from daas_broker.desktops.events import DesktopClaimed, DesktopReleased
from daas_broker.desktops.machine import TAKEN, Desktop, State
from daas_broker.desktops.model import DesktopId, PoolId
from daas_broker.entitlement.model import Candidate
from daas_broker.entitlement.rules import is_entitled
from daas_broker.entitlement.store import candidate, granted
from daas_broker.forecast.model import Arrivals
from daas_broker.forecast.rules import slots_of
from daas_broker.images import store as images
from daas_broker.pools import store as pools
from daas_broker.pools.model import Pool
from daas_broker.pools.rules import outlives_sign_out
from daas_broker.pools.service import wake_keeper
from daas_broker.sessions import joining, parting, ports, rules, store
from daas_broker.sessions.hints import hint, hint_all
from daas_broker.sessions.model import (
    Assignment,
    Claim,
    ConnectionId,
    End,
    HeldBack,
    Place,
    Queued,
    Stream,
    Waiter,
)
from daas_broker.sessions.outlook import Outlook
from daas_broker.sessions.ports import Budgets, Door, Duties, Entrance, Homes, Opening, Ways
from daas_broker.usage import store as usage
from daas_broker.usage.model import Pulse
from identity.sessions.events import SessionEnded
from identity.tickets.service import Tickets
from kernel.actor import Actor, SessionId, UserId
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import Conflict, NotFound, Unavailable
from kernel.settings import Zone
from kernel.tokens import Token
from kernel.turns import Turns

PURPOSE = "display"
NOBODYS = SessionId("")  # holds a desktop whose person is signed out
CLAIMS_AT_ONCE = 2  # of one process; more only take the interpreter from each other


class DesktopEnded(Conflict):
    """It is being recycled, or not this person's any more."""

    code = "desktop_ended"


class HomeComing(Unavailable):
    """What its person kept is being hung into it: ask again in a moment."""

    code = "home_coming"


@dataclass(frozen=True)
class Seating:
    begin: Begin
    now: Now
    tickets: Tickets
    budgets: Budgets
    homes: Homes
    duties: Duties
    entrance: Entrance
    ways: Ways
    unsaved: ports.Unsaved
    outlook: Outlook = field(default_factory=Outlook)
    turns: Turns = field(default_factory=lambda: Turns(CLAIMS_AT_ONCE))

    def list_places(self, actor: Actor, caller: str = "-") -> list[tuple[Place, Opening]]:
        """All pools this person may use, and what they have of each. A desktop stays theirs when
        the pool is no longer for them, or is no more, until they give it back. Beside each, when
        it opens."""
        rules.refuse_guests(actor)
        last = self.budgets.all_held_back(HeldBack.LAST)
        with self.begin() as tx:
            found = pools.current(tx.db)
            who, lent = _candidate(tx, actor, found), granted(tx.db, actor.user_id, self.now())
            mine = {seat.pool_id for seat in store.active(tx.db, actor.user_id)}
            gone = pools.by_ids(tx.db, mine - {pool.id for pool in found})
            titles, lacking = images.titles(tx.db), desktops.lacking(tx.db)
            served = images.served(tx.db)
            theirs = lent | {p.id for p in found if is_entitled(p.wish.audience, who)}
            return [
                (
                    rules.told(
                        replace(
                            self._place(tx, actor, pool, last),
                            has_image=rules.has_image(pool, served),
                            is_theirs=pool.id in theirs,
                        ),
                        titles.get(pool.wish.image, pool.wish.image),
                        lacking.get(pool.id, {}),
                    ),
                    self.entrance.look(tx, Door(pool.wish.zone, pool.id), actor, caller),
                )
                for pool in (*found, *gone)  # [DP12]
                if pool.id in mine | theirs
            ]

    def may_watch(self, actor: Actor, pool_id: PoolId) -> bool:
        """Whether this pool exists for them."""
        with self.begin() as tx:
            pool = pools.find(tx.db, pool_id)
            if pool is None or actor.zone is Zone.GUEST:
                return False
            return self._may_use(tx, actor, pool)

    def claim(self, actor: Actor, pool_id: PoolId, caller: str = "-") -> Desktop | Queued:
        """A desktop of one's own now, or a place in the queue. Repeating it gives the same."""
        with self.turns.mine():
            try:
                found, pool = self._claim(actor, pool_id, caller)
            except IntegrityError:  # the same person's other click won [DK1]
                found, pool = self._claim(actor, pool_id, caller)
        if isinstance(found, Desktop) and pool.wish.homes:
            self.homes.bring(found.id)
        return found

    def leave_queue(self, actor: Actor, pool_id: PoolId) -> None:
        with self.begin() as tx:
            store.stop_waiting(tx.db, pool_id, actor.user_id)

    def get_desktop(self, actor: Actor, desktop_id: DesktopId) -> tuple[Desktop, Pool | None]:
        with self.begin() as tx:
            desktop, _ = own_desktop(tx, actor, desktop_id)
            return desktop, next(iter(pools.by_ids(tx.db, [desktop.pool])), None)

    def get_end(self, actor: Actor, desktop_id: DesktopId) -> End:
        """NotFound for everybody but the one whose desktop it was."""
        with self.begin() as tx:
            end = parting.end_of(tx.db, desktop_id, actor.user_id)
        if end is None:
            raise NotFound
        if end.made_of is None or end.pool is None or not end.pool.wish.homes:
            return end
        return replace(end, offered=self.unsaved.is_offered(*end.made_of))  # [DH12]

    def issue_ticket(self, actor: Actor, desktop_id: DesktopId, caller: str = "-") -> Token:
        """Opens one stream, once [DK8], on the device that asked [DC2]; from now on this sign-in
        session holds the desktop."""
        with self.begin() as tx:
            desktop, assignment = own_desktop(tx, actor, desktop_id)
            if desktop.endpoint is None:
                raise DesktopEnded
            if self.homes.is_coming(tx, desktop_id):
                raise HomeComing  # [DH6]
            self.duties.check(tx, desktop_id, actor.user_id)  # [DREC1]
            self.entrance.check(tx, Door(desktop.zone, desktop.pool), actor, caller)  # [DV9]
            store.use_from(tx.db, assignment, actor.session_id)
            return self.tickets.issue(
                tx,
                actor,
                PURPOSE,
                desktop_id,
                display=desktop.endpoint.display,
                text=desktop.endpoint.text,
                protocol=desktop.endpoint.protocol.value,
                key=self.ways.key_at(tx, caller),
            )

    def release(self, actor: Actor, desktop_id: DesktopId) -> None:
        """Give it back. Everything on it is destroyed [DK3]."""
        with self.begin() as tx:
            own_desktop(tx, actor, desktop_id)
            self.recycle(tx, desktop_id, "released")

    def session_ended(self, _event_id: int, event: SessionEnded) -> None:
        with self.begin() as tx:
            for assignment in store.of_session(tx.db, SessionId(event.session_id)):
                self._end(tx, assignment, "session_ended")

    def sign_off(self, tx: Tx, desktop_id: DesktopId) -> bool:
        """As if its person had signed out. False when nobody sits there."""
        assignment = store.of_desktop(tx.db, desktop_id)
        if assignment is None:
            return False
        self._end(tx, assignment, "signed_off")
        return True

    def recycle(self, tx: Tx, desktop_id: DesktopId, reason: str) -> bool:
        """False when it is on its way already."""
        desktop = desktops.find_locked(tx.db, desktop_id)
        if desktop is None or desktop.state in {State.RECYCLING, State.GONE}:
            return False
        desktops.move(tx.db, desktop, desktop.moved(State.RECYCLING, self.now()))
        self.vacate(tx, desktop_id, reason)
        wake_keeper(tx)
        tx.announce("pools:all", "desktop.moved", pool_id=desktop.pool, state="recycling")
        return True

    def connected(self, stream: Stream, gateway: str) -> datetime | None:
        """A gateway opens a stream; raise DesktopEnded where the right has gone since.

        When the screen was locked last, if ever.
        """
        with self.begin() as tx:
            locked = self.connect_all(tx, [stream], gateway)
        if stream.connection_id not in locked:
            raise DesktopEnded
        return locked[stream.connection_id]

    def connect_all(
        self, tx: Tx, streams: Sequence[Stream], gateway: str
    ) -> dict[ConnectionId, datetime | None]:
        """Those that may go on, and when each was locked last. Many cost little more than one; of
        two for the same desktop the later counts."""
        if not streams:
            return {}
        now = self.now()
        joined = joining.connect_all(tx.db, streams, gateway, now)
        last = [one for one in joined if one.is_last]
        hint_all(tx, last, State.IN_USE)
        return {one.connection_id: one.locked_at for one in joined}

    def lock(self, stream: Stream) -> None:
        """Nobody sees it before its person has proved anew who they are [DV3]."""
        with self.begin() as tx:
            store.lock(tx.db, stream.desktop_id, self.now())

    def disconnected(self, *streams: Stream) -> None:
        with self.begin() as tx:
            self.part(tx, streams)

    def part(self, tx: Tx, streams: Sequence[Stream]) -> None:
        """The grace begins, but where a later stream has taken one's place."""
        parted = parting.part_all(tx.db, streams, self.now())
        hint_all(tx, parted, State.DISCONNECTED)
        if parted:
            wake_keeper(tx)  # perhaps it was the desktop that died

    def forget_streams(self, gateway: str) -> int:
        """A gateway that starts holds no stream, whatever it held when it died."""
        with self.begin() as tx:
            found = store.at_gateway(tx.db, gateway)
            for assignment in found:
                usage.stop_unheard_of(tx.db, assignment.desktop_id)
                desktop = desktops.find_locked(tx.db, assignment.desktop_id)
                if desktop is not None and desktop.state is State.IN_USE:
                    self._lose(tx, desktop, assignment)
        return len(found)

    def note_pulses(self, pulses: Sequence[Pulse]) -> None:
        """A gateway's heartbeat: these streams are open, and so much has passed."""
        with self.begin() as tx:
            usage.note_pulses(tx.db, pulses, self.now())

    def still_open(self, streams: Sequence[Stream]) -> set[ConnectionId]:
        """Which of them may go on."""
        keys = [(s.desktop_id, s.session_id, s.connection_id) for s in streams]
        with self.begin() as tx:
            return store.streaming(tx.db, keys)

    def waiting(self, tx: Tx) -> Mapping[PoolId, int]:
        """But for those for whom a spent budget starts none [DU6]."""
        without = self.budgets.all_held_back(HeldBack.NO_WARMING)
        return store.waiting_counts(tx.db, self.now() - rules.STILL_ASKING, without)

    def queues(self, tx: Tx) -> list[Waiter]:
        """All that wait, as they are served."""
        held = {who: how for how in HeldBack for who in self.budgets.all_held_back(how)}
        return rules.in_order(store.all_waiting(tx.db, self.now() - rules.STILL_ASKING), held)

    def came(self, tx: Tx, pool: PoolId, since: datetime) -> Sequence[Arrivals]:
        return store.came(tx.db, pool, since)

    def used(self, tx: Tx, pool: PoolId, day: date) -> Mapping[int, int]:
        return dict(enumerate(store.held_at(tx.db, pool, list(slots_of(day)))))

    def stood(self, tx: Tx, pool: PoolId, day: date) -> Mapping[int, int]:
        return dict(enumerate(store.stood_at(tx.db, pool, list(slots_of(day)))))

    def left_behind(self, tx: Tx, before: datetime) -> frozenset[DesktopId]:
        return parting.left_behind(tx.db, before)

    def vacate(self, tx: Tx, desktop: DesktopId, reason: str) -> None:
        desktops.notify_released(tx.db, desktop)  # [DK9]
        usage.stop_all_of(tx.db, [desktop], self.now())
        ended = store.end(tx.db, desktop, self.now(), reason)
        if ended is not None:
            tx.record(DesktopReleased(desktop, ended.pool_id, ended.person_id, reason))
            tx.announce(f"desktop:{desktop}", "desktop.moved", state="recycling", reason=reason)
            tx.announce(f"person:{ended.person_id}", "desktop.ended", desktop_id=desktop)

    def _claim(self, actor: Actor, pool_id: PoolId, caller: str) -> tuple[Desktop | Queued, Pool]:
        rules.refuse_guests(actor)
        wish = Claim(pool_id, actor.user_id, actor.session_id, self.now())
        last = self.budgets.all_held_back(HeldBack.LAST)
        with self.begin() as tx:
            pool, at = self._look(tx, actor, pool_id, last)
            if at.desktop_id is not None:
                return _existing(tx, at.desktop_id), pool
            if not self._may_use(tx, actor, pool):
                raise NotFound  # who is not entitled is told that there is no such pool [DP2]
            self.entrance.check(tx, Door(pool.wish.zone, pool.id), actor, caller)  # [DV9]
            after = wish.at - rules.STILL_ASKING
            taken = store.seat(tx.db, wish, after) if rules.may_take(at.ahead, at.warm) else None
            if taken is None:
                return self._wait(tx, actor, pool, at), pool
            tx.record(DesktopClaimed(taken.id, taken.pool, actor.user_id))
            hint(tx, taken, State.CLAIMED)
            return taken, pool

    def _may_use(self, tx: Tx, actor: Actor, pool: Pool) -> bool:
        """A grant is asked for only where the audience says no: most claims pay nothing for it."""
        if is_entitled(pool.wish.audience, _candidate(tx, actor, [pool])):
            return True
        return pool.id in granted(tx.db, actor.user_id, self.now())  # [DV10]

    def _wait(self, tx: Tx, actor: Actor, pool: Pool, at: store.Standing) -> Queued:
        now = self.now()
        store.wait(tx.db, pool.id, actor.user_id, now, now - rules.STILL_ASKING)
        if not at.waits:
            wake_keeper(tx)
        return self._queued(tx, actor, pool, at.ahead)

    def _look(
        self, tx: Tx, actor: Actor, pool_id: PoolId, last: Collection[UserId]
    ) -> tuple[Pool, store.Standing]:
        after = self.now() - rules.STILL_ASKING
        found = store.look(tx.db, pool_id, actor.user_id, after, last)
        if found is None:
            raise NotFound
        return found

    def _place(self, tx: Tx, actor: Actor, pool: Pool, last: Collection[UserId]) -> Place:
        if pool.removed_at is not None:
            [seat] = store.active(tx.db, actor.user_id, pool.id)
            desktop, assignment = own_desktop(tx, actor, seat.desktop_id)
            return Place(pool, 0, desktop, None, assignment.claimed_at)
        pool, at = self._look(tx, actor, pool.id, last)
        if at.desktop_id is not None:
            desktop, assignment = own_desktop(tx, actor, at.desktop_id)
            return Place(pool, at.warm, desktop, None, assignment.claimed_at)
        if at.waits:
            return Place(pool, at.warm, None, self._queued(tx, actor, pool, at.ahead))
        is_full = at.warm == 0 and rules.is_full(pool, self.outlook.of(tx, pool, self.now()))
        return Place(pool, at.warm, None, None, is_full=is_full)

    def _queued(self, tx: Tx, actor: Actor, pool: Pool, ahead: int) -> Queued:
        prospects = self.outlook.of(tx, pool, self.now())
        queued = rules.queue(ahead, pool, prospects)
        why = rules.why_waiting(queued.position, pool, prospects)
        queued = replace(queued, why=why, maximum=pool.wish.maximum)
        return rules.honest(queued, self.budgets.held_back(actor.user_id))

    def _end(self, tx: Tx, assignment: Assignment, reason: str) -> None:
        pool = pools.find(tx.db, assignment.pool_id)
        if pool is not None and outlives_sign_out(pool.wish.keeping):
            self._leave(tx, assignment)
        else:
            self.recycle(tx, assignment.desktop_id, reason)

    def _leave(self, tx: Tx, assignment: Assignment) -> None:
        """Its person signed out: the desktop waits for them, and no stream of it goes on [DP4]."""
        desktop = desktops.find_locked(tx.db, assignment.desktop_id)
        if desktop is None or desktop.state not in TAKEN:
            return
        desktops.notify_released(tx.db, desktop.id)  # [DK9]
        usage.stop_all_of(tx.db, [desktop.id], self.now())
        store.use_from(tx.db, assignment, NOBODYS)
        if desktop.state is State.IN_USE:
            self._lose(tx, desktop, assignment)

    def _lose(self, tx: Tx, desktop: Desktop, assignment: Assignment) -> None:
        desktops.move(tx.db, desktop, desktop.moved(State.DISCONNECTED, self.now()))
        store.connect(tx.db, assignment, None, None)
        hint(tx, desktop, State.DISCONNECTED)


def _candidate(tx: Tx, actor: Actor, asked: Sequence[Pool]) -> Candidate:
    by_division = any(pool.wish.audience.divisions for pool in asked)
    return candidate(tx.db, actor, with_divisions=by_division)


def own_desktop(tx: Tx, actor: Actor, desktop_id: DesktopId) -> tuple[Desktop, Assignment]:
    """NotFound for everybody but the one whose desktop it is."""
    assignment = store.of_desktop(tx.db, desktop_id)
    desktop = desktops.find(tx.db, desktop_id)
    if assignment is None or desktop is None or assignment.person_id != actor.user_id:
        raise NotFound
    return desktop, assignment


def _existing(tx: Tx, desktop_id: DesktopId) -> Desktop:
    desktop = desktops.find(tx.db, desktop_id)
    if desktop is None:
        raise AssertionError("an assignment refers to a desktop")
    return desktop
