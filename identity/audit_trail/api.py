"""The audit over HTTP."""

from datetime import datetime
from typing import Any

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import AwareDatetime, BaseModel, Field

from identity.audit_trail.model import AuditFilter
from identity.audit_trail.service import AuditTrail
from kernel import audit
from kernel.http import Reply, current_actor, reply

tag = Tag(name="audit", description="Who did what, for auditors and security officers")


class AuditQuery(BaseModel):
    actor: str | None = Field(default=None, description="a person's id; `-` is nobody yet")
    act: str | None = Field(default=None, description="`<domain>.<verb>`, or `<domain>.` for all")
    object: str | None = None
    outcome: str | None = Field(default=None, description="done, refused, alarm, …")
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    before: int | None = Field(default=None, description="older than this seq, for paging")
    limit: int = Field(default=50, ge=1, le=500)


class AuditLineBody(BaseModel):
    seq: int
    at: datetime
    actor: str
    actor_name: str = Field(description="empty where the actor is not a person")
    act: str
    object: str
    outcome: str
    facts: dict[str, Any]
    hash: str


class AuditNameBody(BaseModel):
    kind: str
    name: str


class AuditBody(BaseModel):
    entries: list[AuditLineBody]
    more: bool
    names: dict[str, AuditNameBody] = Field(
        description="by id: what is still there, and whose name the reader may know"
    )


class AuditLinkBody(BaseModel):
    """Up to where it was found whole; without it the chain's first row is the next."""

    seq: int = Field(default=0, ge=0, le=2**62)
    seal: str = Field(default=audit.GENESIS.hex(), pattern="^[0-9a-f]{64}$")


class AuditCheckBody(BaseModel):
    end: AuditLinkBody
    first_break: int | None = Field(description="the row that is not as it was written")
    last: int = Field(description="the newest row when it was asked")


def blueprint(trail: AuditTrail) -> APIBlueprint:
    bp = APIBlueprint("identity_audit_trail", __name__, url_prefix="/api/admin", abp_tags=[tag])

    @bp.get("/audit", summary="Read the audit, the newest first", responses={200: AuditBody})
    def read(query: AuditQuery) -> Reply:
        read = trail.read(current_actor(), AuditFilter(**query.model_dump()))
        lines = [AuditLineBody.model_validate(vars(line)) for line in read.lines]
        names = {key: AuditNameBody(**vars(named)) for key, named in read.names.items()}
        return reply(AuditBody(entries=lines, more=read.more, names=names))

    @bp.post(
        "/audit/checks", summary="Check a stretch of the chain", responses={200: AuditCheckBody}
    )
    def check(body: AuditLinkBody) -> Reply:
        after = audit.Link(body.seq, bytes.fromhex(body.seal))
        checked, last = trail.check(current_actor(), after)
        end = AuditLinkBody(seq=checked.end.seq, seal=checked.end.seal.hex())
        return reply(AuditCheckBody(end=end, first_break=checked.first_break, last=last))

    return bp
