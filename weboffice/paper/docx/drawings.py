"""What is drawn in a DOCX: pictures, text in a single box, and what is kept whole as an inset.

Text in one box is text that people go on writing; boxes that stand together make a drawing.
"""

import posixpath
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from weboffice.paper import fragments, metafiles, sections
from weboffice.paper.docx.edges import columns_of
from weboffice.paper.docx.equations import in_letters
from weboffice.paper.docx.insets import Insets
from weboffice.paper.docx.parts import R
from weboffice.paper.docx.sizes import emu, points, twips
from weboffice.paper.docx.style import Q, value
from weboffice.paper.features import Feature, Losses
from weboffice.paper.model import Inline, Inset, Picture
from weboffice.paper.safe import LARGEST_PICTURE, Package, local, picture_type

F = Feature
Targets = Mapping[str, tuple[str, bool]]
DRAWN = frozenset({"drawing", "pict", "object", "AlternateContent"})
_MATH = frozenset({"oMath", "oMathPara"})
_TOGETHER = frozenset({"wgp", "wpc", "lockedCanvas", "group"})
_CHOSEN = frozenset({"date", "dropDownList", "comboBox", "checkbox"})
_WORDY = frozenset({"t", "delText"})


@dataclass
class Drawings:
    package: Package
    targets: Targets
    losses: Losses
    insets: Insets
    is_aside: bool = False

    @contextmanager
    def aside(self, targets: Targets) -> Iterator[None]:
        """In notes, headers and footers, which name their pictures themselves, nothing is whole."""
        was, self.is_aside, self.targets = (self.is_aside, self.targets), True, targets
        yield
        self.is_aside, self.targets = was

    def drawn(self, element: Any) -> Iterator[Inline | Any]:
        """A picture or an inset; of a box the element with the paragraphs in it."""
        if local(element) == "object":
            yield from self.other(element)
            return
        chosen = _chosen(element)
        names = {local(one) for one in chosen.iter()}
        boxes = [one for one in chosen.iter() if local(one) == "txbxContent"]
        blip = next((one for one in chosen.iter() if local(one) == "blip"), None)
        is_one = not names & _TOGETHER and "chart" not in names
        if is_one and not boxes and (blip is not None or _is_image(names)):
            yield from self.picture(element, chosen, blip)
            return
        what = F.CHART if "chart" in names else F.SHAPE
        if is_one and len(boxes) == 1:
            self.losses[what] += 1
            yield boxes[0]
            return
        inset = self.inset(element, what, _text(chosen) or _named(chosen))
        if inset is not None:
            yield inset
            return
        self.losses[what] += 1
        if blip is not None:
            yield from self.picture(element, chosen, blip)
        yield from boxes

    def inset(self, element: Any, what: Feature, text: str) -> Inset | None:
        key = None if self.is_aside else self.insets.take(element)
        if key is None:
            return None
        wide, tall = _size(element)
        return Inset(key, what, fragments.said(text), self.preview(element), wide, tall)

    def other(self, element: Any) -> Iterator[Inline]:
        """An equation, an object or a control; nothing of one that may not be kept."""
        what, text = _known(element)
        inset = self.inset(element, what, text)
        if inset is not None:
            yield inset
            return
        self.losses[what] += 1
        picture = self.preview(element)
        if picture is not None:
            yield picture

    def section(self, element: Any) -> Inset:
        """A section's break; what of its pages has no word here comes back with it."""
        size = element.find(f"{Q}pgSz")
        wide, tall = (twips(value(size, side), usual) for side, usual in (("w", 210), ("h", 297)))
        key = None if self.is_aside else self.insets.take(element)
        return Inset(key or "", F.SECTION, sections.told(wide, tall, columns_of(element)))

    def preview(self, element: Any) -> Picture | None:
        """How it looks, where the file shows that in pixels."""
        for one in element.iter():
            if local(one) == "imagedata":
                data, media_type = self.pixels(str(one.get(f"{{{R}}}id", "")))
                if media_type:
                    wide, tall = _size(element)
                    return Picture(data, media_type, wide or 50.0, tall or 50.0)
        return None

    def pixels(self, key: str) -> tuple[bytes, str]:
        target, is_outside = self.targets.get(key, ("", True))
        part = posixpath.normpath(posixpath.join("/word", target)).lstrip("/")
        if is_outside or part not in self.package.names:
            return b"", ""
        if part in self.package.previews:
            return self.package.previews[part], "image/png"
        data = self.package.read(part)
        return data, picture_type(data) or ""

    def picture(self, element: Any, chosen: Any, blip: Any | None) -> Iterator[Inline]:
        """`chosen` is what is drawn, of an `element` that may offer others."""
        key = _image_of(chosen, blip)
        if self.is_metafile(key):
            made = self.inset(element, F.SHAPE, _named(chosen))
            if made is not None:
                yield replace(made, picture=self.seen(key, made))
                return
            shown = self.shown(key, element, chosen)
            self.losses[F.PICTURE] += shown is None
            yield from [] if shown is None else [shown]
        elif blip is None:
            shown = self.preview(chosen)
            self.losses[F.PICTURE] += shown is None
            yield from [] if shown is None else [shown]
        else:
            yield from self.raster(chosen, blip)

    def is_metafile(self, key: str) -> bool:
        """A drawing for Windows, which goes on as it came."""
        target, is_outside = self.targets.get(key, ("", True))
        part = posixpath.normpath(posixpath.join("/word", target)).lstrip("/")
        is_there = not is_outside and part in self.package.names
        return is_there and metafiles.kind_of(self.package.read(part)) is not None

    def shown(self, key: str, element: Any, chosen: Any) -> Picture | None:
        """Its pixels alone, where it is not kept."""
        data, media_type = self.pixels(key)
        wide, tall = _size(element)
        if not media_type:
            return None
        return Picture(data, media_type, wide or 50.0, tall or 50.0, _named(chosen))

    def seen(self, key: str, made: Inset) -> Picture | None:
        data, media_type = self.pixels(key)
        if not media_type:
            return None
        return Picture(data, media_type, made.width or 50.0, made.height or 50.0, made.text)

    def raster(self, element: Any, blip: Any) -> Iterator[Inline]:
        target, is_outside = self.targets.get(str(blip.get(f"{{{R}}}embed", "")), ("", True))
        part = posixpath.normpath(posixpath.join("/word", target)).lstrip("/")
        if is_outside or part not in self.package.names:
            self.losses[F.EXTERNAL] += 1
            return
        data = self.package.read(part)
        media_type = picture_type(data)
        if media_type is None or len(data) > LARGEST_PICTURE:
            self.losses[F.PICTURE] += 1
            return
        extent = next((one for one in element.iter() if local(one) in {"extent", "ext"}), None)
        wide, tall = (emu(extent, side) for side in ("cx", "cy"))
        about = next((one for one in element.iter() if local(one) == "docPr"), None)
        yield Picture(data, media_type, wide, tall, "" if about is None else about.get("descr", ""))


def is_choice(control: Any) -> bool:
    """Whether it offers values instead of taking text."""
    properties = control.find(f"{Q}sdtPr")
    return properties is not None and any(local(one) in _CHOSEN for one in properties)


def is_control(element: Any) -> bool:
    """Whether it is a field of a form, not what a program keeps its own lists in."""
    properties = element.find(f"{Q}sdtPr")
    names = {local(one) for one in ([] if properties is None else properties)}
    return not names & {"docPartObj", "docPartList", "citation", "bibliography"}


def _known(element: Any) -> tuple[Feature, str]:
    name = local(element)
    if name in _MATH:
        return F.EQUATION, in_letters(element)
    if name == "sdt":
        return F.CONTROL, _text(element)
    program = next((one.get("ProgID", "") for one in element.iter() if one.get("ProgID")), "")
    return F.OBJECT, program


def _chosen(element: Any) -> Any:
    """Of alternatives the first: it is what the newest programs show."""
    if local(element) != "AlternateContent":
        return element
    return next((one for one in element if local(one) == "Choice"), element)


def _image_of(drawn: Any, blip: Any | None) -> str:
    """The relation to its image."""
    if blip is not None:
        return str(blip.get(f"{{{R}}}embed", ""))
    data = next((one for one in drawn.iter() if local(one) == "imagedata"), None)
    return "" if data is None else str(data.get(f"{{{R}}}id", ""))


def _is_image(names: set[str]) -> bool:
    return "imagedata" in names and "OLEObject" not in names


def _text(element: Any) -> str:
    """A line of it after the other."""
    lines = [one for one in element.iter() if local(one) == "p"] or [element]
    letters = ([one.text or "" for one in line.iter() if local(one) in _WORDY] for line in lines)
    return " ".join("".join(one) for one in letters)


def _named(element: Any) -> str:
    about = next((one for one in element.iter() if local(one) == "docPr"), None)
    return "" if about is None else about.get("descr") or about.get("title") or ""


def _size(element: Any) -> tuple[float, float]:
    extent = next((one for one in element.iter() if local(one) == "extent"), None)
    if extent is not None:
        return emu(extent, "cx"), emu(extent, "cy")
    shape = next((one.get("style") for one in element.iter() if one.get("style")), "")
    return points(shape, "width"), points(shape, "height")
