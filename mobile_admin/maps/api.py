"""The map over HTTP: what an administrator brings, and what a phone draws."""

from collections.abc import Sequence

from flask import request
from flask.wrappers import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import AwareDatetime, BaseModel, Field

from kernel.http import Reply, created, current_actor, no_content, reply
from mobile_admin.maps import rules
from mobile_admin.maps.model import Bounds, GroundMap, LayerState, LayerWish, MapLayer
from mobile_admin.maps.rules import LARGEST_FILE, LEVELS
from mobile_admin.maps.service import Maps
from mobile_admin.tiles.shapes import LayerKind

TAG = Tag(name="field map", description="What is drawn beneath the places of the day")
TILE_TYPE = "application/vnd.mapbox-vector-tile"
REVISION_HEADER = "X-Onmaru-Map"


class LayerWishQuery(BaseModel):
    """The file is the body: GeoJSON in degrees, or a Shapefile in a zip."""

    kind: LayerKind
    name: str = Field(min_length=1, max_length=80)
    source: str = Field(default="", max_length=80)


class LayerPath(BaseModel):
    layer_id: str = Field(min_length=1, max_length=64)


class TilePath(BaseModel):
    level: int = Field(ge=LEVELS[0], le=LEVELS[-1])
    x: int = Field(ge=0, lt=2 ** LEVELS[-1])
    y: int = Field(ge=0, lt=2 ** LEVELS[-1])


class MapLayerBody(BaseModel):
    """`left` counts what was left out, by why; `problem` is a code and, after a blank, what it is
    about."""

    id: str
    kind: LayerKind
    name: str
    source: str
    size_bytes: int
    added_at: AwareDatetime
    state: LayerState
    shapes: int
    left: dict[str, int]
    problem: str
    tiles: int
    tile_bytes: int


class BoundsBody(BaseModel):
    """In degrees."""

    west: float
    south: float
    east: float
    north: float


class MapLayersBody(BaseModel):
    """`near` is where something is to be seen, where nothing is drawn from afar."""

    layers: list[MapLayerBody]
    may_change: bool
    near: BoundsBody | None
    largest_bytes: int = LARGEST_FILE


class GroundMapBody(BaseModel):
    """`sources` are to be named on the map; `bounds` hold all that is drawn."""

    revision: str
    sources: list[str]
    bounds: BoundsBody | None


def blueprint(maps: Maps) -> APIBlueprint:
    bp = APIBlueprint("mobile_maps", __name__, url_prefix="/api/field/map", abp_tags=[TAG])

    @bp.get("", summary="What can be drawn", responses={200: GroundMapBody})
    def read_map() -> Reply:
        return reply(_ground(maps.ground(current_actor())))

    @bp.get("/tiles/<int:level>/<int:x>/<int:y>", summary="A square, as a Mapbox vector tile")
    def read_tile(path: TilePath) -> Response:
        revision, data = maps.tile(current_actor(), (path.level, path.x, path.y))
        response = Response(data, content_type=TILE_TYPE)
        response.headers[REVISION_HEADER] = revision
        return response

    @bp.get("/layers", summary="Layers, as they were brought", responses={200: MapLayersBody})
    def list_layers() -> Reply:
        actor = current_actor()
        layers, sizes = maps.list_layers(actor)
        found = [_layer(layer, sizes.get(layer.id, (0, 0))) for layer in layers]
        near = maps.near(actor)
        return reply(
            MapLayersBody(
                layers=found, may_change=rules.may_change(actor),
                near=_bounds([near]) if near else None,
            )
        )  # fmt: skip

    @bp.post("/layers", summary="The file that is the body", responses={201: MapLayerBody})
    def add_layer(query: LayerWishQuery) -> Reply:
        maps.check_may_change(current_actor())
        request.max_content_length = LARGEST_FILE + 1
        data = request.stream.read(LARGEST_FILE + 1)
        wish = LayerWish(query.kind, query.name, query.source)
        return created(_layer(maps.add(current_actor(), wish, data), (0, 0)))

    @bp.delete("/layers/<layer_id>", summary="It is drawn no more", responses={204: None})
    def remove_layer(path: LayerPath) -> Reply:
        maps.remove(current_actor(), path.layer_id)
        return no_content()

    return bp


def _layer(layer: MapLayer, sizes: tuple[int, int]) -> MapLayerBody:
    tiles, tile_bytes = sizes
    return MapLayerBody(
        id=layer.id, kind=layer.kind, name=layer.name, source=layer.source,
        size_bytes=layer.size_bytes, added_at=layer.added_at, state=layer.state,
        shapes=layer.shapes, left=dict(layer.left), problem=layer.problem,
        tiles=tiles, tile_bytes=tile_bytes,
    )  # fmt: skip


def _ground(ground: GroundMap) -> GroundMapBody:
    found = [layer.bounds for layer in ground.layers if layer.bounds]
    sources = list(dict.fromkeys(layer.source for layer in ground.layers if layer.source))
    bounds = _bounds(found) if found else None
    return GroundMapBody(revision=ground.revision, sources=sources, bounds=bounds)


def _bounds(found: Sequence[Bounds]) -> BoundsBody:
    wests, souths, easts, norths = zip(*found, strict=True)
    return BoundsBody(west=min(wests), south=min(souths), east=max(easts), north=max(norths))
