"""What a gateway asks and tells: the policy of each stream, its code, and what crossed."""

import hmac
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from daas_broker.desktops.model import DesktopId
from daas_broker.policies import rules, store
from daas_broker.policies.machine import Crossing
from daas_broker.policies.model import (
    Hours,
    InForce,
    Kind,
    NeedsReason,
    Passed,
    Policy,
    Refused,
    Subject,
    Way,
)
from daas_broker.sessions.model import ConnectionId, Stream
from identity.people import store as people
from identity.people.model import DivisionRow, Person
from kernel import audit
from kernel.actor import UserId
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.settings import Zone

# Crockford's base 32: read aloud and typed in without I, L, O and U.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LETTERS = 10  # 50 bits: two of a million streams share one in 2,000 installations
KEY_FILE = "desktop-marks"
SEOUL = timezone(timedelta(hours=9))


@dataclass(frozen=True)
class Mark:
    """What is laid over the picture: whose it is, and the code that leads to the stream."""

    name: str
    division: str
    code: str


@dataclass(frozen=True)
class Permit:
    """What one stream may do now; `mark` is for the watermark, whether it is shown or not."""

    policy: Policy
    revision: int
    person_id: UserId
    mark: Mark


@dataclass(frozen=True)
class Note:
    """A crossing that is to be written down."""

    stream: Stream
    person_id: UserId
    crossing: Crossing


@dataclass(frozen=True)
class Permits:
    begin: Begin
    now: Now
    key_file: Path

    @cached_property
    def _key(self) -> bytes:
        return self.key_file.read_bytes().strip()

    def of_streams(self, streams: Collection[Stream]) -> Mapping[ConnectionId, Permit]:
        """Those that are open, and each is noted to have taken what it is given [DLP3]."""
        with self.begin() as tx:
            permits = _permits(tx, [s.desktop_id for s in streams], self.code)
            wanted = {s.connection_id for s in streams}
            found = {key: permit for key, permit in permits.items() if key in wanted}
            revisions = {key: permit.revision for key, permit in found.items()}
            store.took(tx.db, revisions, self.now())
            store.mark(tx.db, {key: permit.mark.code for key, permit in found.items()})
            if found:
                tx.announce("policies:all", "policy.taken")
            return found

    def revision(self) -> int:
        """Grows with each change that is applied."""
        with self.begin() as tx:
            return store.revision(tx.db)

    def left(self, tx: Tx, streams: Sequence[Stream]) -> None:
        """Nobody waits any more for these to take what is applied."""
        store.forget(tx.db, [stream.connection_id for stream in streams])

    def note(self, notes: Sequence[Note]) -> None:
        """Into the audit chain: whose, how long, what was found; never the text [DLP10]."""
        with self.begin() as tx:
            for note in notes:
                audit.append(tx.db, self._entry(note))

    def note_microphone(self, stream: Stream, person: UserId, refused: Refused | None) -> None:
        """That somebody opened it, or would have."""
        facts: dict[str, object] = {"connection": stream.connection_id}
        if refused is not None:
            facts["rule"] = refused.rule
        outcome = "refused" if refused else "done"
        act = "daas_broker.microphone"
        entry = audit.Entry(self.now(), person, act, stream.desktop_id, outcome, facts)
        with self.begin() as tx:
            audit.append(tx.db, entry)

    def code(self, connection: str) -> str:
        """The code that a watermark of this stream carries [DLP14]."""
        number = int.from_bytes(hmac.digest(self._key, connection.encode(), "sha256")[:8], "big")
        letters = [ALPHABET[number >> 5 * place & 31] for place in range(CODE_LETTERS)]
        return "".join(letters[:5]) + "-" + "".join(letters[5:])

    def fingerprint(self, text: str) -> str:
        """Tells that two texts are one, and not to somebody who tries all short ones."""
        return self._fingerprint(text.encode(errors="replace"))

    def _fingerprint(self, plain: bytes) -> str:
        return hmac.new(self._key, plain, sha256).hexdigest()[:32]

    def _entry(self, note: Note) -> audit.Entry:
        crossing, verdict = note.crossing, note.crossing.verdict
        facts: dict[str, object] = {"connection": note.stream.connection_id}
        if crossing.text:
            facts["bytes"] = len(crossing.text.encode(errors="replace"))
            facts["fingerprint"] = self.fingerprint(crossing.text)
        if crossing.picture:
            facts["kind"] = Kind.PNG.value
            facts["bytes"] = len(crossing.picture)
            facts["fingerprint"] = self._fingerprint(crossing.picture)
        if verdict_signs := sorted(verdict.signs):
            facts["signs"] = verdict_signs
        if isinstance(verdict, Refused):
            facts["rule"] = verdict.rule
            if crossing.told_before:
                facts["untold"] = crossing.told_before
        if crossing.reason:
            facts["reason"] = crossing.reason
        return audit.Entry(
            self.now(),
            note.person_id,
            f"daas_broker.clipboard_{crossing.way}",
            note.stream.desktop_id,
            _outcome(crossing),
            facts,
        )


def _outcome(crossing: Crossing) -> str:
    match crossing.verdict:
        case Refused():
            return "refused"
        case NeedsReason():
            return "asked"
        case Passed(is_masked=is_masked):
            return "masked" if is_masked else "done"


def policies_of(tx: Tx, seats: Sequence[store.Seat]) -> dict[DesktopId, InForce]:
    """The policy in force for each of these."""
    persons = people.by_ids(tx.db, [seat.person_id for seat in seats]) if seats else {}
    return _policies_of(tx, seats, persons)


def _policies_of(
    tx: Tx, seats: Sequence[store.Seat], persons: Mapping[UserId, Person]
) -> dict[DesktopId, InForce]:
    """Many are under few policies: each of those is put together once."""
    if not seats:
        return {}
    rows = {row.id: row for row in people.division_rows(tx.db)}
    current, revision = store.current(tx.db), store.revision(tx.db)
    known: dict[tuple[Zone, tuple[int, ...]], Policy] = {}
    found: dict[DesktopId, InForce] = {}
    for seat in seats:
        person = persons.get(seat.person_id)
        divisions = upwards(rows, person.division_id) if person else []
        subject = Subject(seat.zone, seat.pool_id, seat.person_id, divisions)
        layers = rules.layers(subject, current)
        key = (seat.zone, tuple(version.seq for version in layers))
        if key not in known:
            known[key] = rules.merged(seat.zone, layers)
        found[seat.desktop_id] = InForce(known[key], revision)
    return found


def upwards(rows: Mapping[str, DivisionRow], division_id: str) -> list[str]:
    """A division and those above it."""
    found: list[str] = []
    at: str | None = division_id
    while at is not None and at not in found:
        found.append(at)
        row = rows.get(at)
        at = row.parent_id if row else None
    return found


def _permits(
    tx: Tx, ids: Collection[DesktopId], code: Callable[[str], str]
) -> dict[ConnectionId, Permit]:
    seats = [seat for seat in store.seats(tx.db, ids) if seat.connection_id is not None]
    persons = people.by_ids(tx.db, [seat.person_id for seat in seats])
    policies = _policies_of(tx, seats, persons)
    permits: dict[ConnectionId, Permit] = {}
    for seat in seats:
        if seat.connection_id is None:
            continue
        person, found = persons.get(seat.person_id), policies[seat.desktop_id]
        name, division = (person.name, person.division) if person else ("", "")
        mark = Mark(name, division, code(seat.connection_id))
        permits[seat.connection_id] = Permit(found.policy, found.revision, seat.person_id, mark)
    return permits


def told(permit: Permit, *, carries_pictures: bool) -> dict[str, object]:
    """What the page is told of its permit: enough to offer what is allowed, and no more."""
    policy = permit.policy
    return {
        "revision": permit.revision,
        "clipboard_in": policy.clipboard_in.is_open,
        "clipboard_out": policy.clipboard_out.is_open,
        "clipboard_in_bytes": policy.clipboard_in.most_bytes,
        "clipboard_out_bytes": policy.clipboard_out.most_bytes,
        "pictures_in": carries_pictures and rules.takes_pictures(policy, Way.IN),
        "pictures_out": carries_pictures and rules.takes_pictures(policy, Way.OUT),
        "files_in": policy.files_in.is_open,
        "files_out": policy.files_out.is_open,
        "files_in_bytes": policy.files_in.most_bytes,
        "files_out_bytes": policy.files_out.most_bytes,
        "microphone": policy.microphone,
        "printing": policy.printing.value,
        "characters_per_second": policy.characters_per_second,
        "lock_after_minutes": policy.lock_after_minutes,
        "hours": [_hours(one) for one in policy.access.hours],
        "is_placed": bool(policy.access.networks),  # how the network lies is nobody's to read
        "mark": asdict(permit.mark) if policy.watermark else None,
    }


def _hours(one: Hours) -> dict[str, object]:
    return {"days": sorted(one.days), "begins": one.begins, "ends": one.ends}


def told_of(crossing: Crossing) -> dict[str, object]:
    """What the page is told of one crossing; it shows what `is_news`."""
    said: dict[str, object] = {"way": crossing.way.value}
    match crossing.verdict:
        case Passed(signs=signs, is_masked=is_masked):
            found = sorted(signs)
            return {**said, "verdict": "passed", "is_masked": is_masked, "signs": found}
        case NeedsReason(signs=signs):
            return {**said, "verdict": "reason", "hold": crossing.hold, "signs": sorted(signs)}
        case Refused(rule=rule, advice=advice, signs=signs, limit=limit):
            return {
                **said,
                "verdict": "refused",
                "rule": rule,
                "advice": advice.value,
                "signs": sorted(signs),
                "limit": limit,
                "is_news": crossing.is_news,
            }


def korean_date(now: datetime) -> date:
    """Births are dated in Korea."""
    return now.astimezone(SEOUL).date()
