"""A place that the service user may enter.

pytest's own directories are closed again by every pytest that starts on the machine.
"""

from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import pytest

from workplace.stack import account


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    if account.is_root():
        account.ensure()
    place = Path(mkdtemp(prefix="onmaru-test-"))
    yield place
    rmtree(place)
