from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdrive.access.model import (
    Access,
    Level,
    Step,
    Subject,
    SubjectKind,
    Who,
    capabilities,
)
from gdrive.access.rules import (
    LevelMissing,
    MoveWouldRaise,
    check_move,
    check_take_out,
    level_held,
    readable_path,
)
from gdrive.tree.model import Drive, DriveId, DriveKind, Kind, Made, NodeId
from gdrive.tree.rules import child_of, root_of
from kernel.actor import Actor, SessionId, UserId

ANN = UserId("ann")
PERSON, TEAM, BUREAU = (
    Subject(SubjectKind.PERSON, ANN),
    Subject(SubjectKind.DIVISION, "team"),
    Subject(SubjectKind.DIVISION, "bureau"),
)
WHO = Who(ANN, frozenset({"team", "bureau"}), frozenset())
OTHERS = Drive(DriveId("root"), DriveKind.PERSONAL, "ben", 100, 0)
TEAMS = Drive(DriveId("root"), DriveKind.DIVISION, "team", 100, 0)
MINE = Drive(DriveId("root"), DriveKind.PERSONAL, "ann", 100, 0)
subjects = st.sampled_from([PERSON, TEAM, BUREAU, Subject(SubjectKind.PERSON, "eve")])
grants = st.dictionaries(subjects, st.sampled_from(Level), max_size=4)
steps = st.builds(
    Step,
    node_id=st.uuids().map(lambda u: NodeId(u.hex)),
    name=st.just("f"),
    created_by=st.sampled_from([ANN, UserId("ben")]),
    is_trashed=st.just(False),  # noqa: FBT003 - what is drawn
    grants=grants,
)
ways = st.lists(steps, min_size=1, max_size=6)


def step(made_by: str = "ben", **held: Level) -> Step:
    named = {"person": PERSON, "team": TEAM, "bureau": BUREAU}
    return Step(
        NodeId("n"),
        "f",
        UserId(made_by),
        is_trashed=False,
        grants={named[k]: v for k, v in held.items()},
    )


def naive(way: list[Step], subject: Subject) -> Level | None:
    for at in way:
        if subject in at.grants:
            return at.grants[subject]
    return None


@given(ways)
def test_the_nearest_grant_of_the_strongest_subject_counts(way: list[Step]) -> None:
    """[AC2]"""
    found = [naive(way, subject) for subject in WHO.subjects]
    expected = max((level for level in found if level), default=None)
    assert level_held(way, OTHERS, WHO) == expected


@given(ways, steps)
def test_no_further_grant_below_hides_a_node(way: list[Step], below: Step) -> None:
    """[AC2]"""
    if level_held(way, OTHERS, WHO) is not None:
        assert level_held([below, *way], OTHERS, WHO) is not None


def test_a_share_with_the_bureau_takes_nothing_from_the_team_in_it() -> None:
    """[AC2]"""
    assert level_held([step(bureau=Level.READ), step(team=Level.WRITE)], TEAMS, WHO) is Level.WRITE
    assert level_held([step(team=Level.READ), step(team=Level.WRITE)], TEAMS, WHO) is Level.READ


@given(ways)
def test_the_owner_and_the_divisions_manager_hold_everything(way: list[Step]) -> None:
    """[AC4]"""
    head = Who(ANN, WHO.divisions, frozenset({"team"}))
    assert level_held(way, MINE, WHO) is Level.MANAGE
    assert level_held(way, TEAMS, head) is Level.MANAGE


@given(ways)
def test_a_maker_manages_what_he_may_write_in_a_divisions_drive_only(way: list[Step]) -> None:
    """[AC5]"""
    plain = level_held(way, OTHERS, WHO)
    found = level_held(way, TEAMS, WHO)
    is_maker = way[0].created_by == ANN
    writes = plain is not None and plain >= Level.WRITE
    assert found == (Level.MANAGE if is_maker and writes else plain)


@given(ways)
def test_a_reader_learns_only_of_folders_that_he_may_read(way: list[Step]) -> None:
    """[AC6]"""
    shown = [crumb.id for crumb in readable_path(way, OTHERS, WHO)]
    above = [s.node_id for s in way[1:]]
    assert shown == list(reversed(above[: len(shown)]))
    for place in range(1, len(way)):
        can_read = level_held(way[place:], OTHERS, WHO) is not None
        assert (way[place].node_id in shown) == can_read


@given(st.sampled_from(Level), st.one_of(st.none(), st.sampled_from(Level)), st.booleans())
def test_a_move_gives_its_mover_no_right(
    held: Level,
    after: Level | None,
    leaves: bool,  # noqa: FBT001 - drawn by Hypothesis
) -> None:
    """[AC3]"""
    try:
        check_move(held, after, leaves_drive=leaves)
    except MoveWouldRaise:
        assert held < Level.MANAGE
        assert leaves or (after is not None and after > held)
    else:
        assert held is Level.MANAGE or (not leaves and (after is None or after <= held))


def access(kind: Kind, level: Level, parent: Level | None) -> Access:
    made = Made(NodeId("n"), ANN, datetime(2030, 1, 7, tzinfo=UTC))
    root = root_of(MINE, "ann", Made(MINE.root_id, ANN, made.at))
    node = child_of(root, MINE, kind, "a", made)
    return Access(Actor(ANN, SessionId("s")), node, level, MINE, parent, [], [])


def test_taking_a_node_out_is_a_change_of_its_folder() -> None:
    """[AC8]"""
    check_take_out(access(Kind.FILE, Level.WRITE, Level.WRITE))
    for parent in (None, Level.READ):
        found = access(Kind.FILE, Level.WRITE, parent)
        assert not capabilities(found).move
        assert not capabilities(found).trash
        with pytest.raises(LevelMissing):
            check_take_out(found)


def test_what_a_person_may_do_follows_from_the_level() -> None:
    """[AC3]"""
    reader = capabilities(access(Kind.FOLDER, Level.READ, None))
    assert not any(vars(reader).values())
    writer = capabilities(access(Kind.FOLDER, Level.WRITE, Level.WRITE))
    assert (writer.upload, writer.rename, writer.move, writer.share) == (True, True, True, False)
