"""Letters of a DOCX that are elements: tabs and breaks, signs of a font, and what is read aloud
above a word."""

from typing import Any

from weboffice.paper.docx.style import Q, value
from weboffice.paper.features import Feature, Losses
from weboffice.paper.safe import local

PLAIN = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
UNKNOWN_SIGN = "▪"
# Codes of fonts that have signs in the place of letters, by what they look like.
_SYMBOL = {
    0x6D: "μ", 0xA3: "≤", 0xA5: "∞", 0xA7: "♣", 0xA8: "♦", 0xA9: "♥", 0xAA: "♠", 0xAB: "↔",
    0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×",
    0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xD6: "√", 0xE5: "∑",
}  # fmt: skip
_WINGDINGS = {
    0x21: "✏", 0x22: "✂", 0x28: "☎", 0x29: "✆", 0x2A: "✉", 0x46: "☞", 0x4A: "☺", 0x4C: "☹",
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒", 0x75: "◆", 0x76: "❖",
    0x9F: "•", 0xA1: "○", 0xA2: "○", 0xA4: "◉", 0xA7: "▪", 0xA8: "□", 0xAB: "★", 0xD8: "➢",
    0xDC: "➲", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xF3: "⇔",
    0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS}
_PRIVATE = range(0xF000, 0xF100)


def said(element: Any, losses: Losses) -> str | None:
    """None for what is no letter; what has none that everybody has is counted [FM1]."""
    name = local(element)
    if name == "sym":
        return _sign(element, losses)
    if name == "ruby":
        losses[Feature.UNKNOWN] += 1
        word, above = (_letters(element.find(f"{Q}{part}")) for part in ("rubyBase", "rt"))
        return f"{word}({above})" if above else word
    return PLAIN.get(name)


def _sign(element: Any, losses: Losses) -> str:
    code = _code(value(element, "char"))
    known = _FONTS.get(value(element, "font").lower())
    if known is None and code is not None and code not in _PRIVATE:
        return chr(code)
    sign = (known or {}).get(-1 if code is None else code & 0xFF)
    losses[Feature.UNKNOWN] += sign is None
    return sign or UNKNOWN_SIGN


def _code(text: str) -> int | None:
    """As XML may hold it."""
    try:
        code = int(text, 16)
    except ValueError:
        return None
    return code if 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE else None  # noqa: PLR2004


def _letters(part: Any | None) -> str:
    return "" if part is None else "".join(one.text or "" for one in part.iter(f"{Q}t"))
