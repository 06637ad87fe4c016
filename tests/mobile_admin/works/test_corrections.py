"""What was sent back is corrected: both sheets stay, and what is the same is not sent again."""

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import Any

from kernel.ids import fresh_id
from tests.mobile_admin.dispatches.test_dispatches import op, told
from tests.mobile_admin.parcels.test_parcels import PHOTO
from tests.mobile_admin.works.test_works import Two
from tests.mobile_admin.xforms.test_check import xml
from tests.support.world import SignedInClient, World


class Corrected:
    """A case whose work was sent back, with a photo; `first` is what was sent."""

    def __init__(self, world: World) -> None:
        self.world, self.two = world, Two(world)
        self.clerk = world.as_user("clerk")
        start, answers, end = self.two.ops()
        answers["xml"] = xml(front="front.jpg").decode()
        self.first = self.two.send([start, answers, end])[1]["submission_id"]
        self.instance = self.read(self.first)["instance_id"]
        parcel = self.announce(self.first).get_json()["id"]
        path = f"/api/field/parcels/{parcel}/bytes"
        self.clerk.call("POST", path, query_string={"offset": 0}, data=PHOTO)
        review = f"/api/field/submissions/{self.first}/reviews"
        self.two.desk.head.post(review, verdict="sent_back", reason="바닥을 다시", seen=0)

    def read(self, submission: str, by: SignedInClient | None = None) -> dict[str, Any]:
        found = (by or self.clerk).get(f"/api/field/submissions/{submission}")
        return dict(found.get_json())

    def announce(self, submission: str, data: bytes = PHOTO) -> Any:
        return self.clerk.post(
            "/api/field/parcels", pocket_id=self.two.pocket, submission_id=submission,
            name="front.jpg", sha256=sha256(data).hexdigest(), size_bytes=len(data),
        )  # fmt: skip

    def correct(self) -> str:
        """As the engine does it: another instance that names the former."""
        named = f"<deprecatedID>{self.instance}</deprecatedID></meta>".encode()
        data = xml(front="front.jpg").replace(b"</meta>", named)
        sent = op(
            self.world, "answers", fresh_id(), xml=data.decode(), assignment_id=self.two.given
        )
        [receipt] = told(self.clerk, self.two.pocket, [sent])
        assert receipt["outcome"] in {"applied", "held"}, receipt
        return str(receipt["submission_id"])


def test_a_correction_and_what_it_stands_for_name_each_other_and_the_later_counts(
    world: World,
) -> None:
    """[FS7] [AS8]"""
    case = Corrected(world)
    second = case.correct()
    former, later = case.read(case.first), case.read(second)
    assert (former["corrects"], former["corrected_by"]) == (None, second)
    assert (later["corrects"], later["corrected_by"]) == (case.first, None)
    assert [w["submission_id"] for w in case.two.works() if w["counts"]] == [second]
    assert case.two.state() == "surveyed"


def test_a_photo_that_is_the_same_is_taken_over_without_a_byte(world: World) -> None:
    """[FS7]"""
    case = Corrected(world)
    second = case.correct()
    assert case.announce(second).get_json() == {
        "id": "", "offset_bytes": len(PHOTO), "is_done": True,
    }  # fmt: skip
    [there], [here] = case.read(case.first)["files"], case.read(second)["files"]
    assert (here["sha256"], here["node_id"]) == (there["sha256"], there["node_id"])
    assert here["is_expected"]


def test_another_photo_under_the_same_name_leaves_the_former_as_it_was(world: World) -> None:
    """[FS7]"""
    case = Corrected(world)
    second = case.correct()
    case.announce(second)
    other = PHOTO[::-1]
    parcel = case.announce(second, other).get_json()
    assert not parcel["is_done"]
    path = f"/api/field/parcels/{parcel['id']}/bytes"
    whole = case.clerk.call("POST", path, query_string={"offset": 0}, data=other)
    assert whole.get_json()["is_done"]
    [there], [here] = case.read(case.first)["files"], case.read(second)["files"]
    assert there["sha256"] == sha256(PHOTO).hexdigest()
    assert here["node_id"] != there["node_id"]


def test_its_phone_is_told_what_to_fill_the_sheet_with_and_nobody_elses(world: World) -> None:
    """[FS7] [FS3] [FO16]"""
    case = Corrected(world)
    [work] = case.clerk.get("/api/field/works/sent-back").get_json()["works"]
    assert (work["case_id"], work["submission_id"]) == (case.two.case, case.first)
    [said] = case.clerk.get(f"/api/field/submissions/{case.first}/reviews").get_json()["reviews"]
    assert [work[name] for name in ("reason", "by", "at")] == [
        "바닥을 다시",
        said["by"],
        said["at"],
    ]
    assert [f["name"] for f in work["files"]] == ["front.jpg"]
    assert world.as_user("peer").get("/api/field/works/sent-back").get_json()["works"] == []
    case.correct()
    assert case.clerk.get("/api/field/works/sent-back").get_json()["works"] == []


def test_what_was_corrected_is_reviewed_no_more_and_its_head_is_led_to_the_correction(
    world: World,
) -> None:
    """[FR5]"""
    case = Corrected(world)
    second, head = case.correct(), case.two.desk.head
    path = f"/api/field/submissions/{case.first}/reviews"
    refused = head.post(path, verdict="accepted", seen=1)
    assert (refused.status_code, refused.get_json()["code"]) == (409, "corrected_meanwhile")
    assert refused.get_json()["by"] == second
    shown = head.get(path).get_json()
    assert (len(shown["reviews"]), shown["corrected_by"]) == (1, second)
    lines = head.get("/api/field/submissions").get_json()["submissions"]
    assert {line["id"]: line["corrected_by"] for line in lines} == {
        case.first: second,
        second: None,
    }
    assert head.post(path, verdict="set_aside", reason="고친 답으로", seen=1).status_code == 201
    of_second = f"/api/field/submissions/{second}/reviews"
    assert head.post(of_second, verdict="accepted", seen=0).status_code == 201
    assert case.two.state() == "deciding"


def test_a_head_who_thinks_better_of_it_takes_back_what_was_sent_back(world: World) -> None:
    """Its inspector is asked no more."""
    case = Corrected(world)
    path = f"/api/field/submissions/{case.first}/reviews"
    assert case.two.desk.head.post(path, verdict="accepted", seen=1).status_code == 201
    assert case.two.state() == "deciding"
    assert case.clerk.get("/api/field/works/sent-back").get_json()["works"] == []


def test_whoever_accepts_while_a_correction_comes_has_accepted_before_it_or_is_told(
    world: World,
) -> None:
    """[FR5] [AS8]"""
    path = "/api/field/submissions/{}/reviews"
    case = Corrected(world)
    head = case.two.desk.head
    with ThreadPoolExecutor(2) as pool:
        later = pool.submit(case.correct)
        asked = pool.submit(head.post, path.format(case.first), verdict="accepted", seen=1)
        second, status = later.result(), asked.result().status_code
    [counts] = [w["submission_id"] for w in case.two.works() if w["counts"]]
    assert (status, counts, case.two.state()) in {
        (201, case.first, "deciding"),
        (409, second, "surveyed"),
    }


def test_a_correction_of_something_unknown_is_taken_as_it_is(world: World) -> None:
    """[FS7]"""
    case = Corrected(world)
    case.instance = "uuid:nobody-knows"
    found = case.read(case.correct())
    assert (found["corrects"], found["corrected_by"]) == (None, None)
