"""The addresses of ODK Central that pyodk reads answers from, for programs written for it.

Log in with a device's name as e-mail and its secret. Sources: docs.getodk.org/central-api; pyodk.
A form is at `projects/1/forms/<form_id>.svc`, its tables named as Central names them.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from typing import Any

from flask import Response, request
from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel, Field

from kernel.actor import Actor
from kernel.errors import NotFound, NotSignedIn, Refused
from kernel.http import client_address, current_zone, public
from kernel.settings import Settings, Zone
from mobile_admin.devices.service import Devices
from mobile_admin.exports.central_sent import FormPath, Sending, add_sent
from mobile_admin.exports.reading import Reading, RowsQuery, answer, refused
from mobile_admin.exports.service import Exports
from mobile_admin.exports.shape import CENTRAL
from mobile_admin.forms.model import Form, Version

PROJECT = 1  # a division is one project: there is no other


class LogInBody(BaseModel):
    email: str = Field(max_length=64)
    password: str = Field(max_length=200)


class NamedTablePath(FormPath):
    table: str = Field(min_length=1, max_length=1000)


def blueprint(sending: Sending, devices: Devices, settings: Settings) -> APIBlueprint:
    bp = APIBlueprint("mobile_central", __name__, url_prefix="/api/field/central/v1")
    exports = sending.exports
    bp.register_error_handler(Refused, refused)
    origin = f"{settings.origin(Zone.WORK)}/api/field/central/v1/projects/{PROJECT}/forms"
    at = f"/projects/{PROJECT}/forms"

    def reading(path: FormPath) -> Reading:
        actor = _asker(devices)
        key = exports.key_of(actor, path.form_id)
        return Reading(exports, actor, key, f"{origin}/{path.form_id}.svc", CENTRAL)

    @bp.post("/sessions", doc_ui=False)
    @public
    def log_in(body: LogInBody) -> Response:
        """The token is the pair itself: what a device may, it may with its secret alone."""
        _sign_in(devices, body.email, body.password)
        pair = f"{body.email}:{body.password}".encode()
        return answer({"token": urlsafe_b64encode(pair).decode()})

    @bp.get("/users/current", doc_ui=False)
    @public
    def read_user() -> Response:
        return answer({"id": 1, "type": "user", "displayName": _asker(devices).user_id})

    @bp.get("/projects", doc_ui=False)
    @public
    def list_projects() -> Response:
        return answer([_project(exports, _asker(devices))])

    @bp.get(f"/projects/{PROJECT}", doc_ui=False)
    @public
    def read_project() -> Response:
        return answer(_project(exports, _asker(devices)))

    _add_forms(bp, at, sending, devices)
    _add_tables(bp, at, reading)
    add_sent(bp, at, sending, lambda: _sender(devices))
    return bp


def _add_forms(bp: APIBlueprint, at: str, sending: Sending, devices: Devices) -> None:
    def known(path: FormPath) -> tuple[Actor, Form, Version]:
        actor = _asker(devices)
        found = sending.exports.known(actor)
        one = next((each for each in found if each[0].form_id == path.form_id), None)
        if one is None:
            raise NotFound
        return actor, *one

    @bp.get(at, doc_ui=False)
    @public
    def list_forms() -> Response:
        return answer([_form(*each) for each in sending.exports.known(_asker(devices))])

    @bp.get(f"{at}/<form_id>", doc_ui=False)
    @public
    def read_form(path: FormPath) -> Response:
        _, form, version = known(path)
        return answer(_form(form, version))

    @bp.get(f"{at}/<form_id>.xml", doc_ui=False)
    @public
    def read_form_xml(path: FormPath) -> Response:
        actor, form, version = known(path)
        xml = sending.submissions.xform(actor, form.id, version.version)
        return Response(xml, content_type="application/xml; charset=utf-8")


def _add_tables(bp: APIBlueprint, at: str, reading: Callable[[FormPath], Reading]) -> None:
    @bp.get(f"{at}/<form_id>.svc", doc_ui=False)
    @bp.get(f"{at}/<form_id>.svc/", doc_ui=False)
    @public
    def read_services(path: FormPath) -> Response:
        return reading(path).services()

    @bp.get(f"{at}/<form_id>.svc/$metadata", doc_ui=False)
    @public
    def read_metadata(path: FormPath) -> Response:
        return reading(path).metadata()

    @bp.get(f"{at}/<form_id>.svc/<path:table>", doc_ui=False)
    @public
    def read_rows(path: NamedTablePath, query: RowsQuery) -> Response:
        return reading(path).resource(path.table, query)


def _asker(devices: Devices) -> Actor:
    return _sender(devices)[0]


def _sender(devices: Devices) -> tuple[Actor, str]:
    told = request.authorization
    if told is None or told.type not in {"basic", "bearer"}:
        raise NotSignedIn
    name, secret = told.username or "", told.password or ""
    if told.type == "bearer":
        name, _, secret = _pair(told.token or "").partition(":")
    return _sign_in(devices, name, secret)


def _sign_in(devices: Devices, name: str, secret: str) -> tuple[Actor, str]:
    if current_zone() is not Zone.WORK:
        raise NotFound
    actor, device = devices.sign_in(name, secret, client_address())
    return actor, device.id


def _pair(token: str) -> str:
    try:
        return urlsafe_b64decode(token).decode()
    except ValueError:
        return ""


def _project(exports: Exports, actor: Actor) -> dict[str, Any]:
    known = exports.known(actor)
    since = min((form.created_at for form, _ in known), default=exports.now())
    return {"id": PROJECT, "name": "Onmaru", "createdAt": since.isoformat(), "forms": len(known)}


def _form(form: Form, version: Version) -> dict[str, Any]:
    return {
        "projectId": PROJECT, "xmlFormId": form.form_id, "version": version.version,
        "hash": version.md5, "state": version.state.value, "name": form.title,
        "createdAt": form.created_at.isoformat(), "enketoId": None, "keyId": None,
        "updatedAt": None, "publishedAt": version.opened_at and version.opened_at.isoformat(),
    }  # fmt: skip
