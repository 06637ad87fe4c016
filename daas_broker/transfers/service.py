"""Bringing files of the drive into a desktop, and saving those of its outbox to the drive."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256

from daas_broker.desktops.model import DesktopId, Endpoint
from daas_broker.policies import rules
from daas_broker.policies import store as policies
from daas_broker.policies.model import Policy, Printing, Refused, Way
from daas_broker.policies.service import policy_for
from daas_broker.sessions.service import DesktopEnded, Seating
from daas_broker.transfers.model import Contents, DriveFile, OutboxFile, Place
from daas_broker.transfers.passing import Passing, Stopped
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

    def bring_in(
        self, actor: Actor, desktop_id: DesktopId, file_id: str, passing: Passing | None = None
    ) -> str:
        """The name it has in Downloads; raise Stopped where its person stops it."""
        passing = passing or Passing()
        at, policy = self._open(actor, desktop_id)
        contents = self.drive.open(actor, file_id)
        self._check(actor, desktop_id, policy, Way.IN, contents.file)  # [DLP13]
        passing.total = contents.file.size_bytes
        with self._noting_a_stop(actor, desktop_id, Way.IN, contents.file.name, passing):
            name = self.door.put(at, Contents(contents.file, passing.through(contents.chunks)))
        sha256 = passing.digest.hexdigest()
        facts = {"file": file_id, "name": contents.file.name, "sha256": sha256}
        self._note(actor, desktop_id, Way.IN, "done", bytes=contents.file.size_bytes, **facts)
        return name

    def list_outbox(self, actor: Actor, desktop_id: DesktopId) -> Sequence[OutboxFile]:
        at, policy = self._open(actor, desktop_id)
        return self.door.outbox(at) if policy.files_out.is_open else []

    def save(
        self, actor: Actor, desktop_id: DesktopId, name: str, passing: Passing | None = None
    ) -> DriveFile:
        """Into the person's own drive; then it leaves the outbox. Raise Stopped as above."""
        passing = passing or Passing()
        at, policy = self._open(actor, desktop_id)
        listed = next((one for one in self.door.outbox(at) if one.name == name), None)
        if listed is None:
            raise NotFound
        wanted = DriveFile("", name, listed.size_bytes)
        self._check(actor, desktop_id, policy, Way.OUT, wanted)
        passing.total = listed.size_bytes
        with (
            self._noting_a_stop(actor, desktop_id, Way.OUT, name, passing),
            self.door.take(at, name, policy.files_out.most_bytes) as chunks,
        ):
            saved = self.drive.save(actor, name, passing.through(chunks))
        facts = {"file": saved.id, "name": saved.name, "sha256": passing.digest.hexdigest()}
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
        passing = Passing(size)
        with self.door.take(at, name, size, Place.PRINTS) as chunks:
            saved = self.drive.save(actor, name, passing.through(chunks))
        sha256 = passing.digest.hexdigest()
        facts = {"file": saved.id, "name": saved.name, "sha256": sha256, "to": "drive"}
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
        self._write("daas_broker.print", actor, desktop_id, outcome, facts)

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

    @contextmanager
    def _noting_a_stop(
        self, actor: Actor, desktop_id: DesktopId, way: Way, name: str, passing: Passing
    ) -> Iterator[None]:
        """What passed until then has been seen, so it is told [DLP15]."""
        try:
            yield
        except Stopped:
            facts = {"name": name, "bytes": passing.passed}
            self._write(f"daas_broker.file_{way}_stopped", actor, desktop_id, "done", facts)
            raise

    def _note(
        self, actor: Actor, desktop_id: DesktopId, way: Way, outcome: str, **facts: object
    ) -> None:
        self._write(f"daas_broker.file_{way}", actor, desktop_id, outcome, facts)

    def _write(
        self, act: str, actor: Actor, desktop_id: DesktopId, outcome: str, facts: dict[str, object]
    ) -> None:
        entry = audit.Entry(self.now(), actor.user_id, act, desktop_id, outcome, facts)
        with self.begin() as tx:
            audit.append(tx.db, entry)
