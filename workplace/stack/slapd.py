"""The directory: OpenLDAP on a socket of its own, filled once from LDIF.

On that socket the kernel says who calls. The service and root may read entries without a password;
a password is proved by binding as its owner, and nobody can read one.
"""

import os
import pwd
from base64 import b64encode
from hashlib import sha1
from pathlib import Path
from urllib.parse import quote

from workplace.stack import account
from workplace.stack.commands import run

CONFIGURATION = """\
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
include /etc/ldap/schema/nis.schema
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload argon2
pidfile {home}/slapd.pid
argsfile {home}/slapd.args
loglevel none
threads 4
sizelimit unlimited
password-hash {{ARGON2}}
disallow bind_anon
require authc

database mdb
suffix "{base}"
directory {home}/data
maxsize 268435456
rootdn "cn=admin,{base}"
rootpw {root_password}
index objectClass eq
index uid,mail,ou,departmentNumber,employeeNumber,manager eq
index entryUUID,entryCSN eq

access to attrs=userPassword
  by anonymous auth
  by * none
access to *
{readers}
  by self read
  by * none
"""
PEER = "gidNumber={gid}+uidNumber={uid},cn=peercred,cn=external,cn=auth"


def lay_out(home: Path, base: str, root_password: str) -> None:
    """Write the configuration; the root password stands in it as a salted hash."""
    account.own(home, 0o700)
    account.own(home / "data", 0o700)
    text = CONFIGURATION.format(
        home=home, base=base, root_password=_salted(root_password), readers=_readers()
    )
    account.write(home / "slapd.conf", text, 0o640, owner="root")


def _readers() -> str:
    service = pwd.getpwnam(account.NAME) if account.is_root() else pwd.getpwuid(os.getuid())
    peers = {(service.pw_uid, service.pw_gid), (0, 0)}
    return "\n".join(
        f'  by dn.exact="{PEER.format(uid=uid, gid=gid)}" read' for uid, gid in sorted(peers)
    )


def _salted(password: str) -> str:
    salt = os.urandom(8)
    # The scheme that the server itself knows without a module; the password has 256 random bits.
    digest = sha1(password.encode() + salt, usedforsecurity=False).digest()
    return "{SSHA}" + b64encode(digest + salt).decode()


def is_empty(home: Path) -> bool:
    return not (home / "data" / "data.mdb").exists()


def load(home: Path, ldif: str) -> None:
    """Fill an empty directory. Half a load is removed, so that the next try starts clean."""
    try:
        run(
            ["/usr/sbin/slapadd", "-q", "-f", str(home / "slapd.conf")],
            as_service=True, stdin=ldif,
        )  # fmt: skip
    except BaseException:
        for file in (home / "data").iterdir():
            file.unlink()
        raise


def command(home: Path, socket: Path) -> list[str]:
    address = f"ldapi://{quote(str(socket), safe='')}"
    return ["/usr/sbin/slapd", "-d", "0", "-f", str(home / "slapd.conf"), "-h", address]


def bare_agency(base: str) -> str:
    """The top entry only, for an agency that brings its own people."""
    first = base.split(",", maxsplit=1)[0].removeprefix("dc=")
    return (
        f"dn: {base}\nobjectClass: dcObject\nobjectClass: organization\ndc: {first}\no: {first}\n"
    )
