"""From a paper to one HTML page that needs nothing else: no script, no foreign address."""

from base64 import b64encode
from collections.abc import Iterable, Sequence

from weboffice.paper import columns
from weboffice.paper.features import Feature
from weboffice.paper.markup import quoted, said
from weboffice.paper.model import (
    OUTLINE_SIGNS,
    Block,
    Cell,
    Form,
    Inline,
    Line,
    PageBreak,
    Paper,
    Picture,
    Rule,
    Run,
    Table,
)

F = Feature
HOLDS = frozenset(
    {
        F.BOLD, F.ITALIC, F.UNDERLINE, F.STRIKE, F.INK, F.FILL, F.SIZE, F.FONT, F.SCRIPT, F.LINK,
        F.HEADING, F.DEEP_HEADING, F.OUTLINE, F.LIST, F.ALIGN, F.RULE, F.PAGE_BREAK, F.TABLE,
        F.TABLE_HEAD, F.SPAN, F.WIDTHS, F.CELL_LINES, F.CELL_FILL,
        F.CELL_STAND, F.PICTURE, F.LEADING, F.TRACKING,
    }
)  # fmt: skip
_LOOK = """
body { max-width: 170mm; margin: 20mm auto;
  font: 11pt/1.7 "Noto Sans KR", "Malgun Gothic", sans-serif;
  text-align: justify; word-break: keep-all; }
table { border-collapse: collapse; width: 100%; }
td, th { border: 1px solid #8a949e; padding: 4px 8px; }
th { background: #f1f3f5; text-align: center; } td p, th p { margin: 0; }
.outline { margin: 0.2em 0; text-indent: -1.2em; }
.l1 { margin-left: 1.2em; } .l2 { margin-left: 2.4em; }
.l3 { margin-left: 3.6em; } .l4 { margin-left: 4.8em; }
.page-break { break-before: page; }
"""
_LISTS = {Form.BULLET: "ul", Form.NUMBER: "ol"}
_TAGS = {"bold": "strong", "italic": "em", "underline": "u", "strike": "s"}


def write(paper: Paper) -> bytes:
    title = said(paper.title or "문서")
    return (
        '<!doctype html>\n<html lang="ko"><head><meta charset="utf-8">'
        f"<title>{title}</title><style>{_LOOK}</style></head><body>\n"
        f"{''.join(_blocks(paper.blocks))}</body></html>\n"
    ).encode()


def _blocks(blocks: Sequence[Block]) -> Iterable[str]:
    opened: list[str] = []
    for block in blocks:
        tag = _LISTS.get(block.form) if isinstance(block, Line) else None
        yield from _to_depth(opened, tag, block.level if isinstance(block, Line) and tag else 0)
        yield _block(block) + "\n"
    yield from _to_depth(opened, None, 0)


def _to_depth(opened: list[str], tag: str | None, depth: int) -> Iterable[str]:
    """The ends and beginnings of lists between two blocks."""
    while len(opened) > depth or (opened and depth == len(opened) and opened[-1] != tag):
        yield f"</{opened.pop()}>"
    while tag is not None and len(opened) < depth:
        opened.append(tag)
        yield f"<{tag}>"


def _block(block: Block) -> str:
    match block:
        case Line():
            return _line(block)
        case Rule():
            return "<hr>"
        case PageBreak():
            return '<div class="page-break"></div>'
        case Table():
            rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in block.rows)
            return f"<table>{_columns(block)}{rows}</table>"


def _columns(table: Table) -> str:
    if not columns.is_uneven(table):
        return ""
    each = "".join(f'<col style="width: {share * 100:.2f}%">' for share in table.widths)
    return f"<colgroup>{each}</colgroup>"


def _cell(cell: Cell) -> str:
    tag = "th" if cell.is_head else "td"
    spans = f' colspan="{cell.columns}"' * (cell.columns > 1) + f' rowspan="{cell.rows}"' * (
        cell.rows > 1
    )
    looks = [
        f"background-color: {cell.fill}" if cell.fill else "",
        f"vertical-align: {cell.stand.value}" if cell.stand else "",
    ]
    look = "; ".join(filter(None, looks))
    spans += f' style="{look}"' if look else ""
    return f"<{tag}{spans}>{''.join(_blocks(cell.lines))}</{tag}>"


def _line(line: Line) -> str:
    inner = "".join(_inline(part) for part in line.inlines)
    looks = [
        f"text-align: {line.align.value}" if line.align else "",
        f"line-height: {line.leading / 100:g}" if line.leading else "",
    ]
    look = "; ".join(filter(None, looks))
    aligned = f' style="{look}"' if look else ""
    if line.form is Form.HEADING:
        return f"<h{line.level}{aligned}>{inner}</h{line.level}>"
    if line.form is Form.OUTLINE:
        sign = f'<span class="sign">{OUTLINE_SIGNS[line.level - 1]} </span>'
        kind = f'data-kind="outline" data-level="{line.level}"'
        return f'<p class="outline l{line.level}" {kind}{aligned}>{sign}{inner}</p>'
    if line.form in _LISTS:
        return f"<li{aligned}>{inner}</li>"
    return f"<p{aligned}>{inner}</p>"


def _inline(part: Inline) -> str:
    match part:
        case Run():
            return _run(part)
        case Picture():
            source = f"data:{part.media_type};base64,{b64encode(part.data).decode()}"
            size = f'style="width: {part.width:g}mm; height: {part.height:g}mm"'
            return f'<img src="{source}" alt={quoted(part.alt)} {size}>'
        case _:
            return ""


def _run(run: Run) -> str:
    style = run.style
    inner = said(run.text).replace("\n", "<br>").replace("\t", '<span class="tab">\t</span>')
    for name, tag in _TAGS.items():
        if getattr(style, name):
            inner = f"<{tag}>{inner}</{tag}>"
    if style.script:
        inner = f"<{style.script[:3]}>{inner}</{style.script[:3]}>"
    looks = [
        f"color: {style.ink}" if style.ink else "",
        f"background-color: {style.fill}" if style.fill else "",
        f"font-size: {style.size:g}pt" if style.size else "",
        f"font-family: '{style.font}'" if style.font else "",
        f"letter-spacing: {style.tracking / 100:g}em" if style.tracking else "",
    ]
    if look := "; ".join(filter(None, looks)):
        inner = f"<span style={quoted(look)}>{inner}</span>"
    return f"<a href={quoted(style.link)}>{inner}</a>" if style.link else inner
