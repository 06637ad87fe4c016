from base64 import b64encode
from typing import Any

import pytest

from tests.support.world import SignedInClient, World
from tests.weboffice.documents.test_documents import made
from weboffice.editing.model import Mode

PLACE = {
    "start": b64encode(b"\x01\x02").decode(),
    "end": b64encode(b"\x03").decode(),
    "quote": "예산",
}


class Paper:
    """Ann's document and who may do what with it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.id = made(world, title="계획")["id"]
        self.path = f"/api/office/documents/{self.id}/threads"

    def share(self, user: str, level: str) -> SignedInClient:
        self.world.person(user)
        body = {"subject_kind": "person", "subject_id": user, "level": level}
        reply = self.world.as_user("ann").put(f"/api/drive/nodes/{self.id}/grants", **body)
        assert reply.status_code < 300, reply.json
        return self.world.as_user(user)

    def say(self, user: str, text: str, *mentions: str) -> dict[str, Any]:
        reply = self.world.as_user(user).post(
            self.path, anchor=PLACE, body=text, mentions=list(mentions)
        )
        assert reply.status_code == 201, reply.json
        return dict(reply.json or {})

    def threads(self, user: str = "ann") -> list[dict[str, Any]]:
        reply = self.world.as_user(user).get(self.path)
        assert reply.json is not None
        return list(reply.json["threads"])


@pytest.fixture
def paper(world: World) -> Paper:
    return Paper(world)


def waiting(world: World, user: str) -> list[str]:
    reply = world.as_user(user).get("/api/office/mentions")
    assert reply.json is not None
    return [mention["body"] for mention in reply.json["mentions"]]


def test_a_place_in_the_text_has_its_thread_and_answers_in_order(paper: Paper) -> None:
    """[CM1]"""
    paper.share("ben", "comment")
    thread = paper.say("ben", "  금액의 근거가 있습니까?  ")
    reply = paper.world.as_user("ann").post(
        f"{paper.path}/{thread['id']}/comments", body="붙임 2에 있습니다"
    )
    assert reply.status_code == 201
    (found,) = paper.threads("ben")
    assert [(c["author"], c["body"]) for c in found["comments"]] == [
        ("ben", "금액의 근거가 있습니까?"),
        ("ann", "붙임 2에 있습니다"),
    ]
    assert found["anchor"] == PLACE
    topics = {topic for topic, event, _ in paper.world.hints if event == "weboffice.comments"}
    assert topics == {f"comments:{paper.id}"}


def test_readers_read_commenters_speak_and_neither_changes_the_document(paper: Paper) -> None:
    """[CM1] [CM2] [AC10]"""
    reader, commenter = paper.share("cho", "read"), paper.share("ben", "comment")
    thread = paper.say("ben", "의견")
    assert [t["id"] for t in paper.threads("cho")] == [thread["id"]]
    refused = reader.post(paper.path, anchor=PLACE, body="나도")
    assert (refused.status_code, (refused.json or {})["code"]) == (403, "may_not_comment")
    assert reader.get(paper.path).json["may_comment"] is False  # type: ignore[index]
    assert commenter.get(paper.path).json["may_comment"] is True  # type: ignore[index]
    document = f"/api/office/documents/{paper.id}"
    assert commenter.get(document).json["level"] == "comment"  # type: ignore[index]
    assert commenter.patch(document, title="내 제목").status_code == 403
    with paper.world.begin() as tx:
        access = paper.world.workplace.office.editing.access
        ben = paper.world.person("ben")
        assert access.may(tx, {ben: [paper.id]}) == {(ben, paper.id): Mode.SUGGEST}


def test_to_a_stranger_there_are_no_comments(paper: Paper) -> None:
    """[CM1]"""
    thread = paper.say("ann", "비밀 의견")
    comment = thread["comments"][0]["id"]
    eve, one = paper.world.as_user("eve"), f"{paper.path}/{thread['id']}"
    replies = [
        eve.get(paper.path),
        eve.post(paper.path, anchor=PLACE, body="x"),
        eve.post(f"{one}/comments", body="x"),
        eve.put(f"{one}/settled", is_resolved=True),
        eve.patch(f"{one}/comments/{comment}", body="x"),
        eve.delete(f"{one}/comments/{comment}"),
    ]
    assert [reply.status_code for reply in replies] == [404] * 6
    assert not paper.world.workplace.office.comments.may_watch(eve.actor, paper.id)


def test_words_are_their_authors_and_a_thread_is_one_of_its_document(paper: Paper) -> None:
    """[CM3]"""
    ben = paper.share("ben", "comment")
    thread = paper.say("ben", "의견")
    comment = thread["comments"][0]["id"]
    one = f"{paper.path}/{thread['id']}/comments/{comment}"
    ann = paper.world.as_user("ann")
    assert ann.patch(one, body="바꾼 말").status_code == 403
    assert ben.patch(one, body="고친 의견").json["body"] == "고친 의견"  # type: ignore[index]
    other = Paper(paper.world)
    elsewhere = f"{other.path}/{thread['id']}/comments/{comment}"
    assert ann.delete(elsewhere).status_code == 404
    assert ann.delete(one).status_code == 204, "who manages the document may take words away"
    (found,) = paper.threads()
    assert [(c["body"], c["is_withdrawn"]) for c in found["comments"]] == [("", True)]
    assert ben.patch(one, body="다시").status_code == 404


def test_a_resolved_thread_is_opened_again_before_it_is_answered(paper: Paper) -> None:
    """[CM5]"""
    ben = paper.share("ben", "comment")
    thread = paper.say("ann", "확인 바랍니다")
    one = f"{paper.path}/{thread['id']}"
    assert ben.put(f"{one}/settled", is_resolved=True).status_code == 204
    (found,) = paper.threads()
    assert found["resolved_by"] == "ben"
    refused = ben.post(f"{one}/comments", body="잠깐")
    assert (refused.status_code, (refused.json or {})["code"]) == (409, "thread_closed")
    assert ben.put(f"{one}/settled", is_resolved=False).status_code == 204
    assert ben.post(f"{one}/comments", body="잠깐").status_code == 201


def test_who_is_called_in_is_told_until_he_looks_and_only_where_he_may_read(
    paper: Paper,
) -> None:
    """[CM4] [ED19]"""
    world = paper.world
    paper.share("ben", "read")
    world.person("eve")
    thread = paper.say("ann", "이 부분 보아 주십시오", "ben", "eve", "nobody", "ann", "ben")
    assert thread["comments"][0]["mentions"] == ["ben", "ann"]
    assert waiting(world, "ben") == ["이 부분 보아 주십시오"]
    assert waiting(world, "eve") == waiting(world, "ann") == []
    paper.threads("ben")  # as any document that is open does
    assert waiting(world, "ben") == ["이 부분 보아 주십시오"]
    assert world.as_user("eve").put(f"{paper.path}/looked").status_code == 404
    assert world.as_user("ben").put(f"{paper.path}/looked").status_code == 204
    assert waiting(world, "ben") == []
    told = [topic for topic, event, _ in world.hints if event == "weboffice.mentioned"]
    assert told == ["mentions:ben", "mentions:ben"], "called in, and looked"


def test_an_empty_or_endless_comment_and_a_strange_place_are_refused(paper: Paper) -> None:
    ann = paper.world.as_user("ann")
    assert ann.post(paper.path, anchor=PLACE, body=" \n ").json["code"] == "comment_empty"  # type: ignore[index]
    assert ann.post(paper.path, anchor=PLACE, body="가" * 4001).status_code == 400
    strange = PLACE | {"start": "***"}
    assert ann.post(paper.path, anchor=strange, body="x").json["code"] == "anchor_invalid"  # type: ignore[index]
    assert paper.threads() == []
