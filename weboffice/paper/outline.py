"""개조식 that was typed with its signs becomes lines of 개조식.

Most papers of an office are written so: "□ 추진 배경", " ○ 필요성". Signs that also mean other
things (- and ·) count only below a □ or a ○.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from weboffice.paper.model import Block, Form, Line, Run, plain

_SIGNS = {1: "□■▢❏", 2: "○◦ㅇ❍◯", 3: "-–―−", 4: "·•∙‧*"}
_SIGN = "|".join(f"(?P<l{level}>[{re.escape(signs)}])" for level, signs in _SIGNS.items())
_START = re.compile(rf"^[\s\u3000]*(?:{_SIGN})[\s\u3000]+(?=\S)")
_STRONG = {1, 2}


def recognise(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], int]:
    """The blocks, and how many lines changed their form."""
    made: list[Block] = []
    is_within, count = False, 0
    for block in blocks:
        level = _level(block)
        is_item = level is not None and (level in _STRONG or is_within)
        is_within = is_item or (
            is_within and isinstance(block, Line) and block.form is Form.OUTLINE
        )
        if is_item and level is not None and isinstance(block, Line):
            made.append(_item(block, level))
            count += 1
        else:
            made.append(block)
    return tuple(made), count


def _level(block: Block) -> int | None:
    if not isinstance(block, Line) or block.form is not Form.TEXT or block.align is not None:
        return None
    found = _START.match(plain(block))
    if found is None or not isinstance(block.inlines[0], Run):
        return None
    return next(level for level in _SIGNS if found[f"l{level}"])


def _item(line: Line, level: int) -> Line:
    found = _START.match(plain(line))
    left = found.end() if found else 0
    inlines = list(line.inlines)
    while left and inlines and isinstance(inlines[0], Run):
        first = inlines[0]
        if len(first.text) > left:
            inlines[0] = replace(first, text=first.text[left:])
            break
        left -= len(first.text)
        inlines.pop(0)
    return replace(line, inlines=tuple(inlines), form=Form.OUTLINE, level=level, align=None)
