"""What was refused lately: each desktop's each name once, the oldest forgotten first."""

from dataclasses import dataclass, field

from daas_broker.desktops.zones import NameRefused, RefusedName
from daas_broker.egress.proxy.rules import Target
from kernel.clock import Now, utc_now

MOST = 200


@dataclass
class Refusals:
    now: Now = utc_now
    kept: dict[tuple[str, Target], RefusedName] = field(default_factory=dict)

    def note(self, desktop: str, target: Target, why: NameRefused) -> None:
        self.kept.pop((desktop, target), None)  # to the end
        told = RefusedName(desktop, target.host, target.port, why, self.now())
        self.kept[desktop, target] = told
        if len(self.kept) > MOST:
            del self.kept[next(iter(self.kept))]

    def all(self) -> tuple[RefusedName, ...]:
        return tuple(self.kept.values())
