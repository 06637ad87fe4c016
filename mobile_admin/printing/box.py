"""`python -m mobile_admin.printing.box`: prints in a sandbox, page after page, until nobody asks.

A line of JSON on standard input names a `source`, where the `result` belongs, and its `target`: of
`pdf` the source is JSON of `{"html", "files": [[name, words, base64]], "pictures": [base64]}`, of
`png` a PDF whose first page becomes a picture. A line is the answer. `picture:0` is the first of
the pictures, each a JPEG; nothing else is fetched, whatever it says.
"""

import json
import subprocess
import sys
from base64 import b64decode
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from time import process_time
from typing import Any

VARIANT = "pdf/a-3b"
PICTURE_WIDTH = 720


def main() -> int:
    from weasyprint import HTML  # noqa: PLC0415 - the parent asks for our name without the library

    warm = HTML(string="<p style='font-family: NanumGothic'>가</p>", url_fetcher=refuse())
    warm.write_pdf(pdf_variant=VARIANT)
    _say(ready=True)
    for line in sys.stdin:
        try:
            _make(**json.loads(line))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told and the end
            _say(problem=f"{type(error).__name__}: {error}"[:300])
            return 1
        _say(cpu_s=process_time())
    return 0


def _make(source: str, result: str, target: str) -> None:
    data = Path(source).read_bytes()
    Path(result).write_bytes(_picture(data) if target == "png" else printed(data))


def printed(data: bytes) -> bytes:
    """PDF/A-3 with its sources inside (ISO 19005-3)."""
    from weasyprint import HTML, Attachment  # noqa: PLC0415 - late, as above
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415 - late, as above

    wish = json.loads(data)
    files = [
        Attachment(
            file_obj=BytesIO(b64decode(content)), name=name, description=words,
            relationship="Source", url_fetcher=refuse(),
        )
        for name, words, content in wish["files"]
    ]  # fmt: skip
    pictures = [b64decode(each) for each in wish.get("pictures", ())]
    document = HTML(string=wish["html"], url_fetcher=refuse(pictures))
    try:
        return bytes(document.write_pdf(pdf_variant=VARIANT, pdf_tags=True, attachments=files))
    except FatalURLFetchingError as error:  # no Exception, so that nobody takes it for a warning
        raise ValueError(str(error)) from error


def refuse(pictures: Sequence[bytes] = ()) -> Any:
    """A fetcher of what came along, and of nothing: no file, no network, no data address."""
    from weasyprint.urls import (  # noqa: PLC0415 - late, as above
        FatalURLFetchingError,
        URLFetcher,
        URLFetcherResponse,
    )

    there = {f"picture:{at}": data for at, data in enumerate(pictures)}

    class Refuse(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, _headers: Any = None) -> Any:
            if url in there:
                return URLFetcherResponse(url, there[url], {"Content-Type": "image/jpeg"})
            raise FatalURLFetchingError(f"a notice fetches nothing: {url[:80]}")

    return Refuse()


def _picture(pdf: bytes) -> bytes:
    command = ["pdftoppm", "-png", "-singlefile", "-scale-to-x", str(PICTURE_WIDTH), "-scale-to-y",
               "-1", "-f", "1", "-l", "1", "-"]  # fmt: skip
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout  # noqa: S603


def _say(**facts: Any) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
