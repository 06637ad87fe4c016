"""The formats' readers and writers, each where it may do no harm.

What strangers made is read in the sandbox. What we write from our own paper needs none, but for
LibreOffice, which is large and not ours.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from signal import SIGKILL, SIGXCPU

from weboffice.formats.adapters import contents, sandbox
from weboffice.formats.adapters.office import Office, Wish
from weboffice.formats.adapters.office_pool import OfficePool
from weboffice.formats.adapters.sandbox import READING, Task
from weboffice.formats.model import Format
from weboffice.formats.ports import GoesOn
from weboffice.paper import (
    box,
    carry,
    html_write,
    hwp_read,
    markdown,
    metafiles,
    rtf_numbers,
    rtf_spacing,
    text,
)
from weboffice.paper.docx import write as docx_write
from weboffice.paper.features import Feature, Losses
from weboffice.paper.hwpx import write as hwpx_write
from weboffice.paper.model import Paper, Read
from weboffice.paper.safe import Reason, Refusal, open_package

F = Format
WRITERS: dict[Format, Callable[[Paper], bytes]] = {
    F.HWPX: hwpx_write.write,
    F.DOCX: docx_write.write,
    F.HTML: html_write.write,
    F.MARKDOWN: markdown.write,
    F.TEXT: text.write,
}
# LibreOffice's own names of its filters; PDF with structure for screen readers, PDF/A as 2b.
_PDF = '{"UseTaggedPDF":{"type":"boolean","value":"true"}%s}'
_PDFA = ',"SelectPdfVersion":{"type":"long","value":"2"}'
TARGETS = {
    F.ODT: "odt:writer8",
    F.RTF: "rtf:Rich Text Format",
    F.PDF: f"pdf:writer_pdf_Export:{_PDF % ''}",
    F.PDFA: f"pdf:writer_pdf_Export:{_PDF % _PDFA}",
}
BY_OFFICE = frozenset({F.ODT, F.RTF, F.DOC})
TO_DOCX = "docx:MS Word 2007 XML"


@dataclass(frozen=True)
class SandboxConverter:
    """weboffice.formats.ports.Converter"""

    office: Office = field(default_factory=OfficePool)

    def read(self, format_: Format, data: bytes, goes_on: GoesOn) -> Read:
        source, own, dropped = data, contents.by_contents(format_, data), 0
        beside: Losses = Counter()
        format_ = own
        if format_ is F.HWP:
            # First what is in it: how its drawings look is found out before it is read.
            data, dropped = hwp_read.unpacked(_boxed(box.AS_HWPX, data, goes_on))
            format_ = F.HWPX
        if format_ in BY_OFFICE:
            beside = contents.check(format_, data)
            wish = Wish(f"in.{format_.value}", data, TO_DOCX, is_strange=True)
            data = self.office.convert(wish, goes_on)
            format_ = F.DOCX
        previews = self.previews(format_, data, goes_on)
        found = carry.unpack(_boxed(format_.value, data, goes_on, previews))
        found = replace(found, losses=found.losses + beside + Counter({Feature.UNKNOWN: dropped}))
        if own is F.RTF:
            paper = rtf_spacing.heard(rtf_numbers.heard(source, found.paper))
            found = replace(found, paper=paper)
        return found

    def previews(self, format_: Format, data: bytes, goes_on: GoesOn) -> bytes:
        """How the drawings of a file look, as an archive of PNG; empty where nobody can tell."""
        if format_.value not in box.PACKAGED:
            return b""
        try:
            found = metafiles.found_in(open_package(data))
        except Refusal:
            return b""  # why, is said where it is read
        if not found:
            return b""
        wish = Wish("in.docx", docx_write.write(metafiles.sheets(found)), TARGETS[F.PDF])
        program = [
            sandbox.PYTHON, "-m", "weboffice.paper.metafiles", "/job/in", "/job/names", "/job/out"
        ]  # fmt: skip
        try:
            files = {"in": self.office.convert(wish, goes_on), "names": "\n".join(found).encode()}
            status, made = sandbox.run(Task(program, files, "out", READING), goes_on)
        except Refusal:
            return b""  # they are kept all the same, and said in words
        return b"" if status else made

    def write(self, format_: Format, paper: Paper, goes_on: GoesOn, base: bytes = b"") -> bytes:
        own = format_ if format_ in WRITERS else F.DOCX
        made = written_on(base, own, paper, goes_on) if base else WRITERS[own](paper)
        if own is format_:
            return made
        wish = Wish("in.docx", made, TARGETS[format_], is_strange=bool(base))
        result = self.office.convert(wish, goes_on)
        return rtf_numbers.told(result, paper) if format_ is F.RTF else result


def _boxed(name: str, data: bytes, goes_on: GoesOn, previews: bytes = b"") -> bytes:
    program = [sandbox.PYTHON, "-m", "weboffice.paper.box", name, "/job/in", "/job/out"]
    files = {"in": data} | ({box.PREVIEWS: previews} if previews else {})
    return _result(sandbox.run(Task(program, files, "out", READING), goes_on))


def written_on(base: bytes, format_: Format, paper: Paper, goes_on: GoesOn) -> bytes:
    """What was kept came from a stranger: it is opened where it may do no harm [FM4]."""
    program = [
        sandbox.PYTHON, "-m", "weboffice.paper.box", format_.value, "/job/in", "/job/out",
        "/job/base",
    ]  # fmt: skip
    files = {"in": carry.pack(Read(paper)), "base": base}
    return _result(sandbox.run(Task(program, files, "out", READING), goes_on))


def _result(ended: tuple[int, bytes]) -> bytes:
    status, result = ended
    if status == box.REFUSED:
        raise Refusal(_reason(result))
    if status or not result:
        raise Refusal(_ENDS.get(status, Reason.TOO_MUCH_MEMORY), str(status))
    return result


# By the exit status of what failed without a word: a fault of ours, and the bound of processor
# time; what is left is memory.
_ENDS = {1: Reason.CONVERTER_FAILED, 128 + SIGXCPU: Reason.TOO_LONG, 128 + SIGKILL: Reason.TOO_LONG}


def _reason(result: bytes) -> Reason:
    said = result[:40].decode("ascii", "replace")
    return Reason(said) if said in set(Reason) else Reason.CONVERTER_FAILED
