"""`python -m workplace.demo.ldif`: the demonstration agency as LDIF (RFC 2849), for slapadd.

    ou=organisation   the tree: one organizationalUnit in its parent, `ou` is the division's id
    ou=people         everybody in one row, so that a transfer changes no DN
    ou=roles          groupOfNames, one a role

Names in two languages are attribute options (RFC 3866): `cn` is the Korean one, `cn;lang-en`.
"""

import os
import sys
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha1

from identity.directory.model import DivisionEntry, PersonEntry, Snapshot
from kernel.actor import Role
from kernel.settings import read_settings
from workplace.demo.agency import agency
from workplace.stack import keys

Attributes = list[tuple[str, str]]
BRANCHES = ("organisation", "people", "roles")


def ldif(snapshot: Snapshot, base: str, password: str) -> str:
    """Everybody has `password`, each with a salt of their own."""
    entries = [*_top(base), *_tree(snapshot, base)]
    entries += [_person(p, base, password) for p in snapshot.people]
    entries += [_role(role, snapshot, base) for role in Role if role is not Role.MEMBER]
    return "\n".join(_written(dn, attributes) for dn, attributes in entries)


def _top(base: str) -> Iterator[tuple[str, Attributes]]:
    first = base.split(",", maxsplit=1)[0].removeprefix("dc=")
    yield (
        base,
        [("objectClass", "dcObject"), ("objectClass", "organization"), ("dc", first), ("o", first)],
    )
    for branch in BRANCHES:
        yield f"ou={branch},{base}", [("objectClass", "organizationalUnit"), ("ou", branch)]


def _tree(snapshot: Snapshot, base: str) -> Iterator[tuple[str, Attributes]]:
    """Parents stand before their children in a snapshot, as an LDIF needs them."""
    dns: dict[str | None, str] = {None: f"ou=organisation,{base}"}
    for division in snapshot.divisions:
        dns[division.id] = f"ou={division.id},{dns[division.parent_id]}"
        yield dns[division.id], _division(division)


def _division(division: DivisionEntry) -> Attributes:
    return [
        ("objectClass", "organizationalUnit"),
        ("ou", division.id),
        ("description", division.name),
        ("description;lang-en", division.name_en),
        ("businessCategory", str(division.position)),
    ]


def _person(person: PersonEntry, base: str, password: str) -> tuple[str, Attributes]:
    return person_dn(person, base), [
        ("objectClass", "inetOrgPerson"),
        ("uid", person.user_name),
        ("employeeNumber", person.id),
        ("departmentNumber", person.division_id),
        ("cn", person.name),
        ("cn;lang-en", person.name_en),
        ("sn", person.name),
        ("title", person.post),
        ("description", person.duty),
        ("telephoneNumber", person.phone),
        ("mail", person.email),
        ("userPassword", ssha(password, os.urandom(8))),
    ]


def _role(role: Role, snapshot: Snapshot, base: str) -> tuple[str, Attributes]:
    members = [("member", person_dn(p, base)) for p in snapshot.people if role in p.roles]
    return f"cn={role.value},ou=roles,{base}", [
        ("objectClass", "groupOfNames"),
        ("cn", role.value),
        *members,
    ]


def person_dn(person: PersonEntry, base: str) -> str:
    return f"uid={person.user_name},ou=people,{base}"


def ssha(password: str, salt: bytes) -> str:
    """The one salted scheme that every LDAP server knows; the passphrase itself is random."""
    digest = sha1(password.encode() + salt, usedforsecurity=False).digest()
    return "{SSHA}" + b64encode(digest + salt).decode()


def _written(dn: str, attributes: Attributes) -> str:
    lines = [_line("dn", dn), *(_line(name, value) for name, value in attributes)]
    return "\n".join(lines) + "\n"


def _line(name: str, value: str) -> str:
    """RFC 2849 §2: what is not a SAFE-STRING is written in base64, after two colons."""
    if value.isascii() and value.isprintable() and value[:1] not in {" ", ":", "<", ""}:
        return f"{name}: {value}"
    return f"{name}:: {b64encode(value.encode()).decode()}"


def main() -> None:
    settings = read_settings()
    keys.ensure(settings.secrets)
    password = keys.read(settings.secrets, keys.DEMO_PASSWORD)
    sys.stdout.write(ldif(agency(), settings.ldap_base, password))


if __name__ == "__main__":
    main()
