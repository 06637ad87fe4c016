"""Forms of a division: uploading, looking, opening and closing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from identity.people import store as people
from kernel import audit
from kernel.actor import Actor, Role
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound
from kernel.ids import fresh_id
from mobile_admin.forms import rules, store
from mobile_admin.forms.events import FormOpened
from mobile_admin.forms.model import Content, Form, FormFile, Made, Problem, State, Version
from mobile_admin.forms.ports import FormMaker
from mobile_admin.xforms import form as definition
from mobile_admin.xforms.pack import Pack
from mobile_admin.xforms.search import plain

TOPIC = "field-forms"


@dataclass(frozen=True)
class Sheaf:
    """A form with all its versions, the latest first; `strange` came with it and is not named."""

    form: Form
    versions: Sequence[Version]
    files: Sequence[FormFile] = ()
    strange: Sequence[str] = ()


@dataclass(frozen=True)
class Forms:
    begin: Begin
    now: Now
    maker: FormMaker

    def list_forms(self, actor: Actor) -> list[Sheaf]:
        with self.begin() as tx:
            found = store.of_division(tx.db, division_of(tx, actor))
            keys = [form.id for form in found]
            versions = store.versions_of(tx.db, keys)
            files = store.files_of(tx.db, keys)
        return [
            Sheaf(
                form,
                [each for each in versions if each.form_key == form.id],
                [each for each in files if each.form_key == form.id],
            )
            for form in found
        ]

    def upload(self, actor: Actor, name: str, data: bytes) -> Sheaf:
        """A draft of a form; raise SheetRefused with every place that is wrong [MF3].

        The data are a workbook, or an archive of one with its files [MF7].
        """
        actor.require(Role.MANAGER)
        pack = rules.pack_of(name, data)
        made = self._made(pack)
        read = definition.read(made.xform)
        warnings = rules.check_definition(read, made)
        draft = rules.version_of(read, made, warnings, actor.user_id, self.now())
        kept, strange = rules.files_of(("", ""), read.files, pack.files)
        with self.begin() as tx:
            wish = Form(fresh_id(), division_of(tx, actor), read.form_id, read.title, self.now())
            form = store.ensure(tx.db, wish)
            there = store.find_version(tx.db, form.id, draft.version)
            if there is not None:
                rules.check_same(there, draft)  # [MF1]
                version = there
            else:
                version = replace(draft, form_key=form.id, seq=store.next_seq(tx.db, form.id))
                store.add(tx.db, version, Content(pack.name, pack.sheet, made.xform))
                of = (form.id, version.version)
                store.name_files(tx.db, rules.wanted_files(read, of))
                self._note(tx, actor, form, "upload_form", version.version)
            for file, kept_bytes in kept:
                own = replace(file, form_key=form.id, version=version.version)
                self._put(tx, version, own, kept_bytes)
            return Sheaf(form, [version], self._files(tx, version), strange)

    def _made(self, pack: Pack) -> Made:
        made = self.maker.make(pack.sheet, pack.name)
        if not isinstance(made, Made):
            raise rules.refused(made)
        return replace(made, xform=plain(made.xform))  # [MF9]

    def put_file(self, actor: Actor, of: tuple[str, str], name: str, data: bytes) -> Sheaf:
        """Into a draft, in the place of what is there; raise SheetRefused or FilesFixed [MF7]."""
        actor.require(Role.MANAGER)
        with self.begin() as tx:
            form = self._form(tx, actor, of[0], is_locked=True)
            version = store.find_version(tx.db, *of)
            content = store.content(tx.db, *of)
            if version is None or content is None:
                raise NotFound
            wish = rules.named(definition.read(content.xform).files, name)
            if wish is None:
                raise rules.refused([Problem(name, 0, "", "file_not_named")])
            self._put(tx, version, *rules.file_of(of, wish, data))
            files = self._files(tx, version)
            rules.check_whole(files)
            self._note(tx, actor, form, "put_form_file", version.version)
            return Sheaf(form, store.versions_of(tx.db, [form.id]), files)

    def _put(self, tx: Tx, version: Version, file: FormFile, data: bytes) -> None:
        """The same bytes again are no change."""
        there = {each.name: each.sha256 for each in self._files(tx, version)}
        if there.get(file.name) == file.sha256:
            return
        if version.state is not State.DRAFT:
            raise rules.FilesFixed(name=file.name)  # [MF1]
        store.put_file(tx.db, file, data)

    def _files(self, tx: Tx, version: Version) -> list[FormFile]:
        found = store.files_of(tx.db, [version.form_key])
        return [each for each in found if each.version == version.version]

    def file(self, actor: Actor, of: tuple[str, str], name: str) -> tuple[FormFile, bytes]:
        """To whoever may read the version [MF5]."""
        with self.begin() as tx:
            self._form(tx, actor, of[0])
            version = store.find_version(tx.db, *of)
            found = store.file_bytes(tx.db, of, name)
        if version is None or found is None:
            raise NotFound
        if version.state is State.DRAFT:
            actor.require(Role.MANAGER)
        return found

    def read(self, actor: Actor, form_key: str, version: str) -> definition.Form:
        """With its lists, as far as they are there."""
        content = self.content(actor, form_key, version)
        with self.begin() as tx:
            return definition.read(content.xform, store.lists(tx.db, form_key, version))

    def move(self, actor: Actor, form_key: str, version: str, to: State) -> Sheaf:
        """Opening one puts the one that was open out of offer, in one transaction [MF4]."""
        actor.require(Role.MANAGER)
        with self.begin() as tx:
            form = self._form(tx, actor, form_key, is_locked=True)
            found = store.find_version(tx.db, form_key, version)
            if found is None:
                raise NotFound
            rules.check_move(found, to)
            if to is State.OPEN:
                rules.check_complete(self._files(tx, found))  # [MF7]
                store.close_open(tx.db, form_key)
                content = store.content(tx.db, form_key, version)
                if content:
                    store.set_title(tx.db, form_key, definition.read(content.xform).title)
                tx.record(FormOpened(form_key, version))
            store.move(tx.db, found, to, self.now())
            self._note(tx, actor, form, f"{to.value}_form", version)
            versions = store.versions_of(tx.db, [form_key])
            return Sheaf(form, versions, store.files_of(tx.db, [form_key]))

    def discard(self, actor: Actor, form_key: str, version: str) -> None:
        """A draft; what was ever open stays for its answers [MF1]."""
        actor.require(Role.MANAGER)
        with self.begin() as tx:
            form = self._form(tx, actor, form_key, is_locked=True)
            if not store.remove_draft(tx.db, form_key, version):
                raise NotFound
            self._note(tx, actor, form, "discard_form", version)

    def content(self, actor: Actor, form_key: str, version: str) -> Content:
        """Of any version that the division has; drafts for those who may open them [MF5]."""
        with self.begin() as tx:
            self._form(tx, actor, form_key)
            found = store.find_version(tx.db, form_key, version)
            content = store.content(tx.db, form_key, version)
        if found is None or content is None:
            raise NotFound
        if found.state is State.DRAFT:
            actor.require(Role.MANAGER)
        return content

    def _form(self, tx: Tx, actor: Actor, form_key: str, *, is_locked: bool = False) -> Form:
        """Raise NotFound to whoever is of another division [MF5]."""
        form = store.find(tx.db, form_key, is_locked=is_locked)
        if form is None or form.division_id != division_of(tx, actor):
            raise NotFound
        return form

    def _note(self, tx: Tx, actor: Actor, form: Form, act: str, version: str) -> None:
        tx.announce(f"{TOPIC}:{form.division_id}", "forms.changed")
        facts = {"form_id": form.form_id, "version": version}
        entry = audit.Entry(
            self.now(), actor.user_id, f"mobile_admin.{act}", form.id, "done", facts
        )
        audit.append(tx.db, entry)


def definition_of(tx: Tx, form_key: str, version: str) -> definition.Form | None:
    """With the lists that lie in its files; whoever asks has opened it."""
    content = store.content(tx.db, form_key, version)
    if content is None:
        return None
    return definition.read(content.xform, store.lists(tx.db, form_key, version))


def division_of(tx: Tx, actor: Actor) -> str:
    person = people.find(tx.db, actor.user_id)
    if person is None or not person.is_active:
        raise NotFound
    return person.division_id
