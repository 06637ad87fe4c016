"""Ending sessions that have grown old.

A session is old if and only if its twelve hours are over or nobody has used it for two. It opens
nothing from that moment; this tells desktops, sockets and other domains.
"""

from dataclasses import dataclass
from datetime import timedelta

from identity.sessions.service import Sessions
from kernel.reconcile import Report


@dataclass(frozen=True)
class OldSessions:
    sessions: Sessions
    name: str = "identity.sessions"
    every: timedelta = timedelta(seconds=30)

    def run(self) -> Report:
        ended = self.sessions.end_old()
        return Report({"ended": ended} if ended else {})
