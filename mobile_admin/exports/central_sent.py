"""Submissions by the addresses of ODK Central: what pyodk lists, reads, sends, edits and reviews.

Who asks has the rights of the person whose device it is. What we do elsewhere is refused by name.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from flask import Response, request
from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel, Field, ValidationError

from kernel.actor import Actor
from kernel.errors import Invalid, NotFound
from kernel.http import public
from kernel.text import nfc
from mobile_admin.exports.machine import REVIEWS
from mobile_admin.exports.reading import answer
from mobile_admin.exports.service import Exports
from mobile_admin.reviews.model import Review, Verdict, Wish
from mobile_admin.reviews.service import Reviews
from mobile_admin.submissions import rules
from mobile_admin.submissions.model import Submission
from mobile_admin.submissions.service import Submissions
from mobile_admin.xforms.safe import LARGEST_ANSWERS

Sender = tuple[Actor, str]
CHUNK = 1 << 16
LONGEST = 1000


class NotHere(NotFound):
    """A call of Central's that we do not have; `instead` says where it is done."""

    code = "not_here"


class OtherForm(Invalid):
    """The answers name another form, or another submission, than the address does."""

    code = "other_form"


class SentPath(BaseModel):
    form_id: str = Field(min_length=1, max_length=200)
    instance_id: str = Field(min_length=1, max_length=200)


class SentFilePath(SentPath):
    name: str = Field(min_length=1, max_length=200)


class FormPath(BaseModel):
    form_id: str = Field(min_length=1, max_length=200)


class ReviewStateBody(BaseModel):
    """`reason` is ours: without it nothing is sent back or set aside."""

    reviewState: str = Field(max_length=20)  # noqa: N815 - Central's own name
    reason: str = Field(default="", max_length=LONGEST)


@dataclass(frozen=True)
class Sending:
    """What a program does with submissions, each in a call of its own."""

    exports: Exports
    submissions: Submissions
    reviews: Reviews

    def list_sent(self, actor: Actor, form_id: str) -> list[dict[str, Any]]:
        key = self.exports.key_of(actor, form_id)
        return [_meta(each.submission, each.review) for each in self.exports.sent(actor, key)]

    def read(self, actor: Actor, path: SentPath) -> dict[str, Any]:
        found = self._find(actor, path)
        said = self.reviews.read(actor, found.id)
        return _meta(found, said[-1][0].verdict.value if said else "")

    def create(self, sender: Sender, form_id: str) -> dict[str, Any]:
        xml = _answers()
        if rules.read(xml).form_id != form_id:
            raise OtherForm(form_id=form_id)
        return _meta(self.submissions.take(sender, xml, {}), "")

    def edit(self, sender: Sender, path: SentPath) -> dict[str, Any]:
        """A correction is a submission of its own that names the former [FS7]."""
        xml = _answers()
        self._find(sender[0], path)
        if rules.read(xml).deprecated_id != path.instance_id:
            raise OtherForm(deprecated_id=path.instance_id)
        return _meta(self.submissions.take(sender, xml, {}), "")

    def review(self, actor: Actor, path: SentPath, body: ReviewStateBody) -> dict[str, Any]:
        verdict = next((v for v in Verdict if REVIEWS[v.value] == body.reviewState), None)
        if verdict is None:
            raise NotHere(call=body.reviewState, instead=", ".join(REVIEWS.values()))
        found = self._find(actor, path)
        seen = len(self.reviews.read(actor, found.id))
        made = self.reviews.add(actor, found.id, Wish(verdict, body.reason, seen))
        return _meta(found, made.verdict.value)

    def comments(self, actor: Actor, path: SentPath) -> list[dict[str, Any]]:
        """What was said with reviews, the latest first as Central has it."""
        said = self.reviews.read(actor, self._find(actor, path).id)
        return [_comment(review) for review, _ in reversed(said) if review.reason]

    def files(self, actor: Actor, path: SentPath) -> list[dict[str, Any]]:
        found = self.submissions.files_named(actor, self._find(actor, path).id)
        return [{"name": name, "exists": is_there} for name, is_there in found]

    def add_file(self, sender: Sender, path: SentFilePath) -> dict[str, bool]:
        """The same answers once more, and a file with them: once or a hundred times [FS1]."""
        xml = self.submissions.as_sent(sender[0], self._find(sender[0], path).id)[1]
        request.max_content_length = rules.LARGEST_FILE
        self.submissions.take(sender, xml, {nfc(path.name): _chunks()})
        return {"success": True}

    def file(self, actor: Actor, path: SentFilePath) -> Response:
        found = self._find(actor, path)
        kind, blob = self.submissions.file(actor, found.id, nfc(path.name))
        response = Response(content_type=kind)
        response.headers["X-Accel-Redirect"] = f"/blobs/{blob}"
        response.headers["Content-Disposition"] = "attachment"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    def xml(self, actor: Actor, path: SentPath) -> Response:
        data = self.submissions.as_sent(actor, self._find(actor, path).id)[1]
        return Response(data, content_type="application/xml; charset=utf-8")

    def _find(self, actor: Actor, path: SentPath) -> Submission:
        return self.submissions.named(actor, path.form_id, path.instance_id)


def add_sent(bp: APIBlueprint, forms: str, sending: Sending, sender: Callable[[], Sender]) -> None:
    """`forms` is the address of the project's forms."""
    _add_submissions(bp, f"{forms}/<form_id>/submissions", sending, sender)
    _add_files(bp, f"{forms}/<form_id>/submissions/<instance_id>", sending, sender)
    _add_rest(bp, sender)


def _add_submissions(
    bp: APIBlueprint, at: str, sending: Sending, sender: Callable[[], Sender]
) -> None:
    one = f"{at}/<instance_id>"

    @bp.get(at, doc_ui=False)
    @public
    def list_sent(path: FormPath) -> Response:
        return answer(sending.list_sent(sender()[0], path.form_id))

    @bp.post(at, doc_ui=False)
    @public
    def create_sent(path: FormPath) -> Response:
        return answer(sending.create(sender(), path.form_id))

    @bp.get(one, doc_ui=False)
    @public
    def read_sent(path: SentPath) -> Response:
        return answer(sending.read(sender()[0], path))

    @bp.put(one, doc_ui=False)
    @public
    def edit_sent(path: SentPath) -> Response:
        return answer(sending.edit(sender(), path))

    @bp.patch(one, doc_ui=False)
    @public
    def review_sent(path: SentPath) -> Response:
        actor = sender()[0]  # before anything is read: a stranger is told nothing of the shape
        return answer(sending.review(actor, path, _wish()))

    @bp.get(f"{one}.xml", doc_ui=False)
    @public
    def read_sent_xml(path: SentPath) -> Response:
        return sending.xml(sender()[0], path)

    @bp.get(f"{one}/comments", doc_ui=False)
    @public
    def list_comments(path: SentPath) -> Response:
        return answer(sending.comments(sender()[0], path))


def _add_files(bp: APIBlueprint, one: str, sending: Sending, sender: Callable[[], Sender]) -> None:
    @bp.get(f"{one}/attachments", doc_ui=False)
    @public
    def list_files(path: SentPath) -> Response:
        return answer(sending.files(sender()[0], path))

    @bp.get(f"{one}/attachments/<name>", doc_ui=False)
    @public
    def read_sent_file(path: SentFilePath) -> Response:
        return sending.file(sender()[0], path)

    @bp.post(f"{one}/attachments/<name>", doc_ui=False)
    @public
    def add_file(path: SentFilePath) -> Response:
        return answer(sending.add_file(sender(), path))


def _add_rest(bp: APIBlueprint, sender: Callable[[], Sender]) -> None:
    """Forms are opened by who has looked at them [FC2], people and entities are kept elsewhere."""

    @bp.route("/<path:rest>", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
    @public
    def not_here(rest: str) -> Response:
        sender()
        raise NotHere(call=f"{request.method} {rest}", instead="onmaru: /field/forms, /field/cases")


def _wish() -> ReviewStateBody:
    try:
        return ReviewStateBody.model_validate(request.get_json(silent=True))
    except ValidationError as error:
        raise NotHere(call="reviewState", instead=", ".join(REVIEWS.values())) from error


def _answers() -> bytes:
    request.max_content_length = LARGEST_ANSWERS + 1
    return request.stream.read(LARGEST_ANSWERS + 1)


def _chunks() -> Iterator[bytes]:
    return iter(lambda: request.stream.read(CHUNK), b"")


def _meta(sent: Submission, review: str) -> dict[str, Any]:
    return {
        "instanceId": sent.instance_id, "submitterId": number_of(sent.person_id),
        "createdAt": sent.received_at.isoformat(), "deviceId": sent.device_id,
        "reviewState": REVIEWS.get(review), "userAgent": None, "instanceName": sent.name or None,
        "updatedAt": None, "currentVersion": {"instanceId": sent.instance_id, "current": True},
    }  # fmt: skip


def _comment(review: Review) -> dict[str, Any]:
    return {"body": review.reason, "actorId": number_of(review.by),
            "createdAt": review.at.isoformat()}  # fmt: skip


def number_of(person_id: str) -> int:
    """Central counts its people; ours have names, whose number is the same each time."""
    return int.from_bytes(sha256(person_id.encode()).digest()[:6])
