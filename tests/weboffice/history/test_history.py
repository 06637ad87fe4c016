from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from pycrdt import XmlText

from kernel.actor import SessionId, UserId
from tests.support.world import World
from tests.weboffice.documents.test_documents import made
from weboffice.editing.leases import ShardId
from weboffice.editing.model import Entry
from weboffice.editing.service import Lease
from weboffice.history.model import Stroke
from weboffice.history.rules import LONGEST, PAUSE, chapters, with_suggestions
from weboffice.ydoc import ytext
from weboffice.ydoc.machine import SharedDoc
from weboffice.ydoc.rules import plain_text

START = datetime(2030, 1, 7, tzinfo=UTC)
ANN, BEN = UserId("ann"), UserId("ben")


class Paper:
    """A document and those who write in it, through the log as the editing server does."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.id = made(world, title="계획")["id"]
        self.editing = world.workplace.office.editing
        self.path = f"/api/office/documents/{self.id}/history"
        self.ann = world.as_user("ann")

    def write(self, user: str, text: str) -> int:
        """At the end of the first line; the log's new number."""
        loaded = self.editing.load(self.id, ShardId("tests"))
        before = loaded.doc.state()
        line = loaded.doc.body.children[0]
        if not len(line.children):  # type: ignore[union-attr]
            line.children.append(XmlText())  # type: ignore[union-attr]
        ytext.append(line.children[0], text)  # type: ignore[union-attr, arg-type]
        loaded.doc.apply(b"\x00\x00")
        update = loaded.doc.since(before)
        entry = Entry(
            self.id, loaded.stored.seq + 1, self.world.time, UserId(user), SessionId("s"),
            loaded.doc.doc.client_id, update,
        )  # fmt: skip
        lease = Lease(loaded.epoch, loaded.stored.hash)
        self.editing.append([entry], {self.id: lease}, is_repeat=False)
        return entry.seq

    def text_at(self, seq: int) -> str:
        reply = self.ann.get(f"{self.path}/{seq}")
        assert reply.status_code == 200, reply.json
        return plain_text(SharedDoc([reply.data]))


def test_the_past_says_who_wrote_from_when_to_when(world: World) -> None:
    """[HI1]"""
    world.person("ben", name="이도현")
    paper = Paper(world)
    paper.write("ann", "가")
    world.pass_time(timedelta(minutes=3))
    paper.write("ben", "나")
    world.pass_time(PAUSE + timedelta(seconds=61))
    paper.write("ann", "다")
    timeline = paper.ann.get(paper.path).json
    assert timeline is not None
    told = [(c["first"], c["last"], c["writers"]) for c in timeline["chapters"]]
    assert told == [(3, 3, ["ann"]), (1, 2, ["ann", "ben"])]
    assert (timeline["oldest"], timeline["latest"]) == (0, 3)
    hands = {w["name"]: len(w["clients"]) for w in timeline["writers"]}
    assert hands == {"ann": 2, "이도현": 1}


def test_any_state_of_it_can_be_read_again_also_after_many_foldings(world: World) -> None:
    """[HI3]"""
    paper = Paper(world)
    for letter in "가나다라마바":
        paper.write("ann", letter)
        paper.editing.fold(paper.id, None)
    assert [paper.text_at(seq) for seq in range(7)] == [
        "", "가", "가나", "가나다", "가나다라", "가나다라마", "가나다라마바",
    ]  # fmt: skip
    beyond = paper.ann.get(f"{paper.path}/7")
    assert beyond.status_code == 404
    assert beyond.json is not None
    assert beyond.json["code"] == "version_unknown"


def test_readers_are_not_shown_what_was_deleted_and_strangers_find_nothing(world: World) -> None:
    """[HI2]"""
    paper = Paper(world)
    paper.write("ann", "가")
    world.person("ben")
    body = {"subject_kind": "person", "subject_id": "ben", "level": "read"}
    assert paper.ann.put(f"/api/drive/nodes/{paper.id}/grants", **body).status_code < 300
    for path in (paper.path, f"{paper.path}/1"):
        assert world.as_user("eve").get(path).status_code == 404
        refused = world.as_user("ben").get(path)
        assert refused.status_code == 403
        assert refused.json is not None
        assert refused.json["code"] == "history_for_writers"


def test_a_version_gets_a_name_another_one_and_none(world: World) -> None:
    paper = Paper(world)
    paper.write("ann", "가")
    named = f"{paper.path}/1/name"
    assert paper.ann.put(named, name="  초안  1 ").json["name"] == "초안 1"  # type: ignore[index]
    assert paper.ann.put(named, name="과장 검토용").status_code == 200
    timeline = paper.ann.get(paper.path).json
    assert timeline is not None
    assert [(v["seq"], v["name"]) for v in timeline["named"]] == [(1, "과장 검토용")]
    assert paper.ann.put(named, name=" \n ").status_code == 400
    assert paper.ann.delete(named).status_code == 204
    assert paper.ann.delete(named).status_code == 404


def test_who_goes_back_finds_the_way_back_named_and_is_in_the_audit(world: World) -> None:
    """[HI4]"""
    paper = Paper(world)
    for letter in "가나":
        paper.write("ann", letter)
    reply = paper.ann.post(f"{paper.path}/1/restore", name="되돌리기 전")
    assert reply.status_code == 201
    assert reply.json is not None
    assert (reply.json["seq"], reply.json["name"]) == (2, "되돌리기 전")
    assert paper.text_at(2) == "가나"
    assert ("ann", "weboffice.restore", "done") in world.audited()
    paper.ann.put(f"{paper.path}/2/name", name="결재본")
    paper.ann.post(f"{paper.path}/0/restore", name="되돌리기 전")
    timeline = paper.ann.get(paper.path).json
    assert timeline is not None
    assert [v["name"] for v in timeline["named"]] == ["결재본"], "a name somebody gave stays"


@given(
    st.lists(
        st.tuples(st.sampled_from([ANN, BEN]), st.integers(0, 1800), st.integers(1, 4)),
        min_size=1, max_size=40,
    )
)  # fmt: skip
def test_chapters_hold_every_stroke_once_in_order_and_are_never_too_long(
    plan: list[tuple[UserId, int, int]],
) -> None:
    """[HI1]"""
    at, seq, strokes = START, 0, []
    for writer, gap, count in plan:
        at += timedelta(seconds=gap)
        strokes.append(Stroke(writer, seq + 1, seq + count, at, at))
        seq += count
    found = chapters(strokes)
    assert [c.first for c in found] == [1, *(c.last + 1 for c in found[:-1])]
    assert found[-1].last == seq
    assert all(c.ended - c.began <= LONGEST for c in found)
    assert all(a.ended < b.began for a, b in pairwise(found))


@given(st.integers(1, 30), st.lists(st.integers(1, 40), max_size=12))
def test_a_chapter_tells_how_many_suggestions_were_made_in_it(
    length: int, suggested: list[int]
) -> None:
    """[SG3] [HI1]"""
    later = START + timedelta(hours=2)
    strokes = [
        Stroke(ANN, 1, length, START, START),
        Stroke(BEN, length + 1, length + 5, later, later),
    ]
    told = with_suggestions(chapters(strokes), suggested)
    assert [c.suggested for c in told] == [
        sum(c.first <= number <= c.last for number in suggested) for c in told
    ]
