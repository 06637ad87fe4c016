"""Which pictures a document takes."""

from collections.abc import Iterable, Iterator

from kernel.errors import Invalid

LARGEST_BYTES = 16 << 20


class PictureRefused(Invalid):
    """`reason` says why; what to do instead is said where it is shown."""

    code = "picture_refused"


def bounded(chunks: Iterable[bytes]) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > LARGEST_BYTES:
            raise PictureRefused(reason="too_large", most_bytes=LARGEST_BYTES)
        yield chunk
