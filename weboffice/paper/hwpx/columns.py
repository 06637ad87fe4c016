"""Columns (다단) of an HWPX: a control where they begin, read and written."""

from typing import Any

from lxml import etree

from weboffice.paper.hwpx.head import UNITS
from weboffice.paper.model import Block, Columns
from weboffice.paper.safe import attribute, child, local
from weboffice.paper.sections import Span, break_in, column_of, columned, columns_in

PARAGRAPH = "http://www.hancom.co.kr/hwpml/2011/paragraph"
_NO_LINE = frozenset({"", "NONE"})


def columns_of(control: Any) -> Columns:
    """Of a `colPr`; where widths differ, the first gap."""
    line, size = child(control, "colLine"), child(control, "colSz")
    said = attribute(control, "sameGap") if size is None else attribute(size, "gap")
    is_ruled = line is not None and attribute(line, "type") not in _NO_LINE
    gap = int(said) / UNITS if said.isascii() and said.isdecimal() else 0.0
    return columned(attribute(control, "colCount", "1"), gap, is_ruled=is_ruled)


def is_uneven(control: Any) -> bool:
    """Whether its columns differ in width: here they do not."""
    widths = {attribute(one, "width") for one in control if local(one) == "colSz"}
    return attribute(control, "sameSz", "1") in {"0", "false"} and len(widths) > 1


def control(columns: Columns) -> str:
    gap = round(columns.gap * UNITS) if columns.count > 1 else 0
    line = '<hp:colLine type="SOLID" width="0.12 mm" color="#000000"/>' * columns.is_ruled
    return (
        f'<hp:ctrl><hp:colPr id="" type="NEWSPAPER" layout="LEFT" colCount="{columns.count}" '
        f'sameSz="1" sameGap="{gap}">{line}</hp:colPr></hp:ctrl>'
    )


def set_columns(run: Any, wanted: Columns) -> None:
    """In the run that says how a section's pages are; what says the same already stays as it is."""
    found = [one for one in run.iter() if local(one) == "colPr"]
    if (columns_of(found[0]) if found else Columns()) == wanted:
        return
    made = etree.fromstring(f'<r xmlns:hp="{PARAGRAPH}">{control(wanted)}</r>')[0]
    for one in found:
        one.getparent().getparent().remove(one.getparent())
    run.append(made)


class Stretches:
    """Those of a section, while it is written: its text stands in `columns`, each of a `width`."""

    def __init__(self, span: Span, width: int) -> None:
        self.coming = columns_in(span)
        self.whole = width
        self.has_ended = False
        self.turn()

    def turn(self) -> None:
        self.columns = self.coming.pop(0)
        self.width = round(column_of(self.whole / UNITS, self.columns) * UNITS)

    def end(self, block: Block) -> None:
        """With the block that is written next, where it holds a break that flows."""
        found = break_in(block)
        self.has_ended |= found is not None and found.is_flowing

    def begin(self) -> str:
        """The control of the stretch that begins here, or nothing."""
        if not self.has_ended or not self.coming:
            return ""
        self.has_ended = False
        self.turn()
        return control(self.columns)
