"""Decodes pictures in the sandbox that strangers' files are read in [FM4]."""

from weboffice.formats.adapters import sandbox
from weboffice.formats.adapters.sandbox import Bounds, Task
from weboffice.paper.safe import Refusal
from weboffice.pictures.model import Made
from weboffice.pictures.rules import PictureRefused

DECODING = Bounds(2 << 30, 20, 30)


class SandboxMaker:
    """weboffice.pictures.ports.PictureMaker"""

    def make(self, data: bytes, side: int | None = None) -> Made:
        program = [sandbox.PYTHON, "-m", "weboffice.paper.pixels", "/job/in", "/job/out"]
        program += [] if side is None else [str(side)]
        try:
            task = Task(program, {"in": data}, "out", DECODING)
            status, result = sandbox.run(task, lambda: True)
        except Refusal as refused:
            raise PictureRefused(reason=refused.reason.value) from refused
        if status == 3:  # noqa: PLR2004 - as pixels.main says no
            raise PictureRefused(reason=result[:40].decode("ascii", "replace"))
        head, _, body = result.partition(b"\n")
        said = head.decode("ascii", "replace").split(" ")
        if status or len(said) != 3 or not body:  # noqa: PLR2004 - type, width, height
            raise PictureRefused(reason="damaged")
        return Made(body, said[0], int(said[1]), int(said[2]))
