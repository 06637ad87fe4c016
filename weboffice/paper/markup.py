"""Writing XML by hand: the few things that all writers share."""

import io
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from weboffice.paper.safe import clean

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same paper gives the same bytes


def said(text: str) -> str:
    return escape(clean(text))


def quoted(value: str) -> str:
    return quoteattr(clean(value))


def archive(parts: Mapping[str, bytes], stored: frozenset[str] = frozenset()) -> bytes:
    """A zip of `parts` in their order; those in `stored` uncompressed."""
    out = io.BytesIO()
    with ZipFile(out, "w") as zipped:
        for name, data in parts.items():
            info = ZipInfo(name, _EPOCH)
            info.compress_type = ZIP_STORED if name in stored else ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            zipped.writestr(info, data)
    return out.getvalue()
