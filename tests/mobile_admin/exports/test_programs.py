"""Programs of strangers, run against a server, each in an environment of its own."""

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import make_server

from tests.mobile_admin.exports.test_exports import sent
from tests.mobile_admin.submissions.test_openrosa import head
from tests.support.world import World

pytestmark = pytest.mark.slow
PROGRAMS = Path(__file__).parent / "programs"
UV = shutil.which("uv") or next(
    (str(each) for each in Path("/var/cache/onmaru").glob("tools-*/bin/uv")), None
)
OURS = b"http://localhost:8080"  # where this workplace believes to be


@pytest.fixture
def origin(world: World) -> Iterator[str]:
    """Its own address stands in the links to the next page: here it is another one."""

    def served(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        told: list[Any] = []

        def noted(*given: Any) -> Callable[[bytes], None]:
            told.extend(given)
            return lambda _: None

        parts = world.app.wsgi_app(environ, noted)
        body = b"".join(parts).replace(OURS, address.encode())
        headers = [(key, value) for key, value in told[1] if key.lower() != "content-length"]
        start(told[0], [*headers, ("Content-Length", str(len(body)))])
        return [body]

    server = make_server("127.0.0.1", 0, served, threaded=True)
    address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield address
    server.shutdown()


def run(program: str, packages: Iterable[str], *words: str) -> Any:
    if UV is None:
        pytest.skip("uv makes the environment: ./onmaru brings it")
    wanted = [word for package in packages for word in ("--with", package)]
    done = subprocess.run(
        [UV, "run", "--isolated", "--no-project", "--python", sys.executable, *wanted,
         "python", str(PROGRAMS / program), *words],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def given(world: World) -> tuple[str, str]:
    """The name and the secret of a device of the head."""
    device = head(world).post("/api/field/devices", name="pyodk").get_json()
    return device["user_name"], device["secret"]


def test_pyodk_lists_reads_sends_corrects_and_reviews(world: World, origin: str) -> None:
    """[EX10] The program itself, which looks at each answer by models of its own."""
    sent(world, 3)
    base = f"{origin}/api/field/central"
    told = run("by_pyodk.py", ("pyodk==1.3.0",), base, *given(world))
    assert (told["form"], told["got"], told["made"]) == ("food_hygiene", "uuid:0", "uuid:by-pyodk")
    assert told["listed"] == ["uuid:2", "uuid:1", "uuid:0"]
    assert told["table"]["@odata.count"] == 5
    assert len(told["table"]["value"]) == 2
    assert len(told["later"]["value"]) == 5
    assert told["expanded"]["value"][-1]["fridge"], "what repeats comes along"
    assert told["review"] == "approved"
    assert set(told["refused"]) == {"forms.create", "entity_lists.list", "add_comment"}


def test_a_client_of_odata_is_led_by_the_metadata_through_every_table(
    world: World, origin: str
) -> None:
    """[EX3] [EX5] [EX7]"""
    sent(world, 5)
    root = f"{origin}/api/field/odata/f1.svc"
    told = run("by_odatapy.py", ("odatapy[client]==5.3.0",), root, *given(world))
    counts = {name: found["count"] for name, found in told.items()}
    assert counts == {"Submissions": 5, "Submissions_fridge": 10}
    for found in told.values():
        keys = [row["__id"] for row in found["rows"]]
        assert len(keys) == len(set(keys)) == found["count"]
