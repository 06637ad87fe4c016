import math
from collections import Counter
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from mobile_admin.figures import scale
from mobile_admin.figures.model import Spread
from tests.mobile_admin.cases.desk import Desk
from tests.mobile_admin.submissions.test_openrosa import Phone, head, opened
from tests.mobile_admin.xforms.test_check import xml
from tests.support.world import World


def test_cases_are_told_by_state_and_by_day(world: World) -> None:
    """[FG1]"""
    desk = Desk(world)
    first, _ = desk.case(), desk.case()
    world.pass_time(timedelta(hours=16))  # past midnight in Seoul
    desk.head = world.sign_in("boss")
    desk.assign(first["id"], "clerk")
    desk.assign(first["id"], "peer", seen=1)
    told = desk.head.get("/api/field/figures/cases", days=2).get_json()
    assert told["days"] == ["2030-01-07", "2030-01-08"]
    lines = {line["step"]: line["counts"] for line in told["lines"]}
    assert (lines["open"], lines["assign"], lines["close"]) == ([2, 0], [0, 1], [0, 0])
    states = {each["state"]: each["count"] for each in told["states"]}
    assert (states["received"], states["assigned"], states["closed"]) == (1, 1, 0)
    assert world.as_user("clerk").get("/api/field/figures/cases").status_code in {401, 403}


def test_every_choice_is_told_also_what_nobody_took(world: World) -> None:
    """[FG1]"""
    opened(world)
    phone = Phone(world)
    for kind in ("restaurant", "restaurant", "bakery"):
        assert phone.send(xml(kind=kind), sign_png=b"s").status_code == 201
    told = head(world).get("/api/field/figures/forms/f1", days=1).get_json()
    assert (told["total"], told["counted"], told["sent"]) == (3, 3, [3])
    [asked] = [q for q in told["questions"] if q["path"].endswith("/kind")]
    counts = {share["value"]: share["count"] for share in asked["shares"]}
    assert (asked["answered"], counts["restaurant"], counts["bakery"]) == (3, 2, 1)
    assert 0 in counts.values()
    assert world.as_user("clerk").get("/api/field/figures/forms/f1").status_code == 404


def test_numbers_are_a_histogram_and_dates_a_line_without_holes() -> None:
    """[FG1]"""
    ages = {"1": 2, "3": 1, "": 3}
    shares, spread = scale.of_numbers(ages, is_whole=True)
    assert [(s.label, s.count) for s in shares] == [("1", 2), ("2", 0), ("3", 1)]
    assert spread == Spread(1, 1, 3)
    wide, _ = scale.of_numbers({"0": 1, "100": 1}, is_whole=True)
    assert [s.label for s in wide][:2] == ["0–9", "10–19"]
    days = scale.of_dates({"2026-11-01": 1, "2026-11-03T10:00:00+09:00": 2, "soon": 1})
    assert [(s.value, s.count) for s in days] == [
        ("2026-11-01", 1), ("2026-11-02", 0), ("2026-11-03", 2),
    ]  # fmt: skip
    months = scale.of_dates({"2025-12-31": 1, "2026-03-31": 1})
    assert [s.value for s in months] == ["2025-12", "2026-01", "2026-02", "2026-03"]
    assert len(scale.of_dates({"0001-01-01": 1, "9999-12-31": 1})) <= scale.MOST_YEARS + 1


@given(st.lists(st.floats(allow_nan=True, allow_infinity=True), max_size=30), st.booleans())
def test_every_number_has_its_place_in_few_parts(numbers: list[float], is_whole: bool) -> None:  # noqa: FBT001
    """[FG1]"""
    counts = Counter(repr(n) for n in numbers)
    shares, _ = scale.of_numbers(counts, is_whole=is_whole)
    drawn = [n for n in numbers if math.isfinite(n) and abs(n) < scale.LARGEST]
    assert sum(share.count for share in shares) == len(drawn)
    assert len(shares) <= scale.MOST_PARTS + 2
