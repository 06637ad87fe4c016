"""Who brings the map, how much of it, and when a try to make it is begun. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

from kernel.actor import Actor, Role
from kernel.errors import Conflict, Invalid
from mobile_admin.maps.model import LayerState, MapLayer
from mobile_admin.tiles.grid import DETAIL, OVERVIEW
from mobile_admin.tiles.shapes import LayerKind

LARGEST_FILE = 64 << 20  # bytes
MOST_LAYERS = 60
MOST_TRIES = 3
STUCK = timedelta(minutes=6)  # longer than the sandbox lets a try be
NEVER_ENDED = "never_ended"
LEVELS = (OVERVIEW, DETAIL)


class MapFileTooLarge(Invalid):
    code = "map_file_too_large"


class MapFileEmpty(Invalid):
    code = "map_file_empty"


class TooManyLayers(Conflict):
    code = "too_many_layers"


def may_change(actor: Actor) -> bool:
    """The map is the whole agency's [MP1]."""
    return Role.IT_ADMIN in actor.roles


def check_file(data: bytes) -> None:
    if len(data) > LARGEST_FILE:
        raise MapFileTooLarge(largest=LARGEST_FILE)
    if not data.strip():
        raise MapFileEmpty


def check_room(layers: int) -> None:
    if layers >= MOST_LAYERS:
        raise TooManyLayers(most=MOST_LAYERS)


def taken(layer: MapLayer, now: datetime) -> MapLayer | None:
    """Being made, where it waits or whoever began it did not come to an end; failed, where that was
    the last try [MP3]; None where it is not to be taken."""
    is_stuck = layer.state is LayerState.MAKING and now - layer.changed_at > STUCK
    if layer.state is not LayerState.WAITING and not is_stuck:
        return None
    if layer.tries >= MOST_TRIES:
        return replace(layer, state=LayerState.FAILED, problem=layer.problem or NEVER_ENDED)
    return replace(layer, state=LayerState.MAKING, tries=layer.tries + 1)


def revision_of(layers: Sequence[MapLayer]) -> str:
    """Layers never change: the same ones are the same map [MP4]. Empty where there is none."""
    ids = sorted(layer.id for layer in layers)
    return sha256(" ".join(ids).encode()).hexdigest()[:16] if ids else ""


def drawn_first(layer: MapLayer) -> tuple[int, datetime]:
    """As the tile has them: what lies below comes before."""
    return list(LayerKind).index(layer.kind), layer.added_at
