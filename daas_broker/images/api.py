"""Images over HTTP."""

from datetime import datetime

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel

from daas_broker.desktops.model import Image, Protocol, Provider
from daas_broker.images.service import Images
from kernel.http import Reply, current_actor, reply

TAG = Tag(name="desktop images", description="What a desktop may boot")


class ImageBody(BaseModel):
    key: str
    name: str
    title: str
    built_at: datetime
    size_bytes: int
    protocol: Protocol
    provider: str

    @staticmethod
    def of(provider: Provider, image: Image) -> "ImageBody":
        return ImageBody(**vars(image), provider=provider)


class ImagesBody(BaseModel):
    images: list[ImageBody]


def blueprint(images: Images) -> APIBlueprint:
    bp = APIBlueprint("daas_images", __name__, url_prefix="/api/admin", abp_tags=[TAG])

    @bp.get("/images", summary="Images that the hosts hold", responses={200: ImagesBody})
    def list_images() -> Reply:
        found = images.list_images(current_actor())
        return reply(ImagesBody(images=[ImageBody.of(*held) for held in found]))

    return bp
