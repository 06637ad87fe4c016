"""Which workbooks become forms, and what a version may become."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from hashlib import md5, sha256
from typing import Any, cast

from kernel.actor import UserId
from kernel.errors import Conflict, Invalid
from mobile_admin.forms.model import FormFile, Made, Problem, State, Version
from mobile_admin.xforms.files import FileKind, Wanted
from mobile_admin.xforms.form import Form as Definition
from mobile_admin.xforms.form import Gap
from mobile_admin.xforms.lists import ListRefused, canonical
from mobile_admin.xforms.media import MediaRefused, type_of
from mobile_admin.xforms.pack import LARGEST_PACK, Pack, PackRefused, unpacked

LARGEST_SHEET = 8 << 20  # bytes
ENDINGS = (".xlsx", ".xlsm", ".xls")
PACKED = ".zip"
MOST_FILES = 200
LARGEST_FILES = 64 << 20  # bytes; a phone keeps them all
LIST_TYPES = {"csv": "text/csv", "geojson": "application/geo+json", "xml": "text/xml"}
LONGEST_ID = 100
_NEXT: Mapping[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.OPEN}),
    State.OPEN: frozenset({State.CLOSING, State.CLOSED}),
    State.CLOSING: frozenset({State.OPEN, State.CLOSED}),
    State.CLOSED: frozenset({State.CLOSING}),
}


class SheetRefused(Invalid):
    """`problems` name sheet, row, column and what is wrong; nothing was kept."""

    code = "sheet_refused"


class SheetTooLarge(Invalid):
    code = "sheet_too_large"


class VersionMove(Conflict):
    """A version does not go from its state to the one that was asked for."""

    code = "version_move"


class FilesMissing(Conflict):
    """`names` are still to be brought before the version can be opened."""

    code = "files_missing"


class FilesFixed(Conflict):
    """A version that was ever open keeps its files [MF1]."""

    code = "files_fixed"


def pack_of(name: str, data: bytes) -> Pack:
    """A workbook, alone or in an archive with its files; raise SheetRefused or SheetTooLarge."""
    if name.lower().endswith(PACKED):
        if len(data) > LARGEST_PACK:
            raise SheetTooLarge(largest=LARGEST_PACK)
        try:
            pack = unpacked(data, ENDINGS)
        except PackRefused as why:
            raise refused([Problem("", 0, "", str(why))]) from why
    else:
        pack = Pack(name, data, {})
    if not pack.name.lower().endswith(ENDINGS):
        raise refused([Problem("", 0, "", "not_a_sheet")])
    if len(pack.sheet) > LARGEST_SHEET:
        raise SheetTooLarge(largest=LARGEST_SHEET)
    return pack


def named(wanted: Sequence[Wanted], name: str) -> Wanted | None:
    """What a file is for; large and small letters are one, as they are to who names files."""
    exact = (each for each in wanted if each.name == name)
    folded = (each for each in wanted if each.name.casefold() == name.casefold())
    return next(exact, next(folded, None))


def file_of(of: tuple[str, str], wish: Wanted, data: bytes) -> tuple[FormFile, bytes]:
    """As it is kept from now on; raise SheetRefused with each place that is wrong [MF7]."""
    try:
        if wish.kind is FileKind.LIST:
            kept = canonical(wish, data)
            kind, kept_bytes, rows = LIST_TYPES[_ending(wish.name)], kept.data, kept.rows
        else:
            kind, kept_bytes, rows = type_of(wish.kind, data), data, 0
    except ListRefused as why:
        told = [Problem(wish.name, f.row, f.column, f.message) for f in why.faults]
        raise refused(told) from why
    except MediaRefused as why:
        raise refused([Problem(wish.name, 0, "", str(why))]) from why
    file = FormFile(
        *of, wish.name, wish.kind, kind, md5(kept_bytes, usedforsecurity=False).hexdigest(),
        sha256(kept_bytes).hexdigest(), len(kept_bytes), rows,
    )  # fmt: skip
    return file, kept_bytes


def files_of(
    of: tuple[str, str], wanted: Sequence[Wanted], coming: Mapping[str, bytes]
) -> tuple[list[tuple[FormFile, bytes]], list[str]]:
    """What came with a workbook, and what the form does not name; all that is wrong at once."""
    kept, strange, wrong = [], [], list[Problem]()
    for name, data in coming.items():
        wish = named(wanted, name)
        if wish is None:
            strange.append(name)
            continue
        try:
            kept.append(file_of(of, wish, data))
        except SheetRefused as why:
            wrong += _told_of(why)
    if wrong:
        raise refused(wrong)
    check_whole([file for file, _ in kept])
    return kept, strange


def check_whole(files: Sequence[FormFile]) -> None:
    """All files of a version together."""
    if sum(file.size_bytes for file in files) > LARGEST_FILES:
        raise refused([Problem("", 0, "", f"files_too_large {LARGEST_FILES >> 20} MB")])


def check_complete(files: Sequence[FormFile]) -> None:
    missing = [file.name for file in files if not file.is_there]
    if missing:
        raise FilesMissing(names=missing)


def wanted_files(form: Definition, of: tuple[str, str]) -> list[FormFile]:
    """Named, and still to be brought."""
    return [FormFile(*of, each.name, each.kind) for each in form.files]


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower()


def refused(problems: Sequence[Problem]) -> SheetRefused:
    return SheetRefused(problems=[asdict(problem) for problem in problems])


def _told_of(why: SheetRefused) -> list[Problem]:
    return [Problem(**told) for told in cast("list[dict[str, Any]]", why.facts["problems"])]


def check_definition(form: Definition, made: Made) -> list[Problem]:
    """The warnings, with what the server cannot check again; raise SheetRefused [MF3] [MF6]."""
    wrong = [_told(gap, made) for gap in form.gaps if gap.is_malformed]
    if not form.version:
        wrong.append(Problem("settings", 2, "version", "version_missing"))
    if not form.form_id or len(form.form_id) > LONGEST_ID:
        wrong.append(Problem("settings", 2, "form_id", "form_id_missing"))
    if not form.asked:
        wrong.append(Problem("survey", 0, "", "no_questions"))
    if len(form.files) > MOST_FILES:
        wrong.append(Problem("survey", 0, "", f"too_many_files {MOST_FILES}"))
    lists = [file.name for file in form.files if file.kind is FileKind.LIST]
    unknown = [name for name in lists if _ending(name) not in LIST_TYPES]
    wrong += [Problem("survey", 0, "", f"unknown_list {name}") for name in unknown]
    if wrong:
        raise refused(wrong)
    unchecked = [_told(gap, made) for gap in form.gaps]
    return [*made.warnings, *unchecked]


def _told(gap: Gap, made: Made) -> Problem:
    what = gap.instead or ("malformed" if gap.is_malformed else "not_checked_again")
    return Problem("survey", made.rows.get(gap.name, 0), gap.column, f"{what} {gap.what}")


def version_of(form: Definition, made: Made, warnings: Sequence[Problem], by: UserId,
               now: datetime) -> Version:  # fmt: skip
    """A draft that knows neither its form nor its number yet."""
    return Version(
        "", form.version, 0, State.DRAFT,
        md5(made.xform, usedforsecurity=False).hexdigest(),
        sha256(made.xform).hexdigest(),
        len(form.asked), form.languages, tuple(warnings), by, now,
    )  # fmt: skip


def check_same(there: Version, coming: Version) -> None:
    """Who uploads what is there already is not refused; another form under its name is [MF1]."""
    if there.sha256 != coming.sha256:
        raise refused([Problem("settings", 2, "version", f"version_taken {there.version}")])


def check_move(version: Version, to: State) -> None:
    if to not in _NEXT[version.state]:
        raise VersionMove(state=version.state.value, wanted=to.value)
