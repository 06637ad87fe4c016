"""The field under load: submissions of 250 questions, crowds, ten thousand at once, cut photos.

Against a web process, a PostgreSQL and a Redis of their own, through the API that phones use, with
sign-in, look-up and validation. Processor time is that of the web process and of PostgreSQL, with
the announcement of each submission through Redis. The peer is ODK Central, measured here at design
time: 50/s, 13 ms of Node and PostgreSQL.
"""

import os
import sys

from sqlalchemy import func, select

from bench import Figure
from bench._field_load import Ingest, Phone, Stage, crowd, ingest, photos, staged
from mobile_admin.submissions.store import submissions

PEER = "ODK Central (measured at design time)"
SINGLE = (16, 20, 1)  # phones, dispatches of each, forms in each
OUTAGE = (200, 1, 50)
PHOTOS, PHOTO_BYTES = 100, 200 * 1024


def main() -> int:
    with staged() as stage:
        phones = [stage.phone(f"p{number:03}") for number in range(OUTAGE[0])]
        # Warm: each connection of both processes has prepared what it asks.
        ingest(stage, phones[: SINGLE[0]], *SINGLE[1:])
        figures = [
            *_single(ingest(stage, phones[: SINGLE[0]], *SINGLE[1:])),
            *(_crowd(phones[0], at_once) for at_once in (8, 32)),
            *_outage(stage, phones),
            _photos(photos(phones[0], PHOTOS, PHOTO_BYTES)),
        ]
    for figure in figures:
        figure.report()
    sys.stderr.write(f"load average {os.getloadavg()[0]:.1f}\n")
    return 0 if all(figure.holds for figure in figures) else 1


def _single(found: Ingest) -> list[Figure]:
    rate = found.count / found.seconds
    what = "250 questions, one a request, 16 at once"
    return [
        Figure(f"submissions: {what}", "1/s", round(rate, 1), 50.0, PEER, "≥ 150", rate >= 150),
        Figure(
            f"processor time of a submission: {what}", "ms", round(found.cpu_ms, 1), 13.0, PEER,
            "≤ 6", found.cpu_ms <= 6,
        ),
    ]  # fmt: skip


def _crowd(phone: Phone, at_once: int) -> Figure:
    found = crowd(phone, at_once)
    wrong = at_once - found["applied"] - found["duplicate"] + abs(found["applied"] - 1)
    return Figure(
        f"wrong answers of {at_once} at once with one instance", "answers", wrong, 3.0,
        "ODK Central: 3-6 of 8 are told 409", "0", wrong == 0,
    )  # fmt: skip


def _outage(stage: Stage, phones: list[Phone]) -> list[Figure]:
    before = _rows(stage)
    found = ingest(stage, phones, *OUTAGE[1:])
    missing = found.count - (_rows(stage) - before)
    what = f"{found.count} from {len(phones)} phones"
    return [
        Figure(f"{what}", "s", round(found.seconds, 1), None, "none", "≤ 90", found.seconds <= 90),
        Figure(f"lost or doubled of {what}", "forms", missing, None, "none", "0", missing == 0),
        Figure(
            f"processor time of a submission, {OUTAGE[2]} a request: {what}", "ms",
            round(found.cpu_ms, 1), 13.0, PEER, "≤ 6", found.cpu_ms <= 6,
        ),
    ]  # fmt: skip


def _rows(stage: Stage) -> int:
    with stage.world.begin() as tx:
        return tx.db.scalar(select(func.count()).select_from(submissions)) or 0


def _photos(sizes: tuple[int, int]) -> Figure:
    ratio = sizes[1] / sizes[0]
    return Figure(
        f"bytes sent for {PHOTOS} photos over a line cut at every second piece", "×",
        round(ratio, 3), None, "ODK Collect starts each again", "≤ 1.15", ratio <= 1.15,
    )  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
