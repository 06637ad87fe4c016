from tests.support.world import World
from tests.weboffice.conftest import EditingProcess


def new_document(world: World, owner: str = "ann") -> str:
    reply = world.as_user(owner).post("/api/office/documents", title="계획")
    assert reply.status_code == 201, reply.json
    assert reply.json is not None
    return str(reply.json["id"])


def test_two_people_write_and_both_are_told_when_it_is_durable(
    world: World, crdtd: EditingProcess
) -> None:
    """[ED1] [ED3]"""
    document = new_document(world)
    ann = crdtd.editor("ann", document)
    assert ann.listen(lambda e: e.is_saved)
    again = crdtd.editor("ann", document)
    assert again.listen(lambda e: e.is_saved)
    ann.write("한글")
    again.write("가나")
    both = lambda e: e.is_saved and {*"한글가나"} <= {*e.text}  # noqa: E731
    assert ann.listen(both), (ann.text, ann.sent, ann.saved, crdtd.log)
    assert again.listen(both)
    assert ann.text == again.text
    ann.close()
    again.close()
