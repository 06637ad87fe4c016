"""The worker's part: from a file to tiles."""

import logging
from dataclasses import dataclass, replace

from kernel import outbox
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.resume import Resume
from mobile_admin.maps import rules, store
from mobile_admin.maps.model import LayerState, MadeLayer, MapLayer
from mobile_admin.maps.ports import LayerMaker
from mobile_admin.maps.service import JOB, TOPIC

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class MakeMapLayer:
    """The job; called again it does nothing twice [MP3]."""

    begin: Begin
    now: Now
    maker: LayerMaker

    def __call__(self, layer_id: str) -> None:
        with self.begin() as tx:
            found = store.find(tx.db, layer_id, is_locked=True)
            layer = rules.taken(found, self.now()) if found else None
            if layer is None:
                return
            layer = self._put(tx, layer)
            data = store.file(tx.db, layer_id)
            if layer.state is LayerState.FAILED:
                store.remove_file(tx.db, layer_id)
                return
        if data is None:
            return
        try:
            made = self.maker.make(data, layer.kind, layer.id)
        except Exception:
            log.exception("map layer %s", layer_id)
            self._again(layer)
            return
        self._settle(layer, made)

    def _settle(self, layer: MapLayer, made: MadeLayer | str) -> None:
        with self.begin() as tx:
            found = store.find(tx.db, layer.id, is_locked=True)
            if found is None or found.state is not LayerState.MAKING or found.tries != layer.tries:
                return  # removed, or begun by another worker
            if isinstance(made, str):
                self._put(tx, replace(layer, state=LayerState.FAILED, problem=made))
            else:
                store.add_tiles(tx.db, layer.id, made.tiles)
                self._put(tx, _ready(layer, made))
            store.remove_file(tx.db, layer.id)

    def _again(self, layer: MapLayer) -> None:
        with self.begin() as tx:
            found = store.find(tx.db, layer.id, is_locked=True)
            if found is None or found.state is not LayerState.MAKING or found.tries != layer.tries:
                return
            self._put(tx, replace(layer, state=LayerState.WAITING))
            outbox.enqueue(tx.db, JOB, layer_id=layer.id)

    def _put(self, tx: Tx, layer: MapLayer) -> MapLayer:
        moved = replace(layer, changed_at=self.now())
        store.put(tx.db, moved)
        tx.announce(TOPIC, "map.changed")
        return moved


def resume_layers(begin: Begin, now: Now) -> Resume:
    """Layers that nobody ended [MP3]."""
    return Resume(
        begin, "field-map-layers", JOB, "layer_id",
        lambda db: store.undone(db, now() - rules.STUCK),
    )  # fmt: skip


def _ready(layer: MapLayer, made: MadeLayer) -> MapLayer:
    return replace(
        layer, state=LayerState.READY, shapes=made.shapes, left=made.left, bounds=made.bounds
    )
