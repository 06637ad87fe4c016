"""What stands in docs/formats.md between its tables."""

HEAD = """\
# 형식표 (Formats)
Made by `./onmaru bench formats` from files that it writes and reads again; do not edit by hand.

● comes back as it was after document → file → document · △ the format, or the editor, has no
word for it: it becomes the nearest there is and is counted in *바뀌는 것* before anything is kept ·
○ is written, and lost when read again. The column *편집기* says what the editor keeps today.
HWP is read only; here python-hwpx wrote it.
"""
FOREIGN = """\
## Files of other programs
What their readers met and could not keep is counted, by feature; what the editor does not show and
a file of the same format gets back is counted beside it (ADR 0026).
"""
KEPT = """\
## What stands beside the text
Comes back in the same format, cleaned of macros, templates, links to files and fields that fetch.
What another program set into the text (equations, charts, grouped shapes, embedded documents,
choices, section breaks) stays where it is and comes back whole (ADR 0030).
"""
PAGES = """\
## Before and after
The first page, printed by LibreOffice: before, and after a way through HWPX, HWP and ODT.

| before | HWPX | HWP | ODT |
|---|---|---|---|
| ![](pictures/formats/before.png) | ![](pictures/formats/after-hwpx.png) | \
![](pictures/formats/after-hwp.png) | ![](pictures/formats/after-odt.png) |
"""
REAL = """\
## Real files, before and after
Files that Word made, the first page as LibreOffice prints it: as they came, and after a way through
the editor. They are test data of free projects (MIT, BSD), fetched from their registries.
"""
HANGUL = """\
## Files of Hangul
Forms of official letters and documents that Hangul saved, brought by free packages. How Hangul
shows them nobody can tell here: what was read of them is counted.
"""
STRANGERS = """\
## Strangers' files
Each is read, written as DOCX and read again, in a process of its own. *말없이 사라진 글* counts
files in which a word vanished that no count speaks of; what is refused is broken on purpose or
locked.
"""
TIMES = """\
## Time
One page, on 2 cores that others used as well; reading starts a sandbox; the first of PDF, ODT and
RTF starts LibreOffice, which stays open for the next (`./onmaru bench office`).
"""
