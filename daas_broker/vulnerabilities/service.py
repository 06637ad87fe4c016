"""What is known against an image, and bringing newer data about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from daas_broker.desktops.model import ImageKey
from daas_broker.images.service import Images
from daas_broker.vulnerabilities import rules
from daas_broker.vulnerabilities.model import Found, Tracker
from daas_broker.vulnerabilities.ports import TrackerData
from kernel import audit
from kernel.actor import Actor, Role
from kernel.clock import Now
from kernel.db import Begin


@dataclass(frozen=True)
class Vulnerabilities:
    begin: Begin
    now: Now
    images: Images
    data: TrackerData

    def of_image(self, actor: Actor, key: ImageKey) -> Found:
        """NotFound for an image that is none; nothing and no age where no data was brought."""
        packages = self.images.list_packages(actor, key)  # [DK12]
        tracker = self.data.read()
        if tracker is None:
            return Found(None, [])
        return Found(tracker.at, rules.flaws(packages, tracker))

    def data_at(self, actor: Actor) -> datetime | None:
        actor.require(Role.IT_ADMIN)
        tracker = self.data.read()
        return tracker.at if tracker else None

    def bring(self, actor: Actor, parts: Iterable[bytes]) -> Tracker:
        """Raise TrackerMalformed for what is no tracker's file; the former one then stays."""
        actor.require(Role.IT_ADMIN)
        tracker = self.data.replace(parts)
        with self.begin() as tx:
            facts = {"sources": len(tracker.entries)}
            entry = audit.Entry(
                self.now(), actor.user_id, "daas_broker.bring_tracker", "-", facts=facts
            )
            audit.append(tx.db, entry)
        return tracker
