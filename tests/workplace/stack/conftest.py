"""A place that the service user may enter, and ports that nobody has.

pytest's own directories are closed again by every pytest that starts on the machine.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import pytest

from workplace.stack import account, occupied

FIRST_PORT, EACH = 19400, 200  # for each of those who test side by side


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    if account.is_root():
        account.ensure()
    place = Path(mkdtemp(prefix="onmaru-test-"))
    yield place
    rmtree(place)


@pytest.fixture(scope="module")
def free_ports(worker_id: str) -> Callable[[], int]:
    """The first of three in a row. Whoever tests beside us looks elsewhere: between looking and
    listening both would find the same."""
    number = int(worker_id.removeprefix("gw")) if worker_id.startswith("gw") else 0
    bases = range(FIRST_PORT + number * EACH, FIRST_PORT + (number + 1) * EACH, 10)
    return lambda: next(base for base in bases if not occupied.taken(range(base, base + 3)))
