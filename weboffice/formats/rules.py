"""Which formats there are, what each can hold, and when something may still happen."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kernel.errors import Conflict, Invalid, TooFast
from kernel.text import nfc
from weboffice.formats.model import GOING, Choice, Conversion, Format, Kept, Stage, State, Way
from weboffice.paper import html_write, markdown, setup, shared, text
from weboffice.paper.docx import write as docx_write
from weboffice.paper.features import Feature, Losses
from weboffice.paper.fit import fit
from weboffice.paper.fragments import insets_in
from weboffice.paper.hwpx import write as hwpx_write
from weboffice.paper.lines import lines_in
from weboffice.paper.model import Paper, plain
from weboffice.paper.safe import LARGEST_FILE, Reason, Refusal
from weboffice.paper.shared import Readings
from weboffice.paper.talks import placed

F = Format
MOST_AT_ONCE = 3
SEOUL = ZoneInfo("Asia/Seoul")
KEPT_FOR = timedelta(days=1)
LONGEST = timedelta(minutes=10)  # no converter takes longer: its process ended
# Of a document that is opened in a browser and written in by several: some 600 pages. A small file
# may hold far more, as the same line packs well.
MOST_LINES, MOST_LETTERS = 20_000, 5_000_000
IMPORTS = frozenset({F.HWPX, F.HWP, F.DOCX, F.DOC, F.ODT, F.RTF, F.HTML, F.MARKDOWN, F.TEXT})
EXPORTS = (F.HWPX, F.DOCX, F.PDF, F.PDFA, F.ODT, F.RTF, F.HTML, F.MARKDOWN, F.TEXT)
# On paper, suggestions are accepted [SG6].
ON_PAPER = docx_write.HOLDS - {
    Feature.INSERTION,
    Feature.DELETION,
    Feature.OTHER_CHANGE,
    Feature.COMMENT,
    Feature.COMMENT_REPLY,
}
# LibreOffice writes a change of letters' looks as if it had been made, and without a word. Lines'
# spacing it counts in whole percents of single lines: only Hangul's steps of five are such.
BY_LIBREOFFICE = docx_write.HOLDS - {Feature.OTHER_CHANGE, Feature.FINE_LEADING}
IN_RTF = BY_LIBREOFFICE - {Feature.COMMENT_REPLY}  # it has none
HOLDS: dict[Format, frozenset[Feature]] = {
    F.HWPX: hwpx_write.HOLDS,
    F.DOCX: docx_write.HOLDS,
    F.ODT: BY_LIBREOFFICE,
    F.RTF: IN_RTF,
    F.PDF: ON_PAPER,
    F.PDFA: ON_PAPER,
    F.HTML: html_write.HOLDS,
    F.MARKDOWN: markdown.HOLDS,
    F.TEXT: text.HOLDS,
}
MEDIA = {
    F.HWPX: "application/hwp+zip",
    F.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    F.ODT: "application/vnd.oasis.opendocument.text",
    F.RTF: "application/rtf",
    F.PDF: "application/pdf",
    F.PDFA: "application/pdf",
    F.HTML: "text/html; charset=utf-8",
    F.MARKDOWN: "text/markdown; charset=utf-8",
    F.TEXT: "text/plain; charset=utf-8",
}
_ENDINGS = {"htm": F.HTML, "markdown": F.MARKDOWN, "text": F.TEXT}
_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


class FormatUnknown(Invalid):
    """No converter reads or writes this."""

    code = "format_unknown"


class FileTooLarge(Invalid):
    code = "import_too_large"


class TooManyConversions(TooFast):
    code = "too_many_conversions"


class ConversionOver(Conflict):
    """It is not in a state in which that can happen."""

    code = "conversion_over"


def format_of(name: str) -> Format:
    """By the ending; raise FormatUnknown with those that can be read."""
    ending = nfc(name).rpartition(".")[2].lower()
    found = _ENDINGS.get(ending) or (F(ending) if ending in set(F) else None)
    if found not in IMPORTS:
        raise FormatUnknown(known=sorted(one.value for one in IMPORTS))
    return found


def export_format(wished: str) -> Format:
    if wished not in {one.value for one in EXPORTS}:
        raise FormatUnknown(known=[one.value for one in EXPORTS])
    return F(wished)


def check_size(size_bytes: int) -> None:
    if size_bytes > LARGEST_FILE:
        raise FileTooLarge(most_bytes=LARGEST_FILE)


def check_room(going: int) -> None:
    if going >= MOST_AT_ONCE:
        raise TooManyConversions(most=MOST_AT_ONCE)


def check_ready(conversion: Conversion, way: Way) -> None:
    is_ready = conversion.state in {State.READY, State.KEPT}
    if conversion.way is not way or not is_ready:
        raise ConversionOver(state=conversion.state.value)


def file_name(title: str, format_: Format) -> str:
    """A name that every system takes."""
    ending = "pdf" if format_ is F.PDFA else format_.value
    stem = _UNFIT.sub(" ", nfc(title)).strip(" .")[:100] or "문서"
    return f"{stem}.{ending}"


def day_of(now: datetime) -> str:
    """As an office writes it: 2030. 1. 7."""
    day = now.astimezone(SEOUL)
    return f"{day.year}. {day.month}. {day.day}."


def title_of(name: str) -> str:
    stem, dot, _ = nfc(name).rpartition(".")
    return (stem if dot else name).strip()[:120] or name[:120]


def choices(document: Readings, kept: Kept | None = None) -> list[Choice]:
    """What each format would change of a document, and what comes back in it."""
    return [
        Choice(
            one,
            as_counts(fitted(document, one, kept)[1]),
            dict(kept.counts) if kept and comes_back(kept, one) else {},
        )
        for one in EXPORTS
    ]


def comes_back(kept: Kept, format_: Format) -> bool:
    """Whether a file of `format_` takes what was kept of another [FM8]."""
    return _GROWN.get(kept.format, kept.format) is format_


def goes_along(kept: Kept, format_: Format) -> bool:
    """Whether what was set into the text is in the file: a PDF is printed from a DOCX [FM10]."""
    grown = _GROWN.get(kept.format, kept.format)
    return grown is format_ or (grown is F.DOCX and format_ in {F.PDF, F.PDFA})


# Old binary formats leave as the formats that came after them.
_GROWN = {F.HWP: F.HWPX, F.DOC: F.DOCX}


def fitted(document: Readings, format_: Format, kept: Kept | None = None) -> tuple[Paper, Losses]:
    """The document as a format can hold it, and what that changes."""
    found = document.under(HOLDS[format_])
    insets = kept.insets if kept and goes_along(kept, format_) else ()
    paper, lost = fit(found.paper, HOLDS[format_], insets)
    paper, homeless = placed(paper)
    return paper, found.losses + lost + homeless


def as_counts(losses: Losses) -> dict[str, int]:
    return {feature.value: count for feature, count in losses.items() if count > 0}


def into_editor(paper: Paper) -> tuple[Paper, Losses]:
    simple, lost = setup.simple(paper)
    keys = {inset.key for inset in insets_in(simple)}
    fitted, more = fit(simple, shared.HOLDS, keys)
    return fitted, lost + more


def check_paper(paper: Paper) -> None:
    """Raise Refusal of what is too long for one document."""
    lines = letters = 0
    for line in lines_in(paper.blocks):
        lines += 1
        letters += len(plain(line))
    if lines > MOST_LINES or letters > MOST_LETTERS:
        raise Refusal(Reason.TOO_LARGE, f"{lines} lines, {letters} letters")


def is_stale(conversion: Conversion, now: datetime) -> bool:
    """Whether whoever ran it is gone [FM5]."""
    return conversion.state in GOING and now - conversion.changed_at > LONGEST


def failed(conversion: Conversion, reason: str, now: datetime) -> Conversion:
    return replace(conversion, state=State.FAILED, stage=Stage.DONE, reason=reason, changed_at=now)
