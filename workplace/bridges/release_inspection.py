"""What crosses zones by an approval is looked into where the office reads strangers' files."""

import json
from base64 import b64decode
from dataclasses import dataclass
from typing import Any

from daas_broker.releases.model import Finding, Inspected
from daas_broker.releases.ports import InspectorAway
from weboffice.formats.adapters import sandbox
from weboffice.formats.adapters.sandbox import READING, Task
from weboffice.paper.contents_known import MOST_PLACES
from weboffice.paper.safe import Reason, Refusal


@dataclass(frozen=True)
class SandboxInspector:
    """daas_broker.releases.ports.Inspector"""

    def inspect(self, name: str, data: bytes) -> Inspected:
        program = [
            sandbox.PYTHON, "-m", "weboffice.paper.contents", "/job/in", "/job/out", name
        ]  # fmt: skip
        try:
            status, result = sandbox.run(Task(program, {"in": data}, "out", READING), lambda: True)
        except Refusal as refused:
            if refused.reason is Reason.CONVERTER_MISSING:
                raise InspectorAway from refused
            return Inspected({Finding.BOMB: 1})  # it took too long: no ordinary file does
        if status or not result:
            return Inspected({Finding.BOMB: 1})  # or too much memory
        return _inspected(json.loads(result))


def _inspected(said: dict[str, Any]) -> Inspected:
    """What the box says is a stranger's: it is bounded again."""
    return Inspected(
        {Finding(key): int(count) for key, count in said["traits"].items()},
        str(said["kind"])[:20],
        [_plain(one) for one in said["where"][:MOST_PLACES]],
        _plain(said["text"]),
        b64decode(str(said["picture"])),
    )


def _plain(text: object) -> str:
    """Without what no database keeps."""
    return str(text).replace("\0", "").encode(errors="replace").decode()
