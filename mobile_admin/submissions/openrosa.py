"""The OpenRosa protocol under /openrosa: what ODK Collect and its relatives speak.

Source: docs.getodk.org/openrosa: Form List, Form Manifest, Form Submission and Authentication APIs,
version 1.0. Clients take 201 and 202 for success and everything else for failure.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import format_datetime
from itertools import chain
from urllib.parse import quote
from xml.sax.saxutils import escape

from flask import Response, g, request
from flask_openapi3.blueprint import APIBlueprint
from werkzeug.datastructures import FileStorage

from kernel.actor import Actor
from kernel.clock import Now
from kernel.errors import NotFound, NotSignedIn, Refused
from kernel.http import STATUS, client_address, current_zone, public
from kernel.settings import Settings, Zone
from kernel.text import nfc
from mobile_admin.devices.service import DeviceRefused, Devices
from mobile_admin.forms.api import FormFilePath, FormVersionPath
from mobile_admin.forms.model import Form, FormFile, Version
from mobile_admin.submissions.rules import LARGEST_FILE, MOST_FILES, NoSubmission
from mobile_admin.submissions.service import Submissions
from mobile_admin.xforms.safe import LARGEST_ANSWERS

XML_PART = "xml_submission_file"
ACCEPTED_BYTES = 10_000_000  # clients split what is larger over several posts
CHUNK = 1 << 16


@dataclass(frozen=True)
class _Server:
    submissions: Submissions
    devices: Devices
    base: str

    def sender(self) -> tuple[Actor, str]:
        """Raise DeviceRefused, as for every request: the protocol knows no session."""
        if current_zone() is not Zone.WORK:
            raise NotFound
        told = request.authorization
        if told is None or told.type != "basic":
            raise DeviceRefused
        name, secret = told.username or "", told.password or ""
        actor, device = self.devices.sign_in(name, secret, client_address())
        return actor, device.id

    def list_forms(self) -> Response:
        listed = self.submissions.offered(self.sender()[0])
        entries = "".join(_entry(self.base, form, version) for form, version in listed)
        name = "http://openrosa.org/xforms/xformsList"
        return _xml(f'<xforms xmlns="{name}">{entries}</xforms>')

    def form(self, path: FormVersionPath) -> bytes:
        return self.submissions.xform(self.sender()[0], path.form_key, path.version)

    def manifest(self, path: FormVersionPath) -> Response:
        who = self.sender()[0]
        files = self.submissions.form_files(who, path.form_key, path.version)
        at = f"{self.base}/forms/{path.form_key}/{quote(path.version, safe='')}/files"
        entries = "".join(_media(at, file) for file in files)
        name = "http://openrosa.org/xforms/xformsManifest"
        return _xml(f'<manifest xmlns="{name}">{entries}</manifest>')

    def file(self, path: FormFilePath) -> Response:
        of = (path.form_key, path.version)
        file, data = self.submissions.form_file(self.sender()[0], of, nfc(path.name))
        response = Response(data, content_type=file.media_type)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Content-Disposition"] = "attachment"
        return response

    def ask(self) -> Response:
        self.sender()
        return Response(status=204, headers={"Location": f"{self.base}/submission"})

    def take(self) -> Response:
        who = self.sender()
        request.max_content_length = LARGEST_FILE
        request.max_form_parts = MOST_FILES + 2
        xml, files = _parts()
        self.submissions.take(who, xml, files)
        return _said("접수되었습니다", 201)


def blueprint(
    submissions: Submissions, devices: Devices, settings: Settings, now: Now
) -> APIBlueprint:
    bp = APIBlueprint("mobile_openrosa", __name__, url_prefix="/openrosa")
    bp.register_error_handler(Refused, _refused)
    server = _Server(submissions, devices, f"{settings.origin(Zone.WORK)}/openrosa")

    @bp.after_request
    def speaks_openrosa(response: Response) -> Response:
        response.headers["X-OpenRosa-Version"] = "1.0"
        response.headers["X-OpenRosa-Accept-Content-Length"] = str(ACCEPTED_BYTES)
        response.headers["Date"] = format_datetime(now(), usegmt=True)
        return response

    @bp.get("/formList", doc_ui=False)
    @public
    def form_list() -> Response:
        return server.list_forms()

    @bp.get("/forms/<form_key>/<version>/form.xml", doc_ui=False)
    @public
    def form_xml(path: FormVersionPath) -> Response:
        return Response(server.form(path), content_type="text/xml; charset=utf-8")

    @bp.get("/forms/<form_key>/<version>/manifest", doc_ui=False)
    @public
    def manifest(path: FormVersionPath) -> Response:
        return server.manifest(path)

    @bp.get("/forms/<form_key>/<version>/files/<name>", doc_ui=False)
    @public
    def form_file(path: FormFilePath) -> Response:
        return server.file(path)

    @bp.route("/submission", methods=["HEAD"])
    @public
    def ask_submission() -> Response:
        return server.ask()

    @bp.post("/submission", doc_ui=False)
    @public
    def take_submission() -> Response:
        return server.take()

    return bp


def _parts() -> tuple[bytes, dict[str, Iterator[bytes]]]:
    """The XML, and the other files by the names that clients gave them."""
    part = request.files.get(XML_PART)
    if part is None:
        raise NoSubmission(reason="no_xml")
    xml = part.stream.read(LARGEST_ANSWERS + 1)
    others = [f for f in chain(*(request.files.getlist(k) for k in request.files)) if f is not part]
    return xml, {nfc(f.filename or f.name or ""): _chunks(f) for f in others}


def _chunks(file: FileStorage) -> Iterator[bytes]:
    return iter(lambda: file.stream.read(CHUNK), b"")


def _entry(base: str, form: Form, version: Version) -> str:
    at = f"{base}/forms/{form.id}/{quote(version.version, safe='')}"
    return (
        f"<xform><formID>{escape(form.form_id)}</formID><name>{escape(form.title)}</name>"
        f"<version>{escape(version.version)}</version><hash>md5:{version.md5}</hash>"
        f"<downloadUrl>{escape(at)}/form.xml</downloadUrl>"
        f"<manifestUrl>{escape(at)}/manifest</manifestUrl></xform>"
    )


def _media(at: str, file: FormFile) -> str:
    """With the hash by which a client knows whether it has it already."""
    return (
        f"<mediaFile><filename>{escape(file.name)}</filename><hash>md5:{file.md5}</hash>"
        f"<downloadUrl>{escape(at)}/{quote(file.name)}</downloadUrl></mediaFile>"
    )


def _xml(text: str, status: int = 200) -> Response:
    body = f'<?xml version="1.0" encoding="UTF-8"?>{text}'
    return Response(body, status, content_type="text/xml; charset=utf-8")


def _said(message: str, status: int, nature: str = "submit_success") -> Response:
    return _xml(
        '<OpenRosaResponse xmlns="http://openrosa.org/http/response">'
        f'<message nature="{nature}">{escape(message)}</message></OpenRosaResponse>',
        status,
    )


_WORDS = {
    "other_content": "이미 다른 내용으로 접수된 조사표입니다.",
    "not_found": "이 조사표는 받지 않습니다. 조사표 목록을 새로 받으십시오.",
    "device_refused": "기기 등록이 없거나 끝났습니다. 온마루에서 다시 등록하십시오.",
    "quota_reached": "부서 문서함이 가득 찼습니다. 기기의 자료는 그대로 두십시오.",
}


def _refused(error: Refused) -> Response:
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    said = _WORDS.get(error.code, f"접수하지 못했습니다 ({error.code}, {g.request_id}).")
    response = _said(said, status, "submit_failure")
    if isinstance(error, NotSignedIn):
        response.headers["WWW-Authenticate"] = 'Basic realm="Onmaru", charset="UTF-8"'
    return response
