from datetime import timedelta

from daas_broker.desktops.machine import State
from kernel.actor import Role
from tests.daas_broker.conftest import Broker
from tests.support.fakes.desktop_host import INTERNET

ACTS = "/api/admin/desktops/acts"


def seated(broker: Broker, *users: str) -> list[str]:
    pool = broker.pool(warm=len(users), maximum=len(users) + 1)
    broker.settle()
    return [broker.claim(user, pool)["desktop"]["desktop_id"] for user in users]


def test_a_message_reaches_those_who_sit_there_and_nobody_else(broker: Broker) -> None:
    """[DU10]"""
    anns, bens = seated(broker, "ann", "ben")
    body = {"act": "message", "desktops": [anns, "gone"], "text": " 10분 뒤 점검합니다 "}
    assert broker.admin.post(ACTS, **body).get_json() == {"done": [anns], "left": ["gone"]}
    hinted = [topic for topic, event, _ in broker.world.hints if event == "desktop.message"]
    assert hinted == [f"desktop:{anns}"]
    ann, ben = broker.world.as_user("ann"), broker.world.as_user("ben")
    (message,) = ann.get(f"/api/desktops/{anns}/messages").get_json()["messages"]
    assert (message["text"], message["sender"]) == ("10분 뒤 점검합니다", "ida")
    assert ben.get(f"/api/desktops/{anns}/messages").get_json()["messages"] == []
    assert ben.get(f"/api/desktops/{bens}/messages").get_json()["messages"] == []
    read = f"/api/desktops/messages/{message['id']}/read"
    assert ben.post(read).status_code == 404
    assert ann.post(read).status_code == 204
    assert ann.get(f"/api/desktops/{anns}/messages").get_json()["messages"] == []


def test_what_was_said_is_not_in_the_audit_but_that_it_was(broker: Broker) -> None:
    """[DU10]"""
    (desktop,) = seated(broker, "ann")
    broker.admin.post(ACTS, act="message", desktops=[desktop], text="비밀 이야기")
    assert ("ida", "daas_broker.message_desktop", "done") in broker.world.audited()
    empty = broker.admin.post(ACTS, act="message", desktops=[desktop], text="  ")
    assert (empty.status_code, empty.get_json()["code"]) == (400, "message_empty")


def test_many_are_signed_off_at_once_and_each_is_audited(broker: Broker) -> None:
    """[DU10]"""
    desktops = seated(broker, "ann", "ben")
    done = broker.admin.post(ACTS, act="sign_off", desktops=desktops).get_json()
    assert done == {"done": sorted(desktops), "left": []}
    assert {broker.desktop(d).state for d in desktops} <= {State.RECYCLING, State.GONE}
    acts = [act for _, act, _ in broker.world.audited()]
    assert acts.count("daas_broker.sign_off_desktop") == 2
    again = broker.admin.post(ACTS, act="sign_off", desktops=desktops).get_json()
    assert again == {"done": [], "left": sorted(desktops)}


def test_a_personal_desktop_stays_its_persons_after_a_sign_off(broker: Broker) -> None:
    """[DU10] [DP4]"""
    pool = broker.pool(kind="persistent", grace_seconds=600, linger_seconds=None)
    broker.settle()
    desktop = broker.claim("ann", pool)["desktop"]["desktop_id"]
    done = broker.admin.post(ACTS, act="sign_off", desktops=[desktop]).get_json()
    assert done["done"] == [desktop]
    assert broker.claim("ann", pool)["desktop"]["desktop_id"] == desktop


def test_a_restart_brings_another_and_needs_the_role(broker: Broker) -> None:
    """[DU10] [DK12]"""
    (desktop,) = seated(broker, "ann")
    ann = broker.world.as_user("ann", Role.MEMBER)
    assert ann.post(ACTS, act="restart", desktops=[desktop]).status_code == 403
    assert broker.desktop(desktop).state is State.CLAIMED
    assert broker.admin.post(f"/api/admin/desktops/{desktop}/restart").status_code == 204
    broker.settle()
    assert broker.desktop(desktop).state is State.GONE
    assert broker.admin.post(f"/api/admin/desktops/{desktop}/restart").status_code == 404


def test_an_operator_sees_who_sits_where_and_how_well_the_line_is(broker: Broker) -> None:
    """[DK12]"""
    (desktop,) = seated(broker, "ann")
    seats = broker.admin.get("/api/admin/desktops").get_json()["desktops"]
    seat = next(seat for seat in seats if seat["id"] == desktop)
    assert (seat["person"], seat["division"], seat["host"]) == ("ann", "스마트서비스과", "podman")
    assert seat["claimed_at"] is not None
    assert (seat["streaming_since"], seat["latency_ms"]) == (None, None)


def test_who_runs_desktops_is_told_why_somebody_waits(broker: Broker) -> None:
    """[DK7]"""
    full = broker.pool(warm=1, maximum=1)
    broker.settle()
    for user in ("ann", "ben"):
        said = broker.claim(user, full)
    assert (said["queued"]["why"], said["queued"]["maximum"]) == ("full", 1)
    waiting = "/api/admin/desktops/waiting"
    [told] = broker.admin.get(waiting).get_json()["waiting"]
    assert (told["person"], told["why"], told["maximum"]) == ("ben", "full", 1)

    def why(user: str) -> str:
        found = broker.admin.get(waiting).get_json()["waiting"]
        return next(str(one["why"]) for one in found if one["person"] == user)

    broker.host.boot = timedelta(minutes=1)
    cold = broker.pool(warm=0, maximum=3)
    broker.claim("cid", cold)
    assert (why("cid"), why("ben")) == ("none", "full")
    broker.settle(2)
    assert why("cid") == "starting"
    broker.host.boot = timedelta()
    broker.keep()
    assert why("cid") == "ready"


def test_a_pool_whose_desktops_do_not_come_up_says_so_of_who_waits(broker: Broker) -> None:
    """[DK7] [DK13]"""
    pool = broker.pool(warm=0)
    broker.host.breaks.add(INTERNET.key)
    assert broker.claim("ann", pool)["queued"]["why"] == "none"
    broker.settle(2)
    broker.world.pass_time(timedelta(seconds=1.5))
    own = broker.claim("ann", pool)["queued"]
    assert (own["why"], own["estimate_seconds"]) == ("failing", None)
    [told] = broker.admin.get("/api/admin/desktops/waiting").get_json()["waiting"]
    assert told["why"] == "failing"
