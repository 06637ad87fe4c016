"""What runs in the sandbox reaches nothing and ends."""

import shutil

import pytest

from weboffice.formats.adapters.sandbox import PYTHON, Bounds, Task, run
from weboffice.formats.ports import Stopped
from weboffice.paper.safe import Reason, Refusal

pytestmark = pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap is missing")
SMALL = Bounds(1 << 30, 20, 30, 1 << 20)


def said(code: str, bounds: Bounds = SMALL) -> tuple[int, bytes]:
    return run(Task([PYTHON, "-c", code], {"in": b"x"}, "out", bounds), lambda: True)


def test_there_is_no_network() -> None:
    """[FM4]"""
    code = (
        "import socket\n"
        "try:\n socket.create_connection(('127.0.0.1', 22), 2); r = 'reached'\n"
        "except OSError as e:\n r = 'none'\n"
        "names = [n for _, n in socket.if_nameindex()]\n"
        "open('out', 'w').write(r + ' ' + ','.join(names))"
    )
    assert said(code) == (0, b"none lo")


LOOK = """
import os, sys
found = [p for p in ('/etc/shadow', '/etc/passwd') if os.path.exists(p)]
for top in ('/home', '/root', '/srv', '/opt', '/work', '/var/lib', '/run'):
    for folder, folders, files in os.walk(top):
        if folder == sys.prefix:
            folders.clear()
            continue
        if not sys.prefix.startswith(folder + '/'):
            found.append(folder)
        found += [os.path.join(folder, name) for name in files]
open('out', 'w').write(repr((found, os.getuid(), sorted(os.listdir('/job')))))
"""


def test_the_machine_s_files_are_not_there() -> None:
    """[FM4] Nothing but the environment that runs it, and the empty folders on the way to that."""
    status, out = said(LOOK)
    assert (status, out) == (0, b"([], 65534, ['.log', 'in', 'out'])")


def test_memory_time_and_size_have_bounds() -> None:
    """[FM4]"""
    assert said("open('out', 'wb').write(b'x' * (2 << 20))")[0] != 0
    assert said("x = bytearray(3 << 30); open('out', 'w').write('had it')")[1] == b""
    with pytest.raises(Refusal) as refused:
        said("import time; time.sleep(60)", Bounds(1 << 30, 20, 1.0))
    assert refused.value.reason is Reason.TOO_LONG


def test_it_ends_when_nobody_wants_it() -> None:
    """[FM4]"""
    task = Task([PYTHON, "-c", "import time; time.sleep(60)"], {}, "out", SMALL)
    with pytest.raises(Stopped):
        run(task, lambda: False)


def test_a_link_out_of_the_folder_is_not_followed() -> None:
    """[FM4]"""
    assert said("import os; os.symlink('/etc/passwd', 'out')") == (0, b"")
