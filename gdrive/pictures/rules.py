"""How pictures lie in a document."""

from gdrive.files.model import Digest
from kernel.errors import Exhausted

MOST_IN_A_DOCUMENT = 500
_ENDINGS = {"image/png": "png", "image/jpeg": "jpg"}


class PicturesReached(Exhausted):
    """The document holds as many pictures as it may, those of its past included."""

    code = "pictures_reached"


def name_of(digest: Digest, media_type: str) -> str:
    """By its contents, so that the same picture has the same place [PI2]."""
    return f"{digest}.{_ENDINGS[media_type]}"


def check_room(held: int) -> None:
    if held >= MOST_IN_A_DOCUMENT:
        raise PicturesReached(most=MOST_IN_A_DOCUMENT)
