"""Layers of the field's map are read where the office reads strangers' files."""

import json
from dataclasses import dataclass

from mobile_admin.maps.model import MadeLayer
from mobile_admin.maps.ports import MakerFailed
from mobile_admin.tiles.shapes import LayerKind
from weboffice.formats.adapters import sandbox
from weboffice.formats.adapters.sandbox import GIB, Bounds, Task
from weboffice.paper.safe import Reason, Refusal

READING_MAP = Bounds(3 * GIB, 150, 240)


@dataclass(frozen=True)
class SandboxLayerMaker:
    """mobile_admin.maps.ports.LayerMaker"""

    def make(self, data: bytes, kind: LayerKind, layer_id: str) -> MadeLayer | str:
        program = [
            sandbox.PYTHON, "-m", "mobile_admin.tiles.box", "/job/in", "/job/out", kind.value,
            layer_id,
        ]  # fmt: skip
        task = Task(program, {"in": data}, "out", READING_MAP, ("mobile_admin", "kernel"))
        try:
            status, made = sandbox.run(task, lambda: True)
        except Refusal as refused:
            if refused.reason is Reason.TOO_LONG:
                return refused.reason.value
            raise MakerFailed(str(refused)) from refused
        if status or not made:
            raise MakerFailed(f"status {status}")
        return read(made)


def read(made: bytes) -> MadeLayer | str:
    head, _, rest = made.partition(b"\n")
    said = json.loads(head)
    if "problem" in said:
        return str(said["problem"])
    tiles, at = [], 0
    for level, x, y, size in said["tiles"]:
        tiles.append(((level, x, y), rest[at : at + size]))
        at += size
    return MadeLayer(said["shapes"], said["left"], tuple(said["bounds"]), tiles)
