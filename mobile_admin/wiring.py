"""The field put together."""

from dataclasses import dataclass

from kernel.actor import Actor
from kernel.errors import Refused
from kernel.parts import Foundation, Part
from mobile_admin.devices.api import blueprint as devices_blueprint
from mobile_admin.devices.service import Devices
from mobile_admin.forms.api import blueprint as forms_blueprint
from mobile_admin.forms.ports import FormMaker
from mobile_admin.forms.service import TOPIC as FORMS
from mobile_admin.forms.service import Forms, division_of
from mobile_admin.reviews.api import blueprint as reviews_blueprint
from mobile_admin.reviews.service import Reviews
from mobile_admin.submissions.api import blueprint as submissions_blueprint
from mobile_admin.submissions.openrosa import blueprint as openrosa_blueprint
from mobile_admin.submissions.ports import AttachmentFiles
from mobile_admin.submissions.service import TOPIC as SUBMISSIONS
from mobile_admin.submissions.service import Submissions


@dataclass(frozen=True)
class Outside:
    """What others answer us."""

    maker: FormMaker
    files: AttachmentFiles


@dataclass(frozen=True)
class MobileAdmin:
    base: Foundation
    forms: Forms
    devices: Devices
    submissions: Submissions
    reviews: Reviews

    def part(self) -> Part:
        return Part(
            blueprints=[
                forms_blueprint(self.forms),
                devices_blueprint(self.devices, self.base.settings),
                submissions_blueprint(self.submissions),
                reviews_blueprint(self.reviews),
                openrosa_blueprint(
                    self.submissions, self.devices, self.base.settings, self.base.now
                ),
            ],
            topics={FORMS: self._is_own_division, SUBMISSIONS: self._is_own_division},
        )

    def _is_own_division(self, actor: Actor, division_id: str) -> bool:
        with self.base.begin() as tx:
            try:
                return division_of(tx, actor) == division_id
            except Refused:
                return False


def build(base: Foundation, outside: Outside) -> MobileAdmin:
    submissions = Submissions(base.begin, base.now, outside.files)
    return MobileAdmin(
        base,
        Forms(base.begin, base.now, outside.maker),
        Devices(base.begin, base.now, base.spend),
        submissions,
        Reviews(base.begin, base.now, submissions),
    )
