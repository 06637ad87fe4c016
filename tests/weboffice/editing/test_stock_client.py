import json
import subprocess

import pytest

from tests.weboffice.conftest import EditingProcess
from tests.weboffice.editing.test_together import new_document
from tests.weboffice.node import WEB, node_environment

ORIGIN = "http://localhost:8080"


def stock_client(
    office: EditingProcess, document: str, protocol: str, text: str
) -> dict[str, object]:
    ann = office.who("ann")
    words = [str(office.path), document, office.ticket("ann", document), ORIGIN, protocol, text]
    done = subprocess.run(
        ["node", "tools/stock-client.mjs", *words],
        cwd=WEB, env=node_environment(COOKIE=ann.cookie["Cookie"]),
        capture_output=True, text=True, check=True, timeout=40,
    )  # fmt: skip
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize(
    ("protocol", "complaints"),
    [("yjs", []), ("onmaru.y", ["Unable to compute message"])],
    ids=["as_it_is", "which_also_asked_for_our_own_messages"],
)
def test_any_y_websocket_client_with_a_ticket_may_join(
    office: EditingProcess, protocol: str, complaints: list[str]
) -> None:
    """[ED3] [ED5]"""
    document = new_document(office)
    ours = office.editor("ann", document)
    ours.write("우리 ")
    assert ours.listen(lambda e: e.is_saved)
    found = stock_client(office, document, protocol, "그들 ")
    assert found["isSynced"] is True
    assert "그들 우리" in str(found["text"])
    # It passes over what it does not know, and says so on its console.
    assert sorted(set(found["complaints"])) == complaints  # type: ignore[call-overload]
    assert ours.listen(lambda e: e.text == "그들 우리 ")
    assert ours.listen(lambda e: any('"name":"ann"' in p.state for p in e.presences.values()))
