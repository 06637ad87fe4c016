"""A room: one document and those who are in it. Bytes in, sends and log entries out; no I/O.

What arrives is checked for right and size and laid in the tick's list without being decoded. The
tick merges, applies, numbers and sends. An update has no number before the document took it, so
the log holds nothing that cannot be loaded.
"""

from collections import deque

from kernel.clock import Now
from weboffice.editing import codec
from weboffice.editing.allowance import ANSWER_BYTES, PRESENCES, TooFast, charge, spend
from weboffice.editing.answers import Answers
from weboffice.editing.codec import Malformed, Reader
from weboffice.editing.model import (
    Broadcast,
    CloseCode,
    Cut,
    Dialect,
    Entry,
    Limits,
    Member,
    Mode,
    Out,
    Reason,
    Send,
    SetAside,
    Visitor,
)
from weboffice.editing.presence import COLOURS, PresenceTable, hue_of
from weboffice.editing.returning import Absence, concerns
from weboffice.editing.suggested import Suggested
from weboffice.editing.waiting import Arrived, Waiting
from weboffice.ydoc.bounds import check_state, inspect_update
from weboffice.ydoc.letters import deleted, letters
from weboffice.ydoc.machine import EMPTY_UPDATE, BadUpdate, SharedDoc, merge

FASTEST, SLOWEST = 0.002, 0.020  # seconds between ticks, by how many must be told
MEMBERS_A_MILLISECOND = 20


class Room:
    def __init__(self, name: str, doc: SharedDoc, seq: int, limits: Limits, now: Now) -> None:
        """`seq` is the log's last number; what `doc` holds is durable."""
        self.name = name
        self.doc = doc
        self.seq = seq
        self.durable_seq = seq
        self.members: dict[int, Member] = {}
        self.presence = PresenceTable(limits)
        self.suggested = Suggested()
        self.answers = Answers(doc)
        self._waiting = Waiting()
        self.stored_bytes = len(doc.whole())
        self.unsaved_bytes = 0
        self._limits = limits
        self._now = now
        self._arrived: list[Arrived] = []
        self._entries: list[Entry] = []
        self._owed: deque[tuple[int, int, int]] = deque()  # seq, member, how many of its updates
        self._storage = Reason.NONE
        self._has_refused = False
        self._is_full = self.stored_bytes > limits.document
        self._ids = 0

    # Coming and going

    def join(self, visitor: Visitor, now: float) -> tuple[Member, list[Out]]:
        self._ids += 1
        member = Member(
            self._ids, visitor, visitor.right, self._free_colour(visitor),
            self._limits.burst, now, is_back=visitor.away_since is None,
        )  # fmt: skip
        self.members[member.id] = member
        outs: list[Out] = [self._ask(member)]
        here = self.presence.everybody()
        if here is not None:
            outs.append(Send(member.id, here))
        return member, [*self._mode_of(member), *outs]

    def _free_colour(self, visitor: Visitor) -> int:
        """What the person has here already; else, of those that fewest have, the person's own."""
        counts = [0] * COLOURS
        for member in self.members.values():
            if member.visitor.person_id == visitor.person_id:
                return member.colour
            counts[member.colour] += 1
        own = hue_of(visitor.person_id)
        return own if counts[own] == min(counts) else counts.index(min(counts))

    @property
    def is_full(self) -> bool:
        return len(self.members) >= self._limits.members

    def leave(self, member_id: int) -> None:
        member = self.members.pop(member_id, None)
        if member is not None:
            self.presence.leave(member)
            self._waiting.forget(member_id)
            self.suggested.stay_for(self.members.values())

    # What members send

    def receive(self, member_id: int, data: bytes, now: float) -> list[Out]:
        member = self.members.get(member_id)
        if member is None:
            return []  # cut a moment ago
        outs: list[Out] = []  # what was taken before a bad message is told all the same [ED3]
        try:
            self._read(member, data, now, outs)
        except TooFast:
            outs.append(Cut(member_id, CloseCode.TOO_FAST, "too_fast"))
        except (Malformed, BadUpdate) as error:
            outs.append(Cut(member_id, CloseCode.BAD_MESSAGE, f"bad_message: {error}"[:100]))
        return outs

    def _read(self, member: Member, data: bytes, now: float, outs: list[Out]) -> None:
        reader = Reader(data)
        while not reader.is_done:  # y-websocket 3 sends one message a frame, 4 may send more
            spend(member, self._limits, now)
            kind = reader.uint()
            if kind == codec.SYNC:
                outs += self._sync(member, reader.uint(), reader.chunk())
            elif kind == codec.AWARENESS:
                count = self.presence.receive(member, self.members, reader.chunk())
                charge(member, self._limits, count / PRESENCES)
            elif kind == codec.QUERY_AWARENESS:
                outs += self._everybody(member)
            else:
                raise Malformed("type")

    def _everybody(self, member: Member) -> list[Out]:
        here = self.presence.everybody()
        charge(member, self._limits, len(here or b"") / ANSWER_BYTES)
        return [Send(member.id, here)] if here else []

    def _sync(self, member: Member, step: int, body: bytes) -> list[Out]:
        if step == codec.STEP1:
            return self._answer_state(member, body)
        if step not in {codec.STEP2, codec.UPDATE}:
            raise Malformed("sync")
        member.taken += 1
        if step == codec.STEP2:
            step = self._answered(member)
        if not self._takes_from(member):
            # Nothing later of this member is acknowledged before it brought all of it again [ED1].
            member.has_gap = True
            return self._turn_away(member, step, body)
        if step == codec.STEP2 and self.answers.knows(body):
            member.is_back, member.has_gap = True, False
            return self._owe(Arrived(member, 0, body, member.taken))
        return self._weigh(member, step, body)

    def _weigh(self, member: Member, step: int, body: bytes) -> list[Out]:
        found = inspect_update(body)
        if not member.is_back and (step == codec.UPDATE or (aside := self._judge(member, body))):
            # What is typed before our first question is answered is in the answer as well, which
            # is judged as a whole.
            return [] if step == codec.UPDATE else aside
        outs = self._catch_up_first(member)
        if not self.suggested.takes(member, self.doc, body, found):
            return [*outs, Cut(member.id, CloseCode.NOT_TAKEN, "not_taken")]
        made = self.suggested.note(found)
        arrived = Arrived(member, found.client, body, member.taken, found.deletes, made)
        if step == codec.STEP2:
            member.has_gap = False
            return [*outs, *self._reunite(arrived)]
        self._arrived.append(arrived)
        self.unsaved_bytes += len(body)
        return outs

    def _answered(self, member: Member) -> int:
        """An answer that nobody asked for is an update like others."""
        if member.asked == 0:
            return codec.UPDATE
        member.asked -= 1
        return codec.STEP2

    def _ask(self, member: Member) -> Out:
        member.asked += 1
        return Send(member.id, codec.step1(self.doc.state()))

    def _catch_up_first(self, member: Member) -> list[Out]:
        """Who may only suggest is judged by all that came before."""
        return self.tick() if member.right is Mode.SUGGEST else []

    def _judge(self, member: Member, update: bytes) -> list[Out]:
        """Whether what was written while away must be looked at first [ED12]."""
        since = member.visitor.away_since
        if member.is_back or since is None:
            return []
        member.is_back = True
        away = self._now() - since
        found = Absence(away, letters(self.doc), deleted(self.doc, update))
        reasons = concerns(found)
        if not reasons or self.doc.knows(update):
            return []
        self.leave(member.id)  # nothing more of it is taken: it builds on what is set aside
        return [SetAside(member.id, member.visitor, update, found, reasons)]

    def _turn_away(self, member: Member, step: int, body: bytes) -> list[Out]:
        """Hocuspocus counts what is outstanding: a reader's answer with nothing new is settled."""
        if member.visitor.dialect is not Dialect.HOCUSPOCUS:
            return []
        if step == codec.STEP2 and self.doc.knows(body):
            member.has_gap = False
            return self._acknowledge({member.id: member.taken})
        return [Send(member.id, codec.refused())]

    def _takes_from(self, member: Member) -> bool:
        """Readers change nothing [ED4], nor does anybody while too much is unsaved [ED7]."""
        mode, reason = self._standing(member)
        if mode is not Mode.READ:
            return True
        self._has_refused |= reason is not Reason.READER
        return False

    def _answer_state(self, member: Member, state: bytes) -> list[Out]:
        check_state(state)
        if member.lacks_since is not None:
            member.lacks_since, member.lacks_turn = state, -1  # answered when it keeps up again
            return []
        answer = self.answers.to(state)
        charge(member, self._limits, len(answer) / ANSWER_BYTES)
        return [Send(member.id, answer)]

    def _reunite(self, arrived: Arrived) -> list[Out]:
        """What a client brings after being away. It repeats all deletions, so look for news."""
        if arrived.update == EMPTY_UPDATE or not self.doc.brings(arrived.update):
            # Known, but perhaps not yet durable: the acknowledgement waits for all before it.
            self.answers.note_known(arrived.update)
            return self._owe(arrived)
        self.suggested.heard(arrived.update)
        self.unsaved_bytes += len(arrived.update)
        self._number(arrived)
        return [*self._owe(arrived), Broadcast(codec.update(arrived.update))]

    # The tick

    @property
    def has_work(self) -> bool:
        return bool(self._arrived)

    @property
    def pause(self) -> float:
        """Seconds between two ticks."""
        wanted = len(self.members) / MEMBERS_A_MILLISECOND / 1000
        return min(max(wanted, FASTEST), SLOWEST)

    def tick(self) -> list[Out]:
        arrived, self._arrived = self._arrived, []
        outs: list[Out] = []
        for start in range(0, len(arrived), self._limits.merged):
            outs += self._take(arrived[start : start + self._limits.merged])
        return outs

    def _take(self, batch: list[Arrived]) -> list[Out]:
        try:
            merged = merge([arrived.update for arrived in batch])
            self.doc.apply(merged)
        except BadUpdate:
            return self._take_apart(batch)
        self.suggested.heard(merged)
        outs: list[Out] = []
        for arrived in batch:
            self._number(arrived)
            outs += self._owe(arrived)
        over = self._waiting.look(self.doc, merged, [arrived.late for arrived in batch])
        cuts = [Cut(member, CloseCode.BAD_MESSAGE, "gap") for member in over]
        return [*outs, Broadcast(codec.update(merged)), *cuts]

    def _take_apart(self, batch: list[Arrived]) -> list[Out]:
        """Somebody sent what is no update: find who, keep the others' work."""
        if len(batch) > 1:
            return [out for one in batch for out in self._take([one])]
        self.unsaved_bytes -= len(batch[0].update)
        return [Cut(batch[0].member.id, CloseCode.BAD_MESSAGE, "bad_update")]

    def _number(self, arrived: Arrived) -> None:
        self.seq += 1
        visitor = arrived.member.visitor
        self._entries.append(
            Entry(
                self.name, self.seq, self._now(), visitor.person_id, visitor.session_id,
                arrived.client, arrived.update, arrived.suggested,
            )
        )  # fmt: skip

    def take_entries(self) -> list[Entry]:
        """What the log must be given, in order."""
        entries, self._entries = self._entries, []
        return entries

    # What is durable

    def _owe(self, arrived: Arrived) -> list[Out]:
        """Acknowledge it, and all its author sent before, once all up to now is durable [ED1]."""
        member = arrived.member
        if member.has_gap or not member.visitor.takes_status:
            return []
        if self.seq <= self.durable_seq:
            return self._acknowledge({member.id: arrived.ordinal})
        self._owed.append((self.seq, member.id, arrived.ordinal))
        return []

    def committed(self, seq: int, size: int) -> list[Out]:
        """All up to `seq` is durable, `size` bytes of updates more than before."""
        self.durable_seq = seq
        self.unsaved_bytes = max(0, self.unsaved_bytes - size)
        self.stored_bytes += size
        was_full, self._is_full = self._is_full, self.stored_bytes > self._limits.document
        outs = self._tell_standings() if self._is_full and not was_full else []
        due: dict[int, int] = {}
        while self._owed and self._owed[0][0] <= seq:
            _, member_id, count = self._owed.popleft()
            due[member_id] = count
        return [*outs, *self._acknowledge(due)]

    def _acknowledge(self, due: dict[int, int]) -> list[Out]:
        outs: list[Out] = []
        for member_id, count in due.items():
            if member_id in self.members:
                outs.append(Send(member_id, codec.saved(count)))
        return outs

    def storage(self, state: Reason) -> list[Out]:
        """The database went away, came back, or too much waits for it [ED7]."""
        if state is self._storage:
            return []
        self._storage = state
        outs = self._tell_standings()
        if self._has_refused and state is not Reason.STORAGE_FULL:
            # What was refused is still with its author: ask everybody for what is missing here.
            self._has_refused = False
            outs += [self._ask(member) for member in self.members.values()]
        return outs

    def _tell_standings(self) -> list[Out]:
        return [out for member in self.members.values() for out in self._mode_of(member)]

    # Rights

    def allow(self, member_id: int, right: Mode) -> list[Out]:
        """A changed right takes effect with the next message [ED4]."""
        member = self.members.get(member_id)
        if member is None or member.right is right:
            return []
        member.right = right
        brings = right is not Mode.READ
        ask: list[Out] = [self._ask(member)] if brings else []
        return [*self._mode_of(member), *ask]

    def _standing(self, member: Member) -> tuple[Mode, Reason]:
        if member.right is Mode.READ:
            return Mode.READ, Reason.READER
        if self._storage is Reason.STORAGE_FULL:
            return Mode.READ, Reason.STORAGE_FULL
        if self._is_full:
            return Mode.READ, Reason.DOCUMENT_FULL
        return member.right, self._storage

    def _mode_of(self, member: Member) -> list[Out]:
        if not member.visitor.takes_status:
            return []
        mode, reason = self._standing(member)
        return [Send(member.id, codec.mode(mode.value, reason.value))]

    # Slow readers

    def fall_behind(self, member_id: int) -> None:
        """Its buffer is full: skip it from now on [ED6]."""
        member = self.members.get(member_id)
        if member is not None and member.lacks_since is None:
            member.lacks_since, member.lacks_turn = self.doc.state(), self.doc.turn

    def catch_up(self, member_id: int) -> list[Out]:
        """Its buffer is empty again: one message with all that it was not sent [ED3]."""
        member = self.members.get(member_id)
        if member is None or member.lacks_since is None:
            return []
        lacks, member.lacks_since = member.lacks_since, None
        here = self.presence.everybody()
        is_same = member.lacks_turn == self.doc.turn
        missed: list[Out] = [] if is_same else [Send(member_id, self.answers.to(lacks))]
        return [*missed, *([Send(member_id, here)] if here else [])]
