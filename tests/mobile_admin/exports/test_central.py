"""A program written for ODK Central, call by call as pyodk 1.3 makes them."""

from base64 import b64encode
from typing import Any

from werkzeug.test import TestResponse

from tests.mobile_admin.exports.test_exports import sent
from tests.mobile_admin.submissions.test_openrosa import PHOTO, head, opened
from tests.mobile_admin.xforms.test_check import xform, xml
from tests.support.world import SignedInClient, World

AT = "/api/field/central/v1"
FORM = f"{AT}/projects/1/forms/food_hygiene"
SENT = f"{FORM}/submissions"


class Program:
    """It shows the token that it got for a device's name and secret."""

    def __init__(self, world: World, owner: SignedInClient) -> None:
        given = owner.post("/api/field/devices", name="pyodk").get_json()
        pair = {"email": given["user_name"], "password": given["secret"]}
        self.http = world.stranger()
        token = self.http.post(f"{AT}/sessions", json=pair).get_json()["token"]
        self.headers = {"Authorization": f"Bearer {token}"}

    def call(self, method: str, path: str, **options: Any) -> TestResponse:
        return self.http.open(path, method=method, headers=self.headers, **options)

    def told(self, method: str, path: str, **options: Any) -> Any:
        answer = self.call(method, path, **options)
        assert answer.status_code == 200, answer.text
        return answer.get_json()


def code(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, answer.get_json()["error"]["code"]


def test_it_reads_the_form_its_definition_and_what_was_sent(world: World) -> None:
    """[EX4] [EX10]"""
    sent(world, 2)
    program = Program(world, head(world))
    assert program.told("GET", f"{AT}/projects/1")["forms"] == 1
    assert program.told("GET", FORM)["xmlFormId"] == "food_hygiene"
    assert program.call("GET", f"{FORM}.xml").data == xform()
    listed = program.told("GET", SENT)
    assert [each["instanceId"] for each in listed] == ["uuid:1", "uuid:0"]
    assert isinstance(listed[0]["submitterId"], int)
    assert program.told("GET", f"{SENT}/uuid:0") == listed[1]
    assert b"uuid:0" in program.call("GET", f"{SENT}/uuid:0.xml").data
    assert program.told("GET", f"{FORM}.svc/Submissions")["value"]
    assert program.call("GET", f"{SENT}/uuid:9").status_code == 404
    assert program.call("GET", f"{AT}/projects/1/forms/other").status_code == 404


def test_answers_come_first_and_their_files_after_them(world: World) -> None:
    """[EX10] [FS1] [FS2]"""
    opened(world)
    program = Program(world, world.as_user("clerk"))
    data = xml("uuid:new", front="front.jpg")
    for _ in range(2):
        made = program.told("POST", SENT, data=data, content_type="application/xml")
        assert made["instanceId"] == "uuid:new"
    at = f"{SENT}/uuid:new/attachments"
    before = {each["name"]: each["exists"] for each in program.told("GET", at)}
    assert before["front.jpg"] is False
    for _ in range(2):
        assert program.told("POST", f"{at}/front.jpg", data=PHOTO) == {"success": True}
    after = {each["name"]: each["exists"] for each in program.told("GET", at)}
    assert after == before | {"front.jpg": True}
    there = program.call("GET", f"{at}/front.jpg")
    assert there.headers["X-Accel-Redirect"].startswith("/blobs/")
    assert program.call("GET", f"{at}/other.jpg").status_code == 404
    other = data.replace(b"food_hygiene", b"other_form")
    assert code(program.call("POST", SENT, data=other)) == (400, "other_form")
    changed = xml("uuid:new", front="back.jpg")
    assert code(program.call("POST", SENT, data=changed)) == (409, "other_content")
    assert len(head(world).get("/api/field/submissions").get_json()["submissions"]) == 1


def test_to_others_of_the_division_there_is_no_such_submission(world: World) -> None:
    """[EX10] [FS3]"""
    sent(world)
    stranger = Program(world, world.as_user("peer"))
    asked = [("GET", path) for path in ("", "/attachments", ".xml", "/comments")]
    for method, path in (*asked, ("POST", "/attachments/front.jpg"), ("PUT", "")):
        answer = stranger.call(method, f"{SENT}/uuid:0{path}", data=b"x")
        assert code(answer) == (404, "not_found"), path
    assert code(stranger.call("GET", SENT)) == (404, "not_found")
    own = Program(world, world.as_user("clerk"))
    assert own.told("GET", f"{SENT}/uuid:0")["instanceId"] == "uuid:0"
    assert code(own.call("PATCH", f"{SENT}/uuid:0", json={"reviewState": "approved"}))[0] == 403


def test_nobody_adds_to_what_another_has_sent(world: World) -> None:
    """[FS3] [EX10] Not even the head, who reads it: a photo stays the inspector's."""
    opened(world)
    own = Program(world, world.as_user("clerk"))
    own.told("POST", SENT, data=xml("uuid:new", front="front.jpg"))
    at = f"{SENT}/uuid:new/attachments"
    assert own.told("POST", f"{at}/front.jpg", data=PHOTO) == {"success": True}
    boss = Program(world, head(world))
    for name, data in (("front.jpg", b"another picture"), ("more.jpg", PHOTO)):
        answer = boss.call("POST", f"{at}/{name}", data=data)
        assert code(answer) == (403, "others_submission"), name
    assert boss.told("POST", f"{at}/front.jpg", data=PHOTO) == {"success": True}, "nothing is new"
    found = {each["name"]: each["exists"] for each in own.told("GET", at)}
    assert "more.jpg" not in found


def test_the_head_reviews_with_a_reason_where_one_is_needed(world: World) -> None:
    """[EX10] [FR1]"""
    sent(world)
    program = Program(world, head(world))
    one = f"{SENT}/uuid:0"
    refused = program.call("PATCH", one, json={"reviewState": "hasIssues"})
    assert code(refused) == (400, "reason_missing")
    back = {"reviewState": "hasIssues", "reason": "사진이 흐립니다"}
    assert program.told("PATCH", one, json=back)["reviewState"] == "hasIssues"
    [said] = program.told("GET", f"{one}/comments")
    assert said["body"] == "사진이 흐립니다"
    good = {"reviewState": "approved"}
    assert program.told("PATCH", one, json=good)["reviewState"] == "approved"
    assert code(program.call("PATCH", one, json={"reviewState": "lost"})) == (404, "not_here")


def test_a_correction_names_what_it_corrects(world: World) -> None:
    """[EX10] [FS7]"""
    sent(world)
    program = Program(world, world.as_user("clerk"))
    plain = xml("uuid:later")
    assert code(program.call("PUT", f"{SENT}/uuid:0", data=plain)) == (400, "other_form")
    named = plain.replace(b"<instanceID>", b"<deprecatedID>uuid:0</deprecatedID><instanceID>")
    made = program.told("PUT", f"{SENT}/uuid:0", data=named)
    assert made["instanceId"] == "uuid:later"
    assert program.told("GET", f"{SENT}/uuid:0")["instanceId"] == "uuid:0"


def test_what_is_done_elsewhere_is_refused_by_name(world: World) -> None:
    """[EX10]"""
    opened(world)
    program = Program(world, head(world))
    for method, path in (("POST", "/projects/1/forms"), ("GET", "/projects/1/datasets"),
                         ("POST", "/projects/1/app-users"), ("POST", "/projects/1/forms/x/draft"),
                         ("GET", "/projects/2/forms")):  # fmt: skip
        answer = program.call(method, f"{AT}{path}", json={})
        assert code(answer) == (404, "not_here"), path
        assert path[1:] in answer.get_json()["error"]["message"]
    wrong = {"Authorization": f"Bearer {b64encode(b'x:y').decode()}"}
    assert world.stranger().get(f"{AT}/projects/1/datasets", headers=wrong).status_code == 401
