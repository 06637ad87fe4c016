"""How fast guests come to their picture on this machine, from how fast the smallest one did."""

import os

from daas_broker.desktops.model import CONTAINERS, Pace
from workplace.hostd.machines.accelerator import Accelerator, Kind

# A rich desktop took BOOTS_SEEN times the processor time of the smallest guest to its picture
# (bench/results/machine.jsonl); it has so many times as long, for a machine with more to do.
BOOTS_SEEN, MARGIN = 48, 6
PART_OF_BOOT = 0.4  # what whoever looks waits for one thing: a wallpaper, a text
SUPPOSED_SECONDS = 1.4  # where none was tried
LEAST, MOST = 90.0, 1_200.0  # seconds
GUEST_PROCESSORS = 2


def pace_of(found: Accelerator, processors: int | None = None) -> Pace:
    """Where each instruction is translated a guest keeps its processors busy until it is up, so
    no more boot beside each other than there are processors for [DVM10]."""
    there = processors or os.cpu_count() or 1
    seconds = SUPPOSED_SECONDS if found.seconds is None else found.seconds
    boot = round(min(MOST, max(LEAST, seconds * BOOTS_SEEN * MARGIN)))
    patience = max(CONTAINERS.patience, boot * PART_OF_BOOT)
    is_slow = found.kind is Kind.TCG
    return Pace(boot, patience, max(1, there // GUEST_PROCESSORS) if is_slow else 0)
