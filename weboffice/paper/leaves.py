"""Pictures, insets and breaks as the shared document has them: their attributes."""

from typing import Any

from weboffice.paper import setup
from weboffice.paper.model import Inset, Picture

MOST_WIDE_MM = 400.0


def picture_attributes(picture: Picture) -> dict[str, Any]:
    """`ratio` is height by width; `width` in millimetres."""
    wide = max(picture.width, 1.0)
    return {
        "picture": picture.key,
        "alt": picture.alt,
        "width": min(wide, MOST_WIDE_MM),
        "ratio": round(max(picture.height, 1.0) / wide, 4),
    }


def inset_attributes(inset: Inset) -> dict[str, Any]:
    """Sizes in millimetres; none where its words are all there is of it."""
    pages = {} if inset.pages is None else setup.values(inset.pages)
    if inset.pages is not None and inset.pages.page is not None:
        pages["turned"] = inset.pages.page.width > inset.pages.page.height
    return pages | {
        "flow": inset.is_flowing or None,
        "key": inset.key,
        "what": inset.what.value,
        "text": inset.text,
        "picture": inset.picture.key if inset.picture else None,
        "width": min(inset.width, MOST_WIDE_MM) or None,
        "height": min(inset.height, MOST_WIDE_MM) or None,
    }
