"""Fields of an HWPX that stand around words: what they lead to, and what is to be filled in there.

A place to click and write in (누름틀) that nobody filled in says what belongs there, as Hangul
shows it; what it asks stands in its command, or as a parameter of its own.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from weboffice.paper.hwpx.links import target_of
from weboffice.paper.hwpx.style import as_link
from weboffice.paper.model import Style
from weboffice.paper.safe import attribute, clean

PLACE = "CLICK_HERE"
LONGEST_GUIDE = 200
_DIRECTION = re.compile(r"Direction:wstring:(\d{1,4}):")


@dataclass
class _Place:
    key: str
    guide: str
    is_empty: bool = True


@dataclass
class Around:
    """Which fields are open where the reader is."""

    links: list[tuple[str, str | None]] = field(default_factory=list)
    places: list[_Place] = field(default_factory=list)

    def begin(self, element: Any) -> bool:
        """False for a field that is neither."""
        kind, key = attribute(element, "type"), attribute(element, "id")
        texts = {attribute(e, "name"): e.text or "" for e in element.iter()}
        if kind == "HYPERLINK":
            self.links.append((key, texts.get("Path") or target_of(texts.get("Command", ""))))
        elif kind == PLACE:
            self.places.append(_Place(key, _guide(texts)))
        return kind == "HYPERLINK"

    def end(self, key: str) -> str:
        """What stands in a place that nobody filled in."""
        self.links = [one for one in self.links if one[0] != key]
        ended = [one for one in self.places if one.key == key and one.is_empty]
        self.places = [one for one in self.places if one.key != key]
        return ended[0].guide if ended else ""

    def over(self, style: Style) -> Style:
        """Words in all that is open."""
        for place in self.places:
            place.is_empty = False
        for _, target in self.links:
            if target:
                style = as_link(style, target)
        return style


def _guide(texts: dict[str, str]) -> str:
    command = texts.get("Command", "")
    found = _DIRECTION.search(command)
    own = command[found.end() : found.end() + int(found[1])] if found else ""
    return clean(texts.get("Direction") or own).strip()[:LONGEST_GUIDE]
