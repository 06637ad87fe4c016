"""Giving cases to people, and telling each what they have today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from identity.people import store as people
from identity.people.model import Person
from kernel.actor import Actor, Role, UserId
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound, Refused
from kernel.ids import fresh_id
from mobile_admin.assignments import rules, store
from mobile_admin.assignments.model import (
    Assignment,
    Board,
    Ending,
    FormToFill,
    Held,
    Inspector,
    Today,
    Visit,
    Wish,
)
from mobile_admin.cases import store as cases_store
from mobile_admin.cases.machine import BY_HOLDER, Move, StepRefused
from mobile_admin.cases.model import Case, CaseState, CaseStep, Dossier, Query
from mobile_admin.cases.service import Cases
from mobile_admin.forms import store as forms
from mobile_admin.forms.model import State as FormState
from mobile_admin.forms.service import division_of

MOST_SHOWN = 1000
MOST_VISITS = 1000
MOST_PAST = 3
HINT = "field.today.changed"


@dataclass(frozen=True)
class Assignments:
    begin: Begin
    now: Now
    cases: Cases

    def board(self, actor: Actor, query: Query) -> Board:
        """The division's cases for its head; counts are of all, whatever was asked."""
        actor.require(Role.MANAGER)
        with self.begin() as tx:
            division = division_of(tx, actor)
            held = store.held_by(query.assignee) if query.assignee else None
            found = cases_store.dossiers(tx.db, division, query, MOST_SHOWN, held)
            leads = store.leads_of(tx.db, [each.case.id for each in found])
            known = people.by_ids(tx.db, {lead.person_id for lead in leads.values()})
            counts, kinds = store.counts(tx.db, division), store.kinds(tx.db, division)
        shown = [_held(each, leads.get(each.case.id), known) for each in found]
        return Board(shown, counts, kinds)

    def inspectors(self, actor: Actor) -> list[Inspector]:
        actor.require(Role.MANAGER)
        with self.begin() as tx:
            staff = store.staff(tx.db, division_of(tx, actor))
            loads = store.loads(tx.db, [p.id for p in staff], rules.day_of(self.now()))
        return [Inspector(p.id, p.name, p.post, p.duty, *loads.get(p.id, (0, 0))) for p in staff]

    def of_case(self, actor: Actor, case_id: str) -> list[tuple[Assignment, str]]:
        """All that it ever had, the first first, with names."""
        with self.begin() as tx:
            self.cases.door(tx, actor, case_id)
            found = store.of_case(tx.db, case_id)
            known = people.by_ids(tx.db, {each.person_id for each in found})
        return [(each, known[each.person_id].name) for each in found]

    def assign(self, actor: Actor, case_id: str, wish: Wish) -> Assignment:
        """To nobody's case or instead of its lead; raise AssignedMeanwhile [AS2]."""
        with self.begin() as tx:
            return self._assign(tx, actor, case_id, wish)

    def assign_many(
        self, actor: Actor, wishes: Sequence[tuple[str, Wish]]
    ) -> list[tuple[str, Assignment | Refused]]:
        """Each for itself: what is refused hinders none of the others."""
        actor.require(Role.MANAGER)
        found: list[tuple[str, Assignment | Refused]] = []
        for case_id, wish in wishes:
            try:
                found.append((case_id, self.assign(actor, case_id, wish)))
            except Refused as error:
                found.append((case_id, error))
        return found

    def withdraw(self, actor: Actor, case_id: str, seen: int, reason: str) -> Case:
        with self.begin() as tx:
            case = self.cases.door(tx, actor, case_id, is_locked=True)
            lead = store.lead_of(tx.db, case_id)
            rules.check_seen(lead, self._name(tx, lead), seen)
            if lead is None:
                raise rules.NotAssignable(state=case.state.value)
            now = self.now()
            store.end(tx.db, lead, Ending.WITHDRAWN, now)
            tx.announce(f"person:{lead.person_id}", HINT)
            return self.cases.move(tx, actor, case, Move(CaseStep.WITHDRAW, now, reason))

    def today(self, actor: Actor, since: datetime | None = None) -> Today:
        """What the actor has for today and from before; only what changed after `since` [AS5]."""
        now = self.now()
        with self.begin() as tx:
            day = rules.day_of(now)
            mine = store.of_person(tx.db, actor.user_id, day, MOST_VISITS)
            visits = self._visits(tx, mine)
        fresh = [v for v in visits if since is None or v.changed_at > since]
        return Today(day, fresh, [each.id for each in mine], now)

    def arrange(self, actor: Actor, order: Sequence[str]) -> None:
        """The inspector's own way through the day, by assignments."""
        with self.begin() as tx:
            if store.seat(tx.db, actor.user_id, list(order), self.now()) != len(set(order)):
                raise NotFound

    def report(self, actor: Actor, assignment_id: str, move: Move) -> Case:
        """What only the holder tells from the door: that they begin, or that it came to nothing."""
        with self.begin() as tx:
            mine = store.find(tx.db, assignment_id)
            if mine is None or mine.person_id != actor.user_id:
                raise NotFound
            case = cases_store.find(tx.db, mine.case_id, is_locked=True)
            lead = store.lead_of(tx.db, mine.case_id)
            if case is None:
                raise NotFound
            if lead is None or lead.id != assignment_id:
                rules.check_seen(lead, self._name(tx, lead), mine.lease_rev)
            if move.step not in BY_HOLDER:
                raise StepRefused(state=case.state.value, step=move.step.value, may=[])
            return self.cases.move(tx, actor, case, replace(move, at=self.now()))

    def finish(self, tx: Tx, assignment: Assignment) -> None:
        """The lead's work has come and stands: the case is on nobody's way any more."""
        store.end(tx.db, assignment, Ending.DONE, self.now())
        tx.announce(f"person:{assignment.person_id}", HINT)

    def _assign(self, tx: Tx, actor: Actor, case_id: str, wish: Wish) -> Assignment:
        now = self.now()
        case = self.cases.door(tx, actor, case_id, is_locked=True)
        lead = store.lead_of(tx.db, case_id)
        rules.check_seen(lead, self._name(tx, lead), wish.seen)
        rules.check(case, people.find(tx.db, wish.person_id), wish, now)
        given = replace(
            rules.granted(case, wish, store.last_rev(tx.db, case_id), (actor.user_id, now)),
            id=fresh_id(),
        )
        if lead is not None:
            store.end(tx.db, lead, Ending.REASSIGNED, now)
            tx.announce(f"person:{lead.person_id}", HINT)
        store.add(tx.db, given)
        tx.announce(f"person:{given.person_id}", HINT)
        self.cases.move(tx, actor, case, Move(CaseStep.ASSIGN, now, wish.reason))
        return given

    def _name(self, tx: Tx, lead: Assignment | None) -> str:
        person = people.find(tx.db, lead.person_id) if lead else None
        return person.name if person else ""

    def _visits(self, tx: Tx, mine: Sequence[Assignment]) -> list[Visit]:
        found = cases_store.dossiers_of(tx.db, [each.case_id for each in mine])
        by_id = {each.case.id: each for each in found}
        past: dict[str, list[Case]] = {}
        for case in cases_store.past(tx.db, [each.site.id for each in found]):
            past.setdefault(case.site_id, []).append(case)
        fill = self._forms(tx, {each.form_key for each in mine if each.form_key})
        wanting = [i for i, d in by_id.items() if d.case.state is CaseState.SUPPLEMENT]
        back = cases_store.last_moved(tx.db, wanting, CaseStep.SEND_BACK)
        return [
            Visit(
                each, by_id[each.case_id], fill.get(each.form_key or ""),
                [c for c in past.get(by_id[each.case_id].site.id, []) if c.id != each.case_id][
                    :MOST_PAST
                ],
                back[each.case_id].reason if each.case_id in back else "",
            )
            for each in mine
        ]  # fmt: skip

    def _forms(self, tx: Tx, keys: set[str]) -> dict[str, FormToFill]:
        versions = [v for v in forms.versions_of(tx.db, list(keys)) if v.state is FormState.OPEN]
        named = {key: forms.find(tx.db, key) for key in keys}
        return {
            v.form_key: FormToFill(v.form_key, form.form_id, form.title, v.version, v.sha256)
            for v in versions
            if (form := named[v.form_key]) is not None
        }


def _held(dossier: Dossier, lead: Assignment | None, known: Mapping[UserId, Person]) -> Held:
    return Held(dossier, lead, known[lead.person_id].name if lead else "")
