"""Submissions over HTTP, for the house. The edge sends the bytes of files."""

from typing import Any

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import AwareDatetime, BaseModel, Field

from kernel.actor import Actor
from kernel.http import Reply, current_actor, reply
from mobile_admin.submissions.model import Line, Standing
from mobile_admin.submissions.service import Shown, Submissions
from mobile_admin.xforms.check import Fault
from mobile_admin.xforms.safe import LARGEST_ANSWERS

TAG = Tag(name="field submissions", description="What was sent from the field")
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"


class SubmissionPath(BaseModel):
    submission_id: str = Field(min_length=1, max_length=64)


class SubmissionFilePath(SubmissionPath):
    name: str = Field(min_length=1, max_length=200)


class FindingBody(BaseModel):
    path: str
    label: str
    fault: Fault
    note: str


class AnswerBody(BaseModel):
    """`node` is its path with the turn of each repeat, from 1: /data/fridge[2]/degrees; `turn` is
    what people call that: 냉장고 2."""

    path: str
    label: str
    value: str
    shown: str
    is_file: bool
    node: str
    turn: str


class SubmissionFileBody(BaseModel):
    name: str
    sha256: str
    size_bytes: int
    node_id: str
    is_expected: bool


class SubmissionAboutBody(BaseModel):
    """Empty where nobody said; `case_id` for the head alone."""

    name: str
    number: str
    case_id: str | None


class SubmissionLineBody(BaseModel):
    id: str
    title: str
    sender: str
    version: str
    instance_id: str
    standing: Standing
    findings: int
    is_own: bool
    about: SubmissionAboutBody
    corrected_by: str | None
    received_at: AwareDatetime


class SubmissionsBody(BaseModel):
    submissions: list[SubmissionLineBody]


class SubmissionBody(SubmissionLineBody):
    sha256: str
    found: list[FindingBody]
    answers: list[AnswerBody]
    files: list[SubmissionFileBody]
    corrects: str | None


class AnswersToReadBody(BaseModel):
    """`xml` is an instance that a phone has and the server did not take."""

    xml: str = Field(min_length=1, max_length=LARGEST_ANSWERS)


class ReadAnswersBody(BaseModel):
    answers: list[AnswerBody]


class SentAnswersBody(BaseModel):
    """`xml` is the instance as it came; `form_key` and `version` say which form it answers."""

    form_key: str
    version: str
    xml: str


def blueprint(submissions: Submissions) -> APIBlueprint:
    bp = APIBlueprint(
        "mobile_submissions", __name__, url_prefix="/api/field/submissions", abp_tags=[TAG]
    )

    @bp.get("", summary="The latest first", responses={200: SubmissionsBody})
    def list_submissions() -> Reply:
        actor = current_actor()
        found = submissions.list_latest(actor)
        lines = [SubmissionLineBody(**_line(each, actor)) for each in found]
        return reply(SubmissionsBody(submissions=lines))

    @bp.post("/reading", summary="As people read them", responses={200: ReadAnswersBody})
    def read_answers(body: AnswersToReadBody) -> Reply:
        found = submissions.read(current_actor(), body.xml.encode())
        return reply(ReadAnswersBody(answers=[AnswerBody(**vars(answer)) for answer in found]))

    @bp.get("/<submission_id>", summary="Answers and findings", responses={200: SubmissionBody})
    def read_submission(path: SubmissionPath) -> Reply:
        return _read(submissions, path.submission_id)

    @bp.get("/<submission_id>/xml", summary="As it was sent", responses={200: SentAnswersBody})
    def read_sent_answers(path: SubmissionPath) -> Reply:
        found, xml = submissions.as_sent(current_actor(), path.submission_id)
        text = xml.decode("utf-8", "replace")
        return reply(SentAnswersBody(form_key=found.form_key, version=found.version, xml=text))

    @bp.get("/<submission_id>/files/<name>", summary="A file of it")
    def read_file(path: SubmissionFilePath) -> Response:
        kind, blob = submissions.file(current_actor(), path.submission_id, path.name)
        response = Response(content_type=kind)
        response.headers["X-Accel-Redirect"] = f"/blobs/{blob}"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Content-Security-Policy"] = SANDBOX
        response.headers["Cache-Control"] = "private, no-cache"
        return response

    return bp


def _read(submissions: Submissions, submission_id: str) -> Reply:
    actor = current_actor()
    return reply(_whole(submissions.look(actor, submission_id), actor))


def _line(line: Line, actor: Actor) -> dict[str, Any]:
    submission = line.submission
    same = ("id", "version", "instance_id", "standing", "received_at")
    found = {name: getattr(submission, name) for name in same}
    return {
        **found,
        "title": line.title,
        "sender": line.sender,
        "findings": len(submission.findings),
        "is_own": submission.person_id == actor.user_id,
        "about": vars(line.about),
        "corrected_by": line.corrected_by,
    }


def _whole(shown: Shown, actor: Actor) -> SubmissionBody:
    links, title = shown.links, shown.form.title
    line = Line(shown.submission, title, shown.sender, shown.about, links.corrected_by)
    return SubmissionBody(
        **_line(line, actor),
        sha256=shown.submission.sha256,
        corrects=links.corrects,
        found=[FindingBody(**vars(finding)) for finding in shown.submission.findings],
        answers=[AnswerBody(**vars(answer)) for answer in shown.answers],
        files=[
            SubmissionFileBody(
                name=f.name, sha256=f.sha256, size_bytes=f.size_bytes, node_id=f.node_id,
                is_expected=f.is_expected,
            )
            for f in shown.files
        ],
    )  # fmt: skip
