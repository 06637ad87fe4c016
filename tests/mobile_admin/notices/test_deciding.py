from concurrent.futures import ThreadPoolExecutor

from kernel.actor import Role
from mobile_admin.decisions import rules
from mobile_admin.decisions.model import Share
from mobile_admin.submissions.model import Answer
from tests.mobile_admin.notices.office import (
    MIN,
    SENDER,
    correction,
    decided,
    sent,
    wish,
)
from tests.mobile_admin.submissions.test_openrosa import Phone, correcting, head, opened
from tests.mobile_admin.xforms.test_check import xml
from tests.support.world import World


def test_a_decision_says_what_the_server_keeps_and_gets_its_number_at_once(world: World) -> None:
    """[NO4] [NO7]"""
    submission = sent(world)
    draft = head(world).get(f"/api/field/submissions/{submission}/decision").get_json()
    assert [o["id"] for o in draft["outcomes"]] == ["fit", "guidance", "correction", "fine"]
    assert {"label": "업소명", "value": "온마루 식당"} in draft["shares"]
    made = decided(world, submission, correction())
    [line] = made["notices"]
    assert (made["seq"], line["registered"], line["number"]) == (
        1, "1741012-2030-000001", "스마트서비스과-1",
    )  # fmt: skip
    notice = head(world).get(f"/api/field/notices/{line['id']}").get_json()
    assert len(notice["code"].replace("-", "")) == 16
    assert notice["address"] == f"http://localhost:8082/d/{notice['code'].replace('-', '')}"
    acts = [act for _, act, _ in world.audited()]
    assert acts[-1] == "mobile_admin.decide"


def test_each_recipient_of_a_personal_notice_has_a_document(world: World) -> None:
    """[NO7]"""
    two = [*MIN, {"name": "윤슬", "address": ""}]
    made = decided(world, sent(world), wish(recipients=two))
    assert [n["recipients"] for n in made["notices"]] == [["정다온"], ["윤슬"]]
    assert [n["registered"][-1] for n in made["notices"]] == ["1", "2"]


def test_the_same_decision_sent_twice_is_one_and_two_at_once_are_told(world: World) -> None:
    """[NO2]"""
    submission, said = sent(world), correction()
    path = f"/api/field/submissions/{submission}/decisions"
    boss = head(world)
    first, again = boss.post(path, **said), boss.post(path, **said)
    assert first.get_json() == again.get_json()
    late = boss.post(path, **wish())
    assert (late.status_code, late.get_json()["code"]) == (412, "decided_meanwhile")
    silent = boss.post(path, **wish(seen=1))
    assert silent.get_json()["missing"] == "reason"


def test_the_head_decides_and_the_inspector_only_what_the_form_leaves_to_them(
    world: World,
) -> None:
    """[NO3]"""
    submission = sent(world)
    path = f"/api/field/submissions/{submission}/decisions"
    clerk = world.as_user("clerk")
    own = clerk.post(path, **wish())
    assert (own.status_code, own.get_json()["why"]) == (403, "own_submission")
    assert world.as_user("peer").post(path, **wish()).status_code == 404
    given = leaving(world, "fit")
    assert given["revision"] == 1
    assert decided(world, submission, wish(), clerk)["seq"] == 1
    more = clerk.post(path, **correction(seen=1, reason="다시"))
    assert more.get_json()["code"] == "not_yours_to_decide"
    lines = clerk.get("/api/field/notices").get_json()
    assert (len(lines["notices"]), lines["may_end"]) == (1, False)


def leaving(world: World, outcome: str) -> dict[str, object]:
    """The template of the form, with one outcome left to inspectors."""
    [form] = head(world).get("/api/field/forms").get_json()["forms"]
    path = f"/api/field/forms/{form['id']}/versions/{form['versions'][0]['version']}/decisions"
    template = head(world).get(path).get_json()["template"]
    for each in template["outcomes"]:
        each["by"] = "inspector" if each["id"] == outcome else each["by"]
    made: dict[str, object] = head(world).put(path, **template, seen=0).get_json()
    return made


def test_what_is_sent_back_or_held_is_not_decided(world: World) -> None:
    """[NO3]"""
    submission = sent(world)
    back = {"verdict": "sent_back", "reason": "사진을 다시", "seen": 0}
    head(world).post(f"/api/field/submissions/{submission}/reviews", **back)
    refused = head(world).post(f"/api/field/submissions/{submission}/decisions", **wish())
    assert (refused.status_code, refused.get_json()["why"]) == (409, "sent_back")
    draft = head(world).get(f"/api/field/submissions/{submission}/decision").get_json()
    assert draft["closed"] == "sent_back"


def test_what_was_corrected_is_decided_upon_in_its_correction(world: World) -> None:
    """[NO3] [FS7] What was decided before can be gone back on, and a paper at the door is kept."""
    former, decided_before = sent(world, instance="uuid:one"), sent(world, instance="uuid:two")
    decided(world, decided_before, wish())
    phone: Phone = vars(world)["phone"]
    for number, instance in enumerate(("uuid:one", "uuid:two")):
        assert phone.send(correcting(instance, f"uuid:later-{number}")).status_code == 201
    boss, path = head(world), "/api/field/submissions"
    left = {"number": "임시-1741012-a1b2c3-7", "at": world.now().isoformat()}
    assert boss.get(f"{path}/{former}/decision").get_json()["closed"] == "corrected"
    refused = boss.post(f"{path}/{former}/decisions", **wish())
    assert (refused.status_code, refused.get_json()["why"]) == (409, "corrected")
    assert decided(world, former, wish(provisional=left))["seq"] == 1
    assert decided(world, decided_before, wish(seen=1, reason="정정"))["seq"] == 2
    later = boss.get(f"{path}/{former}").get_json()["corrected_by"]
    assert decided(world, later, wish())["seq"] == 1


def test_a_template_names_only_what_its_version_asks_and_changes_no_decision(
    world: World,
) -> None:
    """[NO4]"""
    submission = sent(world, measure="correct")
    made = decided(world, submission, correction())
    [form] = head(world).get("/api/field/forms").get_json()["forms"]
    path = f"/api/field/forms/{form['id']}/versions/{form['versions'][0]['version']}/decisions"
    template = head(world).get(path).get_json()["template"]
    wrong = {**template, "recipient": "/data/nobody"}
    refused = head(world).put(path, **wrong, seen=0)
    assert (refused.status_code, refused.get_json()["unknown"]) == (400, ["/data/nobody"])
    right = {**template, "recipient": "/data/place/owner", "measure": "/data/result/measure"}
    right["outcomes"][2].update(title="{business} 시정명령", when="correct")
    right["shares"] = [{"label": "부적합", "choice": "no"}]
    assert head(world).put(path, **right, seen=0).status_code == 200
    assert head(world).put(path, **right, seen=0).status_code == 412
    assert world.as_user("clerk").put(path, **right, seen=1).status_code == 403
    draft = head(world).get(f"/api/field/submissions/{submission}/decision").get_json()
    assert (draft["suggested"], draft["recipient"]["name"]) == ("correction", "정다온")
    assert draft["outcomes"][2]["title"] == "온마루 식당 시정명령"
    old = head(world).get(f"/api/field/notices/{made['notices'][0]['id']}").get_json()
    assert old["title"] == "현장조사 결과에 따른 시정명령"


def test_a_division_says_who_sends_before_anything_goes_out(world: World) -> None:
    """[NO1]"""
    opened(world)
    assert Phone(world).send(xml(), sign_png=b"s").status_code == 201
    [line] = head(world).get("/api/field/submissions").get_json()["submissions"]
    path = f"/api/field/submissions/{line['id']}/decisions"
    refused = head(world).post(path, **wish())
    assert (refused.status_code, refused.get_json()["code"]) == (409, "sender_missing")
    assert (
        head(world).put("/api/field/sender", **{**SENDER, "office_code": "12"}).status_code == 400
    )
    assert world.as_user("clerk").put("/api/field/sender", **SENDER).status_code == 403
    head(world).put("/api/field/sender", **SENDER)
    other = {**SENDER, "office_code": "1741013"}
    assert head(world).put("/api/field/sender", **other).status_code == 200
    decided(world, line["id"], wish())
    late = head(world).put("/api/field/sender", **SENDER)
    assert (late.status_code, late.get_json()["code"]) == (409, "numbers_begun")


def test_numbers_have_no_gap_however_many_decide_at_once(world: World) -> None:
    """[NO6]"""
    submissions = [sent(world) for _ in range(6)]
    two = [*MIN, {"name": "윤슬", "address": ""}]

    def decide(at: int) -> int:
        said = wish(recipients=two) if at % 3 else wish(recipients=[{"name": " "}])
        path = f"/api/field/submissions/{submissions[at]}/decisions"
        return world.sign_in("boss", Role.MANAGER).post(path, **said).status_code

    with ThreadPoolExecutor(6) as pool:
        statuses = sorted(pool.map(decide, range(6)))
    assert statuses == [201, 201, 201, 201, 400, 400]
    found = head(world).get("/api/field/notices").get_json()["notices"]
    assert sorted(int(n["registered"][-6:]) for n in found) == list(range(1, 9))


def test_what_a_notice_says_of_a_repeat_names_its_turns() -> None:
    """Two fridges of one name are told apart [NO4]."""
    warm = [
        Answer(
            "/d/f/warm", "온도", "no", "부적합", is_file=False, node=f"/d/f[{n}]/warm", turn=turn
        )
        for n, turn in enumerate(("냉장고 1", "냉장고 2"), 1)
    ]
    shares = [Share("위반", choice="no"), Share("온도", ("/d/f/warm",))]
    assert rules.shares_of(shares, warm) == [
        ("위반", "냉장고 1 · 온도\n냉장고 2 · 온도"),
        ("온도", "냉장고 1 · 부적합\n냉장고 2 · 부적합"),
    ]


def test_what_a_field_of_the_page_takes_is_as_it_was_answered() -> None:
    """A date in words is none for a field of dates, and the office would choose it anew."""
    due = Answer("/data/due", "시정 기한", "2030-01-21", "2030. 1. 21.", is_file=False, node="")
    assert rules.value_at("/data/due", [due]) == "2030-01-21"
    assert rules.answer_at("/data/due", [due]) == "2030. 1. 21."
    assert rules.value_at("", [due]) == ""
