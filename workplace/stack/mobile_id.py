"""The mobile ID as `doctor` sees it: what is written down, of all that the workplace reads when it
starts (identity/mobile_id/adapters/configured.py)."""

from kernel.settings import Settings
from workplace.stack import written
from workplace.stack.written import Looked

FILE = "mobile-id.toml"
NEEDED = ("issuer", "issuer_certificates", "card_type", "claim", "certificate", "key")


def look(settings: Settings) -> Looked | None:
    """None where none is set up."""
    file = settings.secrets / FILE
    said = written.read(file)
    if said is None or isinstance(said, Looked):
        return said
    missing = [name for name in NEEDED if not said.get(name)]
    if missing:
        return Looked("written down", f"{file}: {', '.join(missing)} missing")
    revoked = "lists of revoked cards" if said.get("status_lists") else "no lists of revoked cards"
    return Looked(f"cards of {said['issuer']}, {revoked}")
