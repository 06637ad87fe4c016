"""Numbered lines of pictures and tables, as an office writes them: `<그림 1> 위치도`.

No format has them as all others do, so they leave as text and are known again by it.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from weboffice.paper import lines
from weboffice.paper.model import CAPTIONS, Block, Form, Line, Run, plain

_START = re.compile(r"^\s*[<〈＜\[](?P<word>그림|표)\s*\d{1,3}(?:[-.]\d{1,3})?[>〉＞\]]\s*")
_FORMS = {word: form for form, word in CAPTIONS.items()}


def recognise(blocks: Sequence[Block]) -> tuple[Block, ...]:
    return lines.changed(blocks, _recognised)


def _recognised(line: Line) -> Line:
    found = _START.match(plain(line)) if line.form is Form.TEXT else None
    first = line.inlines[0] if line.inlines else None
    # A number that is cut into pieces of other looks is somebody's own work.
    if found is None or not isinstance(first, Run) or len(first.text) < found.end():
        return line
    rest = replace(first, text=first.text[found.end() :])
    inlines = (rest, *line.inlines[1:]) if rest.text else line.inlines[1:]
    return replace(line, form=_FORMS[found["word"]], inlines=inlines)


class Counted:
    """Writes numbers out, in the order of the lines it is given."""

    def __init__(self) -> None:
        self._counts: Counter[Form] = Counter()

    def __call__(self, line: Line) -> Line:
        if line.form not in CAPTIONS:
            return line
        self._counts[line.form] += 1
        sign = Run(f"<{CAPTIONS[line.form]} {self._counts[line.form]}> ")
        return replace(line, form=Form.TEXT, inlines=(sign, *line.inlines))
