"""What an administrator wrote into a file of secrets, as `doctor` reads it.

With the distribution's Python alone, so it reads less of it than the workplace does when it
starts. Nothing secret is told.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Looked:
    """`wrong` stops the next start; `silent` is what did not answer."""

    found: str
    wrong: str = ""
    silent: str = ""


def read(file: Path) -> dict[str, Any] | Looked | None:
    """What it says, or why that is not known; None where nobody wrote one."""
    try:
        return tomllib.loads(file.read_text()) if file.exists() else None
    except PermissionError:
        return Looked(f"unknown: {file} is for root and the service user only")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return Looked("written down", wrong=f"{file}: {error}")
