"""What is left alone, over HTTP, for IT administrators."""

from datetime import datetime

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel

from daas_broker.circuits.model import Circuit
from daas_broker.circuits.rules import rests_until
from daas_broker.circuits.service import Circuits
from daas_broker.desktops.model import ImageKey, Provider
from kernel.http import Reply, current_actor, no_content, reply

TAG = Tag(name="desktop circuits", description="What failed too often and is left alone")


class CircuitPath(BaseModel):
    provider: str


class CircuitQuery(BaseModel):
    image: str | None = None


class CircuitView(BaseModel):
    """Without an image it is the host itself."""

    provider: str
    image: str | None
    failures: int
    reason: str
    failed_at: datetime
    rests_until: datetime

    @staticmethod
    def of(circuit: Circuit) -> "CircuitView":
        return CircuitView(**vars(circuit), rests_until=rests_until(circuit))


class CircuitsView(BaseModel):
    circuits: list[CircuitView]


def blueprint(circuits: Circuits) -> APIBlueprint:
    bp = APIBlueprint("daas_circuits", __name__, url_prefix="/api/admin/circuits", abp_tags=[TAG])

    @bp.get("", summary="Images and hosts that are left alone", responses={200: CircuitsView})
    def list_open() -> Reply:
        found = circuits.list_open(current_actor())
        return reply(CircuitsView(circuits=[CircuitView.of(one) for one in found]))

    @bp.delete("/<provider>", summary="Try it again at once", responses={204: None})
    def try_again(path: CircuitPath, query: CircuitQuery) -> Reply:
        image = ImageKey(query.image) if query.image else None
        circuits.try_again(current_actor(), Provider(path.provider), image)
        return no_content()

    return bp
