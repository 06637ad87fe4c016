"""Secrets of one instance: made once, and readable by the service user only."""

import secrets
from pathlib import Path

from daas_broker.continuity.seal import KEY_FILE as CONTINUITY
from daas_broker.continuity.seal import PUBLIC_FILE as CONTINUITY_PUBLIC
from daas_broker.continuity.seal import new_key as new_continuity_key
from daas_broker.continuity.seal import public_of
from daas_broker.releases.evidence import KEY_FILE as RELEASES
from daas_broker.releases.evidence import new_key as new_release_key
from mobile_admin.seals.keys import AUTHORITY_FILE as NOTICE_AUTHORITY
from mobile_admin.seals.keys import MARK_FILE as NOTICE_MARK
from mobile_admin.seals.keys import new_authority, new_mark_key
from vpn.authority.rules import new_key
from vpn.authority.service import KEY_FILE as DEVICE_AUTHORITY
from vpn.devices.shared import KEY_FILE as TUNNEL_SHARED
from workplace.stack import account

# Read aloud over a telephone without a mistake: no 0 o 1 l.
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
DIRECTORY_PASSWORD = "directory-password"  # noqa: S105 - a file name
DEMO_PASSWORD = "demo-password"  # noqa: S105 - a file name
# Signs the codes of watermarks: another one makes those of before unreadable.
DESKTOP_MARKS = "desktop-marks"
# Wraps the key of each recording: without it no recording can be read again.
RECORDINGS = "recording-master"
# Browsers keep under it what they could not send: without it that is lost.
OFFICE_KEEPING = "office-keeping"
# Opens what phones of the field keep: without it nobody opens them, and what was not sent is lost.
FIELD_POCKETS = "field-pockets"


def ensure(directory: Path) -> None:
    """Make what is missing. A secret that exists is never changed here."""
    account.own(directory, 0o700)
    keep(directory / DIRECTORY_PASSWORD, secrets.token_urlsafe(32))
    keep(directory / DESKTOP_MARKS, secrets.token_urlsafe(32))
    keep(directory / RECORDINGS, secrets.token_urlsafe(32))
    keep(directory / OFFICE_KEEPING, secrets.token_urlsafe(32))
    keep(directory / FIELD_POCKETS, secrets.token_urlsafe(32))
    # Seals what devices share with the gateway: with another one, those are added anew.
    keep(directory / TUNNEL_SHARED, secrets.token_urlsafe(32))
    # Issues the certificates of devices: with another one, all of them are strangers'.
    keep(directory / DEVICE_AUTHORITY, new_key())
    # Certify the seal of notices and sign their QR codes: papers outlive everything else here.
    keep(directory / NOTICE_AUTHORITY, new_authority())
    keep(directory / NOTICE_MARK, new_mark_key())
    # Signs what was let across between zones: with another one, older records are nobody's.
    keep(directory / RELEASES, new_release_key())
    # Signs who may come back to a desktop while the database is away; gateways read the other.
    keep(directory / CONTINUITY, new_continuity_key())
    keep(directory / CONTINUITY_PUBLIC, public_of(read(directory, CONTINUITY)))
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))
    keep(directory / DEMO_PASSWORD, "-".join(groups))


def keep(path: Path, value: str) -> None:
    """Unless there is one."""
    if path.exists():
        account.own_file(path)
    else:
        account.write(path, value, 0o600)


def read(directory: Path, name: str) -> str:
    return (directory / name).read_text().strip()
