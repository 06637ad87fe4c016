"""An HWPX with what is set into a text, by python-hwpx; the object that it cannot make is added."""

from hwpx import HwpxDocument
from hwpx.oxml import ContainerMember

from tests.weboffice.paper.word_insets import CHART, compound
from weboffice.paper.markup import archive
from weboffice.paper.safe import open_package

OLE = (
    '<hp:ole id="6" zOrder="0" numberingType="PICTURE" objectType="{kind}" '
    'binaryItemIDRef="ole1" hasMoniker="0" drawAspect="CONTENT" eqBaseLine="0">'
    '<hp:offset x="0" y="0"/><hp:orgSz width="12000" height="6000"/>'
    '<hp:curSz width="12000" height="6000"/><hp:renderingInfo>'
    + "".join(
        f'<hc:{name} e1="1" e2="0" e3="0" e4="0" e5="1" e6="0"/>'
        for name in ("transMatrix", "scaMatrix", "rotMatrix")
    )
    + '</hp:renderingInfo><hc:extent x="12000" y="6000"/><hp:sz width="12000" height="6000" '
    'widthRelTo="ABSOLUTE" heightRelTo="ABSOLUTE" protect="0"/><hp:pos treatAsChar="1" '
    'affectLSpacing="0" flowWithText="1" allowOverlap="0" holdAnchorAndSO="0" vertRelTo="PARA" '
    'horzRelTo="PARA" vertAlign="TOP" horzAlign="LEFT" vertOffset="0" horzOffset="0"/></hp:ole>'
)


def with_elements(made: HwpxDocument, elements: list[str], files: dict[str, bytes]) -> bytes:
    """Each in a line of its own at the end."""
    package = open_package(made.to_bytes())
    parts = {name: package.read(name) for name in package.archive.namelist()}
    lines = "".join(
        '<hp:p id="9" paraPrIDRef="0" styleIDRef="0" pageBreak="0" columnBreak="0" merged="0">'
        f'<hp:run charPrIDRef="0">{one}</hp:run></hp:p>'
        for one in elements
    )
    section = parts["Contents/section0.xml"]
    parts["Contents/section0.xml"] = section.replace(b"</hs:sec>", f"{lines}</hs:sec>".encode())
    items = "".join(
        f'<opf:item id="{name.partition(".")[0]}" href="BinData/{name}" '
        'media-type="application/ole" isEmbeded="1"/>'
        for name in files
    )
    contents = parts["Contents/content.hpf"]
    parts["Contents/content.hpf"] = contents.replace(
        b"</opf:manifest>", f"{items}</opf:manifest>".encode()
    )
    parts |= {f"BinData/{name}": data for name, data in files.items()}
    return archive(parts, frozenset({"mimetype"}))


def whole() -> bytes:
    """One of each that is kept."""
    made = HwpxDocument.new()
    made.shapes.add_equation("x = {1} over {2}")
    boxes = [
        ContainerMember.text_box(x, 0, 9000, 4000, said)
        for x, said in ((0, "기안"), (11000, "결재"))
    ]
    made.shapes.add_container([*boxes, ContainerMember.line(9000, 2000, 11000, 2000)])
    made.shapes.add_chart(CHART.replace('<c:externalData r:id="rId1"/>', ""))
    made.fields.add_check_box(caption="동의")
    return with_elements(made, [OLE.format(kind="EMBEDDED")], {"ole1.ole": compound("Workbook")})


def hostile(kind: str, data: bytes) -> bytes:
    return with_elements(HwpxDocument.new(), [OLE.format(kind=kind)], {"ole1.ole": data})
