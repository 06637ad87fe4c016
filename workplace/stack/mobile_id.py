"""The mobile ID as `doctor` sees it: what is written down.

With the distribution's Python alone, so it reads less of the file than the workplace does when it
starts (identity/mobile_id/adapters/configured.py). Nothing secret is told.
"""

import tomllib
from dataclasses import dataclass

from kernel.settings import Settings

FILE = "mobile-id.toml"
NEEDED = ("issuer", "issuer_certificates", "card_type", "claim", "certificate", "key")


@dataclass(frozen=True)
class Looked:
    """`wrong` stops the next start."""

    found: str
    wrong: str = ""


def look(settings: Settings) -> Looked | None:
    """None where none is set up."""
    file = settings.secrets / FILE
    try:
        if not file.exists():
            return None
        said = tomllib.loads(file.read_text())
    except PermissionError:
        return Looked(f"unknown: {file} is for root and the service user only")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return Looked("written down", f"{file}: {error}")
    missing = [name for name in NEEDED if not said.get(name)]
    if missing:
        return Looked("written down", f"{file}: {', '.join(missing)} missing")
    revoked = "lists of revoked cards" if said.get("status_lists") else "no lists of revoked cards"
    return Looked(f"cards of {said['issuer']}, {revoked}")
