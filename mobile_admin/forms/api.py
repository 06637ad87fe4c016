"""Forms over HTTP."""

from urllib.parse import quote

from flask import Response, request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import AwareDatetime, BaseModel, Field

from kernel.http import Reply, created, current_actor, no_content, reply
from kernel.text import nfc
from mobile_admin.forms.model import Form, FormFile, State, Version
from mobile_admin.forms.service import Forms, Sheaf
from mobile_admin.xforms.files import FileKind
from mobile_admin.xforms.form import Form as Definition
from mobile_admin.xforms.form import Question
from mobile_admin.xforms.media import LARGEST_RECORDING
from mobile_admin.xforms.pack import LARGEST_PACK

TAG = Tag(name="field forms", description="What is asked at the door")
MOST_CHOICES = 50  # of one question, in the list of questions
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class FormPath(BaseModel):
    form_key: str = Field(min_length=1, max_length=64)


class FormVersionPath(FormPath):
    version: str = Field(min_length=1, max_length=200)


class FormFilePath(FormVersionPath):
    name: str = Field(min_length=1, max_length=200)


class SheetQuery(BaseModel):
    name: str = Field(min_length=1, max_length=200)


class FormStateBody(BaseModel):
    state: State


class FormProblemBody(BaseModel):
    sheet: str
    row: int
    column: str
    message: str


class FormFileBody(BaseModel):
    """`sha256` is empty where it was not brought yet; `rows` of a list."""

    name: str
    kind: FileKind
    media_type: str
    sha256: str
    size_bytes: int
    rows: int


class FormVersionBody(BaseModel):
    version: str
    seq: int
    state: State
    sha256: str
    questions: int
    languages: list[str]
    warnings: list[FormProblemBody]
    added_by: str
    added_at: AwareDatetime
    opened_at: AwareDatetime | None
    files: list[FormFileBody]


class OutlineChoiceBody(BaseModel):
    value: str
    label: str


class OutlineQuestionBody(BaseModel):
    """`control` is XForms' own word; `looks_up` where the choices depend on other answers.

    Of a long list only the first choices are told.
    """

    path: str
    label: str
    type: str
    control: str
    is_required: bool
    is_conditional: bool
    constraint_said: str
    choices: list[OutlineChoiceBody]
    choices_in_all: int
    looks_up: bool


class OutlineBody(BaseModel):
    title: str
    repeats: list[str]
    questions: list[OutlineQuestionBody]


class FieldFormBody(BaseModel):
    id: str
    form_id: str
    title: str
    versions: list[FormVersionBody]
    strange: list[str] = []  # came with the workbook, and the form does not name it


class FieldFormsBody(BaseModel):
    forms: list[FieldFormBody]
    may_change: bool


def blueprint(forms: Forms) -> APIBlueprint:
    bp = APIBlueprint("mobile_forms", __name__, url_prefix="/api/field/forms", abp_tags=[TAG])
    one = "/<form_key>/versions/<version>"

    @bp.get("", summary="Forms of one's division", responses={200: FieldFormsBody})
    def list_forms() -> Reply:
        actor = current_actor()
        found = [_sheaf(sheaf) for sheaf in forms.list_forms(actor)]
        return reply(FieldFormsBody(forms=found, may_change="manager" in actor.roles))

    @bp.post("", summary="The workbook that is the body", responses={201: FieldFormBody})
    def upload_form(query: SheetQuery) -> Reply:
        request.max_content_length = LARGEST_PACK
        data = request.stream.read(LARGEST_PACK + 1)
        return created(_sheaf(forms.upload(current_actor(), query.name, data)))

    @bp.put(f"{one}/state", summary="Open or close a version", responses={200: FieldFormBody})
    def move_version(path: FormVersionPath, body: FormStateBody) -> Reply:
        found = forms.move(current_actor(), path.form_key, path.version, body.state)
        return reply(_sheaf(found))

    @bp.delete(one, summary="Throw a draft away", responses={204: None})
    def discard_draft(path: FormVersionPath) -> Reply:
        forms.discard(current_actor(), path.form_key, path.version)
        return no_content()

    @bp.get(f"{one}/xform", summary="The form, as clients read it")
    def read_xform(path: FormVersionPath) -> Response:
        found = forms.content(current_actor(), path.form_key, path.version)
        return _sent(found.xform, "text/xml; charset=utf-8", "form.xml")

    @bp.get(f"{one}/outline", summary="Its questions", responses={200: OutlineBody})
    def read_outline(path: FormVersionPath) -> Reply:
        return reply(_outline(forms.read(current_actor(), path.form_key, path.version)))

    @bp.get(f"{one}/sheet", summary="The workbook as it came")
    def read_sheet(path: FormVersionPath) -> Response:
        found = forms.content(current_actor(), path.form_key, path.version)
        return _sent(found.sheet, SHEET_TYPE, found.name)

    _add_files(bp, f"{one}/files/<name>", forms)
    return bp


def _add_files(bp: APIBlueprint, at: str, forms: Forms) -> None:
    @bp.put(at, summary="The file that is the body, into a draft", responses={200: FieldFormBody})
    def put_form_file(path: FormFilePath) -> Reply:
        request.max_content_length = LARGEST_RECORDING + 1
        data = request.stream.read(LARGEST_RECORDING + 1)
        of = (path.form_key, path.version)
        return reply(_sheaf(forms.put_file(current_actor(), of, nfc(path.name), data)))

    @bp.get(at, summary="A file that the form names")
    def read_form_file(path: FormFilePath) -> Response:
        of = (path.form_key, path.version)
        file, data = forms.file(current_actor(), of, nfc(path.name))
        return _sent(data, file.media_type, file.name)


def _sent(data: bytes, kind: str, name: str) -> Response:
    """Never shown by the browser itself: it is somebody's file."""
    response = Response(data, content_type=kind)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _outline(form: Definition) -> OutlineBody:
    return OutlineBody(
        title=form.title, repeats=sorted(form.repeats),
        questions=[_question(question) for question in form.asked],
    )  # fmt: skip


def _question(question: Question) -> OutlineQuestionBody:
    return OutlineQuestionBody(
        path=question.path, label=question.label, type=question.type, control=question.control,
        is_required=question.required is not None,
        is_conditional=question.relevant is not None,
        constraint_said=question.said,
        choices=[OutlineChoiceBody(**vars(c)) for c in question.choices[:MOST_CHOICES]],
        choices_in_all=len(question.choices),
        looks_up=question.itemset is not None,
    )  # fmt: skip


def _sheaf(sheaf: Sheaf) -> FieldFormBody:
    form: Form = sheaf.form
    return FieldFormBody(
        id=form.id, form_id=form.form_id, title=form.title,
        versions=[
            _version(version, [f for f in sheaf.files if f.version == version.version])
            for version in sheaf.versions
        ],
        strange=list(sheaf.strange),
    )  # fmt: skip


def _version(version: Version, files: list[FormFile]) -> FormVersionBody:
    return FormVersionBody(
        version=version.version, seq=version.seq, state=version.state, sha256=version.sha256,
        questions=version.questions, languages=list(version.languages),
        warnings=[FormProblemBody(**vars(problem)) for problem in version.warnings],
        added_by=version.added_by, added_at=version.added_at, opened_at=version.opened_at,
        files=[
            FormFileBody(
                name=f.name, kind=f.kind, media_type=f.media_type, sha256=f.sha256,
                size_bytes=f.size_bytes, rows=f.rows,
            )
            for f in files
        ],
    )  # fmt: skip
