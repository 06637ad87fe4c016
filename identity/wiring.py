"""Identity put together."""

from dataclasses import dataclass

from identity.address_holds.service import AddressHolds
from identity.audit_trail import api as audit_trail_api
from identity.audit_trail.ports import Names, NoNames
from identity.audit_trail.service import AuditTrail
from identity.break_glass.service import BreakGlassAccounts
from identity.directory.adapters.ldap import LdapDirectory, Reader
from identity.directory.ports import Directory
from identity.directory.tasks import DirectorySync
from identity.login import api as login_api
from identity.login.service import Login, Proofs
from identity.mobile_id import api as mobile_id_api
from identity.mobile_id import wallet_api
from identity.mobile_id.adapters import configured as mobile_id
from identity.mobile_id.service import MobileId
from identity.passkeys import api as passkeys_api
from identity.passkeys.service import Passkeys
from identity.people import api as people_api
from identity.people.service import People
from identity.role_refusals.service import RoleRefusals
from identity.sessions import api as sessions_api
from identity.sessions.ports import NoTunnel, Places
from identity.sessions.service import Sessions
from identity.sessions.tasks import OldSessions
from identity.single_sign_on import api as single_sign_on_api
from identity.single_sign_on.adapters.configured import configured
from identity.single_sign_on.service import SingleSignOn
from identity.tickets.service import Tickets
from kernel.parts import Foundation, Part
from kernel.settings import Settings

READER = "ldap-reader"  # a secret of two lines: the DN that reads the directory, its password


@dataclass(frozen=True)
class Identity:
    settings: Settings
    people: People
    sessions: Sessions
    tickets: Tickets
    login: Login
    single_sign_on: SingleSignOn
    mobile_id: MobileId
    audit_trail: AuditTrail
    role_refusals: RoleRefusals

    def part(self) -> Part:
        replies = login_api.Replies(self.people, self.settings)
        return Part(
            blueprints=[
                login_api.blueprint(self.login, replies, self.single_sign_on.leaving),
                mobile_id_api.blueprint(self.mobile_id, replies),
                wallet_api.blueprint(self.mobile_id),
                single_sign_on_api.blueprint(self.single_sign_on, self.settings),
                passkeys_api.blueprint(self.login.proofs.passkeys),
                sessions_api.blueprint(self.sessions),
                people_api.blueprint(self.people),
                audit_trail_api.blueprint(self.audit_trail),
            ],
            reconcilers=[self.login.proofs.sync, OldSessions(self.sessions)],
            topics={
                "person": lambda actor, key: key == actor.user_id,
                "session": lambda actor, key: key == actor.session_id,
            },
        )


def build(
    base: Foundation,
    directory: Directory | None = None,
    places: Places | None = None,
    names: Names | None = None,
) -> Identity:
    places = places or NoTunnel()
    sessions = Sessions(base.begin, base.now, places)
    directory = directory or ldap_directory(base.settings)
    proofs = Proofs(
        directory=directory,
        sync=DirectorySync(directory, sessions, base.begin, base.now),
        break_glass=BreakGlassAccounts(base.begin, base.now),
        passkeys=Passkeys(base.begin, base.now, base.settings, sessions),
    )
    login = Login(base.begin, base.now, base.spend, sessions, proofs, AddressHolds(base.now))
    scheme = mobile_id.configured(base.settings.secrets)
    return Identity(
        settings=base.settings,
        people=People(base.begin),
        sessions=sessions,
        tickets=Tickets(base.begin, base.now, base.settings, places),
        login=login,
        single_sign_on=SingleSignOn(login, base.settings, configured(base.settings.secrets, base)),
        mobile_id=MobileId(login, base.settings, base.begin, base.now, scheme),
        audit_trail=AuditTrail(base.begin, base.now, names or NoNames()),
        role_refusals=RoleRefusals(base.begin, base.now),
    )


def ldap_directory(settings: Settings) -> LdapDirectory:
    """On its own socket the system says who we are; elsewhere a reader's password does."""
    file = settings.secrets / READER
    if settings.ldap_url.startswith("ldapi://") and not file.exists():
        return LdapDirectory(settings.ldap_url, settings.ldap_base)
    dn, password = file.read_text().splitlines()[:2]
    return LdapDirectory(settings.ldap_url, settings.ldap_base, Reader(dn, password))
