"""A picture in the text of an HWPX, written."""

from weboffice.paper.hwpx.head import UNITS
from weboffice.paper.markup import said
from weboffice.paper.model import Picture

POSITION = (
    '<hp:pos treatAsChar="1" affectLSpacing="0" flowWithText="1" allowOverlap="0" '
    'holdAnchorAndSO="0" vertRelTo="PARA" horzRelTo="COLUMN" vertAlign="TOP" horzAlign="LEFT" '
    'vertOffset="0" horzOffset="0"/>'
)
_ONE = 'e1="1" e2="0" e3="0" e4="0" e5="1" e6="0"'


def element(picture: Picture, key: str, number: int) -> str:
    """`key` is the picture's in the list of parts, `number` free in the document."""
    w, h = round(picture.width * UNITS), round(picture.height * UNITS)
    return (
        f'<hp:pic textWrap="SQUARE" textFlow="BOTH_SIDES" reverse="0" id="{number}" zOrder="0" '
        'numberingType="PICTURE" lock="0" dropcapstyle="None" href="" groupLevel="0" '
        f'instid="{number}"><hp:offset x="0" y="0"/><hp:orgSz width="{w}" height="{h}"/>'
        f'<hp:curSz width="{w}" height="{h}"/><hp:flip horizontal="0" vertical="0"/>'
        f'<hp:rotationInfo angle="0" centerX="{w // 2}" centerY="{h // 2}" rotateimage="1"/>'
        f"<hp:renderingInfo><hc:transMatrix {_ONE}/><hc:scaMatrix {_ONE}/>"
        f'<hc:rotMatrix {_ONE}/></hp:renderingInfo><hp:imgRect><hc:pt0 x="0" y="0"/>'
        f'<hc:pt1 x="{w}" y="0"/><hc:pt2 x="{w}" y="{h}"/><hc:pt3 x="0" y="{h}"/>'
        f'</hp:imgRect><hp:imgClip left="0" right="{w}" top="0" bottom="{h}"/>'
        '<hp:inMargin left="0" right="0" top="0" bottom="0"/>'
        f'<hp:imgDim dimwidth="{w}" dimheight="{h}"/><hc:img binaryItemIDRef="{key}" '
        'bright="0" contrast="0" effect="REAL_PIC" alpha="0"/><hp:effects/>'
        f'<hp:sz width="{w}" height="{h}" widthRelTo="ABSOLUTE" heightRelTo="ABSOLUTE" '
        f'protect="0"/>{POSITION}<hp:outMargin left="0" right="0" top="0" bottom="0"/>'
        f"<hp:shapeComment>{said(picture.alt)}</hp:shapeComment></hp:pic>"
    )
