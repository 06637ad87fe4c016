"""Policies as those who answer for them read, draft, preview, apply and undo them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from sqlalchemy.exc import IntegrityError

from daas_broker.desktops.model import PoolId
from daas_broker.entitlement.rules import is_entitled
from daas_broker.entitlement.store import all_granted, everybody
from daas_broker.policies import rules, store
from daas_broker.policies.model import (
    Body,
    Draft,
    Policy,
    Scope,
    ScopeKind,
    Subject,
    Turn,
    Version,
)
from daas_broker.policies.permits import Permits, policies_of, upwards
from daas_broker.pools import store as pools
from daas_broker.pools.model import Pool
from identity.people import store as people
from identity.people.model import DivisionRow, Person
from kernel import audit
from kernel.actor import Actor, Role, UserId
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound
from kernel.settings import Zone

ZONES = (Zone.WORK, Zone.INTERNET)
KEEPERS = (Role.IT_ADMIN, Role.SECURITY_OFFICER)


class NothingDrafted(NotFound):
    code = "nothing_drafted"


@dataclass(frozen=True)
class OpenStream:
    """`revision` is what it took last."""

    seat: store.Seat
    person: str
    division: str
    pool: str
    changes: Sequence[str] = ()


@dataclass(frozen=True)
class Named:
    """A version or a draft with the names of its scope and its author."""

    of: Version | Draft
    scope_name: str
    author: str
    changes: Sequence[str] = ()
    turns: Sequence[Turn] = ()


@dataclass(frozen=True)
class Overview:
    zones: Mapping[Zone, Policy]
    overrides: Sequence[Named]
    drafts: Sequence[Named]
    revision: int
    history: Sequence[Named]
    pools: Sequence[Pool]


@dataclass(frozen=True)
class Preview:
    """`connected` are the open streams that would change. `able` are the people who could open a
    desktop under another policy, in all and by their division, the largest first."""

    changes: Sequence[str]
    connected: Sequence[OpenStream]
    able: int
    divisions: Sequence[tuple[str, int]]


@dataclass(frozen=True)
class Trace:
    """The stream that a watermark's code leads to."""

    person: str
    division: str
    pool: str
    found: store.Marked


@dataclass(frozen=True)
class Policies:
    begin: Begin
    now: Now
    permits: Permits

    def overview(self, actor: Actor) -> Overview:
        actor.require(*KEEPERS)  # [DLP12]
        with self.begin() as tx:
            names, current = _Names(tx), store.current(tx.db)
            zones = {zone: _zone_policy(zone, current) for zone in ZONES}
            overrides = [
                names.turned(v, None)
                for v in current
                if v.scope.kind is not ScopeKind.ZONE and v.body is not None
            ]
            drafts = [names.turned(d, _newest(d, current)) for d in store.all_drafts(tx.db)]
            past = [names.turned(v, store.before(tx.db, v)) for v in store.history(tx.db)]
            return Overview(
                zones, overrides, drafts, store.revision(tx.db), past, pools.current(tx.db)
            )

    def put_draft(self, actor: Actor, scope: Scope, body: Body | None) -> Draft:
        """Stage a change; nothing is different yet."""
        actor.require(*KEEPERS)
        rules.check(scope, body)
        with self.begin() as tx:
            _check_exists(tx, scope)
            newest = store.newest_of(tx.db, scope)
            base = newest.number if newest else 0
            draft = Draft(scope, body, base, actor.user_id, self.now())
            store.put_draft(tx.db, draft)
            tx.announce("policies:all", "policy.drafted")
            return draft

    def drop_draft(self, actor: Actor, scope: Scope) -> None:
        actor.require(*KEEPERS)
        with self.begin() as tx:
            store.drop_draft(tx.db, scope)
            tx.announce("policies:all", "policy.drafted")

    def preview(self, actor: Actor, scope: Scope) -> Preview:
        """Who would be affected if the draft were applied now."""
        actor.require(*KEEPERS)
        with self.begin() as tx:
            draft = store.draft_of(tx.db, scope)
            if draft is None:
                raise NothingDrafted
            current = store.current(tx.db)
            after = [v for v in current if v.scope != scope]
            after.append(Version(0, scope, 0, draft.body, draft.author, draft.made_at))
            names = _Names(tx)
            changed = names.streams(tx, self._seats_changed(tx, current, after))
            able = affected(tx, current, after, self.now())
            return Preview(_draft_changes(draft, current), changed, *names.counted(able))

    def apply(self, actor: Actor, scope: Scope) -> Version:
        """From here on it counts, also for the streams that are open [DLP3]."""
        actor.require(*KEEPERS)
        try:
            with self.begin() as tx:
                return self._apply(tx, actor, scope)
        except IntegrityError as error:
            raise rules.PolicyMoved from error

    def undo(self, actor: Actor, seq: int) -> Draft:
        """Draft what stood before that version: an undoing is previewed and applied like all."""
        actor.require(*KEEPERS)
        with self.begin() as tx:
            version = store.version(tx.db, seq)
            if version is None:
                raise NotFound
            earlier = store.before(tx.db, version)
        body = earlier.body if earlier else None
        if body is None and version.scope.kind is ScopeKind.ZONE:
            body = rules.body_of(rules.DEFAULTS[Zone(version.scope.id)])
        return self.put_draft(actor, version.scope, body)

    def streams(self, actor: Actor) -> list[OpenStream]:
        """Every open stream and the revision that it took."""
        actor.require(*KEEPERS)
        with self.begin() as tx:
            seats = [seat for seat in store.seats(tx.db) if seat.connection_id is not None]
            return _Names(tx).streams(tx, [(seat, ()) for seat in seats])

    def trace(self, actor: Actor, code: str) -> list[Trace]:
        """Who sat before the picture that carries this code; looking is audited [DLP14]."""
        actor.require(*KEEPERS)
        asked = _clean(code)
        with self.begin() as tx:
            found = [
                m for m in store.marked(tx.db, asked) if self.permits.code(m.connection_id) == asked
            ]
            names = _Names(tx)
            persons = people.by_ids(tx.db, [one.person_id for one in found])
            traces = [_trace(one, persons.get(one.person_id), names) for one in found]
            facts = {"found": [one.connection_id for one in found]}
            entry = self._entry(actor, "trace_mark", asked, facts)
            outcome = "done" if found else "not_found"
            audit.append(tx.db, replace(entry, outcome=outcome))
            return traces

    def _apply(self, tx: Tx, actor: Actor, scope: Scope) -> Version:
        draft = store.draft_of(tx.db, scope)
        if draft is None:
            raise NothingDrafted
        newest = store.newest_of(tx.db, scope)
        rules.check_base(draft, newest.number if newest else 0)  # [DLP2]
        version = store.apply(tx.db, draft, actor.user_id, self.now())
        tx.announce("policies:all", "policy.applied", seq=version.seq)
        facts = {
            "seq": version.seq,
            "number": version.number,
            "before": dict(newest.body) if newest and newest.body is not None else None,
            "after": dict(version.body) if version.body is not None else None,
        }
        name = f"{scope.kind}:{scope.id}"
        audit.append(tx.db, self._entry(actor, "apply_policy", name, facts))
        return version

    def _entry(self, actor: Actor, act: str, name: str, facts: Mapping[str, object]) -> audit.Entry:
        return audit.Entry(self.now(), actor.user_id, f"daas_broker.{act}", name, facts=dict(facts))

    def _seats_changed(
        self, tx: Tx, before: Sequence[Version], after: Sequence[Version]
    ) -> list[tuple[store.Seat, Sequence[str]]]:
        rows = {row.id: row for row in people.division_rows(tx.db)}
        seats = [seat for seat in store.seats(tx.db) if seat.connection_id is not None]
        persons = people.by_ids(tx.db, [seat.person_id for seat in seats])
        found: list[tuple[store.Seat, Sequence[str]]] = []
        for seat in seats:
            person = persons.get(seat.person_id)
            divisions = upwards(rows, person.division_id) if person else []
            subject = Subject(seat.zone, seat.pool_id, seat.person_id, divisions)
            changes = rules.differences(
                rules.in_force(subject, before), rules.in_force(subject, after)
            )
            if changes:
                found.append((seat, changes))
        return found


def _changes(scope: Scope, before: Body | None, after: Body | None) -> list[str]:
    zone = Zone(scope.id) if scope.kind is ScopeKind.ZONE else Zone.WORK
    base = rules.body_of(rules.DEFAULTS[zone])
    if scope.kind is not ScopeKind.ZONE:
        old, new = before or {}, after or {}
        return sorted(name for name in {*old, *new} if old.get(name) != new.get(name))
    return rules.differences(
        rules.parse({**base, **(before or {})}),
        rules.parse({**base, **(after or {})}),
    )


def _draft_changes(draft: Draft, current: Iterable[Version]) -> list[str]:
    newest = _newest(draft, current)
    return _changes(draft.scope, newest.body if newest else None, draft.body)


def _newest(draft: Draft, current: Iterable[Version]) -> Version | None:
    return next((v for v in current if v.scope == draft.scope), None)


def _zone_policy(zone: Zone, current: Iterable[Version]) -> Policy:
    return rules.in_force(Subject(zone, PoolId(""), UserId(""), ()), current)


def _check_exists(tx: Tx, scope: Scope) -> None:
    """NotFound for a scope that is none."""
    match scope.kind:
        case ScopeKind.ZONE:
            known = scope.id in {zone.value for zone in ZONES}
        case ScopeKind.POOL:
            known = pools.find(tx.db, PoolId(scope.id)) is not None
        case ScopeKind.PERSON:
            known = people.find(tx.db, UserId(scope.id)) is not None
        case ScopeKind.DIVISION:
            known = scope.id in {row.id for row in people.division_rows(tx.db)}
    if not known:
        raise NotFound


def affected(
    tx: Tx, before: Sequence[Version], after: Sequence[Version], now: datetime
) -> Mapping[UserId, Sequence[str]]:
    """Who could open a desktop that would be under another policy, each with their division and
    those above it [DPR6]. People without exceptions of their own are judged once a division."""
    rows = {row.id: row for row in people.division_rows(tx.db)}
    single = {v.scope.id for v in (*before, *after) if v.scope.kind is ScopeKind.PERSON}
    current, lent = pools.current(tx.db), all_granted(tx.db, now)

    @cache
    def is_changed(zone: Zone, pool: PoolId, person: UserId, divisions: tuple[str, ...]) -> bool:
        subject = Subject(zone, pool, person, divisions)
        return rules.in_force(subject, before) != rules.in_force(subject, after)

    found: dict[UserId, Sequence[str]] = {}
    for who in everybody(tx.db):
        path = max((tuple(upwards(rows, one)) for one in who.divisions), key=len, default=())
        person = who.id if who.id in single else UserId("")
        own = lent.get(who.id, set())
        entitled = [p for p in current if p.id in own or is_entitled(p.wish.audience, who)]
        if any(is_changed(pool.wish.zone, pool.id, person, path) for pool in entitled):
            found[who.id] = path
    return found


class _Names:
    """Names of what a scope points at, read once."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self.pools = pools.names(tx.db)  # a code leads to its pool when that is gone
        self._divisions: Mapping[str, DivisionRow] = {
            row.id: row for row in people.division_rows(tx.db)
        }

    def of(self, one: Version | Draft, changes: Sequence[str]) -> Named:
        author = people.find(self._tx.db, one.author)
        return Named(one, self._scope(one.scope), author.name if author else "", changes)

    def turned(self, one: Version | Draft, earlier: Version | None) -> Named:
        """With what it changes of what stood there."""
        before = earlier.body if earlier else None
        turns = rules.turns(one.scope, before, one.body)
        return replace(self.of(one, _changes(one.scope, before, one.body)), turns=turns)

    def streams(
        self, tx: Tx, seats: Sequence[tuple[store.Seat, Sequence[str]]]
    ) -> list[OpenStream]:
        persons = people.by_ids(tx.db, [seat.person_id for seat, _ in seats])
        found = []
        for seat, changes in seats:
            person = persons.get(seat.person_id)
            name, division = (person.name, person.division) if person else ("", "")
            pool = self.pools.get(seat.pool_id, "")
            found.append(OpenStream(seat, name, division, pool, changes))
        return found

    def counted(self, able: Mapping[UserId, Sequence[str]]) -> tuple[int, list[tuple[str, int]]]:
        counts = Counter(path[0] for path in able.values() if path)
        named = [(row.name, n) for id_, n in counts.most_common() if (row := self._divisions[id_])]
        return len(able), named

    def _scope(self, scope: Scope) -> str:
        match scope.kind:
            case ScopeKind.ZONE:
                return scope.id
            case ScopeKind.POOL:
                return self.pools.get(PoolId(scope.id), "")
            case ScopeKind.DIVISION:
                row = self._divisions.get(scope.id)
                return row.name if row else ""
            case ScopeKind.PERSON:
                person = people.find(self._tx.db, UserId(scope.id))
                return person.name if person else ""


def _trace(found: store.Marked, person: Person | None, names: _Names) -> Trace:
    name, division = (person.name, person.division) if person else ("", "")
    return Trace(name, division, names.pools.get(found.pool_id, ""), found)


def _clean(code: str) -> str:
    """As somebody reads it off a photograph: without the dash, in small letters, O for 0."""
    letters = code.upper().translate(str.maketrans("OIL", "011", " -–—_"))[:10]
    return f"{letters[:5]}-{letters[5:]}"


def policy_for(tx: Tx, seat: store.Seat) -> Policy:
    """What one desktop is under, for those who act outside its stream."""
    return policies_of(tx, [seat])[seat.desktop_id].policy
