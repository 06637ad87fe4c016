"""A file that an administrator wrote by hand (TOML), read when the workplace starts."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self


class Misconfigured(ValueError):
    """Said when the workplace starts, so that nobody learns of it by not coming in."""


@dataclass(frozen=True)
class Written:
    file: Path
    said: dict[str, Any]

    @classmethod
    def at(cls, file: Path) -> Self | None:
        """None where there is no such file. Raise Misconfigured for one that is no TOML."""
        if not file.exists():
            return None
        try:
            return cls(file, tomllib.loads(file.read_text()))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise Misconfigured(f"{file}: {error}") from error

    def get(self, key: str, otherwise: str = "") -> str:
        return str(self.said.get(key, otherwise))

    def wrong(self, why: str) -> Misconfigured:
        return Misconfigured(f"{self.file}: {why}")

    def need(self, keys: Sequence[str]) -> None:
        missing = [key for key in keys if not self.said.get(key)]
        if missing:
            raise self.wrong(f"{', '.join(missing)} missing")
