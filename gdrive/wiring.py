"""The drive put together."""

from dataclasses import dataclass

from flask_openapi3.blueprint import APIBlueprint

from gdrive.access import api as access_api
from gdrive.access.api import PREFIX, TAG
from gdrive.access.service import Nodes
from gdrive.documents.service import Documents
from gdrive.files import api as files_api
from gdrive.files.adapters.disk import DiskBlobs, DiskStaging
from gdrive.files.service import Files
from gdrive.files.tasks import OrphanSweep
from gdrive.folders import api as folders_api
from gdrive.folders.service import Folders
from gdrive.pictures.service import Pictures
from gdrive.recent import api as recent_api
from gdrive.recent.service import Recent
from gdrive.search import api as search_api
from gdrive.search.service import Search
from gdrive.sharing import api as sharing_api
from gdrive.sharing.service import Sharing
from gdrive.trash import api as trash_api
from gdrive.trash.service import Trash
from gdrive.trash.tasks import TrashSweep
from gdrive.uploads import api as uploads_api
from gdrive.uploads.service import Uploads
from gdrive.uploads.tasks import UploadSweep
from kernel.parts import Foundation, Part


@dataclass(frozen=True)
class Drive:
    nodes: Nodes
    folders: Folders
    trash: Trash
    files: Files
    uploads: Uploads
    sharing: Sharing
    search: Search
    recent: Recent
    documents: Documents
    pictures: Pictures

    def part(self) -> Part:
        return Part(
            blueprints=(self._blueprint(),),
            reconcilers=(
                OrphanSweep(self.files.begin, self.files.now, self.files.blobs),
                UploadSweep(self.uploads),
                TrashSweep(self.trash),
            ),
            topics={"folder": self.nodes.may_watch},
        )

    def _blueprint(self) -> APIBlueprint:
        """One for all slices: they share paths, and a contract holds each path of a blueprint."""
        bp = APIBlueprint("gdrive", __name__, url_prefix=PREFIX, abp_tags=[TAG])
        access_api.add_routes(bp, self.nodes)
        folders_api.add_routes(bp, self.folders)
        trash_api.add_routes(bp, self.trash)
        files_api.add_routes(bp, self.files)
        uploads_api.add_routes(bp, self.uploads)
        sharing_api.add_routes(bp, self.sharing)
        search_api.add_routes(bp, self.search)
        recent_api.add_routes(bp, self.recent)
        return bp


def build(base: Foundation) -> Drive:
    begin, now, root = base.begin, base.now, base.settings.blobs
    files = Files(begin, now, DiskBlobs(root), DiskStaging(root))
    folders = Folders(begin, now)
    documents = Documents(begin, now, files, folders)
    return Drive(
        nodes=Nodes(begin),
        folders=folders,
        trash=Trash(begin, now),
        files=files,
        uploads=Uploads(begin, now, files),
        sharing=Sharing(begin, now),
        search=Search(begin),
        recent=Recent(begin),
        documents=documents,
        pictures=Pictures(now, files, documents),
    )
