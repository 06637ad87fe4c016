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
from mobile_admin.forms.model import Content, Form, Made, State, Version
from mobile_admin.forms.ports import FormMaker
from mobile_admin.xforms import form as definition

TOPIC = "field-forms"


@dataclass(frozen=True)
class Sheaf:
    """A form with all its versions, the latest first."""

    form: Form
    versions: Sequence[Version]


@dataclass(frozen=True)
class Forms:
    begin: Begin
    now: Now
    maker: FormMaker

    def list_forms(self, actor: Actor) -> list[Sheaf]:
        with self.begin() as tx:
            found = store.of_division(tx.db, division_of(tx, actor))
            versions = store.versions_of(tx.db, [form.id for form in found])
        return [Sheaf(f, [v for v in versions if v.form_key == f.id]) for f in found]

    def upload(self, actor: Actor, name: str, data: bytes) -> tuple[Form, Version]:
        """A draft of a form; raise SheetRefused with every place that is wrong [MF3]."""
        actor.require(Role.MANAGER)
        rules.check_sheet(name, data)
        made = self.maker.make(data, name)
        if not isinstance(made, Made):
            raise rules.refused(made)
        read = definition.read(made.xform)
        warnings = rules.check_definition(read, made)
        draft = rules.version_of(read, made, warnings, actor.user_id, self.now())
        with self.begin() as tx:
            wish = Form(fresh_id(), division_of(tx, actor), read.form_id, read.title, self.now())
            form = store.ensure(tx.db, wish)
            there = store.find_version(tx.db, form.id, draft.version)
            if there is not None:
                rules.check_same(there, draft)  # [MF1]
                return form, there
            version = replace(draft, form_key=form.id, seq=store.next_seq(tx.db, form.id))
            store.add(tx.db, version, Content(name, data, made.xform))
            self._note(tx, actor, form, "upload_form", version.version)
        return form, version

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
                store.close_open(tx.db, form_key)
                content = store.content(tx.db, form_key, version)
                if content:
                    store.set_title(tx.db, form_key, definition.read(content.xform).title)
                tx.record(FormOpened(form_key, version))
            store.move(tx.db, found, to, self.now())
            self._note(tx, actor, form, f"{to.value}_form", version)
            return Sheaf(form, store.versions_of(tx.db, [form_key]))

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


def division_of(tx: Tx, actor: Actor) -> str:
    person = people.find(tx.db, actor.user_id)
    if person is None or not person.is_active:
        raise NotFound
    return person.division_id
