"""Files of one's own desktop over HTTP."""

from typing import Annotated

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, Field

from daas_broker.desktops.model import DesktopId
from daas_broker.sessions.reaching import Reached, Reaching
from daas_broker.transfers.going import as_it_goes, wants_lines
from daas_broker.transfers.model import DriveFile
from daas_broker.transfers.passing import Passing
from daas_broker.transfers.service import Transfers
from kernel.http import Reply, client_address, created, current_actor, no_content, reply

TAG = Tag(name="desktop files", description="Between one's desktop and the drive")


class DesktopPath(BaseModel):
    desktop_id: str


class FindQuery(BaseModel):
    q: Annotated[str, Field(max_length=200)] = ""


class DriveFileView(BaseModel):
    id: str
    name: str
    size_bytes: int
    where: str

    @staticmethod
    def of(file: DriveFile) -> "DriveFileView":
        return DriveFileView(**vars(file))


class DriveFilesView(BaseModel):
    files: list[DriveFileView]


class BringBody(BaseModel):
    file_id: Annotated[str, Field(min_length=1, max_length=64)]


class BroughtView(BaseModel):
    """The name in the desktop's Downloads; `is_scanned` by an antivirus."""

    name: str
    is_scanned: bool


class SavedView(DriveFileView):
    is_scanned: bool

    @staticmethod
    def made(file: DriveFile, passing: Passing) -> "SavedView":
        return SavedView(**vars(file), is_scanned=passing.is_scanned)


class OutboxFileView(BaseModel):
    name: str
    size_bytes: int


class OutboxView(BaseModel):
    files: list[OutboxFileView]


class PrintQuery(BaseModel):
    name: Annotated[str, Field(min_length=1, max_length=255)]


class SaveBody(BaseModel):
    name: Annotated[str, Field(min_length=1, max_length=255)]


def blueprint(transfers: Transfers, reaching: Reaching) -> APIBlueprint:
    bp = APIBlueprint("daas_transfers", __name__, url_prefix="/api/desktops", abp_tags=[TAG])

    @bp.get(
        "/<desktop_id>/files/drive",
        summary="Files of one's drive to bring in",
        responses={200: DriveFilesView},
    )
    def find(path: DesktopPath, query: FindQuery) -> Reply:
        found = transfers.find(_reached(reaching, path), query.q)
        return reply(DriveFilesView(files=[DriveFileView.of(file) for file in found]))

    @bp.post(
        "/<desktop_id>/files/in",
        summary="Bring a file of the drive into the desktop's Downloads",
        responses={201: BroughtView},
    )
    def bring_in(path: DesktopPath, body: BringBody) -> Reply | Response:
        reached = _reached(reaching, path)

        def run(passing: Passing) -> BroughtView:
            name = transfers.bring_in(reached, body.file_id, passing)
            return BroughtView(name=name, is_scanned=passing.is_scanned)

        return as_it_goes(run) if wants_lines() else created(run(Passing()))

    @bp.get(
        "/<desktop_id>/files/outbox",
        summary="What lies in the desktop's outbox",
        responses={200: OutboxView},
    )
    def list_outbox(path: DesktopPath) -> Reply:
        found = transfers.list_outbox(_reached(reaching, path))
        return reply(OutboxView(files=[OutboxFileView(**vars(file)) for file in found]))

    @bp.post(
        "/<desktop_id>/files/out",
        summary="Save a file of the outbox to one's drive",
        responses={201: SavedView},
    )
    def save(path: DesktopPath, body: SaveBody) -> Reply | Response:
        reached = _reached(reaching, path)

        def run(passing: Passing) -> SavedView:
            return SavedView.made(transfers.save(reached, body.name, passing), passing)

        return as_it_goes(run) if wants_lines() else created(run(Passing()))

    _add_prints(bp, transfers, reaching)
    return bp


def _add_prints(bp: APIBlueprint, transfers: Transfers, reaching: Reaching) -> None:
    @bp.get("/<desktop_id>/prints", summary="What was printed", responses={200: OutboxView})
    def list_prints(path: DesktopPath) -> Reply:
        found = transfers.list_prints(_reached(reaching, path))
        return reply(OutboxView(files=[OutboxFileView(**vars(file)) for file in found]))

    @bp.get("/<desktop_id>/prints/document", summary="A printed document, as PDF")
    def take_print(path: DesktopPath, query: PrintQuery) -> Response:
        document = transfers.take_print(_reached(reaching, path), query.name)
        response = Response(document, content_type="application/pdf")
        response.headers["Content-Disposition"] = "inline"
        response.headers["Cache-Control"] = "private, no-store"
        return response

    @bp.post(
        "/<desktop_id>/prints/save",
        summary="Save a printed document to one's drive",
        responses={201: SavedView},
    )
    def save_print(path: DesktopPath, body: SaveBody) -> Reply:
        passing = Passing()
        saved = transfers.save_print(_reached(reaching, path), body.name, passing)
        return created(SavedView.made(saved, passing))

    @bp.post("/<desktop_id>/prints/drop", summary="Throw a printed document away")
    def drop_print(path: DesktopPath, body: SaveBody) -> Reply:
        transfers.drop_print(_reached(reaching, path), body.name)
        return no_content()


def _reached(reaching: Reaching, path: DesktopPath) -> Reached:
    return reaching.reach(current_actor(), DesktopId(path.desktop_id), client_address())
