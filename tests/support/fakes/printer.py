"""A printer without its sandbox: the same program in the test's own process."""

import json
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field

from mobile_admin.notices.ports import PrinterFailed
from mobile_admin.printing.box import printed
from tests.support.png import png


@dataclass
class FakePrinter:
    """mobile_admin.notices.ports.Printer; `fails` so many times before it prints."""

    fails: int = 0
    printed: list[str] = field(default_factory=list)
    made: list[bytes] = field(default_factory=list)

    def pdf(
        self, html: str, files: Sequence[tuple[str, str, bytes]], pictures: Sequence[bytes] = ()
    ) -> bytes:
        self._fail()
        self.printed.append(html)
        packed = [(name, words, b64encode(data).decode()) for name, words, data in files]
        drawn = [b64encode(each).decode() for each in pictures]
        try:
            wish = {"html": html, "files": packed, "pictures": drawn}
            self.made.append(printed(json.dumps(wish).encode()))
        except Exception as error:
            raise PrinterFailed(str(error)) from error
        return self.made[-1]

    def picture(self, pdf: bytes) -> bytes:
        if not pdf.startswith(b"%PDF-"):
            raise PrinterFailed("no PDF")
        return png(720, 1018)

    def _fail(self) -> None:
        if self.fails:
            self.fails -= 1
            raise PrinterFailed("told to")
