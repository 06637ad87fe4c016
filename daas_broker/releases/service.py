"""Asking for something to be let across, and what became of it: the person's side."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from daas_broker.desktops.model import Endpoint
from daas_broker.releases import rules, store
from daas_broker.releases.evidence import digest
from daas_broker.releases.model import (
    Asker,
    Evidence,
    Guard,
    Kept,
    Lane,
    Named,
    Release,
    ReleaseId,
    ReleaseStage,
    Source,
    Wish,
)
from daas_broker.releases.ports import Hold
from daas_broker.sessions.reaching import Reached
from daas_broker.transfers.model import DriveFile, OutboxFile
from daas_broker.transfers.ports import Drive, FileDoor
from identity.people import store as people
from kernel import audit, outbox
from kernel.actor import Actor, Role, UserId
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound, Refused
from kernel.ids import fresh_id
from kernel.settings import Zone

KEEP = "daas_broker.keep_releases"
OVERSEERS = frozenset({Role.SECURITY_OFFICER, Role.AUDITOR})
FOUND = 30
OUTCOMES = {
    ReleaseStage.BLOCKED: "refused",
    ReleaseStage.REFUSED: "refused",
    ReleaseStage.LOST: "failed",
}


@dataclass(frozen=True)
class Releases:
    begin: Begin
    now: Now
    door: FileDoor
    drive: Drive
    hold: Hold

    def lanes(self, actor: Actor) -> Sequence[Lane]:
        actor.require_zone(Zone.WORK)
        with self.begin() as tx:
            return [store.lane(tx.db, to) for to in rules.DEFAULTS]

    def guard(self, actor: Actor) -> Guard:
        """How the antivirus stands: who asks is told whether their request waits for it, and who
        runs it, which it is; and everybody, when nobody has asked it for a while [DX11]."""
        actor.require_zone(Zone.WORK)
        with self.begin() as tx:
            known = store.guard(tx.db)
        found = replace(known, is_unheard=rules.is_unheard(known, self.now()))
        runs_it = actor.roles & {Role.IT_ADMIN, Role.SECURITY_OFFICER}
        return found if runs_it else replace(found, scanner="")

    def mine(self, actor: Actor) -> list[Named]:
        actor.require_zone(Zone.WORK)
        with self.begin() as tx:
            return named(tx, store.of_person(tx.db, actor.user_id), actor)

    def find_files(self, actor: Actor, text: str) -> Sequence[DriveFile]:
        return self.drive.find(actor, text, FOUND)

    def list_outbox(self, reached: Reached) -> Sequence[OutboxFile]:
        """Of one's Internet desktop: it may be asked for where it may not simply leave."""
        return self.door.outbox(_endpoint(reached))

    def ask_file(self, actor: Actor, file_id: str, reason: str) -> Release:
        """A file of the drive, as it is now, into the Internet zone [DX1]."""
        contents = self.drive.open(actor, file_id)
        wish = Wish(Source.DRIVE, Zone.INTERNET, contents.file.name, reason, file_id)
        return self._ask(actor, wish, contents.chunks)

    def ask_outbox(self, reached: Reached, name: str, reason: str) -> Release:
        """A file of one's Internet desktop into the drive; it stays in the outbox."""
        at = _endpoint(reached)
        if all(one.name != name for one in self.door.outbox(at)):
            raise NotFound
        wish = Wish(Source.OUTBOX, Zone.WORK, name, reason, reached.desktop)
        with self.door.take(at, name, rules.MOST_BYTES) as chunks:
            return self._ask(reached.actor, wish, chunks)

    def ask_text(self, asker: UserId, wish: Wish, text: str) -> Release:
        """A text that a gateway refused; it holds it and says whose it is."""
        return self._take(asker, wish, [text.encode(errors="replace")])

    def withdraw(self, actor: Actor, release_id: ReleaseId) -> None:
        with self.begin() as tx:
            release = store.find_locked(tx.db, release_id)
            if release is None or release.person_id != actor.user_id:
                raise NotFound
            made = rules.withdrawn(release, self.now())
            store.save(tx.db, made)
            told(tx, made)
            note(tx, self.now(), actor.user_id, "withdraw", made)
        self.hold.remove(release_id)

    def get(self, actor: Actor, release_id: ReleaseId) -> Named:
        """NotFound for everybody but the asker, those who may decide, officers and auditors."""
        actor.require_zone(Zone.WORK)
        with self.begin() as tx:
            release = store.find(tx.db, release_id)
            found = named(tx, [release], actor)[0] if release else None
        if found is None or not _may_see(actor, found):
            raise NotFound
        return found

    def picture(self, actor: Actor, release_id: ReleaseId) -> bytes:
        """What its first page looks like, as PNG."""
        return self.hold.picture(self.get(actor, release_id).release.id)

    def evidence(self, actor: Actor, release_id: ReleaseId) -> Evidence:
        self.get(actor, release_id)
        with self.begin() as tx:
            found = store.evidence(tx.db, release_id)
        if found is None:
            raise NotFound
        return found

    def record_digest(self, found: Named) -> str:
        """The hash under which its record stands in the audit chain; empty where there is none."""
        with self.begin() as tx:
            proof = store.evidence(tx.db, found.release.id)
        return digest(proof.record) if proof else ""

    def _ask(self, actor: Actor, wish: Wish, chunks: Iterable[bytes]) -> Release:
        actor.require_zone(Zone.WORK)
        return self._take(actor.user_id, wish, chunks)

    def _take(self, asker: UserId, wish: Wish, chunks: Iterable[bytes]) -> Release:
        """The bytes first: what is not held is not asked for."""
        with self.begin() as tx:
            lane = store.lane(tx.db, wish.to)
            wish = rules.check_wish(wish, lane, store.count_open(tx.db, asker))
        key = ReleaseId(fresh_id())
        kept = self.hold.keep(key, chunks, lane.most_bytes)
        try:
            return self._add(asker, wish, key, kept)
        except Refused:
            self.hold.remove(key)
            raise

    def _add(self, asker: UserId, wish: Wish, key: ReleaseId, kept: Kept) -> Release:
        """While the bytes came, its lane may have been closed, or others been asked for."""
        now = self.now()
        with self.begin() as tx:
            store.lock_asker(tx.db, asker)
            lane = store.lane(tx.db, wish.to)
            rules.check_wish(wish, lane, store.count_open(tx.db, asker))
            ends = now + timedelta(days=lane.days)
            release = Release(key, asker, wish, kept, ReleaseStage.INSPECTING, now, ends)
            store.add(tx.db, release)
            outbox.enqueue(tx.db, KEEP)
            told(tx, release)
            note(tx, now, asker, "ask", release, reason=wish.reason)
        return release


def _endpoint(reached: Reached) -> Endpoint:
    reached.actor.require_zone(Zone.WORK)
    if reached.zone is not Zone.INTERNET:
        raise NotFound  # the drive takes what a work desktop hands out
    return reached.at


def _may_see(actor: Actor, found: Named) -> bool:
    decided = found.release.decided_by == actor.user_id
    return found.is_mine or decided or found.may_decide or not actor.roles.isdisjoint(OVERSEERS)


def named(tx: Tx, found: Sequence[Release], actor: Actor) -> list[Named]:
    """With names for people, and what `actor` is to each."""
    asking = store.askers(tx.db, {one.person_id for one in found})
    deciders = {one.decided_by for one in found if one.decided_by}
    superiors = {who for asker in asking.values() for who in asker.superiors}
    known = people.by_ids(tx.db, deciders | superiors)
    names = {who: person.name for who, person in known.items()}
    proved = store.with_evidence(tx.db, [one.id for one in found])
    lanes = {to: store.lane(tx.db, to) for to in rules.DEFAULTS}
    return [
        Named(
            one,
            asking[one.person_id].name,
            asking[one.person_id].division,
            names.get(one.decided_by, "") if one.decided_by else "",
            [names.get(who, "") for who in asking[one.person_id].superiors[:3]],
            one.stage is ReleaseStage.WAITING
            and _decides(actor, asking[one.person_id], lanes[one.wish.to]),
            one.person_id == actor.user_id,
            one.id in proved,
        )
        for one in found
    ]


def _decides(actor: Actor, asker: Asker, lane: Lane) -> bool:
    return rules.may_decide(actor.user_id, actor.roles, asker, lane.approver)


def told(tx: Tx, release: Release) -> None:
    """The asker's page, and those of approvers, look again."""
    tx.announce(f"person:{release.person_id}", "desktop.release", stage=release.stage.value)
    tx.announce("releases:all", "desktop.release")


def note(tx: Tx, at: datetime, by: str, act: str, release: Release, **facts: object) -> None:
    """Last in the transaction. Never what is in it [DX7]."""
    said = {
        "name": release.wish.name,
        "to": release.wish.to.value,
        "source": release.wish.source.value,
        "bytes": release.kept.size_bytes,
        "sha256": release.kept.sha256,
        "person": release.person_id,
        **facts,
    }
    outcome = OUTCOMES.get(release.stage, "done")
    entry = audit.Entry(at, by, f"daas_broker.release_{act}", release.id, outcome, said)
    audit.append(tx.db, entry)


def checked(chunks: Iterable[bytes], kept: Kept) -> Iterator[bytes]:
    """The same, and BytesChanged at their end where they are not what was inspected [DX1]."""
    digest, size = sha256(), 0
    for chunk in chunks:
        digest.update(chunk)
        size += len(chunk)
        yield chunk
    if (size, digest.hexdigest()) != (kept.size_bytes, kept.sha256):
        raise BytesChanged


class BytesChanged(Exception):
    """What is held is not what was inspected and approved."""
