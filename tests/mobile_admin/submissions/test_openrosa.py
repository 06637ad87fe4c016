"""A client as ODK Collect is one: HTTP Basic, multipart posts, statuses 201 and nothing else."""

from base64 import b64encode
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO

import pytest
from lxml import etree
from sqlalchemy import func, insert, select, update
from werkzeug.test import TestResponse

from identity.people.store import divisions, people
from kernel.actor import Role
from mobile_admin.forms import store as forms
from mobile_admin.forms.model import Content, Form, Made, State
from mobile_admin.forms.rules import version_of
from mobile_admin.submissions.store import attachments, submissions
from tests.mobile_admin.xforms.test_check import form, xform, xml
from tests.support.world import SignedInClient, World
from workplace.demo.field_sheet import NAME, VERSION

PHOTO = b"\xff\xd8\xff\xe0 a photo"
ORX = {"X-OpenRosa-Version": "1.0"}


class Phone:
    """One device, signed in on each request as the protocol has it."""

    def __init__(self, world: World, user: str = "clerk", *roles: Role) -> None:
        self.owner = world.as_user(user, *roles)
        given = self.owner.post("/api/field/devices", name="현장 단말").get_json()
        self.id, self.world = given["id"], world
        pair = f"{given['user_name']}:{given['secret']}".encode()
        self.headers = {**ORX, "Authorization": f"Basic {b64encode(pair).decode()}"}

    def get(self, path: str) -> TestResponse:
        return self.world.stranger().get(f"/openrosa{path}", headers=self.headers)

    def head(self) -> TestResponse:
        return self.world.stranger().head("/openrosa/submission", headers=self.headers)

    def send(self, data: bytes, **files: bytes) -> TestResponse:
        parts = {"xml_submission_file": (BytesIO(data), "submission.xml", "text/xml")}
        for name, content in files.items():
            file = name.replace("_", ".")
            parts[file] = (BytesIO(content), file, "image/jpeg")
        path = "/openrosa/submission"
        return self.world.stranger().post(path, data=parts, headers=self.headers)


def opened(world: World, state: State = State.OPEN) -> Form:
    """The demonstration's form, made without the sandbox, which has its own tests."""
    world.person("clerk")
    now = world.now()
    with world.begin() as tx:
        there = forms.ensure(tx.db, Form("f1", "div", "food_hygiene", form().title, now))
        draft = version_of(form(), Made(xform(), (), {}), (), world.person("head"), now)
        values = {**vars(draft), "form_key": there.id, "seq": 1, "state": state, "opened_at": now}
        forms.add(tx.db, type(draft)(**values), Content(NAME, b"PK", xform()))
    return there


def head(world: World) -> SignedInClient:
    return world.as_user("boss", Role.MANAGER)


def test_a_client_finds_the_form_its_hash_and_its_manifest(world: World) -> None:
    opened(world)
    phone = Phone(world)
    listed = phone.get("/formList")
    assert (listed.status_code, listed.headers["X-OpenRosa-Version"]) == (200, "1.0")
    root = etree.fromstring(listed.data)
    assert root.tag == "{http://openrosa.org/xforms/xformsList}xforms"
    told = {e.tag.rpartition("}")[2]: e.text for e in root[0]}
    assert (told["formID"], told["version"]) == ("food_hygiene", VERSION)
    assert told["hash"].startswith("md5:")
    path = told["downloadUrl"].partition("/openrosa")[2]
    assert phone.get(path).data == xform()
    manifest = phone.get(told["manifestUrl"].partition("/openrosa")[2])
    assert etree.fromstring(manifest.data).tag.endswith("}manifest")
    asked = phone.head()
    assert (asked.status_code, asked.data) == (204, b"")
    assert int(asked.headers["X-OpenRosa-Accept-Content-Length"]) == 10_000_000


def test_answers_come_in_several_posts_and_are_one_submission(world: World) -> None:
    """[FS1] [FS2]"""
    opened(world)
    phone, data = Phone(world), xml(front="front.jpg")
    assert phone.send(data, sign_png=b"sign").status_code == 201
    [line] = head(world).get("/api/field/submissions").get_json()["submissions"]
    assert (line["findings"], line["sender"]) == (1, "clerk")
    assert phone.send(data, front_jpg=PHOTO).status_code == 201
    whole = head(world).get(f"/api/field/submissions/{line['id']}").get_json()
    assert whole["found"] == []
    assert [f["name"] for f in whole["files"]] == ["front.jpg", "sign.png"]
    shown = {answer["label"]: answer["shown"] for answer in whole["answers"]}
    assert (shown["업소명"], shown["영업의 종류"]) == ("온마루 식당", "일반음식점")
    picture = head(world).get(f"/api/field/submissions/{line['id']}/files/front.jpg")
    assert picture.headers["X-Accel-Redirect"].startswith("/blobs/sha256/")
    found = world.as_user("clerk").get("/api/drive/search", query="front").get_json()
    assert "front.jpg" in str(found), "it lies in the division's drive"
    assert "front.jpg" not in str(world.as_user("clerk").get("/api/drive/recent").get_json())


@pytest.mark.parametrize("at_once", [8, 32])
def test_the_same_instance_many_times_at_once_is_one_row_and_each_is_201(
    world: World, at_once: int
) -> None:
    """[FS1]"""
    opened(world)
    phone, data = Phone(world), xml(front="front.jpg")
    world.stranger()
    with ThreadPoolExecutor(at_once) as pool:
        sends = [
            pool.submit(phone.send, data, front_jpg=PHOTO, sign_png=b"sign") for _ in range(at_once)
        ]
        statuses = Counter(each.result().status_code for each in sends)
    assert statuses == {201: at_once}
    with world.begin() as tx:
        rows = tx.db.scalar(select(func.count()).select_from(submissions))
        files = tx.db.scalar(select(func.count()).select_from(attachments))
    assert (rows, files) == (1, 2)


def test_only_other_answers_under_the_same_instance_are_refused(world: World) -> None:
    """[FS1]"""
    opened(world)
    phone = Phone(world)
    first, other = (xml("uuid:one", staff=staff) for staff in ("4", "5"))
    assert [phone.send(d).status_code for d in (first, other, first)] == [201, 409, 201]


def test_answers_that_break_the_form_are_kept_and_flagged(world: World) -> None:
    """[FS4]"""
    opened(world)
    phone = Phone(world)
    assert phone.send(xml(staff="900", kind="bar"), sign_png=b"s").status_code == 201
    [line] = head(world).get("/api/field/submissions").get_json()["submissions"]
    found = head(world).get(f"/api/field/submissions/{line['id']}").get_json()["found"]
    assert [(f["label"], f["fault"]) for f in found] == [
        ("영업의 종류", "unknown_choice"), ("종사자 수", "constraint"),
    ]  # fmt: skip


def test_a_file_that_no_answer_names_is_kept_and_said_to_be_so(world: World) -> None:
    """[FS2]"""
    opened(world)
    phone = Phone(world)
    assert phone.send(xml(), sign_png=b"s", extra_jpg=PHOTO).status_code == 201
    with world.begin() as tx:
        kept = tx.db.execute(select(attachments.c.name, attachments.c.is_expected)).all()
    assert sorted(map(tuple, kept)) == [("extra.jpg", False), ("sign.png", True)]


def test_what_comes_for_a_closed_version_is_held_and_for_an_unknown_one_left_there(
    world: World,
) -> None:
    """[FS5]"""
    opened(world, State.CLOSED)
    phone = Phone(world)
    assert phone.send(xml()).status_code == 201
    [line] = head(world).get("/api/field/submissions").get_json()["submissions"]
    assert line["standing"] == "held"
    unknown = phone.send(xml().replace(b"food_hygiene", b"other_form"))
    assert unknown.status_code == 404
    assert "submit_failure" in unknown.text


@pytest.mark.parametrize(
    "data",
    [
        b"<data",
        b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><data id="x">&e;</data>',
        b'<data id="food_hygiene"/>',
        b"<data><meta><instanceID>uuid:1</instanceID></meta></data>",
    ],
)
def test_what_is_no_submission_is_told_so(world: World, data: bytes) -> None:
    """[FS6]"""
    opened(world)
    assert Phone(world).send(data).status_code == 400


def test_only_a_living_device_of_somebody_who_is_here_gets_in(world: World) -> None:
    """[FD1] [FD2]"""
    opened(world)
    nobody = world.stranger().get("/openrosa/formList", headers=ORX)
    assert nobody.status_code == 401
    assert nobody.headers["WWW-Authenticate"].startswith("Basic ")
    phone, other, old = Phone(world), Phone(world), Phone(world, "leaver")
    assert other.owner.delete(f"/api/field/devices/{other.id}").status_code == 204
    assert (phone.head().status_code, other.head().status_code) == (204, 401)
    with world.begin() as tx:
        tx.db.execute(update(people).where(people.c.id == "leaver").values(is_active=False))
    assert old.head().status_code == 401
    world.pass_time(timedelta(days=31))
    assert phone.head().status_code == 401
    acts = [act for _, act, _ in world.audited()]
    assert acts.count("mobile_admin.add_device") == 3
    assert phone.headers["Authorization"] not in str(world.audited())


def test_what_was_sent_can_be_shown_in_its_form_again(world: World) -> None:
    """[FS3]"""
    opened(world)
    answers = xml()
    Phone(world).send(answers, sign_png=b"s")
    [line] = world.as_user("clerk").get("/api/field/submissions").get_json()["submissions"]
    sent = world.as_user("clerk").get(f"/api/field/submissions/{line['id']}/xml").get_json()
    assert (sent["form_key"], sent["version"]) == ("f1", VERSION)
    assert sent["xml"].encode() == answers


def test_what_a_phone_lays_beside_what_was_sent_is_told_in_the_same_words(world: World) -> None:
    """[FS8] Nothing of it is kept, and a form of others says nothing."""
    opened(world)
    clerk, path = world.as_user("clerk"), "/api/field/submissions"
    Phone(world).send(xml(), sign_png=b"s")
    [line] = clerk.get(path).get_json()["submissions"]
    sent = clerk.get(f"{path}/{line['id']}").get_json()["answers"]
    assert any(answer["shown"] != answer["value"] for answer in sent)
    other = xml().decode().replace(line["instance_id"], "uuid:other")
    assert clerk.post(f"{path}/reading", xml=other).get_json()["answers"] == sent
    assert len(clerk.get(path).get_json()["submissions"]) == 1
    assert clerk.post(f"{path}/reading", xml="<data").status_code == 400
    strange = other.replace('id="food_hygiene"', 'id="no_such_form"')
    assert clerk.post(f"{path}/reading", xml=strange).status_code == 404


def test_submissions_are_seen_by_their_sender_and_the_head_alone(world: World) -> None:
    """[FS3]"""
    opened(world)
    Phone(world).send(xml(), sign_png=b"s")
    [line] = world.as_user("clerk").get("/api/field/submissions").get_json()["submissions"]
    path = f"/api/field/submissions/{line['id']}"
    assert world.as_user("clerk").get(path).status_code == 200
    assert world.as_user("peer").get(path).status_code == 404
    stranger = world.as_user("stranger", Role.MANAGER)
    with world.begin() as tx:
        tx.db.execute(insert(divisions).values(id="far", name="다른과", parent_id=None))
        tx.db.execute(update(people).where(people.c.id == "stranger").values(division_id="far"))
    assert stranger.get(path).status_code == 404
    assert stranger.get(f"{path}/files/sign.png").status_code == 404
    assert stranger.get(f"{path}/xml").status_code == 404
    assert stranger.get("/api/field/submissions").get_json()["submissions"] == []


def correcting(former: str, instance: str) -> bytes:
    named = f"<deprecatedID>{former}</deprecatedID><instanceID>".encode()
    return xml(instance).replace(b"<instanceID>", named)


def test_a_correction_stands_for_ones_own_and_the_heads_for_any(world: World) -> None:
    """[FS9] Another's is taken like one that names nothing, and neither is told of the other."""
    opened(world)
    clerk, peer = Phone(world), Phone(world, "peer")
    boss, heads = head(world), Phone(world, "boss", Role.MANAGER)
    assert clerk.send(xml("uuid:first")).status_code == 201
    for _ in range(2):
        assert peer.send(correcting("uuid:first", "uuid:strange")).status_code == 201

    def links(instance: str) -> tuple[str | None, str | None]:
        listed = boss.get("/api/field/submissions").get_json()["submissions"]
        named = {each["id"]: each["instance_id"] for each in listed}
        ids = {instance: each for each, instance in named.items()}
        found = boss.get(f"/api/field/submissions/{ids[instance]}").get_json()
        return named.get(found["corrects"]), named.get(found["corrected_by"])

    assert (links("uuid:first"), links("uuid:strange")) == ((None, None), (None, None))
    assert clerk.send(correcting("uuid:first", "uuid:own")).status_code == 201
    assert (links("uuid:first"), links("uuid:own")) == ((None, "uuid:own"), ("uuid:first", None))
    assert heads.send(correcting("uuid:own", "uuid:head")).status_code == 201
    assert links("uuid:own") == ("uuid:first", "uuid:head")
    assert links("uuid:head") == ("uuid:own", None)


def test_a_correction_may_come_before_what_it_corrects(world: World) -> None:
    """[FS9] [FO5]"""
    opened(world)
    clerk = Phone(world)
    assert clerk.send(correcting("uuid:first", "uuid:own")).status_code == 201
    assert clerk.send(xml("uuid:first")).status_code == 201
    listed = world.as_user("clerk").get("/api/field/submissions").get_json()["submissions"]
    ids = {each["instance_id"]: each["id"] for each in listed}
    found = world.as_user("clerk").get(f"/api/field/submissions/{ids['uuid:first']}").get_json()
    assert found["corrected_by"] == ids["uuid:own"]
