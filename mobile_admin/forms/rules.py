"""Which workbooks become forms, and what a version may become."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from hashlib import md5, sha256

from kernel.actor import UserId
from kernel.errors import Conflict, Invalid
from mobile_admin.forms.model import Made, Problem, State, Version
from mobile_admin.xforms.form import Form as Definition
from mobile_admin.xforms.form import Gap

LARGEST_SHEET = 8 << 20  # bytes
ENDINGS = (".xlsx", ".xlsm", ".xls")
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


def check_sheet(name: str, data: bytes) -> None:
    if not name.lower().endswith(ENDINGS):
        raise refused([Problem("", 0, "", "not_a_sheet")])
    if len(data) > LARGEST_SHEET:
        raise SheetTooLarge(largest=LARGEST_SHEET)


def refused(problems: Sequence[Problem]) -> SheetRefused:
    return SheetRefused(problems=[asdict(problem) for problem in problems])


def check_definition(form: Definition, made: Made) -> list[Problem]:
    """The warnings, with what the server cannot check again; raise SheetRefused [MF3] [MF6]."""
    wrong = [_told(gap, made) for gap in form.gaps if gap.is_malformed]
    if not form.version:
        wrong.append(Problem("settings", 2, "version", "version_missing"))
    if not form.form_id or len(form.form_id) > LONGEST_ID:
        wrong.append(Problem("settings", 2, "form_id", "form_id_missing"))
    if not form.asked:
        wrong.append(Problem("survey", 0, "", "no_questions"))
    if form.media:
        wrong.append(Problem("survey", 0, "", f"needs_files {' '.join(form.media)}"))
    if wrong:
        raise refused(wrong)
    unchecked = [_told(gap, made) for gap in form.gaps]
    return [*made.warnings, *unchecked]


def _told(gap: Gap, made: Made) -> Problem:
    what = "malformed" if gap.is_malformed else "not_checked_again"
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
