"""The field put together."""

from dataclasses import dataclass

from kernel.actor import Actor
from kernel.errors import Refused
from kernel.parts import Foundation, Part
from mobile_admin.forms.api import blueprint as forms_blueprint
from mobile_admin.forms.ports import FormMaker
from mobile_admin.forms.service import TOPIC as FORMS
from mobile_admin.forms.service import Forms, division_of


@dataclass(frozen=True)
class Outside:
    """What others answer us."""

    maker: FormMaker


@dataclass(frozen=True)
class MobileAdmin:
    base: Foundation
    forms: Forms

    def part(self) -> Part:
        return Part(
            blueprints=[forms_blueprint(self.forms)],
            topics={FORMS: self._is_own_division},
        )

    def _is_own_division(self, actor: Actor, division_id: str) -> bool:
        with self.base.begin() as tx:
            try:
                return division_of(tx, actor) == division_id
            except Refused:
                return False


def build(base: Foundation, outside: Outside) -> MobileAdmin:
    return MobileAdmin(base, Forms(base.begin, base.now, outside.maker))
