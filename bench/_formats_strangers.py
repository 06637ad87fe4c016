"""Real files of strangers: the test data of other projects, most of it made by Word.

None of it is ours to keep, so nothing of it is in the repository: packages are fetched from their
registries with the registries' own clients, and taken only if their hash is the one named here.
Those of LibreOffice are fetched only when they are asked for, as they are 260 MB; Hangul's few
stand in _formats_hangul.py.
"""

import hashlib
import re
import subprocess
import sys
import tarfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from kernel.settings import read_settings
from weboffice.formats.model import Format
from weboffice.formats.rules import HOLDS
from weboffice.paper import box
from weboffice.paper.docx import mend as docx_mend
from weboffice.paper.docx import onto as docx_onto
from weboffice.paper.docx import write as docx_write
from weboffice.paper.fit import fit
from weboffice.paper.fragments import insets_in
from weboffice.paper.model import Inset, Line, Note, Paper, Picture, Read, Run, Table
from weboffice.paper.safe import Refusal, open_package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
LARGEST = 8 << 20
SECONDS = 120.0  # for one file, on a busy machine
DEBIAN = "http://deb.debian.org/debian/pool/main"


@dataclass(frozen=True)
class Source:
    """`get` is the client's command; it leaves `file`, of the given SHA-256."""

    name: str
    get: tuple[str, ...]
    file: str
    sha256: str


def _debian(name: str, path: str, sha256: str) -> Source:
    file = PurePosixPath(path).name
    helper = "/usr/lib/apt/apt-helper"
    return Source(
        name, (helper, "download-file", f"{DEBIAN}/{path}", file, f"SHA256:{sha256}"), file, sha256
    )


_PIP = ("/usr/bin/python3", "-m", "pip", "download", "-q", "--no-deps", "--no-build-isolation",
        "--no-binary", ":all:")  # fmt: skip
SMALL = (
    Source(
        "python-docx 1.2.0 (PyPI)", (*_PIP, "python-docx==1.2.0"), "python_docx-1.2.0.tar.gz",
        "7bc9d7b7d8a69c9c02ca09216118c86552704edc23bac179283f2e38f86220ce",
    ),
    Source(
        "mammoth 1.13.0 (npm)", ("npm", "pack", "-s", "mammoth@1.13.0"), "mammoth-1.13.0.tgz",
        "fe778792e43b06dbbff93d20e22951fe1bc55a05eb04ec823961e8639c62260b",
    ),
    Source(
        "docx4js 3.3.0 (npm)", ("npm", "pack", "-s", "docx4js@3.3.0"), "docx4js-3.3.0.tgz",
        "82621614f3792ee87ea61439e3eaa23a0181bfc5c0a7a54a7c581fbe6f27477f",
    ),
    _debian(
        "pandoc 2.17.1.1 (Debian)", "p/pandoc/pandoc_2.17.1.1.orig.tar.gz",
        "df7c6c605d084252fc28687dffe63ca57dd04a463698d323924d3be2f1f5df32",
    ),
)  # fmt: skip
LARGE = (
    _debian(
        "LibreOffice 7.4.7 (Debian)",
        "libr/libreoffice/libreoffice_7.4.7.orig.tar.xz",
        "743d91f2a138a678380fa7a8ecb5b2401d994b067b330750f03ad8f523a2fb20",
    ),
)


def asked(arguments: Sequence[str]) -> tuple[Source, ...]:
    """`all` is said by who has the time for it."""
    return (*SMALL, *LARGE) if "all" in arguments else SMALL


class NotFetched(Exception):
    """No network, no client, or another file than the one we know."""


def fetched(source: Source) -> Path:
    """In the instance's cache, where it is looked for first; raise NotFetched."""
    home = read_settings().var / "bench" / "strangers"
    home.mkdir(parents=True, exist_ok=True)
    file = home / source.file
    if not file.exists():
        try:
            subprocess.run(source.get, cwd=home, check=True, capture_output=True, timeout=600)
        except (OSError, subprocess.SubprocessError) as error:
            raise NotFetched(source.name) from error
    if not file.exists() or _sha256(file) != source.sha256:
        file.unlink(missing_ok=True)
        raise NotFetched(source.name)
    return file


def _sha256(file: Path) -> str:
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def files(source: Source, endings: Sequence[str] = (".docx",)) -> Iterator[tuple[str, bytes]]:
    """Read out of the archive; nothing of it is laid on the disk."""
    with tarfile.open(fetched(source)) as archive:
        for member in archive:
            if member.isfile() and member.name.endswith(tuple(endings)) and member.size < LARGEST:
                data = archive.extractfile(member)
                if data is not None:
                    yield member.name, data.read()


@dataclass
class Found:
    """What became of one file."""

    name: str
    refused: str = ""
    crash: str = ""
    unsaid: list[str] = field(default_factory=list)  # words that vanished without a word
    gone: list[str] = field(
        default_factory=list
    )  # words that did not come back from a DOCX of ours


def judged(named: tuple[str, bytes]) -> Found:
    """In a process of its own, as the sandbox would read it."""
    name, data = named
    try:
        read = box.read("docx", data)
        have = _letters(read.paper)
        made = Found(name)
        if not read.losses and not read.kept:
            made.unsaid = [word for word in _words(data) if word not in have]
        again = _letters(box.read("docx", _written(read)).paper)
        made.gone = [word for word in re.findall(r"\w{4,}", have) if word not in again]
    except Refusal as refusal:
        return Found(name, refused=str(refusal))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a fault of ours
        return Found(name, crash=f"{type(error).__name__}: {error}"[:200])
    return made


def _written(read: Read) -> bytes:
    keys = [inset.key for inset in insets_in(read.paper)]
    paper, _ = fit(read.paper, HOLDS[Format.DOCX], keys)
    return docx_onto.write(paper, read.base) if read.base else docx_write.write(paper)


def _letters(paper: Paper) -> str:
    """Of the text itself, without white space; notes behind it, as they stand in a part apart."""
    said, aside = [], []
    for line in _lines(paper):
        for part in line.inlines:
            if isinstance(part, Run):
                said.append(part.text)
            elif isinstance(part, Note):
                aside += [run.text for run in part.runs]
            elif isinstance(part, Inset | Picture):
                aside.append(part.text if isinstance(part, Inset) else part.alt)
    return re.sub(r"\s", "", "".join(said) + "\n" + "".join(aside))


def _lines(paper: Paper) -> Iterator[Line]:
    for block in paper.blocks:
        if isinstance(block, Line):
            yield block
        elif isinstance(block, Table):
            yield from (line for row in block.rows for cell in row for line in cell.lines)


def _words(data: bytes) -> list[str]:
    """Of the paragraphs that hold nothing but text: the others' words stand in several places."""
    root: Any = open_package(docx_mend.mended(data)).xml("word/document.xml")
    made: list[str] = []
    for paragraph in root.iter(f"{W}p"):
        names = {str(one.tag).rpartition("}")[2] for one in paragraph.iter()}
        if names & {"p", "txbxContent", "oMath", "fldChar", "sym", "softHyphen"} - {"p"}:
            continue
        if any(True for _ in paragraph.iterancestors(FALLBACK)):
            continue
        made += "".join(one.text or "" for one in paragraph.iter(f"{W}t")).split()
    return [word for word in made if len(word) > 1 and word.isalnum()]


@dataclass
class Tally:
    files: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    worst: list[Found] = field(default_factory=list)
    unsaid: int = 0
    gone: int = 0


def tallied(source: Source) -> Tally:
    tally = Tally()
    with ProcessPoolExecutor(1) as pool:
        for named in files(source):
            tally.files += 1
            try:
                found = pool.submit(judged, named).result(SECONDS)
            except TimeoutError:
                found = Found(named[0], crash="too long")
            tally.refused[found.refused.partition(":")[0]] += bool(found.refused)
            tally.unsaid += bool(found.unsaid)
            tally.gone += bool(found.gone)
            if found.crash or found.unsaid:
                tally.worst.append(found)
    return tally


def rows(sources: Sequence[Source]) -> list[str]:
    """Of the page."""
    made = [
        "| 어디에서 | 파일 | 연 것 | 까닭을 말하고 열지 않은 것 | 멈춘 것 | 말없이 사라진 글 |",
        "|---|--:|--:|---|--:|--:|",
    ]
    for source in sources:
        try:
            tally = tallied(source)
        except NotFetched:
            made.append(f"| {source.name} | – | – | 받지 못함 | – | – |")
            continue
        crashes = sum(bool(one.crash) for one in tally.worst)
        refused = sum(tally.refused.values())
        why = ", ".join(f"{name} {n}" for name, n in sorted((+tally.refused).items())) or "없음"
        opened = tally.files - refused - crashes
        made.append(
            f"| {source.name} | {tally.files} | {opened} | {why} | {crashes} | {tally.unsaid} |"
        )
        for one in tally.worst:
            sys.stderr.write(f"{one.name}: {one.crash or one.unsaid[:5]}\n")
    return made


def package_of(name: str, source: Source) -> bytes:
    """One file of a source, by the end of its name."""
    return next(data for at, data in files(source) if at.endswith(name))
