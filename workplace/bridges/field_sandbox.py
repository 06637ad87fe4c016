"""Workbooks of the field's forms are read where the office reads strangers' files."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from mobile_admin.forms.model import Made, Problem
from weboffice.formats.adapters import sandbox
from weboffice.formats.adapters.sandbox import Bounds, Task
from weboffice.paper.safe import Refusal

READING_SHEET = Bounds(2 << 30, 30, 45)


@dataclass(frozen=True)
class SandboxFormMaker:
    """mobile_admin.forms.ports.FormMaker"""

    def make(self, data: bytes, name: str) -> Made | Sequence[Problem]:
        ending = name.rpartition(".")[2].lower()
        program = [
            sandbox.PYTHON, "-m", "mobile_admin.xforms.box", "/job/in", "/job/out", f"in.{ending}"
        ]  # fmt: skip
        task = Task(program, {"in": data}, "out", READING_SHEET, ("mobile_admin",))
        try:
            status, result = sandbox.run(task, lambda: True)
        except Refusal as refused:
            return [Problem("", 0, "", refused.reason.value)]
        if status or not result:
            return [Problem("", 0, "", "converter_failed")]
        return _read(result)


def _read(result: bytes) -> Made | Sequence[Problem]:
    said = json.loads(result)
    if "problems" in said:
        return [Problem(**problem) for problem in said["problems"]]
    warnings = [Problem(**warning) for warning in said["warnings"]]
    return Made(said["xml"].encode(), warnings, said["rows"])
