"""Facts about forms."""

from dataclasses import dataclass

from kernel.events import Event


@dataclass(frozen=True)
class FormOpened(Event):
    """Inspectors are offered this version from now on."""

    name = "mobile_admin.form_opened"
    form_key: str
    version: str
