"""A process imports what it needs: each domain is some MiB of memory and a part of each start."""

import json
import subprocess
import sys

import pytest

LATE = {"pyhanko", "hwpx", "weasyprint", "pyxform", "openpyxl"}


@pytest.mark.parametrize(
    ("program", "without"),
    [
        ("workplace.display", {"weboffice", "mobile_admin", "messenger", *LATE}),
        ("workplace.crdtd", {"daas_broker", "mobile_admin", "messenger", *LATE}),
        ("workplace.worker", LATE),
    ],
)
def test_what_a_process_leaves_to_others_it_does_not_import(
    program: str, without: set[str]
) -> None:
    told = f"import json, sys, {program}; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    known = {name.partition(".")[0] for name in json.loads(done.stdout)}
    assert "kernel" in known
    assert known & without == set()
