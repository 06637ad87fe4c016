"""A binary HWP as its reader takes it, out of one that Hangul opens all the same.

A picture that was never packed, though it says so, is packed; one that is neither packed nor a
picture is left empty, and counted where it would stand. The rest of the document is as it was.
"""

from weboffice.paper import metafiles
from weboffice.paper.safe import picture_type

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # MS-CFB, which HWP 5 is kept in
FOLDER = "BinData/"
_COMPRESSED = 1


def mended(data: bytes) -> bytes:
    """Raise hwpx.errors.Hwp5Error where it is more than its pictures that is damaged."""
    from hwpx.hwp5.cfb import build_compound_file, read_all_streams  # noqa: PLC0415 - late
    from hwpx.hwp5.docinfo import decode_docinfo  # noqa: PLC0415
    from hwpx.hwp5.reader import read_hwp5  # noqa: PLC0415
    from hwpx.hwp5.records import deflate  # noqa: PLC0415

    document = read_hwp5(data)
    streams = dict(read_all_streams(document.compound))
    for item in decode_docinfo(document.docinfo).bin_data:
        name = f"{FOLDER}{item.stream_name}"
        says = item.compression or int(document.header.compressed)
        if name in streams and says == _COMPRESSED and not _is_packed(streams[name], name):
            streams[name] = deflate(streams[name] if _is_seen(streams[name]) else b"")
    return build_compound_file(streams.items())


def _is_packed(stream: bytes, name: str) -> bool:
    from hwpx.errors import Hwp5Error  # noqa: PLC0415
    from hwpx.hwp5.records import inflate  # noqa: PLC0415

    try:
        inflate(stream, name)
    except Hwp5Error:
        return False
    return True


def _is_seen(stream: bytes) -> bool:
    """A picture, a drawing for Windows, or an embedded document."""
    is_drawn = picture_type(stream) is not None or metafiles.kind_of(stream) is not None
    return is_drawn or stream.startswith(COMPOUND)
