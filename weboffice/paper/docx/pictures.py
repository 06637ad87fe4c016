"""A picture in a line of a DOCX (DrawingML)."""

from weboffice.paper.docx.sizes import EMU
from weboffice.paper.markup import quoted
from weboffice.paper.model import Picture


def drawn(picture: Picture, name: str, key: str, number: int) -> str:
    """`key` is that of its relation, `number` its own in the document."""
    size = f'cx="{round(picture.width * EMU)}" cy="{round(picture.height * EMU)}"'
    about = f'id="{number}" name="{name}" descr={quoted(picture.alt)}'
    return (
        f"<w:r><w:drawing><wp:inline><wp:extent {size}/><wp:docPr {about}/>"
        "<a:graphic><a:graphicData "
        'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f"<pic:nvPicPr><pic:cNvPr {about}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{key}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
