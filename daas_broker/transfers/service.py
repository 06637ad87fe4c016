"""Bringing files of the drive into a desktop, and saving those of its outbox to the drive."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from daas_broker.desktops.model import DesktopId, Endpoint
from daas_broker.policies import rules
from daas_broker.policies import store as policies
from daas_broker.policies.model import Policy, Printing, Refused, Way
from daas_broker.policies.service import policy_for
from daas_broker.sessions.service import DesktopEnded, Seating
from daas_broker.transfers.model import Contents, DriveFile, OutboxFile, Place
from daas_broker.transfers.ports import Drive, FileDoor
from kernel import audit
from kernel.actor import Actor
from kernel.clock import Now
from kernel.db import Begin
from kernel.errors import Denied, NotFound

FOUND = 30


class TransferRefused(Denied):
    """`rule` and `advice` are those of daas_broker.policies, `limit` is in bytes."""

    code = "transfer_refused"


@dataclass(frozen=True)
class Transfers:
    begin: Begin
    now: Now
    seating: Seating
    door: FileDoor
    drive: Drive

    def find(self, actor: Actor, desktop_id: DesktopId, text: str) -> Sequence[DriveFile]:
        """Files of one's own to bring in; nothing where nothing may come in."""
        _, policy = self._open(actor, desktop_id)
        return self.drive.find(actor, text, FOUND) if policy.files_in.is_open else []

    def bring_in(self, actor: Actor, desktop_id: DesktopId, file_id: str) -> str:
        """The name it has in Downloads."""
        at, policy = self._open(actor, desktop_id)
        contents = self.drive.open(actor, file_id)
        self._check(actor, desktop_id, policy, Way.IN, contents.file)  # [DLP13]
        digest = sha256()
        counted = Contents(contents.file, _counting(contents.chunks, digest.update))
        name = self.door.put(at, counted)
        facts = {"file": file_id, "name": contents.file.name, "sha256": digest.hexdigest()}
        self._note(actor, desktop_id, Way.IN, "done", bytes=contents.file.size_bytes, **facts)
        return name

    def list_outbox(self, actor: Actor, desktop_id: DesktopId) -> Sequence[OutboxFile]:
        at, policy = self._open(actor, desktop_id)
        return self.door.outbox(at) if policy.files_out.is_open else []

    def save(self, actor: Actor, desktop_id: DesktopId, name: str) -> DriveFile:
        """Into the person's own drive; then it leaves the outbox."""
        at, policy = self._open(actor, desktop_id)
        listed = next((one for one in self.door.outbox(at) if one.name == name), None)
        if listed is None:
            raise NotFound
        wanted = DriveFile("", name, listed.size_bytes)
        self._check(actor, desktop_id, policy, Way.OUT, wanted)
        digest = sha256()
        with self.door.take(at, name, policy.files_out.most_bytes) as chunks:
            saved = self.drive.save(actor, name, _counting(chunks, digest.update))
        facts = {"file": saved.id, "name": saved.name, "sha256": digest.hexdigest()}
        self._note(actor, desktop_id, Way.OUT, "done", bytes=saved.size_bytes, **facts)
        self.door.remove(at, name)
        return saved

    # What was printed

    def list_prints(self, actor: Actor, desktop_id: DesktopId) -> Sequence[OutboxFile]:
        at, _ = self._open(actor, desktop_id)
        return self.door.outbox(at, Place.PRINTS)

    def take_print(self, actor: Actor, desktop_id: DesktopId, name: str) -> bytes:
        """A PDF for a printer of the person's own. It stays until it is dropped, or saved."""
        at, policy = self._open(actor, desktop_id)
        size = self._printed(actor, desktop_id, policy, name, Printing.PRINT)
        with self.door.take(at, name, size, Place.PRINTS) as chunks:
            document = b"".join(chunks)
        facts = {"name": name, "sha256": sha256(document).hexdigest(), "to": "printer"}
        self._note_print(actor, desktop_id, "done", bytes=len(document), **facts)
        return document

    def save_print(self, actor: Actor, desktop_id: DesktopId, name: str) -> DriveFile:
        at, policy = self._open(actor, desktop_id)
        size = self._printed(actor, desktop_id, policy, name, Printing.DRIVE)
        digest = sha256()
        with self.door.take(at, name, size, Place.PRINTS) as chunks:
            saved = self.drive.save(actor, name, _counting(chunks, digest.update))
        facts = {"file": saved.id, "name": saved.name, "sha256": digest.hexdigest(), "to": "drive"}
        self._note_print(actor, desktop_id, "done", bytes=saved.size_bytes, **facts)
        self.door.remove(at, name, Place.PRINTS)
        return saved

    def drop_print(self, actor: Actor, desktop_id: DesktopId, name: str) -> None:
        at, _ = self._open(actor, desktop_id)
        self.door.remove(at, name, Place.PRINTS)

    def _printed(
        self, actor: Actor, desktop_id: DesktopId, policy: Policy, name: str, to: Printing
    ) -> int:
        """Its size, once the policy of this moment lets it go there [DIN3]."""
        listed = next((p for p in self.list_prints(actor, desktop_id) if p.name == name), None)
        if listed is None:
            raise NotFound
        refused = rules.decide_print(policy, to, listed.size_bytes)
        if refused is None:
            return listed.size_bytes
        self._note_print(actor, desktop_id, "refused", rule=refused.rule, name=name)
        raise TransferRefused(
            rule=refused.rule, advice=refused.advice.value, limit=refused.limit or 0
        )

    def _note_print(
        self, actor: Actor, desktop_id: DesktopId, outcome: str, **facts: object
    ) -> None:
        act = "daas_broker.print"
        entry = audit.Entry(self.now(), actor.user_id, act, desktop_id, outcome, facts)
        with self.begin() as tx:
            audit.append(tx.db, entry)

    def _open(self, actor: Actor, desktop_id: DesktopId) -> tuple[Endpoint, Policy]:
        """NotFound for everybody but the one whose desktop it is."""
        desktop, _ = self.seating.get_desktop(actor, desktop_id)
        if desktop.endpoint is None:
            raise DesktopEnded
        with self.begin() as tx:
            seats = policies.seats(tx.db, [desktop_id])
            if not seats:
                raise DesktopEnded
            return desktop.endpoint, policy_for(tx, seats[0])

    def _check(
        self, actor: Actor, desktop_id: DesktopId, policy: Policy, way: Way, file: DriveFile
    ) -> None:
        refused = rules.decide_file(policy, way, file.size_bytes)
        if refused is not None:
            self._refuse(actor, desktop_id, way, refused, file.name)

    def _refuse(
        self, actor: Actor, desktop_id: DesktopId, way: Way, refused: Refused, name: str
    ) -> None:
        self._note(actor, desktop_id, way, "refused", rule=refused.rule, name=name)
        raise TransferRefused(
            rule=refused.rule, advice=refused.advice.value, limit=refused.limit or 0
        )

    def _note(
        self, actor: Actor, desktop_id: DesktopId, way: Way, outcome: str, **facts: object
    ) -> None:
        act = f"daas_broker.file_{way}"
        entry = audit.Entry(self.now(), actor.user_id, act, desktop_id, outcome, facts)
        with self.begin() as tx:
            audit.append(tx.db, entry)


def _counting(chunks: Iterator[bytes], count: Callable[[bytes], None]) -> Iterator[bytes]:
    for chunk in chunks:
        count(chunk)
        yield chunk
