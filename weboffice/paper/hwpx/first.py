"""What stands above and below the first page alone, in an HWPX.

OWPML hides the header of a first page and has none for it: offices set a box on the paper of that
page, anchored in its first line. So do we, and know ours again by the box's description.
"""

from typing import Any, Literal

from weboffice.paper.hwpx.head import UNITS
from weboffice.paper.markup import said
from weboffice.paper.model import Page
from weboffice.paper.safe import child, local

Edge = Literal["header", "footer"]
HEIGHT_MM = 10.0
_NAMES: dict[Edge, str] = {"header": "첫 쪽 머리말", "footer": "첫 쪽 꼬리말"}
_ONE = 'e1="1" e2="0" e3="0" e4="0" e5="1" e6="0"'


def edge_of(element: Any) -> Edge | None:
    """Which of the two a box is, if it is one."""
    about = child(element, "shapeComment") if local(element) == "rect" else None
    name = "" if about is None else (about.text or "").strip()
    return next((edge for edge, own in _NAMES.items() if own == name), None)


def box(edge: Edge, inner: str, number: int, page: Page) -> str:
    """`inner` is the list of lines; where the header or footer of other pages stands."""
    top, right, bottom, left = page.margins
    tall = min(HEIGHT_MM, top, bottom)
    y = top - tall if edge == "header" else page.height - bottom
    w, h = round((page.width - left - right) * UNITS), round(tall * UNITS)
    corners = "".join(
        f'<hc:pt{corner} x="{across}" y="{down}"/>'
        for corner, (across, down) in enumerate(((0, 0), (w, 0), (w, h), (0, h)))
    )
    return (
        f'<hp:rect id="{number}" zOrder="0" numberingType="NONE" textWrap="IN_FRONT_OF_TEXT" '
        'textFlow="BOTH_SIDES" lock="0" dropcapstyle="None" href="" groupLevel="0" '
        f'instid="{number}" ratio="0"><hp:offset x="0" y="0"/><hp:orgSz width="{w}" height="{h}"/>'
        '<hp:curSz width="0" height="0"/><hp:flip horizontal="0" vertical="0"/>'
        f'<hp:rotationInfo angle="0" centerX="{w // 2}" centerY="{h // 2}" rotateimage="1"/>'
        f"<hp:renderingInfo><hc:transMatrix {_ONE}/><hc:scaMatrix {_ONE}/>"
        f"<hc:rotMatrix {_ONE}/></hp:renderingInfo>"
        '<hp:lineShape color="#000000" width="0" style="NONE" endCap="FLAT" headStyle="NORMAL" '
        'tailStyle="NORMAL" headfill="1" tailfill="1" headSz="MEDIUM_MEDIUM" '
        'tailSz="MEDIUM_MEDIUM" outlineStyle="NORMAL" alpha="0"/>'
        '<hp:shadow type="NONE" color="#B2B2B2" offsetX="0" offsetY="0" alpha="0"/>'
        f'<hp:drawText lastWidth="{w}" name="" editable="0">{inner}'
        '<hp:textMargin left="0" right="0" top="0" bottom="0"/></hp:drawText>'
        f'{corners}<hp:sz width="{w}" widthRelTo="ABSOLUTE" height="{h}" heightRelTo="ABSOLUTE" '
        'protect="0"/><hp:pos treatAsChar="0" affectLSpacing="0" flowWithText="0" '
        'allowOverlap="1" holdAnchorAndSO="0" vertRelTo="PAPER" horzRelTo="PAPER" vertAlign="TOP" '
        f'horzAlign="LEFT" vertOffset="{round(y * UNITS)}" horzOffset="{round(left * UNITS)}"/>'
        '<hp:outMargin left="0" right="0" top="0" bottom="0"/>'
        f"<hp:shapeComment>{said(_NAMES[edge])}</hp:shapeComment></hp:rect>"
    )
