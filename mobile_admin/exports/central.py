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
from mobile_admin.exports.reading import Reading, RowsQuery, answer, refused
from mobile_admin.exports.service import Exports
from mobile_admin.exports.shape import CENTRAL
from mobile_admin.forms.model import Form, Version

PROJECT = 1  # a division is one project: there is no other


class LogInBody(BaseModel):
    email: str = Field(max_length=64)
    password: str = Field(max_length=200)


class NamedPath(BaseModel):
    form_id: str = Field(min_length=1, max_length=200)


class NamedTablePath(NamedPath):
    table: str = Field(min_length=1, max_length=1000)


def blueprint(exports: Exports, devices: Devices, settings: Settings) -> APIBlueprint:
    bp = APIBlueprint("mobile_central", __name__, url_prefix="/api/field/central/v1")
    bp.register_error_handler(Refused, refused)
    origin = f"{settings.origin(Zone.WORK)}/api/field/central/v1/projects/{PROJECT}/forms"
    at = f"/projects/{PROJECT}/forms"

    def reading(path: NamedPath) -> Reading:
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

    @bp.get(at, doc_ui=False)
    @public
    def list_forms() -> Response:
        return answer([_form(*each) for each in exports.known(_asker(devices))])

    _add_tables(bp, at, reading)
    return bp


def _add_tables(bp: APIBlueprint, at: str, reading: Callable[[NamedPath], Reading]) -> None:
    @bp.get(f"{at}/<form_id>.svc", doc_ui=False)
    @public
    def read_services(path: NamedPath) -> Response:
        return reading(path).services()

    @bp.get(f"{at}/<form_id>.svc/$metadata", doc_ui=False)
    @public
    def read_metadata(path: NamedPath) -> Response:
        return reading(path).metadata()

    @bp.get(f"{at}/<form_id>.svc/<path:table>", doc_ui=False)
    @public
    def read_rows(path: NamedTablePath, query: RowsQuery) -> Response:
        return reading(path).resource(path.table, query)


def _asker(devices: Devices) -> Actor:
    told = request.authorization
    if told is None or told.type not in {"basic", "bearer"}:
        raise NotSignedIn
    name, secret = told.username or "", told.password or ""
    if told.type == "bearer":
        name, _, secret = _pair(told.token or "").partition(":")
    return _sign_in(devices, name, secret)


def _sign_in(devices: Devices, name: str, secret: str) -> Actor:
    if current_zone() is not Zone.WORK:
        raise NotFound
    return devices.sign_in(name, secret, client_address())[0]


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
