"""Letters of a DOCX, with their marks as they are written."""

from weboffice.paper import spacing
from weboffice.paper.markup import quoted, said
from weboffice.paper.model import Run, Style


def written(run: Run, size: float, restyled: str = "") -> str:
    """`size` is that of letters whose style says none."""
    properties = properties_of(run.style, size) + restyled
    opened = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    tag = "delText" if run.struck else "t"
    return f"<w:r>{opened}{_text(run.text, tag)}</w:r>" if run.text else ""


def _text(text: str, tag: str) -> str:
    made: list[str] = []
    for number, line in enumerate(text.split("\n")):
        if number:
            made.append("<w:br/>")
        for place, piece in enumerate(line.split("\t")):
            if place:
                made.append("<w:tab/>")
            if piece:
                made.append(f'<w:{tag} xml:space="preserve">{said(piece)}</w:{tag}>')
    return "".join(made)


def properties_of(style: Style, size: float) -> str:
    """In the order that the schema wants."""
    made = '<w:rStyle w:val="Hyperlink"/>' if style.link else ""
    if style.font:
        made += f"<w:rFonts w:ascii={quoted(style.font)} w:hAnsi={quoted(style.font)} "
        made += f"w:eastAsia={quoted(style.font)}/>"
    made += "<w:b/>" * style.bold + "<w:i/>" * style.italic + "<w:strike/>" * style.strike
    if style.ink:
        made += f'<w:color w:val="{style.ink[1:].upper()}"/>'
    if style.tracking:
        made += f'<w:spacing w:val="{spacing.twips(style.tracking, style.size or size)}"/>'
    if style.size:
        made += f'<w:sz w:val="{round(style.size * 2)}"/>'
    made += '<w:u w:val="single"/>' * style.underline
    if style.fill:
        made += f'<w:shd w:val="clear" w:color="auto" w:fill="{style.fill[1:].upper()}"/>'
    if style.script:
        made += f'<w:vertAlign w:val="{style.script}script"/>'
    return made
