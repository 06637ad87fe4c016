"""Bringing files of the drive into a desktop, and saving those of its outbox to the drive."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from daas_broker.antivirus.ports import Antivirus
from daas_broker.policies import rules
from daas_broker.policies import store as policies
from daas_broker.policies.model import Policy, Printing, Refused, Way
from daas_broker.policies.service import policy_for
from daas_broker.sessions.reaching import Reached
from daas_broker.sessions.service import DesktopEnded
from daas_broker.transfers.looking import FileInfected, Look
from daas_broker.transfers.model import Contents, DriveFile, OutboxFile, Place
from daas_broker.transfers.passing import Passing, Stopped
from daas_broker.transfers.ports import Drive, FileDoor
from kernel import audit
from kernel.clock import Now
from kernel.db import Begin
from kernel.errors import Denied, NotFound

FOUND = 30
PRINT = "print"
FILE = {Way.IN: "file_in", Way.OUT: "file_out"}


class TransferRefused(Denied):
    """`rule` and `advice` are those of daas_broker.policies, `limit` is in bytes."""

    code = "transfer_refused"


@dataclass(frozen=True)
class Transfers:
    begin: Begin
    now: Now
    door: FileDoor
    drive: Drive
    antivirus: Antivirus

    def find(self, reached: Reached, text: str) -> Sequence[DriveFile]:
        """Files of one's own to bring in; nothing where nothing may come in."""
        policy = self._policy(reached)
        return self.drive.find(reached.actor, text, FOUND) if policy.files_in.is_open else []

    def bring_in(self, reached: Reached, file_id: str, passing: Passing | None = None) -> str:
        """The name it has in Downloads; raise Stopped where its person stops it."""
        passing = passing or Passing()
        at, policy = reached.at, self._policy(reached)
        contents = self.drive.open(reached.actor, file_id)
        self._check(reached, policy, Way.IN, contents.file)  # [DLP13]
        passing.total = contents.file.size_bytes
        with self._passing(reached, FILE[Way.IN], contents.file.name, passing) as through:
            name = self.door.put(at, Contents(contents.file, through(contents.chunks)))
        facts = {"file": file_id, "name": contents.file.name, **_seen(passing)}
        self._note(reached, FILE[Way.IN], "done", bytes=contents.file.size_bytes, **facts)
        return name

    def list_outbox(self, reached: Reached) -> Sequence[OutboxFile]:
        at, policy = reached.at, self._policy(reached)
        return self.door.outbox(at) if policy.files_out.is_open else []

    def save(self, reached: Reached, name: str, passing: Passing | None = None) -> DriveFile:
        """Into the person's own drive; then it leaves the outbox. Raise Stopped as above."""
        passing = passing or Passing()
        at, policy = reached.at, self._policy(reached)
        listed = next((one for one in self.door.outbox(at) if one.name == name), None)
        if listed is None:
            raise NotFound
        wanted = DriveFile("", name, listed.size_bytes)
        self._check(reached, policy, Way.OUT, wanted)
        passing.total = listed.size_bytes
        with (
            self._passing(reached, FILE[Way.OUT], name, passing) as through,
            self.door.take(at, name, policy.files_out.most_bytes) as chunks,
        ):
            saved = self.drive.save(reached.actor, name, through(chunks))
        facts = {"file": saved.id, "name": saved.name, **_seen(passing)}
        self._note(reached, FILE[Way.OUT], "done", bytes=saved.size_bytes, **facts)
        self.door.remove(at, name)
        return saved

    # What was printed

    def list_prints(self, reached: Reached) -> Sequence[OutboxFile]:
        return self.door.outbox(reached.at, Place.PRINTS)

    def take_print(self, reached: Reached, name: str) -> bytes:
        """A PDF for a printer of the person's own. It stays until it is dropped, or saved."""
        at, policy = reached.at, self._policy(reached)
        size = self._printed(reached, policy, name, Printing.PRINT)
        passing = Passing(size)
        with (
            self._passing(reached, PRINT, name, passing) as through,
            self.door.take(at, name, size, Place.PRINTS) as chunks,
        ):
            document = b"".join(through(chunks))
        facts = {"name": name, **_seen(passing), "to": "printer"}
        self._note(reached, PRINT, "done", bytes=len(document), **facts)
        return document

    def save_print(self, reached: Reached, name: str, passing: Passing | None = None) -> DriveFile:
        passing = passing or Passing()
        at, policy = reached.at, self._policy(reached)
        size = self._printed(reached, policy, name, Printing.DRIVE)
        with (
            self._passing(reached, PRINT, name, passing) as through,
            self.door.take(at, name, size, Place.PRINTS) as chunks,
        ):
            saved = self.drive.save(reached.actor, name, through(chunks))
        facts = {"file": saved.id, "name": saved.name, **_seen(passing), "to": "drive"}
        self._note(reached, PRINT, "done", bytes=saved.size_bytes, **facts)
        self.door.remove(at, name, Place.PRINTS)
        return saved

    def drop_print(self, reached: Reached, name: str) -> None:
        self.door.remove(reached.at, name, Place.PRINTS)

    def _printed(self, reached: Reached, policy: Policy, name: str, to: Printing) -> int:
        """Its size, once the policy of this moment lets it go there [DIN3]."""
        listed = next((p for p in self.list_prints(reached) if p.name == name), None)
        if listed is None:
            raise NotFound
        refused = rules.decide_print(policy, to, listed.size_bytes)
        if refused is None:
            return listed.size_bytes
        self._note(reached, PRINT, "refused", rule=refused.rule, name=name)
        raise TransferRefused(
            rule=refused.rule, advice=refused.advice.value, limit=refused.limit or 0
        )

    def _policy(self, reached: Reached) -> Policy:
        with self.begin() as tx:
            seats = policies.seats(tx.db, [reached.desktop])
            if not seats:
                raise DesktopEnded
            return policy_for(tx, seats[0])

    def _check(self, reached: Reached, policy: Policy, way: Way, file: DriveFile) -> None:
        refused = rules.decide_file(policy, way, file.size_bytes)
        if refused is not None:
            self._refuse(reached, way, refused, file.name)

    def _refuse(self, reached: Reached, way: Way, refused: Refused, name: str) -> None:
        self._note(reached, FILE[way], "refused", rule=refused.rule, name=name)
        raise TransferRefused(
            rule=refused.rule, advice=refused.advice.value, limit=refused.limit or 0
        )

    @contextmanager
    def _passing(
        self, reached: Reached, act: str, name: str, passing: Passing
    ) -> Iterator[Callable[[Iterable[bytes]], Iterator[bytes]]]:
        """What its bytes go through. What passed until it was stopped has been seen, so it is told
        [DLP15]; what an antivirus found is refused [DLP16]."""
        look = Look(self.antivirus)
        try:
            yield lambda chunks: look.through(passing.through(chunks))
        except Stopped:
            self._note(reached, f"{act}_stopped", "done", name=name, bytes=passing.passed)
            raise
        except FileInfected as infected:
            facts = {"rule": "malware", "name": name, **infected.facts}
            self._note(reached, act, "refused", **facts)
            raise
        passing.is_scanned = look.scan.scanner != ""

    def _note(self, reached: Reached, act: str, outcome: str, **facts: object) -> None:
        name = f"daas_broker.{act}"
        entry = audit.Entry(
            self.now(), reached.actor.user_id, name, reached.desktop, outcome, facts
        )
        with self.begin() as tx:
            audit.append(tx.db, entry)


def _seen(passing: Passing) -> dict[str, str]:
    """What is written down of each that crossed; also that nobody looked for malware [DLP16]."""
    return {
        "sha256": passing.digest.hexdigest(),
        "virus_scan": "clean" if passing.is_scanned else "unscanned",
    }
