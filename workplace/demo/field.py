"""The demonstration's form of the field, opened by the heads of two divisions."""

from kernel.actor import Actor
from mobile_admin.forms.model import State
from workplace.demo.cast import Cast
from workplace.demo.field_sheet import NAME, VERSION, workbook
from workplace.wiring import Workplace

HEAD = "seojun.lee"
INSPECTION = "inspection"


def load(workplace: Workplace, cast: Cast) -> None:
    """Twice is once: the same sheet is the same version."""
    for head in heads(cast):
        _open(workplace, head)


def heads(cast: Cast) -> list[Actor]:
    """The one whom the demonstrations are about, and whoever leads the inspections."""
    return [cast.actor(HEAD), cast.actor(cast.division(INSPECTION)[0].user_name)]


def _open(workplace: Workplace, head: Actor) -> None:
    forms = workplace.field.forms
    if any(sheaf.versions for sheaf in forms.list_forms(head)):
        return
    made = forms.upload(head, NAME, workbook())
    if made.versions[0].state is State.DRAFT:
        forms.move(head, made.form.id, VERSION, State.OPEN)
