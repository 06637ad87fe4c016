"""The worker's part: converting, and sweeping up after what never ended."""

import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from kernel.clock import Now
from kernel.db import Begin
from kernel.reconcile import Report
from weboffice.formats import kept as kept_parts
from weboffice.formats import rules, store
from weboffice.formats.model import GOING, Conversion, Stage, State, Way
from weboffice.formats.ports import Converter, Drive, Stopped
from weboffice.formats.service import Formats, announce
from weboffice.paper import carry
from weboffice.paper.features import Feature, Losses
from weboffice.paper.fragments import insets_in
from weboffice.paper.model import Paper, Read
from weboffice.paper.pictures import filled
from weboffice.paper.safe import Reason, Refusal
from weboffice.ydoc.suggestions import Verdict

log = logging.getLogger(__name__)
INTERRUPTED = "interrupted"
LARGEST_RESULT = 100 << 20


@dataclass(frozen=True)
class Convert:
    """The job: from waiting to ready, failed or cancelled; called again it does nothing twice."""

    begin: Begin
    now: Now
    drive: Drive
    converter: Converter
    formats: Formats

    def __call__(self, conversion_id: str, verdict: str = Verdict.ACCEPT.value) -> None:
        """`verdict` on open suggestions, of an export."""
        taken = self._take(conversion_id)
        if taken is None:
            return
        try:
            result, counted = (
                self._import(taken)
                if taken.way is Way.IMPORT
                else self._export(taken, Verdict(verdict))
            )
            _check(result)
        except Stopped:
            return
        except Refusal as refused:
            log.info("conversion %s: %s", conversion_id, refused)
            self._end(rules.failed(taken, refused.reason.value, self.now()))
        except Exception:
            log.exception("conversion %s", conversion_id)
            self._end(rules.failed(taken, Reason.CONVERTER_FAILED.value, self.now()))
        else:
            made = replace(counted, state=State.READY, stage=Stage.DONE, changed_at=self.now())
            self._end(made, result)

    def _take(self, conversion_id: str) -> Conversion | None:
        with self.begin() as tx:
            found = store.find(tx.db, conversion_id, is_locked=True)
            if found is None or found.state is not State.WAITING:
                return None
            taken = replace(found, state=State.RUNNING, stage=Stage.FETCHING, changed_at=self.now())
            store.put(tx.db, taken)
            announce(tx, taken)
        return taken

    def _import(self, conversion: Conversion) -> tuple[bytes, Conversion]:
        data = b"".join(self.drive.read(conversion.node_id, conversion.version))
        self._stage(conversion, Stage.CONVERTING)
        found = self.converter.read(conversion.format, data, self._goes_on(conversion))
        self._stage(conversion, Stage.CHECKING)
        paper, lost = rules.into_editor(found.paper)
        rules.check_paper(paper)
        counted = replace(
            conversion, losses=_both(found.losses, lost), kept=rules.as_counts(found.kept)
        )
        return carry.pack(Read(paper, base=found.base)), counted

    def _export(self, conversion: Conversion, verdict: Verdict) -> tuple[bytes, Conversion]:
        with self.begin() as tx:
            found = self.formats.paper_of(tx, conversion.node_id, verdict)
            base = kept_parts.find(tx.db, conversion.node_id)
        self._stage(conversion, Stage.CONVERTING)
        document, lost = rules.fitted(found, conversion.format, base)
        title, today = rules.title_of(conversion.name), rules.day_of(self.now())
        fitted = replace(document, title=title, today=today)
        with self.begin() as tx:
            read = partial(self.formats.pictures.read, tx, conversion.node_id)
            paper, gone = filled(fitted, read)
        result, kept, missing = self._write(conversion, paper)
        counts = rules.as_counts(lost + gone + missing)
        return result, replace(conversion, losses=counts, kept=kept)

    def _write(
        self, conversion: Conversion, paper: Paper
    ) -> tuple[bytes, Mapping[str, int], Losses]:
        """The file, what came back in it [FM8], and what did not as it could not be opened."""
        goes_on = self._goes_on(conversion)
        with self.begin() as tx:
            kept = kept_parts.find(tx.db, conversion.node_id)
            goes = kept is not None and rules.goes_along(kept, conversion.format)
            base = kept_parts.package(tx.db, conversion.node_id) if goes else b""
        if kept is None or not base:
            return self.converter.write(conversion.format, paper, goes_on), {}, Counter()
        counts = kept.counts if rules.comes_back(kept, conversion.format) else {}
        try:
            return self.converter.write(conversion.format, paper, goes_on, base), counts, Counter()
        except Refusal as refused:
            log.warning("conversion %s goes without what was kept: %s", conversion.id, refused)
        missing = Counter({Feature(name): count for name, count in counts.items()})
        missing |= Counter(inset.what for inset in insets_in(paper))
        return self.converter.write(conversion.format, paper, goes_on), {}, missing

    def _goes_on(self, conversion: Conversion) -> "Watch":
        return Watch(self.begin, conversion.id)

    def _stage(self, conversion: Conversion, stage: Stage) -> None:
        with self.begin() as tx:
            found = store.find(tx.db, conversion.id, is_locked=True)
            if found is None or found.state not in GOING:
                raise Stopped
            now = replace(found, stage=stage, changed_at=self.now())
            store.put(tx.db, now)
            announce(tx, now)

    def _end(self, conversion: Conversion, result: bytes | None = None) -> None:
        """Unless its person ended it meanwhile."""
        with self.begin() as tx:
            found = store.find(tx.db, conversion.id, is_locked=True)
            if found is not None and found.state in GOING:
                store.put(tx.db, conversion, result)
                announce(tx, conversion)


@dataclass(frozen=True)
class Watch:
    begin: Begin
    conversion_id: str

    def __call__(self) -> bool:
        with self.begin() as tx:
            found = store.find(tx.db, self.conversion_id)
        return found is not None and found.state in GOING


def _check(result: bytes) -> None:
    if len(result) > LARGEST_RESULT:
        raise Refusal(Reason.TOO_LARGE)


def _both(one: Losses, other: Losses) -> dict[str, int]:
    return rules.as_counts(Counter(one) + Counter(other))


@dataclass(frozen=True)
class Sweep:
    """Ends what a worker left behind when it was ended itself, and forgets what is a day old."""

    begin: Begin
    now: Now
    name: str = "weboffice.conversions"
    every: timedelta = timedelta(minutes=1)

    def run(self) -> Report:
        report, now = Report(), self.now()
        with self.begin() as tx:
            for conversion in store.going(tx.db):
                if rules.is_stale(conversion, now):
                    ended = rules.failed(conversion, INTERRUPTED, now)
                    store.put(tx.db, ended)
                    announce(tx, ended)
                    report.count("ended")
            report.counts["forgotten"] = store.forget(tx.db, now - rules.KEPT_FOR)
        return report
