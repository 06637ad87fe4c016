"""Records over HTTP."""

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel

from kernel.http import Reply, current_actor, reply
from mobile_admin.records.model import FiledRecord, RecordStage
from mobile_admin.records.service import Records
from mobile_admin.submissions.api import SubmissionPath

TAG = Tag(name="field records", description="Accepted answers in the drive")


class FiledRecordBody(BaseModel):
    """`stage` is null where nobody accepted the answers yet."""

    stage: RecordStage | None
    node_id: str | None
    problem: str


def blueprint(records: Records) -> APIBlueprint:
    bp = APIBlueprint("mobile_records", __name__, url_prefix="/api/field", abp_tags=[TAG])
    path_of = "/submissions/<submission_id>/record"

    @bp.get(path_of, summary="Where the record is", responses={200: FiledRecordBody})
    def read_record(path: SubmissionPath) -> Reply:
        return reply(_body(records.look(current_actor(), path.submission_id)))

    @bp.post(f"{path_of}/retry", summary="Make it again", responses={200: FiledRecordBody})
    def retry_record(path: SubmissionPath) -> Reply:
        return reply(_body(records.retry(current_actor(), path.submission_id)))

    return bp


def _body(record: FiledRecord | None) -> FiledRecordBody:
    if record is None:
        return FiledRecordBody(stage=None, node_id=None, problem="")
    return FiledRecordBody(stage=record.stage, node_id=record.node_id, problem=record.problem)
