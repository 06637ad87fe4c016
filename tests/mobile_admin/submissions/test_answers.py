from dataclasses import replace

from mobile_admin.submissions import rules
from tests.mobile_admin.xforms.test_check import answered, form


def test_an_answer_says_in_which_turn_it_stands_whatever_was_left_empty_before_it() -> None:
    """[FS7]"""
    sheet = answered(fridge_name="", degrees="")
    there = len(sheet.named("fridge"))
    sheet.add(answered(degrees="9").named("fridge")[0])
    found = [a for a in rules.answers(form(), sheet) if "/fridge/" in a.path]
    assert [a.node for a in found] == [
        *(f"/data/fridge[{turn}]/cold" for turn in range(1, there + 1)),
        f"/data/fridge[{there + 1}]/fridge_name",
        f"/data/fridge[{there + 1}]/cold",
        f"/data/fridge[{there + 1}]/degrees",
    ]
    assert {a.turn for a in found} == {f"냉장·냉동 시설 {at + 1}" for at in range(there + 1)}
    outside = [a for a in rules.answers(form(), sheet) if a not in found]
    assert all(a == replace(a, node=a.path) for a in outside)
