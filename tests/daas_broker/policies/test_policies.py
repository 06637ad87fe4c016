"""Drafting, previewing, applying and undoing, by those who may."""

import threading
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url, select

from daas_broker.desktops.model import DesktopId
from daas_broker.policies.machine import Crossing
from daas_broker.policies.model import Passed, Way
from daas_broker.policies.permits import Note
from daas_broker.policies.store import CHANGED
from daas_broker.sessions.model import ConnectionId, Stream
from kernel import audit
from kernel.actor import Role, SessionId
from tests.daas_broker.conftest import Broker
from tests.support.world import SignedInClient

DRAFT = "/api/admin/policies/{}/{}/draft"


@pytest.fixture
def officer(broker: Broker) -> SignedInClient:
    return broker.world.as_user("sol", Role.SECURITY_OFFICER)


def overview(client: SignedInClient) -> dict[str, Any]:
    return dict(client.get("/api/admin/policies").get_json())


def stage(client: SignedInClient, kind: str, id_: str, **changes: Any) -> None:
    reply = client.put(DRAFT.format(kind, id_), body=changes)
    assert reply.status_code == 200, reply.json


def apply(client: SignedInClient, kind: str, id_: str) -> Any:
    return client.post(f"{DRAFT.format(kind, id_)}/apply")


def open_stream(broker: Broker, user: str, pool: str) -> Stream:
    """As a gateway opens one."""
    desktop = DesktopId(broker.claim(user, pool)["desktop"]["desktop_id"])
    session = SessionId(broker.world.as_user(user).actor.session_id)
    stream = Stream(desktop, session, ConnectionId(f"connection of {user}"))
    broker.broker.seating.connected(stream, "display-work")
    assert broker.broker.permits.of_streams([stream])
    return stream


def test_only_administrators_and_security_officers_see_and_change_policies(broker: Broker) -> None:
    """[DLP12]"""
    ann = broker.world.as_user("ann")
    for path in ("", "/streams", "/trace", "/zone/work/draft/preview"):
        assert ann.get(f"/api/admin/policies{path}", code="AAAAA-AAAAA").status_code == 403
    assert ann.put(DRAFT.format("zone", "work"), body=None).status_code == 403
    assert apply(ann, "zone", "work").status_code == 403
    assert ann.post("/api/admin/policies/versions/1/undo").status_code == 403


def test_a_draft_changes_nothing_until_it_is_applied(
    broker: Broker, officer: SignedInClient
) -> None:
    """[DLP2] [DLP12]"""
    before = overview(officer)
    body = {**before["internet"], "watermark": True}
    stage(officer, "zone", "internet", **body)
    assert overview(officer)["internet"] == before["internet"]
    assert overview(officer)["drafts"][0]["changes"] == ["watermark"]
    assert apply(officer, "zone", "internet").status_code == 200
    after = overview(broker.admin)
    assert after["internet"]["watermark"] is True
    assert (after["drafts"], after["history"][0]["changes"]) == ([], ["watermark"])
    assert ("sol", "daas_broker.apply_policy", "done") in broker.world.audited()


def test_a_change_tells_each_act_as_it_was_and_as_it_became(
    broker: Broker, officer: SignedInClient
) -> None:
    """[DLP12]"""
    stage(officer, "zone", "internet", **{**overview(officer)["internet"], "watermark": True})
    turn = {"act": "watermark", "before": False, "after": True}
    assert overview(officer)["drafts"][0]["turns"] == [turn]
    apply(officer, "zone", "internet")
    assert overview(officer)["history"][0]["turns"] == [turn]
    stage(officer, "division", "div", clipboard_out={"is_open": False, "content": {}})
    apply(officer, "division", "div")
    [made] = overview(officer)["history"][0]["turns"]
    assert (made["act"], made["before"]) == ("clipboard_out", None)  # it spoke of it nowhere
    assert made["after"]["is_open"] is False
    assert made["after"]["kinds"] == ["text"]  # whole, also where only a part was said
    officer.put(DRAFT.format("division", "div"), body=None)
    [gone] = overview(officer)["drafts"][0]["turns"]
    assert (gone["before"], gone["after"]) == (made["after"], None)


def test_of_two_who_change_one_scope_the_second_is_told(
    broker: Broker, officer: SignedInClient
) -> None:
    """[DLP2]"""
    pool = broker.pool()
    stage(officer, "pool", pool, watermark=True)
    assert apply(officer, "pool", pool).status_code == 200
    with broker.world.begin() as tx:
        tx.db.connection().exec_driver_sql(
            "INSERT INTO daas_policy_drafts VALUES ('pool', %s, '{}', 0, 'ida', now())", (pool,)
        )
    reply = apply(broker.admin, "pool", pool)
    assert (reply.status_code, reply.get_json()["code"]) == (412, "policy_moved")
    assert apply(officer, "zone", "work").get_json()["code"] == "nothing_drafted"


def test_the_preview_counts_by_audience_and_leaves_out_who_has_an_exception(
    broker: Broker, officer: SignedInClient
) -> None:
    """[DPR6] [DLP1]"""
    ann, ben = broker.world.person("ann"), broker.world.person("ben")
    broker.world.person("cid")
    broker.pool(audience={"everybody": False, "people": [ann, ben], "divisions": [], "roles": []})
    stage(officer, "person", ann, watermark=True)
    assert apply(officer, "person", ann).status_code == 200
    stage(officer, "division", "div", watermark=True)
    preview = officer.get(DRAFT.format("division", "div") + "/preview").get_json()
    assert preview["able"] == 1  # ben: ann has it already, and the pool is not for cid
    assert [one["people"] for one in preview["divisions"]] == [1]


def test_an_exception_of_a_division_is_taken_back_again(
    broker: Broker, officer: SignedInClient
) -> None:
    """[DLP1] [DLP2]"""
    broker.pool()
    stage(officer, "division", "div", watermark=True)
    revision = apply(officer, "division", "div").get_json()["revision"]
    assert [one["scope_id"] for one in overview(officer)["overrides"]] == ["div"]
    assert officer.post(f"/api/admin/policies/versions/{revision}/undo").status_code == 200
    assert apply(officer, "division", "div").status_code == 200
    assert overview(officer)["overrides"] == []


def test_the_preview_names_the_open_streams_and_counts_the_people(
    broker: Broker, officer: SignedInClient
) -> None:
    """[DLP3]"""
    pool = broker.pool(warm=2)
    broker.settle()
    for user in ("ann", "ben"):
        open_stream(broker, user, pool)
    stage(officer, "person", "ann", watermark=True)
    path = DRAFT.format("person", "ann") + "/preview"
    preview = officer.get(path).get_json()
    assert (preview["changes"], preview["able"]) == (["watermark"], 1)
    assert [stream["person"] for stream in preview["connected"]] == ["ann"]
    stage(officer, "pool", pool, clipboard_out={"is_open": False, "content": {}})
    preview = officer.get(DRAFT.format("pool", pool) + "/preview").get_json()
    assert preview["able"] == 4  # ann, ben and both keepers
    assert len(preview["connected"]) == 2
    assert "clipboard_out.is_open" in preview["connected"][0]["changes"]


def test_applying_wakes_the_gateways_and_open_streams_say_what_they_took(
    broker: Broker, officer: SignedInClient
) -> None:
    """[DLP3]"""
    pool = broker.pool()
    broker.settle()
    stream = open_stream(broker, "ann", pool)
    url = make_url(broker.world.settings.database_url).set(drivername="postgresql")
    heard: list[str] = []
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as listening:
        listening.execute(f"LISTEN {CHANGED}")
        stage(officer, "pool", pool, lock_after_minutes=7)
        revision = apply(officer, "pool", pool).get_json()["revision"]
        worker = threading.Thread(
            target=lambda: heard.extend(
                n.payload for n in listening.notifies(timeout=1, stop_after=1)
            )
        )
        worker.start()
        worker.join()
    assert heard == [str(revision)]
    permit = broker.broker.permits.of_streams([stream])[stream.connection_id]
    assert (permit.policy.lock_after_minutes, permit.revision) == (7, revision)
    streams = officer.get("/api/admin/policies/streams").get_json()["streams"]
    assert [one["revision"] for one in streams] == [revision]


def test_undoing_drafts_what_stood_before(broker: Broker, officer: SignedInClient) -> None:
    """[DLP2] [DLP12]"""
    pool = broker.pool()
    stage(officer, "pool", pool, watermark=True)
    apply(officer, "pool", pool)
    seq = overview(officer)["history"][0]["seq"]
    assert officer.post(f"/api/admin/policies/versions/{seq}/undo").get_json()["body"] is None
    assert len(overview(officer)["overrides"]) == 1
    apply(officer, "pool", pool)
    assert overview(officer)["overrides"] == []
    assert officer.post("/api/admin/policies/versions/9999/undo").status_code == 404


def test_a_division_stands_for_those_below_it(broker: Broker, officer: SignedInClient) -> None:
    """[DLP1]"""
    pool = broker.pool()
    broker.settle()
    stream = open_stream(broker, "ann", pool)
    stage(officer, "division", "div", watermark=True)
    apply(officer, "division", "div")
    permit = broker.broker.permits.of_streams([stream])[stream.connection_id]
    assert permit.policy.watermark
    assert officer.put(DRAFT.format("division", "none"), body={}).status_code == 404


def test_a_code_leads_to_its_stream_and_a_made_up_one_nowhere(
    broker: Broker, officer: SignedInClient
) -> None:
    """[DLP14]"""
    pool = broker.pool()
    broker.settle()
    stream = open_stream(broker, "ann", pool)
    code = broker.broker.permits.code(stream.connection_id)
    spoken = code.replace("-", "").lower().replace("0", "o")
    traces = officer.get("/api/admin/policies/trace", code=spoken).get_json()["traces"]
    assert [(t["person"], t["desktop_id"]) for t in traces] == [("ann", stream.desktop_id)]
    assert officer.get("/api/admin/policies/trace", code="00000-00000").get_json()["traces"] == []
    with broker.world.begin() as tx:  # who can write in the database cannot make codes
        tx.db.connection().exec_driver_sql("UPDATE daas_marks SET code = '00000-00000'")
    assert officer.get("/api/admin/policies/trace", code="00000-00000").get_json()["traces"] == []
    looks = [outcome for _, act, outcome in broker.world.audited() if "trace_mark" in act]
    assert looks == ["done", "not_found", "not_found"]


def test_a_code_leads_to_its_pool_when_that_is_gone(
    broker: Broker, officer: SignedInClient
) -> None:
    """[DP12]"""
    pool = broker.pool()
    broker.settle()
    code = broker.broker.permits.code(open_stream(broker, "ann", pool).connection_id)

    def told() -> str:
        [trace] = officer.get("/api/admin/policies/trace", code=code).get_json()["traces"]
        return str(trace["pool"])

    before = told()
    assert before
    assert broker.admin.delete(f"/api/admin/pools/{pool}").status_code == 204
    assert told() == before


def test_the_audit_holds_length_and_fingerprint_and_never_the_text(broker: Broker) -> None:
    """[DLP10]"""
    permits = broker.broker.permits
    broker.world.person("ann")
    stream = Stream(DesktopId("d"), SessionId("s"), ConnectionId("c"))
    secret = "아무도 읽지 않을 글"
    crossing = Crossing(Way.OUT, secret, Passed(secret), reason="민원 처리")
    permits.note([Note(stream, broker.world.person("ann"), crossing)])
    with broker.world.begin() as tx:
        row = tx.db.execute(select(audit.entries)).one()
        assert audit.first_break(tx.db) is None
    assert row.facts["bytes"] == len(secret.encode())
    assert row.facts["fingerprint"] == permits.fingerprint(secret)
    assert secret not in str(row)
    assert (row.act, row.outcome) == ("daas_broker.clipboard_out", "done")
