"""Measurements against peers. Each module is run by `./onmaru bench NAME` and prints figures."""

import json
import sys
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """One number that we promise, beside what the best known peer does in the same run."""

    figure: str
    unit: str
    ours: float
    peer: float | None  # None where no peer can do it at all, or none could be run here
    peer_name: str
    target: str
    holds: bool

    def report(self) -> None:
        sys.stdout.write(json.dumps(asdict(self), ensure_ascii=False) + "\n")
        sys.stdout.flush()
