"""Photos and other files of submissions, coming in pieces and going on where they were cut."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from kernel.actor import Actor
from kernel.clock import Now
from kernel.db import Begin
from kernel.errors import NotFound
from kernel.ids import fresh_id
from mobile_admin.forms import store as forms
from mobile_admin.parcels import rules, store
from mobile_admin.parcels.model import Parcel, Progress, Taken, Wish
from mobile_admin.parcels.ports import Arrived, Coming, Intake
from mobile_admin.pockets.service import Pockets
from mobile_admin.submissions import store as submissions
from mobile_admin.submissions.model import Attachment, Submission
from mobile_admin.submissions.service import Submissions, file_label


@dataclass(frozen=True)
class Parcels:
    begin: Begin
    now: Now
    pockets: Pockets
    submissions: Submissions
    intake: Intake

    def announce(self, actor: Actor, pocket_id: str, wish: Wish) -> Progress:
        """Where to go on; what is there already is not sent again [FO8]."""
        rules.check(wish)
        with self.begin() as tx:
            self.pockets.check(tx, actor, pocket_id)
            submission = self._own(tx.db, actor, wish.submission_id)
            there = {file.name: file for file in submissions.files(tx.db, submission.id)}
            form = forms.find(tx.db, submission.form_key)
            before = there.get(wish.name)
            is_there = before is not None and before.sha256 == wish.sha256
            if is_there or self.submissions.take_over(tx, submission, wish.name, wish.sha256):
                return Progress("", wish.size_bytes, is_done=True)
            node_id = submissions.own_node(tx.db, before) if before else None
        coming = Coming(
            form.title if form else "", file_label(submission, wish.name), wish.sha256,
            wish.size_bytes, node_id,
        )  # fmt: skip
        return self._go_on(actor, self._parcel(actor, wish, coming), coming)

    def taken(self, actor: Actor, submission_id: str) -> list[Taken]:
        """When and where its files were made, as phones said, for who may see it [FS3]."""
        with self.begin() as tx:
            found = self.submissions.open(tx, actor, submission_id)
            return store.taken(tx.db, found.id)

    def _parcel(self, actor: Actor, wish: Wish, coming: Coming) -> Parcel:
        with self.begin() as tx:
            parcel = store.ensure(tx.db, Parcel(fresh_id(), actor.user_id, wish, "", self.now()))
        if parcel.upload_id:
            return parcel
        return self._begin_again(actor, parcel, coming)

    def _begin_again(self, actor: Actor, parcel: Parcel, coming: Coming) -> Parcel:
        upload_id = self.intake.begin(actor, coming)
        with self.begin() as tx:
            store.set_upload(tx.db, parcel.id, parcel.upload_id, upload_id)
            found = store.find(tx.db, parcel.id)
        if found is None:
            raise NotFound
        return found

    def _go_on(self, actor: Actor, parcel: Parcel, coming: Coming) -> Progress:
        arrived = self.intake.look(actor, parcel.upload_id)
        if arrived is None:
            parcel = self._begin_again(actor, parcel, coming)
            arrived = self.intake.look(actor, parcel.upload_id)
        if arrived is None:
            raise rules.ParcelEnded
        return self._name(parcel, arrived)

    def append(
        self, actor: Actor, parcel_id: str, offset_bytes: int, chunks: Iterable[bytes]
    ) -> Progress:
        """Raise OffsetMismatch with where it stands, or ParcelEnded."""
        with self.begin() as tx:
            parcel = store.find(tx.db, parcel_id)
            if parcel is None or parcel.person_id != actor.user_id:
                raise NotFound
            self._own(tx.db, actor, parcel.wish.submission_id)
        try:
            arrived = self.intake.append(actor, parcel.upload_id, offset_bytes, chunks)
        except NotFound as error:
            raise rules.ParcelEnded from error
        return self._name(parcel, arrived)

    def _name(self, parcel: Parcel, arrived: Arrived) -> Progress:
        """A whole file becomes its submission's; once more is the same."""
        if arrived.file_id is not None:
            wish = parcel.wish
            file = Attachment(
                wish.submission_id, wish.name, wish.sha256, wish.size_bytes, arrived.file_id,
                is_expected=False, received_at=self.now(),
            )  # fmt: skip
            with self.begin() as tx:
                self.submissions.add_file(tx, file)
        return Progress(parcel.id, arrived.offset_bytes, is_done=arrived.file_id is not None)

    def _own(self, db: Session, actor: Actor, submission_id: str) -> Submission:
        """One's own alone: nobody adds to what another has sent [FS3]."""
        found = submissions.find(db, submission_id)
        if found is None or found.person_id != actor.user_id:
            raise NotFound
        return found
