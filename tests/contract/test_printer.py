"""What every printer of notices does: the one in the sandbox, and the test's own."""

import pytest

from mobile_admin.notices.ports import Printer, PrinterFailed
from tests.support.fakes.printer import FakePrinter
from workplace.bridges.field_printer import SandboxPrinter

SANDBOX = SandboxPrinter()
FETCHES = (
    "<img src='file:///etc/passwd'>",
    "<img src='http://127.0.0.1:1/x.png'>",
    "<link rel=stylesheet href='file:///etc/hosts'>",
    "<img src='data:image/png;base64,iVBORw0KGgo='>",
    "<style>@import 'http://127.0.0.1:1/a.css';</style>",
    "<link rel=attachment href='file:///etc/passwd'>",
)


@pytest.fixture(params=["fake", "sandbox"])
def printer(request: pytest.FixtureRequest) -> Printer:
    return FakePrinter() if request.param == "fake" else SANDBOX


def test_it_prints_pdf_a_with_files_inside_and_draws_the_first_page(printer: Printer) -> None:
    """[NO8]"""
    pdf = printer.pdf("<p>온마루</p>", [("a.json", "하나", b"{}"), ("b.xml", "둘", b"<b/>")])
    assert pdf.startswith(b"%PDF-1.7")
    assert pdf.count(b"/EmbeddedFile") >= 1 or b"/ObjStm" in pdf
    assert printer.picture(pdf).startswith(b"\x89PNG")


@pytest.mark.parametrize("html", FETCHES)
def test_it_fetches_nothing_whatever_it_is_told(printer: Printer, html: str) -> None:
    """[NO11]"""
    with pytest.raises(PrinterFailed):
        printer.pdf(html, [])
    assert printer.pdf("<p>그다음</p>", [])


def test_what_is_no_pdf_has_no_picture(printer: Printer) -> None:
    """[NO11]"""
    with pytest.raises(PrinterFailed):
        printer.picture(b"no")
