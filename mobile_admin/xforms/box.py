"""`python -m mobile_admin.xforms.box IN OUT NAME`: an XLSForm becomes an XForm, in a sandbox [MF2].

OUT is JSON: `{"xml", "warnings", "rows"}`, or `{"problems"}`; warnings and problems are of
`{"sheet", "row", "column", "message"}`, `rows` says on which row of the survey a name stands.
"""

import json
import re
import sys
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

LARGEST_UNPACKED = 64 << 20
MOST_PARTS = 500
_ROW = re.compile(r"\[row : (\d+)\]|\brow[s]? (\d+)", re.IGNORECASE)
_SHEET = re.compile(r"['\"]?\b(survey|choices|settings|entities|external_choices|osm)\b['\"]?")
_COLUMN = re.compile(r"'([A-Za-z][\w:. ()가-힣-]*)' column|column[s]? '([^']+)'")


def main(arguments: list[str]) -> int:
    source, target, name = arguments
    Path(target).write_text(json.dumps(made(Path(source).read_bytes(), name), ensure_ascii=False))
    return 0


def made(data: bytes, name: str) -> dict[str, Any]:
    # Late: the parent asks for our bounds without the library.
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415
    from pyxform.errors import PyXFormError  # noqa: PLC0415
    from pyxform.xls2xform import convert  # noqa: PLC0415

    if not fits(data):
        return {"problems": [problem("not_a_sheet")]}
    try:
        found = convert(data, form_name="data", file_type=f".{name.rpartition('.')[2].lower()}")
    except PyXFormError as error:
        return {"problems": [located(line) for line in lines(str(error))]}
    except (BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        return {"problems": [problem(f"not_a_sheet: {type(error).__name__}")]}
    warnings = [located(line) for line in found.warnings]
    return {"xml": found.xform, "warnings": warnings, "rows": rows(data)}


def rows(data: bytes) -> dict[str, int]:
    """Of an .xlsx; the older format is told by names alone."""
    from openpyxl import load_workbook  # noqa: PLC0415 - late, as above

    if not data.startswith(b"PK"):
        return {}
    book = load_workbook(BytesIO(data), read_only=True, data_only=True)
    sheet = next((s for s in book.worksheets if s.title.strip().lower() == "survey"), None)
    lines = [] if sheet is None else list(sheet.iter_rows(values_only=True))
    heads = [str(cell or "").strip().lower() for cell in (lines[0] if lines else ())]
    if "name" not in heads:
        return {}
    at = heads.index("name")
    named = {str(line[at]).strip(): row for row, line in enumerate(lines, 1) if line[at]}
    return {name: row for name, row in named.items() if row > 1}


def fits(data: bytes) -> bool:
    """A workbook is a ZIP archive; one that unpacks without end is none."""
    if not data.startswith(b"PK"):
        return data.startswith(b"\xd0\xcf\x11\xe0")  # .xls
    try:
        with ZipFile(BytesIO(data)) as package:
            parts = package.infolist()
    except BadZipFile:
        return False
    return len(parts) <= MOST_PARTS and sum(p.file_size for p in parts) <= LARGEST_UNPACKED


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()][:50] or ["unknown"]


def problem(message: str) -> dict[str, Any]:
    return {"sheet": "", "row": 0, "column": "", "message": message}


def located(line: str) -> dict[str, Any]:
    """pyxform tells places in words; row 0 and an empty column where it does not."""
    row, sheet, column = _ROW.search(line), _SHEET.search(line), _COLUMN.search(line)
    return {
        "sheet": sheet[1] if sheet else "survey" if row else "",
        "row": int(row[1] or row[2]) if row else 0,
        "column": (column[1] or column[2]) if column else "",
        "message": _ROW.sub("", line, count=1).strip() if line.startswith("[row") else line,
    }


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
