"""A directory that speaks LDAP (RFC 4511): OpenLDAP in the tree that workplace/demo/ldif.py draws.

Each question has a connection of its own. It costs a millisecond on the machine's own socket, and
a directory that was restarted needs no recovery here.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import ldap
import ldap.filter
import ldap.sasl
from ldap.controls import SimplePagedResultsControl

from identity.directory.model import DivisionEntry, PersonEntry, Snapshot
from identity.directory.ports import DirectoryAway
from kernel.actor import Role, UserId

Attributes = dict[str, list[bytes]]
REFUSAL_TAKES = 0.25  # seconds: longer than any password check, so that time tells nothing
PAGE = 500  # RFC 2696; servers often give no more than 1,000 entries at once
REFUSED = (ldap.INVALID_CREDENTIALS, ldap.INAPPROPRIATE_AUTH, ldap.NO_SUCH_OBJECT)
PERSON = "(&(objectClass=inetOrgPerson)(employeeNumber=*))"
PERSON_NAMED = "(&(objectClass=inetOrgPerson)(employeeNumber=*)(uid=%s))"


@dataclass(frozen=True)
class Reader:
    """The entry whose rights we read with; without one the socket itself says who we are."""

    dn: str
    password: str


@dataclass(frozen=True)
class LdapDirectory:
    url: str
    base: str
    reader: Reader | None = None
    patience: timedelta = timedelta(seconds=5)

    def bind(self, user_name: str, password: str) -> UserId | None:
        started = time.monotonic()
        # A bind without a password succeeds as nobody (RFC 4513 §5.1.2). [SI1]
        found = self._bind(user_name, password) if password else None
        if found is None:
            time.sleep(max(0.0, started + REFUSAL_TAKES - time.monotonic()))  # [SI4]
        return found

    def _bind(self, user_name: str, password: str) -> UserId | None:
        with self._connected() as reader:
            self._introduce(reader)
            named = ldap.filter.filter_format(PERSON_NAMED, [user_name])
            found = _search(reader, f"ou=people,{self.base}", named)
        if len(found) != 1:
            return None
        [(dn, attributes)] = found
        with self._connected() as connection:
            try:
                connection.simple_bind_s(dn, password)
            except REFUSED:
                return None
        return UserId(_text(attributes, "employeeNumber"))

    def entries(self) -> Snapshot:
        with self._connected() as connection:
            self._introduce(connection)
            ask = "(objectClass=organizationalUnit)"
            units = _search(connection, f"ou=organisation,{self.base}", ask)
            people = _search(connection, f"ou=people,{self.base}", PERSON)
            groups = _search(connection, f"ou=roles,{self.base}", "(objectClass=groupOfNames)")
        roles = _roles(groups)
        return Snapshot(
            divisions=tuple(_divisions(units)),
            people=tuple(_person(a, roles.get(_key(dn), frozenset())) for dn, a in people),
        )

    @contextmanager
    def _connected(self) -> Iterator[Any]:
        try:
            connection = ldap.initialize(self.url)
            connection.set_option(ldap.OPT_NETWORK_TIMEOUT, self.patience.total_seconds())
            connection.set_option(ldap.OPT_TIMEOUT, self.patience.total_seconds())
            connection.set_option(ldap.OPT_REFERRALS, 0)
            try:
                if self.url.startswith("ldap://"):
                    connection.start_tls_s()  # no password goes over a network in the clear
                yield connection
            finally:
                connection.unbind_ext_s()
        except ldap.LDAPError as error:
            raise DirectoryAway(str(error)) from error

    def _introduce(self, connection: Any) -> None:
        if self.reader is None:
            connection.sasl_interactive_bind_s("", ldap.sasl.external())
        else:
            connection.simple_bind_s(self.reader.dn, self.reader.password)


def _search(connection: Any, base: str, ask: str) -> list[tuple[str, Attributes]]:
    """All of it, page by page."""
    found: list[tuple[str, Attributes]] = []
    page = SimplePagedResultsControl(True, size=PAGE, cookie="")  # noqa: FBT003 - its own order
    while True:
        sent = connection.search_ext(base, ldap.SCOPE_SUBTREE, ask, serverctrls=[page])
        _, rows, _, controls = connection.result3(sent)
        found += [(dn, attributes) for dn, attributes in rows if dn is not None]
        cookies = [c.cookie for c in controls if c.controlType == page.controlType]
        if not cookies or not cookies[0]:
            return found
        page.cookie = cookies[0]


def _roles(groups: list[tuple[str, Attributes]]) -> dict[str, frozenset[Role]]:
    """By the member's DN; groups that are not roles of ours say nothing."""
    known = {role.value: role for role in Role}
    found: dict[str, frozenset[Role]] = {}
    for _, group in groups:
        role = known.get(_text(group, "cn"))
        if role is None:
            continue
        for member in group.get("member", []):
            key = _key(member.decode())
            found[key] = found.get(key, frozenset()) | {role}
    return found


def _divisions(units: list[tuple[str, Attributes]]) -> Iterator[DivisionEntry]:
    """Each after its parent: a shorter DN stands higher in the tree."""
    depth: Callable[[tuple[str, Attributes]], int] = lambda unit: len(ldap.dn.str2dn(unit[0]))  # noqa: E731
    top, *rest = sorted(units, key=depth)
    ids = {_key(top[0]): None} | {_key(dn): _text(unit, "ou") for dn, unit in rest}
    for dn, unit in rest:
        parent = ldap.dn.dn2str(ldap.dn.str2dn(dn)[1:])
        position = _text(unit, "businessCategory")
        yield DivisionEntry(
            id=_text(unit, "ou"),
            parent_id=ids[_key(parent)],
            name=_text(unit, "description") or _text(unit, "ou"),
            name_en=_text(unit, "description;lang-en"),
            position=int(position) if position.isdecimal() else 0,
        )


def _person(attributes: Attributes, roles: frozenset[Role]) -> PersonEntry:
    return PersonEntry(
        id=_text(attributes, "employeeNumber"),
        user_name=_text(attributes, "uid"),
        name=_text(attributes, "cn"),
        name_en=_text(attributes, "cn;lang-en"),
        post=_text(attributes, "title"),
        duty=_text(attributes, "description"),
        phone=_text(attributes, "telephoneNumber"),
        email=_text(attributes, "mail"),
        division_id=_text(attributes, "departmentNumber"),
        roles=roles | {Role.MEMBER},
    )


def _text(attributes: Attributes, name: str) -> str:
    return attributes.get(name, [b""])[0].decode()


def _key(dn: str) -> str:
    """One spelling of a DN, for comparing."""
    return str(ldap.dn.dn2str(ldap.dn.str2dn(dn))).casefold()
