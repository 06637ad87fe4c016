"""The keys of one instance, read when wanted; the seal is made when the agency's name is known."""

import os
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mobile_admin.seals.keys import (
    AUTHORITY_FILE,
    MARK_FILE,
    SEAL_FILE,
    SealFile,
    new_seal,
    public_mark_key,
    read_mark_key,
    read_seal,
)
from mobile_admin.seals.sealing import Seal

if TYPE_CHECKING:
    from pyhanko.sign.timestamps import TimeStamper


@dataclass
class Ring:
    """`stamps` as in Seal."""

    secrets: Path
    stamps: "TimeStamper | None" = None

    def seal(self, agency: str, now: datetime) -> Seal:
        """Made once an instance, by whichever process comes first."""
        file = self.secrets / SEAL_FILE
        if not file.exists():
            authority = (self.secrets / AUTHORITY_FILE).read_text()
            _put_once(file, new_seal(authority, agency, now))
        return Seal(read_seal(file.read_text()), self.stamps)

    @property
    def file(self) -> SealFile | None:
        """None before anything was sealed."""
        file = self.secrets / SEAL_FILE
        return read_seal(file.read_text()) if file.exists() else None

    @cached_property
    def mark_key(self) -> Ed25519PrivateKey:
        return read_mark_key((self.secrets / MARK_FILE).read_text())

    @property
    def public_key(self) -> bytes:
        return public_mark_key(self.mark_key)


def _put_once(file: Path, text: str) -> None:
    """Whole or not at all, and never over another's."""
    draft = file.with_name(f".{file.name}.{token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as opened:
        opened.write(text)
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
