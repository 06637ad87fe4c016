"""The map: bringing and removing layers, and the tiles that phones fetch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kernel import audit, outbox
from kernel.actor import Actor, Role
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound
from kernel.ids import fresh_id
from kernel.text import storable
from mobile_admin.maps import rules, store
from mobile_admin.maps.model import Bounds, GroundMap, LayerState, LayerWish, MapLayer
from mobile_admin.tiles.grid import Cell, degrees_of

TOPIC = "field-map:all"
JOB = "mobile_admin.make_map_layer"


@dataclass(frozen=True)
class Maps:
    begin: Begin
    now: Now

    def list_layers(self, actor: Actor) -> tuple[list[MapLayer], Mapping[str, tuple[int, int]]]:
        """All of them, the latest last, with how many tiles they have and their bytes [MP1]."""
        if not rules.may_change(actor):
            actor.require(Role.MANAGER)
        with self.begin() as tx:
            return store.all_layers(tx.db), store.sizes(tx.db)

    def near(self, _actor: Actor) -> Bounds | None:
        """Where a picture begins of what is not drawn from afar: its fullest square; None where
        something is."""
        with self.begin() as tx:
            cell = None if store.is_drawn_afar(tx.db) else store.fullest(tx.db)
        return cell and degrees_of(cell)

    def check_may_change(self, actor: Actor) -> None:
        """Also asked before a large body is read."""
        actor.require(Role.IT_ADMIN)  # [MP1]

    def add(self, actor: Actor, wish: LayerWish, data: bytes) -> MapLayer:
        """It waits for the worker; raise MapFileTooLarge, MapFileEmpty or TooManyLayers."""
        self.check_may_change(actor)
        rules.check_file(data)
        now = self.now()
        layer = MapLayer(
            fresh_id(), wish.kind, storable(wish.name).strip(), storable(wish.source).strip(),
            len(data), actor.user_id, now, LayerState.WAITING, 0, now,
        )  # fmt: skip
        with self.begin() as tx:
            rules.check_room(len(store.all_layers(tx.db)))
            store.add(tx.db, layer, data)
            outbox.enqueue(tx.db, JOB, layer_id=layer.id)
            self._note(tx, actor, layer, "add_map_layer")
        return layer

    def remove(self, actor: Actor, layer_id: str) -> None:
        """Phones take their copies away when they next fetch the day [MP4]."""
        self.check_may_change(actor)
        with self.begin() as tx:
            layer = store.find(tx.db, layer_id, is_locked=True)
            if layer is None:
                raise NotFound
            store.remove(tx.db, layer_id)
            self._note(tx, actor, layer, "remove_map_layer")

    def ground(self, _actor: Actor) -> GroundMap:
        """What can be drawn now; everybody who works in the field may see it."""
        with self.begin() as tx:
            ready = _ready(store.all_layers(tx.db))
        return GroundMap(rules.revision_of(ready), ready)

    def tile(self, _actor: Actor, cell: Cell) -> tuple[str, bytes]:
        """With the revision that it is of; empty where nothing is drawn."""
        with self.begin() as tx:
            ready = _ready(store.all_layers(tx.db))
            found = store.tile(tx.db, cell)
        joined = b"".join(found[layer.id] for layer in ready if layer.id in found)
        return rules.revision_of(ready), joined

    def _note(self, tx: Tx, actor: Actor, layer: MapLayer, act: str) -> None:
        facts = {"kind": layer.kind.value, "name": layer.name}
        entry = audit.Entry(
            self.now(), actor.user_id, f"mobile_admin.{act}", layer.id, "done", facts
        )
        audit.append(tx.db, entry)
        tx.announce(TOPIC, "map.changed")


def _ready(layers: Sequence[MapLayer]) -> list[MapLayer]:
    found = [layer for layer in layers if layer.state is LayerState.READY]
    return sorted(found, key=rules.drawn_first)
