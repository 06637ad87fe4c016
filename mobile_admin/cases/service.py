"""What the office does with cases: opening, changing and moving them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from identity.people import store as people
from kernel import audit
from kernel.actor import Actor, Role
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound
from kernel.ids import fresh_id
from kernel.text import storable
from mobile_admin.cases import machine, rules, store
from mobile_admin.cases.events import CaseMoved
from mobile_admin.cases.machine import Move
from mobile_admin.cases.model import (
    Case,
    CaseState,
    CaseWish,
    Dossier,
    Entry,
    Site,
    SiteWish,
    Subject,
    SubjectWish,
)
from mobile_admin.forms import store as forms
from mobile_admin.forms.service import division_of

TOPIC = "field-cases"
MOST_SITES = 50


@dataclass(frozen=True)
class Cases:
    begin: Begin
    now: Now

    def register_site(self, actor: Actor, subject: SubjectWish, site: SiteWish) -> Site:
        """A subject with its first place; raise CodeTaken."""
        actor.require(Role.MANAGER)
        subject, site, now = rules.cleaned(subject), rules.cleaned(site), self.now()
        with self.begin() as tx:
            made = Subject(fresh_id(), division_of(tx, actor), **vars(subject), updated_at=now)
            if not store.add_subject(tx.db, made):
                raise rules.CodeTaken(field="code")
            place = Site(fresh_id(), made.id, **vars(site), updated_at=now)
            store.add_site(tx.db, place)
            self._audit(tx, actor, "register_site", place.id)
        return place

    def change_site(self, actor: Actor, site_id: str, wish: SiteWish, seen: datetime) -> Site:
        """Raise SiteChanged where it was changed since `seen`, which is its `updated_at` [CA10]."""
        actor.require(Role.MANAGER)
        wish, now = rules.cleaned(wish), self.now()
        with self.begin() as tx:
            self._site(tx, actor, site_id)
            found = store.find_site(tx.db, site_id, is_locked=True)
            if found is None:
                raise NotFound
            rules.check_seen(found, seen)
            self._tell(tx, actor, found, ("change_site", rules.changes_of(found, wish)))
            changed = replace(found, **vars(wish), updated_at=now)
            store.put_site(tx.db, changed)
        return changed

    def change_subject(
        self, actor: Actor, subject_id: str, wish: SubjectWish, seen: datetime
    ) -> Subject:
        """Raise SubjectChanged where it was changed since `seen`, or CodeTaken [CA11]."""
        actor.require(Role.MANAGER)
        wish, now = rules.cleaned(wish), self.now()
        with self.begin() as tx:
            found = store.find_subject(tx.db, subject_id, is_locked=True)
            if found is None or found.division_id != division_of(tx, actor):
                raise NotFound
            rules.check_seen(found, seen)
            self._tell(tx, actor, found, ("change_subject", rules.changes_of(found, wish)))
            changed = replace(found, **vars(wish), updated_at=now)
            if not store.put_subject(tx.db, changed):
                raise rules.CodeTaken(field="code")
        return changed

    def _tell(self, tx: Tx, actor: Actor, of: Site | Subject, what: tuple[str, str]) -> None:
        """Each open case of it has a line of history; phones fetch it anew [CA10] [CA11]."""
        for case in store.about(tx.db, of, set(CaseState) - machine.ENDED):
            self.remark(tx, actor, case, what)
        store.touch(tx.db, of, self.now())
        tx.announce(f"{TOPIC}:{division_of(tx, actor)}", "cases.changed")
        self._audit(tx, actor, what[0], of.id)

    def find_sites(self, actor: Actor, text: str) -> list[tuple[Subject, Site]]:
        actor.require(Role.MANAGER)
        with self.begin() as tx:
            wanted = storable(text).strip()
            return store.sites_of(tx.db, division_of(tx, actor), wanted, MOST_SITES)

    def open_case(self, actor: Actor, site_id: str, wish: CaseWish) -> Case:
        """A received case of the head's division, with a number of its own [CA5]."""
        actor.require(Role.MANAGER)
        wish, now = rules.cleaned(wish), self.now()
        with self.begin() as tx:
            site = self._site(tx, actor, site_id)
            division = division_of(tx, actor)
            _check_form(tx, division, wish.form_key)
            case = Case(
                id=fresh_id(), division_id=division,
                number=store.next_number(tx.db, division, now.year),
                subject_id=site.subject_id, site_id=site.id, **vars(wish),
                state=CaseState.RECEIVED, resumes_to=None, outcome="", rev=1, opened_at=now,
                updated_at=now,
            )  # fmt: skip
            store.add(tx.db, case)
            self._keep(tx, actor, (case, case), ("open", ""))
        return case

    def change(self, actor: Actor, case_id: str, wish: CaseWish, seen: int) -> Case:
        """Raise CaseChanged where it was changed since `seen` [CA3]."""
        actor.require(Role.MANAGER)
        wish, now = rules.cleaned(wish), self.now()
        with self.begin() as tx:
            found = self.door(tx, actor, case_id, is_locked=True)
            machine.check_rev(found, seen)
            _check_form(tx, found.division_id, wish.form_key)
            changed = replace(found, **vars(wish), rev=found.rev + 1, updated_at=now)
            store.put(tx.db, changed)
            self._keep(tx, actor, (found, changed), ("change", rules.changes_of(found, wish)))
        return changed

    def step(self, actor: Actor, case_id: str, move: Move, seen: int) -> Case:
        """What the head may do by hand; raise StepRefused, CaseChanged or ReasonMissing."""
        actor.require(Role.MANAGER)
        with self.begin() as tx:
            found = self.door(tx, actor, case_id, is_locked=True)
            machine.check_rev(found, seen)
            if move.step not in machine.BY_HEAD:
                raise machine.StepRefused(state=found.state.value, step=move.step.value, may=[])
            return self.move(tx, actor, found, replace(move, at=self.now()))

    def move(self, tx: Tx, actor: Actor, found: Case, move: Move) -> Case:
        """For whoever holds the case's lock and has asked whether `actor` may; the one way."""
        rules.check_private(move.reason)
        reason, outcome = (storable(text).strip() for text in (move.reason, move.outcome))
        move = replace(move, reason=reason, outcome=outcome)
        moved = machine.after(found, move)
        store.put(tx.db, moved)
        self._keep(tx, actor, (found, moved), (move.step.value, move.reason))
        return moved

    def remark(self, tx: Tx, actor: Actor, found: Case, what: tuple[str, str]) -> None:
        """An act and its reason, told in the history of a case that stays where it is."""
        rules.check_private(what[1])
        told = replace(found, rev=found.rev + 1, updated_at=self.now())
        store.put(tx.db, told)
        self._keep(tx, actor, (found, told), what)

    def read(self, actor: Actor, case_id: str) -> tuple[Dossier, list[tuple[Entry, str]]]:
        """With its history, the first first, and who did what."""
        with self.begin() as tx:
            self.door(tx, actor, case_id)
            [dossier] = store.dossiers_of(tx.db, [case_id])
            told = store.history(tx.db, case_id)
            known = people.by_ids(tx.db, {entry.by for entry in told})
        return dossier, [(e, known[e.by].name if e.by in known else "") for e in told]

    def past(self, actor: Actor, case_id: str) -> Sequence[Case]:
        """What was found at the same place before."""
        with self.begin() as tx:
            found = self.door(tx, actor, case_id)
            return [each for each in store.past(tx.db, [found.site_id]) if each.id != case_id]

    def door(self, tx: Tx, actor: Actor, case_id: str, *, is_locked: bool = False) -> Case:
        """The division's head alone; to everybody else there is no such case [CA6]."""
        found = store.find(tx.db, case_id, is_locked=is_locked)
        is_head = Role.MANAGER in actor.roles
        if found is None or not is_head or found.division_id != division_of(tx, actor):
            raise NotFound
        return found

    def is_head(self, tx: Tx, actor: Actor) -> str:
        """Of which division; raise RoleMissing."""
        actor.require(Role.MANAGER)
        return division_of(tx, actor)

    def _site(self, tx: Tx, actor: Actor, site_id: str) -> Site:
        site = store.find_site(tx.db, site_id)
        subject = store.find_subject(tx.db, site.subject_id) if site else None
        if site is None or subject is None or subject.division_id != division_of(tx, actor):
            raise NotFound
        return site

    def _keep(self, tx: Tx, actor: Actor, cases: tuple[Case, Case], what: tuple[str, str]) -> None:
        (before, after), (act, reason) = cases, what
        told, at = (before.state, after.state), after.updated_at
        store.note(tx.db, Entry(after.id, after.rev, act, *told, actor.user_id, at, reason))
        tx.record(CaseMoved(after.id, after.rev, act, *(state.value for state in told)))
        tx.announce(f"{TOPIC}:{after.division_id}", "cases.changed")
        facts = {"number": after.number, "to": after.state.value, "rev": after.rev}
        self._audit(tx, actor, f"{act}_case", after.id, facts)

    def _audit(
        self, tx: Tx, actor: Actor, act: str, about: str, facts: dict[str, Any] | None = None
    ) -> None:
        told = audit.Entry(
            self.now(), actor.user_id, f"mobile_admin.{act}", about, "done", facts or {}
        )
        audit.append(tx.db, told)


def _check_form(tx: Tx, division_id: str, form_key: str | None) -> None:
    form = forms.find(tx.db, form_key) if form_key else None
    if form_key and (form is None or form.division_id != division_id):
        raise NotFound
