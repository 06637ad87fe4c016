"""Each home's key, wrapped with the key of this host. Without either nothing is ever read again."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 64  # AES-256-XTS
NONCE_BYTES = 12


class KeyLost(Exception):
    """The home is there and nothing of this host opens it."""


@dataclass(frozen=True)
class Keys:
    """`master` is root's alone; it belongs into the backup of the host, apart from the homes."""

    master: Path

    def of(self, image: Path) -> bytes:
        file = image.with_suffix(".key")
        if file.exists():
            return self._opened(file.read_bytes(), image)
        key, nonce = secrets.token_bytes(KEY_BYTES), secrets.token_bytes(NONCE_BYTES)
        write_once(file, nonce + self._box().encrypt(nonce, key, _name(image)))
        return self.of(image)

    def _opened(self, sealed: bytes, image: Path) -> bytes:
        if not self.master.exists():  # another one, made now, would open nothing either
            raise KeyLost(f"{self.master} is missing: put it back from the backup")
        try:
            return self._box().decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _name(image))
        except InvalidTag as error:
            raise KeyLost(f"{self.master} is not the one of {image.name}") from error

    def _box(self) -> AESGCM:
        if not self.master.exists():
            write_once(self.master, AESGCM.generate_key(256))
        return AESGCM(self.master.read_bytes())


def _name(image: Path) -> bytes:
    """A key that was put in another home's place opens nothing."""
    return f"{image.parent.name}/{image.stem}".encode()


def write_once(file: Path, content: bytes) -> None:
    """Durable before it is there; whoever was first has won."""
    fresh = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        os.write(handle, content)
        os.fsync(handle)
        os.link(fresh, file)
    except FileExistsError:
        return
    finally:
        os.close(handle)
        fresh.unlink()
