"""Markdown (CommonMark with tables and strikethrough), both ways.

개조식 has no word there: it is written as nested items that keep their signs, which reads well
anywhere and is read back as 개조식.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from markdown_it import MarkdownIt

from weboffice.paper import html_read, text
from weboffice.paper.features import Feature
from weboffice.paper.model import (
    OUTLINE_SIGNS,
    Block,
    Form,
    Line,
    Paper,
    Read,
    Rule,
    Run,
    Style,
    Table,
)
from weboffice.paper.numbers import counted

F = Feature
HOLDS = frozenset(
    {
        F.BOLD, F.ITALIC, F.STRIKE, F.LINK, F.HEADING, F.DEEP_HEADING, F.OUTLINE, F.LIST, F.RULE,
        F.TABLE, F.TABLE_HEAD,
    }
)  # fmt: skip
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#~|])")
_LINE_START = re.compile(r"^(\s*)(?:([-+=])|(\d{1,9})([.)]))")
_INDENT = "    "


def write(paper: Paper) -> bytes:
    parts: list[str] = []
    before: Block | None = None
    depth = 0
    for block, number in counted(paper.blocks):
        if parts:
            parts.append("\n" if _is_item(block) and _is_item(before) else "\n\n")
        # An item can only stand one deeper than the one before; its sign still says its level.
        depth = min(block.level, depth + 1) if isinstance(block, Line) and _is_item(block) else 0
        parts.append(_block(block, number, depth))
        before = block
    return ("".join(parts) + "\n").encode()


def _is_item(block: Block | None) -> bool:
    return isinstance(block, Line) and block.form not in {Form.TEXT, Form.HEADING}


def _block(block: Block, number: int, depth: int) -> str:
    match block:
        case Line():
            return _line(block, number, depth)
        case Rule():
            return "---"
        case Table():
            return _table(block)
        case _:
            return ""


def _line(line: Line, number: int, depth: int) -> str:
    inner = _runs(line)
    if line.form is Form.HEADING:
        return "#" * line.level + " " + inner.replace("\\\n", " ")
    if line.form is Form.TEXT:
        return _LINE_START.sub(_escaped_start, inner)
    indent = _INDENT * (depth - 1)
    sign = f"{number}." if line.form is Form.NUMBER else "-"
    if line.form is Form.OUTLINE:
        inner = f"{OUTLINE_SIGNS[line.level - 1].replace('-', '–')} {inner}"
    return f"{indent}{sign} {inner}".replace("\n", f"\n{indent}  ")


def _escaped_start(found: re.Match[str]) -> str:
    if found[2]:
        return f"{found[1]}\\{found[2]}"
    return f"{found[1]}{found[3]}\\{found[4]}"


def _runs(line: Line) -> str:
    return "".join(_run(part) for part in line.inlines if isinstance(part, Run)).strip(" ")


def _run(run: Run) -> str:
    """Marks hug the words: Markdown knows none around blanks."""
    said = _SPECIAL.sub(r"\\\1", run.text.replace("\t", " "))
    left, core, right = _parted(said)
    if core:
        for name, mark in (("strike", "~~"), ("italic", "*"), ("bold", "**")):
            if getattr(run.style, name):
                core = f"{mark}{core}{mark}"
        if run.style.link:
            core = f"[{core}](<{run.style.link.replace('>', '%3E').replace('<', '%3C')}>)"
    return (left + core + right).replace("\n", "\\\n")


def _parted(said: str) -> tuple[str, str, str]:
    core = said.strip()
    start = said.index(core) if core else len(said)
    return said[:start], core, said[start + len(core) :]


def _table(table: Table) -> str:
    rows = [
        "| " + " | ".join(_runs(cell.lines[0]).replace("\\\n", " ") for cell in row) + " |"
        for row in table.rows
    ]
    columns = max((len(row) for row in table.rows), default=1)
    return "\n".join([*rows[:1], "|" + " --- |" * columns, *rows[1:]])


def read(data: bytes) -> Read:
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    found = html_read.read_text(f"<body>{parser.render(text.decode(data))}</body>")
    paper = replace(found.paper, blocks=tuple(_with_signs(found.paper.blocks)))
    return Read(paper, found.losses)


def _with_signs(blocks: Sequence[Block]) -> list[Block]:
    return [_outline(block) if isinstance(block, Line) else block for block in blocks]


def _outline(line: Line) -> Line:
    first = line.inlines[0] if line.inlines else None
    if line.form is not Form.BULLET or not isinstance(first, Run) or first.style != Style():
        return line
    level = (OUTLINE_SIGNS.replace("-", "–").find(first.text[:1]) + 1) if first.text else 0
    if not level or first.text[1:2] not in {" ", ""}:
        return line
    rest = replace(first, text=first.text[2:])
    return Line((rest, *line.inlines[1:]) if rest.text else line.inlines[1:], Form.OUTLINE, level)
