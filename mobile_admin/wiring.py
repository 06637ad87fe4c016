"""The field put together."""

from dataclasses import dataclass

from flask_openapi3.blueprint import APIBlueprint

from identity.sessions.events import BoundDeviceEnded
from identity.sessions.service import Sessions
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.http import asks_strangers, find_signed_in
from kernel.outbox import Subscription
from kernel.parts import Foundation, Part
from kernel.settings import Zone
from mobile_admin.assignments.api import blueprint as assignments_blueprint
from mobile_admin.assignments.service import Assignments
from mobile_admin.cases.api import blueprint as cases_blueprint
from mobile_admin.cases.service import TOPIC as CASES
from mobile_admin.cases.service import Cases
from mobile_admin.decisions.api import blueprint as decisions_blueprint
from mobile_admin.decisions.service import Decisions
from mobile_admin.devices.api import blueprint as devices_blueprint
from mobile_admin.devices.service import Devices
from mobile_admin.dispatches.api import blueprint as dispatches_blueprint
from mobile_admin.dispatches.service import Dispatches
from mobile_admin.exports.api import blueprint as exports_blueprint
from mobile_admin.exports.central import blueprint as central_blueprint
from mobile_admin.exports.central_sent import Sending
from mobile_admin.exports.service import Exports
from mobile_admin.figures.api import blueprint as figures_blueprint
from mobile_admin.figures.service import Figures
from mobile_admin.forms.api import blueprint as forms_blueprint
from mobile_admin.forms.ports import FormMaker
from mobile_admin.forms.service import TOPIC as FORMS
from mobile_admin.forms.service import Forms, division_of
from mobile_admin.handing.api import blueprint as handing_blueprint
from mobile_admin.handing.service import Handing
from mobile_admin.maps.api import blueprint as maps_blueprint
from mobile_admin.maps.ports import LayerMaker
from mobile_admin.maps.service import JOB as MAKE_MAP_LAYER
from mobile_admin.maps.service import TOPIC as MAP
from mobile_admin.maps.service import Maps
from mobile_admin.maps.tasks import MakeMapLayer, resume_layers
from mobile_admin.notices.api import blueprint as notices_blueprint
from mobile_admin.notices.events import NoticeMoved
from mobile_admin.notices.ports import Printer
from mobile_admin.notices.service import JOB as MAKE_NOTICE
from mobile_admin.notices.service import TOPIC as NOTICES
from mobile_admin.notices.service import Notices
from mobile_admin.notices.store import is_there
from mobile_admin.notices.tasks import Make, resume_papers
from mobile_admin.outcomes.tasks import Follow
from mobile_admin.parcels.api import blueprint as parcels_blueprint
from mobile_admin.parcels.ports import Intake
from mobile_admin.parcels.service import Parcels
from mobile_admin.pockets.api import blueprint as pockets_blueprint
from mobile_admin.pockets.service import Pockets
from mobile_admin.pockets.shares import KEY_FILE, Shares
from mobile_admin.proofs.api import blueprint as proofs_blueprint
from mobile_admin.proofs.ports import Examiner
from mobile_admin.proofs.service import Proofs
from mobile_admin.records.api import blueprint as records_blueprint
from mobile_admin.records.ports import Pictures
from mobile_admin.records.service import JOB as MAKE_RECORD
from mobile_admin.records.service import Records
from mobile_admin.records.tasks import MakeRecord, Want, resume_records
from mobile_admin.reviews.api import blueprint as reviews_blueprint
from mobile_admin.reviews.events import SubmissionReviewed
from mobile_admin.reviews.service import Reviews
from mobile_admin.sealbook.api import blueprint as seals_blueprint
from mobile_admin.sealbook.service import SealBook
from mobile_admin.seals.ring import Ring
from mobile_admin.seals.sealing import stamps_of
from mobile_admin.senders.api import blueprint as senders_blueprint
from mobile_admin.senders.service import Senders
from mobile_admin.submissions.api import blueprint as submissions_blueprint
from mobile_admin.submissions.openrosa import blueprint as openrosa_blueprint
from mobile_admin.submissions.ports import AttachmentFiles
from mobile_admin.submissions.service import TOPIC as SUBMISSIONS
from mobile_admin.submissions.service import Submissions
from mobile_admin.works.api import blueprint as works_blueprint
from mobile_admin.works.service import Works


def in_the_work_zone(blueprint: APIBlueprint) -> APIBlueprint:
    """What citizens ask, without a sign-in, opens in every zone."""

    def refuse_other_zones() -> None:
        found = find_signed_in()
        if found is not None and not asks_strangers():
            found.actor.require_zone(Zone.WORK)  # [FW1]

    blueprint.before_request(refuse_other_zones)
    return blueprint


@dataclass(frozen=True)
class Outside:
    """What others answer us."""

    maker: FormMaker
    files: AttachmentFiles
    printer: Printer
    pictures: Pictures
    examiner: Examiner
    intake: Intake
    layer_maker: LayerMaker
    sessions: Sessions


@dataclass(frozen=True)
class MobileAdmin:
    base: Foundation
    forms: Forms
    devices: Devices
    cases: Cases
    assignments: Assignments
    submissions: Submissions
    reviews: Reviews
    pockets: Pockets
    dispatches: Dispatches
    parcels: Parcels
    senders: Senders
    decisions: Decisions
    notices: Notices
    make: Make
    works: Works
    proofs: Proofs
    handing: Handing
    exports: Exports
    figures: Figures
    seal_book: SealBook
    records: Records
    make_record: MakeRecord
    maps: Maps
    make_map_layer: MakeMapLayer

    def part(self) -> Part:
        return Part(
            blueprints=[in_the_work_zone(each) for each in self._blueprints()],
            topics={
                FORMS: self._is_own_division,
                SUBMISSIONS: self._is_own_division,
                CASES: self._is_own_division,
                NOTICES: self._is_own_division,
                MAP.partition(":")[0]: lambda actor, _key: actor.zone is Zone.WORK,  # [FW1]
            },
            reconcilers=[
                resume_papers(self.base.begin, self.base.now),
                resume_records(self.base.begin, self.base.now),
                resume_layers(self.base.begin, self.base.now),
            ],
            jobs={
                MAKE_NOTICE: self.make,
                MAKE_RECORD: self.make_record,
                MAKE_MAP_LAYER: self.make_map_layer,
            },
            subscriptions=[
                Subscription(
                    NoticeMoved,
                    "mobile_admin.outcomes.follow",
                    Follow(self.base.begin, self.base.now, self.cases),
                ),
                Subscription(
                    SubmissionReviewed,
                    "mobile_admin.records.want",
                    Want(self.base.begin, self.base.now),
                ),
                Subscription(
                    BoundDeviceEnded, "mobile_admin.pockets.bound", self.pockets.device_ended
                ),
            ],
        )

    def _blueprints(self) -> list[APIBlueprint]:
        return [
            forms_blueprint(self.forms),
            devices_blueprint(self.devices, self.base.settings),
            cases_blueprint(self.cases),
            assignments_blueprint(self.assignments),
            submissions_blueprint(self.submissions),
            reviews_blueprint(self.reviews),
            pockets_blueprint(self.pockets, self.base.now),
            dispatches_blueprint(self.dispatches, self.base.now),
            parcels_blueprint(self.parcels),
            senders_blueprint(self.senders),
            decisions_blueprint(self.decisions),
            notices_blueprint(self.notices),
            works_blueprint(self.works),
            proofs_blueprint(self.proofs),
            handing_blueprint(self.handing),
            exports_blueprint(self.exports, self.devices, self.base.settings),
            central_blueprint(
                Sending(self.exports, self.submissions, self.reviews),
                self.devices,
                self.base.settings,
            ),
            figures_blueprint(self.figures),
            seals_blueprint(self.seal_book),
            records_blueprint(self.records),
            maps_blueprint(self.maps),
            openrosa_blueprint(self.submissions, self.devices, self.base.settings, self.base.now),
        ]

    def _is_own_division(self, actor: Actor, division_id: str) -> bool:
        if actor.zone is not Zone.WORK:
            return False  # [FW1]
        with self.base.begin() as tx:
            try:
                return division_of(tx, actor) == division_id
            except Refused:
                return False


def build(base: Foundation, outside: Outside) -> MobileAdmin:
    begin, now = base.begin, base.now
    cases = Cases(begin, now)
    works = Works(begin, now, cases)
    submissions = Submissions(begin, now, outside.files, works)
    decisions = Decisions(begin, now, submissions)
    origin = base.settings.origin(Zone.GUEST)
    notices = Notices(begin, now, decisions, origin)
    ring = Ring(base.settings.secrets, stamps_of(base.settings.timestamp_url))
    shares = Shares(base.settings.secrets / KEY_FILE)
    pockets = Pockets(begin, now, shares, outside.sessions)
    exports = Exports(begin, now)
    seal_book = SealBook(begin, now)
    return MobileAdmin(
        base,
        Forms(base.begin, base.now, outside.maker),
        Devices(base.begin, base.now, base.spend),
        cases,
        Assignments(base.begin, base.now, cases),
        submissions,
        Reviews(begin, now, submissions, works),
        pockets,
        Dispatches(begin, now, submissions, works),
        Parcels(begin, now, pockets, submissions, outside.intake),
        Senders(begin, now, is_there),
        decisions,
        notices,
        Make(begin, now, outside.printer, ring, outside.files, origin, seal_book),
        works,
        Proofs(begin, now, base.spend, ring, outside.examiner),
        Handing(begin, now, base.spend, notices),
        exports,
        Figures(begin, now, cases, exports),
        seal_book,
        Records(begin, now, submissions),
        MakeRecord(begin, now, outside.printer, submissions, outside.files, outside.pictures),
        Maps(begin, now),
        MakeMapLayer(begin, now, outside.layer_maker),
    )
