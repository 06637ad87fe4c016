"""Takes back questions that nobody answered, so that no yes can come late [DR1]."""

from dataclasses import dataclass
from datetime import timedelta

from daas_broker.helpdesk.service import HelpDesk
from kernel.reconcile import Report


@dataclass(frozen=True)
class QuestionKeeper:
    """A question lapses if and only if it is older than a minute and has no answer."""

    helpdesk: HelpDesk
    name: str = "daas_broker.questions"
    every: timedelta = timedelta(seconds=20)

    def run(self) -> Report:
        return Report({"lapsed": self.helpdesk.lapse()})
