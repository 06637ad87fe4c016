"""Desktops put together."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from daas_broker.almanac import api as almanac_api
from daas_broker.almanac.adapters.korea import KoreanHolidays
from daas_broker.almanac.service import AgencyCalendar
from daas_broker.antivirus.adapters.clamd import Clamd
from daas_broker.circuits import api as circuits_api
from daas_broker.circuits.service import Circuits
from daas_broker.consoles import api as consoles_api
from daas_broker.consoles.service import Consoles
from daas_broker.continuity import api as continuity_api
from daas_broker.continuity.seal import Seal
from daas_broker.continuity.service import Continuity
from daas_broker.costs import api as costs_api
from daas_broker.costs.service import Budgets, Costs
from daas_broker.desktops.adapters.libvirt import LibvirtHost
from daas_broker.desktops.adapters.podman import PodmanHost
from daas_broker.desktops.events import DesktopClaimed, DesktopReleased
from daas_broker.desktops.model import LIBVIRT, PODMAN, DesktopId, PoolId, Provider
from daas_broker.desktops.ports import HomeHost, Hosts, ZoneNetworks
from daas_broker.display.browser.second import Unplugging
from daas_broker.display.companions.counting import Counting
from daas_broker.display.companions.crossing import Crossings
from daas_broker.display.companions.curfew import Curfews
from daas_broker.display.companions.helping import Helpers
from daas_broker.display.companions.recording import Recorders
from daas_broker.display.service import Farewell
from daas_broker.display.streams import Accompany
from daas_broker.display.trial.rich import probe
from daas_broker.egress import api as egress_api
from daas_broker.egress import refused_api
from daas_broker.egress.refused import RefusedNames
from daas_broker.egress.service import APPLY, Egress
from daas_broker.egress.tasks import ZoneKeeper
from daas_broker.forecast.service import Outlook
from daas_broker.helpdesk import api as helpdesk_api
from daas_broker.helpdesk.model import HELPERS
from daas_broker.helpdesk.service import HelpDesk
from daas_broker.helpdesk.tasks import QuestionKeeper
from daas_broker.homes import api as homes_api
from daas_broker.homes.keeping import Keeping
from daas_broker.homes.service import Homes
from daas_broker.homes.tasks import HomeKeeper
from daas_broker.images import api as images_api
from daas_broker.images.service import Images
from daas_broker.images.tasks import ImageKeeper
from daas_broker.links import api as links_api
from daas_broker.links.service import Links
from daas_broker.metering.tasks import Meter
from daas_broker.metrics import api as metrics_api
from daas_broker.metrics.adapters.probes import ProcessProbes
from daas_broker.metrics.service import Metrics
from daas_broker.metrics.tasks import Sampler
from daas_broker.operations import api as operations_api
from daas_broker.operations.service import Operations
from daas_broker.policies import api as policies_api
from daas_broker.policies.entrance import Entrance
from daas_broker.policies.permits import KEY_FILE, Permits, korean_date
from daas_broker.policies.service import KEEPERS, Policies
from daas_broker.pools import api as pools_api
from daas_broker.pools.service import KEEP, Pools, wake_keeper
from daas_broker.pools.tasks import PoolKeeper, lease_name
from daas_broker.recipes import api as recipes_api
from daas_broker.recipes.service import Recipes
from daas_broker.recordings import api as recordings_api
from daas_broker.recordings import keys as recording_keys
from daas_broker.recordings.files import Shelf
from daas_broker.recordings.model import WATCHERS
from daas_broker.recordings.notices import Notices
from daas_broker.recordings.recorder import Recorder
from daas_broker.recordings.service import Recordings
from daas_broker.recordings.tasks import RecordingKeeper
from daas_broker.releases import api as releases_api
from daas_broker.releases.adapters.disk import DiskHold
from daas_broker.releases.deciding import Deciding
from daas_broker.releases.evidence import KEY_FILE as RELEASE_KEY_FILE
from daas_broker.releases.evidence import Signer
from daas_broker.releases.model import Inspected
from daas_broker.releases.ports import Inspector, InspectorAway
from daas_broker.releases.service import KEEP as KEEP_RELEASES
from daas_broker.releases.service import Releases
from daas_broker.releases.tasks import GuardKeeper, ReleaseKeeper
from daas_broker.releases.texts import Texts
from daas_broker.requests import api as requests_api
from daas_broker.requests.service import Requests
from daas_broker.screens import api as screens_api
from daas_broker.screens.service import Screens
from daas_broker.sessions import api as sessions_api
from daas_broker.sessions.reaching import Reaching
from daas_broker.sessions.service import Seating
from daas_broker.transfers import api as transfers_api
from daas_broker.transfers.adapters.unix_door import UnixDoor
from daas_broker.transfers.ports import Drive
from daas_broker.transfers.service import Transfers
from daas_broker.vulnerabilities import api as vulnerabilities_api
from daas_broker.vulnerabilities.adapters.tracker_file import TrackerFile
from daas_broker.vulnerabilities.service import Vulnerabilities
from identity.sessions.events import SessionEnded
from identity.tickets.service import Tickets
from kernel.actor import Actor, Role
from kernel.errors import NotFound
from kernel.outbox import Subscription
from kernel.parts import Foundation, Part
from kernel.reconcile import run_if_leader
from kernel.settings import Settings, Zone


@dataclass(frozen=True)
class DaasBroker:
    base: Foundation
    images: Images
    recipes: Recipes
    pools: Pools
    circuits: Circuits
    seating: Seating
    screens: Screens
    operations: Operations
    permits: Permits
    reaching: Reaching
    transfers: Transfers
    policies: Policies
    helpdesk: HelpDesk
    helpers: Helpers
    keepers: Mapping[Provider, PoolKeeper]
    image_keepers: Sequence[ImageKeeper]
    meter: Meter
    egress: Egress
    zones: ZoneKeeper
    refused_names: RefusedNames
    homes: Homes
    home_keeper: HomeKeeper
    costs: Costs
    budgets: Budgets
    metrics: Metrics
    sampler: Sampler
    consoles: Consoles
    notices: Notices
    recordings: Recordings
    recorders: Recorders
    curfews: Curfews
    requests: Requests
    releases: Releases
    deciding: Deciding
    texts: Texts
    links: Links
    release_keeper: ReleaseKeeper
    guard_keeper: GuardKeeper
    calendar: AgencyCalendar
    continuity: Continuity
    vulnerabilities: Vulnerabilities

    def part(self) -> Part:
        return Part(
            blueprints=[
                sessions_api.blueprint(self.seating),
                screens_api.blueprint(self.screens),
                pools_api.blueprint(self.pools),
                circuits_api.blueprint(self.circuits),
                images_api.blueprint(self.images),
                recipes_api.blueprint(self.recipes),
                operations_api.blueprint(self.operations),
                consoles_api.blueprint(self.consoles),
                consoles_api.own_blueprint(self.consoles),
                egress_api.blueprint(self.egress),
                refused_api.blueprint(self.refused_names),
                homes_api.blueprint(self.homes),
                homes_api.admin_blueprint(self.homes),
                costs_api.blueprint(self.costs),
                costs_api.own_blueprint(self.budgets),
                operations_api.own_blueprint(self.operations),
                metrics_api.blueprint(self.metrics),
                policies_api.blueprint(self.policies),
                helpdesk_api.own_blueprint(self.helpdesk),
                helpdesk_api.blueprint(self.helpdesk),
                helpdesk_api.watching_blueprint(self.helpdesk),
                transfers_api.blueprint(self.transfers, self.reaching),
                recordings_api.own_blueprint(self.notices),
                links_api.blueprint(self.links, self.reaching),
                releases_api.blueprint(self.releases, self.deciding, self.reaching),
                requests_api.blueprint(self.requests),
                almanac_api.blueprint(self.calendar),
                continuity_api.own_blueprint(self.continuity),
                continuity_api.blueprint(self.continuity),
                requests_api.admin_blueprint(self.requests),
                recordings_api.blueprint(self.recordings),
                vulnerabilities_api.blueprint(self.vulnerabilities),
            ],
            subscriptions=[
                Subscription(SessionEnded, "daas_broker.recycle", self.seating.session_ended),
                Subscription(DesktopClaimed, "daas_broker.audit", self.operations.note_claim),
                Subscription(DesktopClaimed, "daas_broker.refill", self._refill),
                Subscription(DesktopReleased, "daas_broker.audit", self.operations.note_release),
                Subscription(DesktopReleased, "daas_broker.help", self.helpdesk.desktop_released),
                Subscription(SessionEnded, "daas_broker.helpers", self.helpdesk.session_ended),
            ],
            reconcilers=[
                *self.keepers.values(),
                *self.image_keepers,
                self.meter,
                self.zones,
                self.home_keeper,
                QuestionKeeper(self.helpdesk),
                self.sampler,
                RecordingKeeper(self.recordings),
                self.release_keeper,
                self.guard_keeper,
            ],
            topics={
                "desktop": self._may_watch_desktop,
                "pool": lambda actor, key: self.seating.may_watch(actor, PoolId(key)),
                "helpdesk": lambda actor, _key: not actor.roles.isdisjoint(HELPERS),
                # A bare "look again": what is seen then is asked of the service.
                "releases": lambda actor, _key: actor.zone is Zone.WORK,
                "pools": lambda actor, _key: Role.IT_ADMIN in actor.roles,
                "recordings": lambda actor, _key: not actor.roles.isdisjoint(WATCHERS),
                "policies": lambda actor, _key: bool(actor.roles.intersection(KEEPERS)),
            },
            jobs={
                KEEP: self._keep_pools,
                APPLY: self._apply_zones,
                KEEP_RELEASES: self._keep_releases,
            },
        )

    def crossings(self) -> Crossings:
        """One a gateway: it is told when policies change."""
        permits, now = self.permits, self.base.now
        return Crossings(
            permits.of_streams,
            permits.note,
            lambda: korean_date(now()),
            self.texts,
            (self.recorders.adopt, self.curfews.adopt),
        )

    @property
    def farewells(self) -> Sequence[Farewell]:
        """What is written down beside the end of streams itself."""
        return self.permits.left, self.helpdesk.owners_left

    def companions(self) -> Accompany:
        """What lives beside each stream of a gateway, and beside a second window of one."""
        counting = Counting(self.seating.note_pulses)
        return Accompany(
            first=(counting, self.helpers.begin, self.recorders, self.curfews, Unplugging),
            second=(counting, self.recorders),
        )

    def _may_watch_desktop(self, actor: Actor, key: str) -> bool:
        try:
            self.seating.get_desktop(actor, DesktopId(key))
        except NotFound:
            return False
        return True

    def _refill(self, _event_id: int, _event: DesktopClaimed) -> None:
        """Without the event the keeper would look within two seconds."""
        self._keep_pools()

    def _apply_zones(self) -> None:
        run_if_leader(self.zones, self.base.engine)

    def _keep_releases(self) -> None:
        run_if_leader(self.release_keeper, self.base.engine)

    def _keep_pools(self) -> None:
        """Beside each other: one host that is slow holds up no other."""
        with ThreadPoolExecutor(len(self.keepers)) as side:
            list(side.map(lambda one: run_if_leader(one, self.base.engine), self.keepers.values()))


def hosts_of_this_machine(settings: Settings) -> Hosts:
    """Virtual machines only where the instance was told to have them."""
    containers: Hosts = {PODMAN: PodmanHost(settings.socket("hostd"))}
    machines: Hosts = {LIBVIRT: LibvirtHost(settings.socket("hostd-vm"))}
    return {**containers, **machines} if settings.vm else containers


class NoInspector:
    """Where a broker was put together without one: nothing is looked into, so nothing crosses."""

    def inspect(self, name: str, data: bytes) -> Inspected:  # noqa: ARG002
        raise InspectorAway


def build(
    base: Foundation,
    tickets: Tickets,
    drive: Drive,
    hosts: Hosts | None = None,
    inspector: Inspector | None = None,
) -> DaasBroker:
    """`hosts` by the provider that a pool names; this machine's unless others are given."""
    ways = tickets.places
    hosts = hosts or hosts_of_this_machine(base.settings)
    networks = {name: host for name, host in hosts.items() if isinstance(host, ZoneNetworks)}
    budgets = Budgets(base.begin, base.now)
    home_hosts = {name: host for name, host in hosts.items() if isinstance(host, HomeHost)}
    keeping = Keeping(base.begin, base.now, home_hosts)
    notices = Notices(base.begin, base.now)
    entrance = Entrance(base.begin, base.now)
    leases = {provider: lease_name(provider) for provider in hosts}
    images = Images(base.begin, base.now, hosts, leases)
    recipes = Recipes(base.begin, base.now, hosts, images)
    seating = Seating(
        base.begin, base.now, tickets, budgets, keeping, notices, entrance, ways, recipes
    )
    shelf = Shelf(base.settings.var / "recordings")
    master = recording_keys.MasterKey(base.settings.secrets / recording_keys.KEY_FILE)
    calendar = AgencyCalendar(base.begin, base.now, KoreanHolidays())
    outlook = Outlook(seating.came, calendar.of_pool)
    permits = Permits(base.begin, base.now, base.settings.secrets / KEY_FILE)
    helpdesk = HelpDesk(base.begin, base.now, tickets)
    door, hold = UnixDoor(), DiskHold(base.settings.var / "releases")
    releases = Releases(base.begin, base.now, door, drive, hold)
    antivirus = Clamd(base.settings.clamd)
    signer = Signer(base.settings.secrets / RELEASE_KEY_FILE)
    return DaasBroker(
        base=base,
        images=images,
        recipes=recipes,
        pools=Pools(base.begin, base.now, tuple(hosts), seating, outlook, images),
        circuits=Circuits(base.begin, base.now, wake_keeper),
        seating=seating,
        reaching=Reaching(base.begin, entrance),
        screens=Screens(base.begin, tickets, ways),
        operations=Operations(base.begin, base.now, seating, hosts),
        permits=permits,
        transfers=Transfers(base.begin, base.now, door, drive, antivirus),
        policies=Policies(base.begin, base.now, permits),
        helpdesk=helpdesk,
        helpers=Helpers(helpdesk),
        keepers={
            provider: PoolKeeper(base.begin, base.now, provider, host, seating, outlook)
            for provider, host in hosts.items()
        },
        image_keepers=[
            ImageKeeper(base.begin, base.now, provider, host, probe, images, leases[provider])
            for provider, host in hosts.items()
        ],
        meter=Meter(base.begin, base.now),
        egress=Egress(base.begin, base.now, networks),
        zones=ZoneKeeper(base.begin, networks, base.now),
        refused_names=RefusedNames(base.begin, base.now, seating, networks),
        homes=Homes(keeping),
        home_keeper=HomeKeeper(keeping),
        costs=Costs(base.begin, base.now),
        metrics=Metrics(base.begin, base.now),
        consoles=Consoles(base.begin, base.now, tickets, entrance),
        sampler=Sampler(
            base.begin,
            base.now,
            ProcessProbes(base.settings.run, base.settings.var, hosts),
        ),
        budgets=budgets,
        notices=notices,
        recordings=Recordings(base.begin, base.now, shelf, master),
        recorders=Recorders(Recorder(base.begin, base.now, shelf, master)),
        curfews=Curfews(base.now, entrance.note_stream),
        requests=Requests(base.begin, base.now),
        releases=releases,
        links=Links(base.begin, base.now, door),
        texts=Texts(base.begin, base.now, hold, releases.ask_text),
        deciding=Deciding(base.begin, base.now, hold, signer, base.settings.instance),
        release_keeper=ReleaseKeeper(
            base.begin,
            base.now,
            hold,
            inspector or NoInspector(),
            antivirus,
            door,
            drive,
        ),
        guard_keeper=GuardKeeper(base.begin, base.now, antivirus),
        calendar=calendar,
        continuity=Continuity(
            base.begin, base.now, base.settings, Seal(base.settings.secrets), notices, entrance
        ),
        vulnerabilities=Vulnerabilities(
            base.begin, base.now, images, TrackerFile(base.settings.var / "security-tracker")
        ),
    )
