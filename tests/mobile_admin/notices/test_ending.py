from datetime import datetime

from tests.mobile_admin.notices.office import correction, decided, issued, sent, wish, work
from tests.mobile_admin.submissions.test_openrosa import head
from tests.support.world import World


def test_a_correction_takes_the_place_of_the_one_before_and_each_names_the_other(
    world: World,
) -> None:
    """[NO9]"""
    old = issued(world)
    again = correction(seen=1, reason="기한을 잘못 적음")
    made = decided(world, old["submission_id"], again)["notices"][0]
    was = head(world).get(f"/api/field/notices/{old['id']}").get_json()
    assert (was["standing"], was["ending"]["reason"]) == ("corrected", "기한을 잘못 적음")
    assert was["ending"]["replaced_by"] == made["id"]
    new = head(world).get(f"/api/field/notices/{made['id']}").get_json()
    assert (new["standing"], new["supersedes"]) == ("valid", old["id"])
    assert new["code"] != old["code"]


def test_who_cancels_or_reissues_says_why_and_once(world: World) -> None:
    """[NO9] [NO5]"""
    old = issued(world)
    path = f"/api/field/notices/{old['id']}"
    assert head(world).post(f"{path}/cancel", reason=" ").get_json()["code"] == "reason_missing"
    assert world.as_user("clerk").post(f"{path}/cancel", reason="그냥").status_code == 403
    assert world.as_user("peer").get(path).status_code == 404
    assert world.as_user("peer").post(f"{path}/cancel", reason="그냥").status_code == 404
    new = head(world).post(f"{path}/reissue", reason="주소가 바뀜").get_json()
    assert (new["standing"], new["supersedes"]) == ("valid", old["id"])
    assert new["registered"].endswith("000002")
    again = head(world).post(f"{path}/cancel", reason="잘못 냄")
    assert (again.status_code, again.get_json()["standing"]) == (409, "reissued")
    gone = head(world).post(f"/api/field/notices/{new['id']}/cancel", reason="잘못 냄").get_json()
    assert (gone["standing"], gone["ending"]["replaced_by"]) == ("cancelled", None)
    acts = [act for _, act, _ in world.audited() if act.startswith("mobile_admin.")]
    assert acts[-2:] == ["mobile_admin.reissue_notice", "mobile_admin.cancel_notice"]


def test_what_was_left_at_the_door_becomes_an_official_document_once(world: World) -> None:
    """[NO2] A phone that was offline sends again what it does not know to have arrived."""
    submission = sent(world)
    left = {"number": "임시-1741012-a1b2c3-7", "at": world.now().isoformat()}
    said = wish(provisional=left)
    first = decided(world, submission, said)
    again = decided(world, submission, wish(provisional=left))
    assert (first["id"], first["notices"]) == (again["id"], again["notices"])
    work(world)
    line = head(world).get("/api/field/notices").get_json()["notices"][0]
    assert line["provisional"] == left["number"]
    wrong = wish(seen=1, reason="다시", provisional={**left, "number": "임시"})
    refused = head(world).post(f"/api/field/submissions/{submission}/decisions", **wrong)
    assert refused.get_json()["missing"] == "provisional"
    assert datetime.fromisoformat(line["issued_at"]) == world.now()
