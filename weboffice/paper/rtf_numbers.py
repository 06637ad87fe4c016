r"""Page numbers 가, 나, 다 in an RTF.

RTF has a word for them, \pgnganada (Word 2007 RTF specification 1.9.1), which LibreOffice neither
writes nor reads: it is put in behind it, and looked for before it.
"""

import re
from dataclasses import replace

from weboffice.paper.model import Figures, Paper

_SECTION = re.compile(rb"\\sectd(?![a-z])")
_HANGUL = re.compile(rb"(?<!\\)\\pgn(?:ganada|chosung)(?![a-z])")


def told(data: bytes, paper: Paper) -> bytes:
    """An RTF of that paper that says how its pages are numbered."""
    if paper.figures is not Figures.HANGUL:
        return data
    return _SECTION.sub(lambda found: found[0] + b"\\pgnganada", data)


def heard(data: bytes, paper: Paper) -> Paper:
    """What was read of an RTF, with the numbers that it asks for."""
    is_hangul = _HANGUL.search(data) is not None and paper.figures is Figures.DIGIT
    return replace(paper, figures=Figures.HANGUL) if is_hangul else paper
