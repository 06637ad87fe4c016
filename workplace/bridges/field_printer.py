"""Notices are printed and strangers' copies looked at where the office opens strangers' files."""

import json
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from mobile_admin.notices.ports import PrinterFailed
from mobile_admin.seals.examining import Examined
from weboffice.formats.adapters import sandbox
from weboffice.formats.adapters.office import Wish
from weboffice.formats.adapters.office_pool import Limits, OfficePool
from weboffice.formats.adapters.sandbox import GIB, Bounds, Task
from weboffice.formats.ports import GoesOn
from weboffice.paper.safe import Reason, Refusal

PRINTING = Bounds(2 * GIB, 60, 30)
LOOKING = Bounds(GIB, 15, 20)
DRAWING = Bounds(2 * GIB, 15, 20)
# The office's own folder holds the configuration of fonts that every sandbox has.
CODE = ("mobile_admin", "weboffice")
DRIVER = (sandbox.PYTHON, "-m", "mobile_admin.printing.box")


@dataclass(frozen=True)
class NoPrinter:
    """weboffice's Office, where there is no sandbox to print in."""

    def convert(self, wish: Wish, goes_on: GoesOn) -> bytes:  # noqa: ARG002 - as the port has it
        raise Refusal(Reason.CONVERTER_MISSING, "bwrap")


def _pool() -> OfficePool:
    limits = Limits(most=2, files=400, idle_s=1800, bounds=PRINTING)
    return OfficePool(limits, DRIVER, NoPrinter(), lambda: True, "bwrap", CODE)


@dataclass(frozen=True)
class SandboxPrinter:
    """mobile_admin.notices.ports.Printer; what we wrote goes through one process many times."""

    pool: OfficePool = field(default_factory=_pool)

    def pdf(
        self, html: str, files: Sequence[tuple[str, str, bytes]], pictures: Sequence[bytes] = ()
    ) -> bytes:
        packed = [(name, words, b64encode(data).decode()) for name, words, data in files]
        drawn = [b64encode(each).decode() for each in pictures]
        wish = {"html": html, "files": packed, "pictures": drawn}
        return self._made("in.json", json.dumps(wish, ensure_ascii=False).encode(), "pdf")

    def picture(self, pdf: bytes) -> bytes:
        return self._made("in.pdf", pdf, "png")

    def _made(self, name: str, data: bytes, target: str) -> bytes:
        try:
            return self.pool.convert(Wish(name, data, target, is_strange=False), lambda: True)
        except Refusal as refused:
            raise PrinterFailed(str(refused)) from refused


@dataclass(frozen=True)
class SandboxPictures:
    """mobile_admin.records.ports.Pictures: each picture has a process for itself."""

    def small(self, data: bytes) -> bytes | None:
        module = "mobile_admin.printing.thumbnail"
        program = [sandbox.PYTHON, "-m", module, "/job/in", "/job/out"]
        task = Task(program, {"in": data}, "out", DRAWING, ("mobile_admin",))
        try:
            status, made = sandbox.run(task, lambda: True)
        except Refusal:
            return None
        return made if status == 0 and made else None


@dataclass(frozen=True)
class SandboxExaminer:
    """mobile_admin.proofs.ports.Examiner: each copy has a process for itself."""

    def examine(self, pdf: bytes, roots: Sequence[bytes], moment: datetime) -> Examined:
        head = {"roots": [root.decode() for root in roots], "moment": moment.isoformat()}
        program = [sandbox.PYTHON, "-m", "mobile_admin.seals.box", "/job/in", "/job/out"]
        data = json.dumps(head).encode() + b"\n" + pdf
        task = Task(program, {"in": data}, "out", LOOKING, ("mobile_admin",))
        try:
            status, said = sandbox.run(task, lambda: True)
        except Refusal as refused:
            return Examined(problem=refused.reason.value)
        if status or not said:
            return Examined(problem=f"status {status}")
        return Examined(**json.loads(said))
