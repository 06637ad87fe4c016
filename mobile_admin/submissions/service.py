"""Taking what was sent, and showing it to who may see it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from identity.people import store as people
from kernel import audit
from kernel.actor import Actor, Role
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound
from kernel.ids import fresh_id
from kernel.turns import Turns
from mobile_admin.forms import store as forms
from mobile_admin.forms.model import Form, FormFile, State, Version
from mobile_admin.forms.service import definition_of, division_of
from mobile_admin.submissions import rules, store
from mobile_admin.submissions.model import (
    About,
    Answer,
    Attachment,
    Line,
    Links,
    Standing,
    Submission,
)
from mobile_admin.submissions.ports import AttachmentFiles, Claims, Kept
from mobile_admin.xforms import form as definition
from mobile_admin.xforms.safe import LARGEST_ANSWERS, as_node, parse
from mobile_admin.xforms.values import Node

TOPIC = "field-submissions"
MOST_SHOWN = 200
# Those who send one instance wait for its row, and must not hold every connection meanwhile.
AT_ONCE = 3
MOST_DEFINITIONS = 64


@dataclass(frozen=True)
class Shown:
    """A submission with what one reads of it."""

    submission: Submission
    form: Form
    sender: str
    files: Sequence[Attachment]
    answers: Sequence[Answer]
    links: Links
    about: About


@dataclass(frozen=True)
class _Came:
    """Answers, the version that they answer, and the files that came along."""

    sent: rules.Sent
    xml: bytes
    form: Form
    version: Version
    read: definition.Form
    kept: Mapping[str, Kept]


@dataclass(frozen=True)
class Judged:
    """What was found of answers that came: the row as it is written where the instance is new."""

    wish: Submission
    came: _Came

    @property
    def values(self) -> Mapping[str, Any]:
        """What `store.ADDED` is asked with."""
        return store.values_of(self.wish, self.came.xml)


@dataclass(frozen=True)
class Submissions:
    begin: Begin
    now: Now
    files: AttachmentFiles
    claims: Claims
    definitions: dict[tuple[str, str], definition.Form] = field(default_factory=dict)
    turns: Turns = field(default_factory=lambda: Turns(AT_ONCE))

    def offered(self, actor: Actor) -> list[tuple[Form, Version]]:
        """Open versions of the sender's division."""
        with self.begin() as tx:
            found = forms.of_division(tx.db, division_of(tx, actor))
            versions = forms.versions_of(tx.db, [form.id for form in found])
        by_id = {form.id: form for form in found}
        return [(by_id[v.form_key], v) for v in versions if v.state is State.OPEN]

    def xform(self, actor: Actor, form_key: str, version: str) -> bytes:
        """Of a version that was ever open."""
        with self.begin() as tx:
            self._offered(tx, actor, form_key, version)
            content = forms.content(tx.db, form_key, version)
        if content is None:
            raise NotFound
        return content.xform

    def form_files(self, actor: Actor, form_key: str, version: str) -> list[FormFile]:
        """What clients fetch with it."""
        with self.begin() as tx:
            self._offered(tx, actor, form_key, version)
            found = forms.files_of(tx.db, [form_key])
        return [each for each in found if each.version == version and each.is_there]

    def form_file(self, actor: Actor, of: tuple[str, str], name: str) -> tuple[FormFile, bytes]:
        with self.begin() as tx:
            self._offered(tx, actor, *of)
            found = forms.file_bytes(tx.db, of, name)
        if found is None:
            raise NotFound
        return found

    def _offered(self, tx: Tx, actor: Actor, form_key: str, version: str) -> None:
        """Raise NotFound but for a version of one's own division that was ever open [MF5]."""
        form = forms.find(tx.db, form_key)
        found = forms.find_version(tx.db, form_key, version)
        is_own = form is not None and form.division_id == division_of(tx, actor)
        if not is_own or found is None or found.state is State.DRAFT:
            raise NotFound

    def take(
        self, sender: tuple[Actor, str | None], xml: bytes, files: Mapping[str, Iterable[bytes]]
    ) -> Submission:
        """Once or a hundred times the same: one row [FS1]. Raise OtherContent for other answers.

        What is kept is durable when this returns [FS2].
        """
        sent = rules.read(xml)
        if len(files) > rules.MOST_FILES:
            raise rules.NoSubmission(reason="too_many_files")
        with self.turns.mine(), ExitStack() as stack:
            kept = {
                rules.clean_name(name): stack.enter_context(self.files.keep(sender[0], chunks))
                for name, chunks in files.items()
            }
            with self.begin() as tx:
                came = self._came(tx, sender[0], (sent, xml), kept)
                judged = self._judge(sender, came)
                is_new = store.add(tx.db, judged.values)
                submission = self.settle(tx, judged, is_new=is_new)
                number = rules.case_number(sent.root)
                if number:
                    self.claims.claim(tx, sender[0], submission, number)
                return submission

    def judge(self, tx: Tx, actor: Actor, xml: bytes, *, is_held: bool) -> Judged:
        """Answers alone, in the transaction of who will write them and then call `settle`; their
        files follow by `add_file`."""
        came = self._came(tx, actor, (rules.read(xml), xml), {})
        return self._judge((actor, None), came, is_held=is_held)

    def settle(self, tx: Tx, judged: Judged, *, is_new: bool) -> Submission:
        """`is_new` where its row was written just now. Raise OtherContent for other answers."""
        if not is_new:
            return self._join(tx, judged)
        wish = judged.wish
        self._put_files(tx, wish, judged.came, {})
        tx.announce(f"{TOPIC}:{wish.division_id}", "submissions.changed")
        return wish

    def add_file(self, tx: Tx, file: Attachment) -> None:
        """A file that is in the drive already; the same again changes nothing."""
        found = store.find_locked_by_id(tx.db, file.submission_id)
        if found is None:
            raise NotFound
        form = forms.find(tx.db, found.form_key)
        version = forms.find_version(tx.db, found.form_key, found.version)
        if form is None or version is None:
            raise NotFound
        root = as_node(parse(store.xml(tx.db, found.id), LARGEST_ANSWERS))
        read = self._definition(tx, version)
        is_expected = file.name in rules.expected(read, root)
        store.put_file(tx.db, replace(file, is_expected=is_expected))
        there = {each.name for each in store.files(tx.db, found.id)}
        self._find(tx, found, read, (root, there))
        tx.announce(f"{TOPIC}:{found.division_id}", "submissions.changed")

    def take_over(self, tx: Tx, submission: Submission, name: str, sha256: str) -> bool:
        """A file that came with the answers that are corrected is theirs as well [FS7]."""
        there = store.corrected_file(tx.db, submission, name, sha256)
        if there is None:
            return False
        self.add_file(tx, replace(there, submission_id=submission.id, received_at=self.now()))
        return True

    def _came(
        self, tx: Tx, actor: Actor, sent: tuple[rules.Sent, bytes], kept: Mapping[str, Kept]
    ) -> _Came:
        found = forms.find_sent_to(tx.db, actor.user_id, sent[0].form_id, sent[0].version)
        if found is None or found[1].state is State.DRAFT:
            raise NotFound
        return _Came(*sent, *found, self._definition(tx, found[1]), kept)

    def _judge(
        self, sender: tuple[Actor, str | None], came: _Came, *, is_held: bool = False
    ) -> Judged:
        now = self.now()
        findings = rules.findings_of(came.read, came.sent.root, came.kept.keys(), now)
        wish = Submission(
            fresh_id(), came.form.division_id, came.form.id, came.version.version,
            came.sent.instance_id, sha256(came.xml).hexdigest(), sender[0].user_id, sender[1],
            Standing.HELD if is_held else rules.standing_of(came.version), tuple(findings), now,
            came.sent.deprecated_id, Role.MANAGER in sender[0].roles, came.sent.name,
        )  # fmt: skip
        return Judged(wish, came)

    def _join(self, tx: Tx, judged: Judged) -> Submission:
        """The files of a known one are joined."""
        wish, came = judged.wish, judged.came
        there = store.find_locked(tx.db, wish.form_key, wish.instance_id)
        if there is None or there.sha256 != wish.sha256:
            raise rules.OtherContent(there=there.sha256 if there else "", came=wish.sha256)
        files = {file.name: file for file in store.files(tx.db, there.id)}
        if there.person_id != wish.person_id:
            rules.refuse_new(files, {name: each.sha256 for name, each in came.kept.items()})
        self._put_files(tx, there, came, files)
        self._find(tx, there, came.read, (came.sent.root, files.keys()))
        return there

    def _put_files(
        self, tx: Tx, submission: Submission, came: _Came, there: dict[str, Attachment]
    ) -> None:
        """`there` has them all afterwards; the same bytes again change nothing."""
        wanted = rules.expected(came.read, came.sent.root) if came.kept else set()
        for name, each in came.kept.items():
            before = there.get(name)
            if before is not None and before.sha256 == each.sha256:
                continue
            label = file_label(submission, name)
            node_id = each.add(
                tx, came.form.title, label, store.own_node(tx.db, before) if before else None
            )
            there[name] = Attachment(
                submission.id, name, each.sha256, each.size_bytes, node_id, name in wanted,
                self.now(),
            )  # fmt: skip
            store.put_file(tx.db, there[name])

    def _find(
        self,
        tx: Tx,
        submission: Submission,
        read: definition.Form,
        came: tuple[Node, Collection[str]],
    ) -> None:
        findings = rules.findings_of(read, *came, submission.received_at)
        if findings != list(submission.findings):
            store.set_findings(tx.db, submission.id, findings)

    def _definition(self, tx: Tx, version: Version) -> definition.Form:
        key = (version.form_key, version.version)  # its files stay with it, whatever others have
        found = self.definitions.get(key)
        if found is None:
            found = definition_of(tx, *key)
            if found is None:
                raise NotFound
            while len(self.definitions) >= MOST_DEFINITIONS:
                self.definitions.pop(next(iter(self.definitions)), None)
            self.definitions[key] = found
        return found

    def list_latest(self, actor: Actor) -> list[Line]:
        """The division's for its head, one's own for others [FS3]."""
        is_head = Role.MANAGER in actor.roles
        with self.begin() as tx:
            division = division_of(tx, actor)
            found = store.latest(tx.db, division, None if is_head else actor.user_id, MOST_SHOWN)
            titles = {form.id: form.title for form in forms.of_division(tx.db, division)}
            known = people.by_ids(tx.db, {each.person_id for each in found})
            about = self.claims.about(tx, [each.id for each in found], is_head=is_head)
            later = store.corrections(tx.db, [each.id for each in found])
        return [
            Line(each, titles.get(each.form_key, ""), known[each.person_id].name,
                 about.get(each.id, About(each.name)), later.get(each.id))
            for each in found
        ]  # fmt: skip

    def look(self, actor: Actor, submission_id: str) -> Shown:
        """Reading somebody's answers is in the audit."""
        with self.begin() as tx:
            found = self.open(tx, actor, submission_id)
            form = forms.find(tx.db, found.form_key)
            sender = people.find(tx.db, found.person_id)
            if form is None or sender is None:
                raise NotFound
            answers = self.answers(tx, found)
            files = store.files(tx.db, found.id)
            links = store.links(tx.db, found)
            is_head = self._is_head(tx, actor, found)
            about = self.claims.about(tx, [found.id], is_head=is_head).get(found.id)
            entry = audit.Entry(self.now(), actor.user_id, "mobile_admin.read_submission", found.id)
            audit.append(tx.db, entry)
        return Shown(found, form, sender.name, files, answers, links, about or About(found.name))

    def answers(self, tx: Tx, submission: Submission) -> list[Answer]:
        """In the form's words; whoever asks has opened it."""
        version = forms.find_version(tx.db, submission.form_key, submission.version)
        if version is None:
            raise NotFound
        root = as_node(parse(store.xml(tx.db, submission.id), LARGEST_ANSWERS))
        return list(rules.answers(self._definition(tx, version), root))

    def read(self, actor: Actor, xml: bytes) -> list[Answer]:
        """Of answers that were not taken, in the same words [FS8]; nothing of them is kept."""
        sent = rules.read(xml)
        with self.begin() as tx:
            came = self._came(tx, actor, (sent, xml), {})
        return list(rules.answers(came.read, came.sent.root))

    def as_sent(self, actor: Actor, submission_id: str) -> tuple[Submission, bytes]:
        """As they were sent, to be shown in their form; in the audit as `look` is."""
        with self.begin() as tx:
            found = self.open(tx, actor, submission_id)
            xml = store.xml(tx.db, found.id)
            entry = audit.Entry(self.now(), actor.user_id, "mobile_admin.read_submission", found.id)
            audit.append(tx.db, entry)
        return found, xml

    def file(self, actor: Actor, submission_id: str, name: str) -> tuple[str, str]:
        """Media type and blob of an attachment."""
        with self.begin() as tx:
            found = self.open(tx, actor, submission_id)
            file = next((f for f in store.files(tx.db, found.id) if f.name == name), None)
            blob = self.files.find(tx, file.node_id) if file else None
        if blob is None:
            raise NotFound
        return blob

    def named(self, actor: Actor, form_id: str, instance_id: str) -> Submission:
        """By the names that other clients know; the door is `open`."""
        with self.begin() as tx:
            own = forms.of_division(tx.db, division_of(tx, actor))
            key = next((form.id for form in own if form.form_id == form_id), None)
            found = store.find_instance(tx.db, key, instance_id) if key else None
            if found is None:
                raise NotFound
            return self.open(tx, actor, found)

    def files_named(self, actor: Actor, submission_id: str) -> list[tuple[str, bool]]:
        """All that answers name or that came, and whether it is there."""
        with self.begin() as tx:
            found = self.open(tx, actor, submission_id)
            named = {each.value for each in self.answers(tx, found) if each.is_file}
            there = {each.name for each in store.files(tx.db, found.id)}
        return [(name, name in there) for name in sorted(named | there)]

    def open(self, tx: Tx, actor: Actor, submission_id: str) -> Submission:
        """The door: one's own, and all of a division to its head; to others there is none [FS3]."""
        found = store.find(tx.db, submission_id)
        if found is None:
            raise NotFound
        if found.person_id != actor.user_id and not self._is_head(tx, actor, found):
            raise NotFound
        return found

    def _is_head(self, tx: Tx, actor: Actor, found: Submission) -> bool:
        return Role.MANAGER in actor.roles and found.division_id == division_of(tx, actor)


def file_label(submission: Submission, name: str) -> str:
    """What a file of it is called in the drive."""
    return f"{submission.instance_id.rpartition(':')[2][:8]} {name}"
