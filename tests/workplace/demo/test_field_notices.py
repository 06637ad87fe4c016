from tests.support.world import World
from workplace.demo import field, field_notices
from workplace.demo.__main__ import cast_of
from workplace.demo.agency import agency


def test_the_demonstration_has_notices_of_each_kind_and_twice_is_once(world: World) -> None:
    """[NO2]"""
    world.directory.snapshot = agency()
    world.workplace.identity.login.proofs.sync.run()
    cast = cast_of(world.workplace)
    field.load(world.workplace, cast)
    for _ in range(2):
        field_notices.load(world.workplace, cast)
    notices = world.workplace.field.notices.list_latest(cast.actor(field.HEAD))
    assert [(n.label, n.standing.value) for n in reversed(notices)] == [
        ("시정명령", "valid"),
        ("과태료 부과 사전통지", "valid"),
        ("적합", "corrected"),
        ("적합", "valid"),
    ]
    sent = world.workplace.field.submissions.list_latest(cast.actor(field_notices.INSPECTOR))
    assert [line.submission.findings for line in sent] == [()] * 4
    assert notices[-1].paper.title == "「식품위생법」 위반에 따른 시정명령"
    assert "배수구에 덮개가 있고 막히지 않는다" in dict(notices[-1].paper.shares)["부적합 항목"]
