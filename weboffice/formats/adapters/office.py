"""LibreOffice as a converter of files: what is asked of it, and the plain way to have it done."""

from dataclasses import dataclass
from typing import Protocol

from weboffice.formats.adapters import sandbox
from weboffice.formats.adapters.sandbox import OFFICE, Task
from weboffice.formats.ports import GoesOn
from weboffice.paper.safe import Reason, Refusal

SOFFICE = "soffice"


@dataclass(frozen=True)
class Wish:
    """`name` tells by its ending what `data` is; `target` is what `--convert-to` takes.

    `is_strange`: somebody else made it, or a part of it.
    """

    name: str
    data: bytes
    target: str
    is_strange: bool = True

    @property
    def ending(self) -> str:
        return self.target.partition(":")[0]


class Office(Protocol):
    def convert(self, wish: Wish, goes_on: GoesOn) -> bytes:
        """Raise Refusal, or Stopped soon after `goes_on` says no; blocking."""
        ...


class ColdOffice:
    """Office: a LibreOffice for each file, with a profile of its own, which ends with it."""

    def convert(self, wish: Wish, goes_on: GoesOn) -> bytes:
        if not sandbox.is_there(SOFFICE):
            raise Refusal(Reason.CONVERTER_MISSING, SOFFICE)
        program = [
            SOFFICE, "-env:UserInstallation=file:///tmp/profile", "--headless", "--nologo",
            "--nodefault", "--norestore", "--nolockcheck", "--convert-to", wish.target,
            "--outdir", "/job/out", f"/job/{wish.name}",
        ]  # fmt: skip
        result = f"out/in.{wish.ending}"
        status, made = sandbox.run(Task(program, {wish.name: wish.data}, result, OFFICE), goes_on)
        if status or not made:
            raise Refusal(Reason.CONVERTER_FAILED, f"{wish.target} {status}")
        return made


def through_office(name: str, data: bytes, target: str, goes_on: GoesOn) -> bytes:
    return ColdOffice().convert(Wish(name, data, target), goes_on)
