from base64 import b64decode
from dataclasses import replace
from typing import Any

import pytest

from kernel.errors import NotFound
from kernel.limits import Limit
from mobile_admin.proofs.rules import LARGEST
from mobile_admin.proofs.service import COUNTED
from tests.mobile_admin.notices.office import correction, decided, issued, pdf_of, sent, wish, work
from tests.mobile_admin.submissions.test_openrosa import head
from tests.support.world import World


@pytest.fixture
def notice(world: World) -> dict[str, Any]:
    return issued(world)


def path_of(notice: dict[str, Any]) -> str:
    return f"/api/d/{notice['code']}"


def test_a_stranger_is_told_whether_it_is_valid_and_nothing_of_what_it_says(
    world: World, notice: dict[str, Any]
) -> None:
    """[NV1]"""
    said = world.stranger().get(path_of(notice).lower())
    assert said.status_code == 200
    found = said.get_json()
    assert (found["standing"], found["registered"], found["sender"]) == (
        "valid", "1741012-2030-000001", "한빛부장관",
    )  # fmt: skip
    assert "정다온" not in said.text
    assert "배수구" not in said.text
    unknown = world.stranger().get("/api/d/0000-0000-0000-0000")
    assert (unknown.status_code, unknown.get_json()["code"]) == (404, "not_found")
    assert world.stranger().get("/api/d/임시-1741012-a-1").status_code == 404


def test_a_copy_is_checked_and_a_broken_one_is_in_the_audit(
    world: World, notice: dict[str, Any]
) -> None:
    """[NV2] [NV3]"""
    pdf = pdf_of(world, notice["id"])
    broken = bytearray(pdf)
    broken[len(pdf) // 2] ^= 1
    path = f"{path_of(notice)}/check"
    words = [
        world.stranger().post(path, data=data).get_json()["judgement"]
        for data in (pdf, bytes(broken), pdf[:-100], pdf + b"\n", b"%PDF-1.7 something else")
    ]
    assert words == ["genuine", "altered", "altered", "altered", "unverified"]
    assert world.audited().count(("-", "mobile_admin.check_notice", "altered")) == 3
    large = world.stranger().post(path, data=bytes(LARGEST + 1))
    assert (large.status_code, large.get_json()["code"]) == (400, "copy_too_large")
    assert world.stranger().post(path, data=b"").get_json()["code"] == "copy_empty"


def test_another_document_of_ours_is_not_called_broken_however_alike(
    world: World, notice: dict[str, Any]
) -> None:
    """[NV2] What is issued anew says the same in almost the same bytes."""
    again = {"reason": "다시 교부"}
    made = head(world).post(f"/api/field/notices/{notice['id']}/reissue", **again).get_json()
    work(world)
    copy, path = pdf_of(world, made["id"]), f"{path_of(notice)}/check"
    told = world.stranger().post(path, data=copy).get_json()
    assert (told["judgement"], told["is_other"]) == ("unverified", True)
    broken = copy[:-1] + bytes([copy[-1] ^ 1])
    told = world.stranger().post(path, data=broken).get_json()
    assert (told["judgement"], told["is_other"]) == ("altered", False)


def test_cancelled_is_told_at_once_also_of_a_genuine_copy(
    world: World, notice: dict[str, Any]
) -> None:
    """[NV5] [NO9]"""
    again = correction(seen=1, reason="기한을 잘못 적음")
    made = decided(world, notice["submission_id"], again)["notices"][0]
    was = world.stranger().get(path_of(notice)).get_json()
    new = head(world).get(f"/api/field/notices/{made['id']}").get_json()
    assert (was["standing"], was["replaced_by"]) == ("corrected", new["code"])
    checked = world.stranger().post(f"{path_of(notice)}/check", data=pdf_of(world, notice["id"]))
    assert checked.get_json() == {
        "judgement": "genuine", "is_other": False, "standing": "corrected",
    }  # fmt: skip
    early = world.stranger().post(f"{path_of(new)}/check", data=b"%PDF")
    assert early.get_json()["code"] == "paper_not_ready"


def test_the_paper_left_at_the_door_leads_to_the_official_one(world: World) -> None:
    """[NV1]"""
    number = "임시-89ABCDEF-007-7Q2M4K"  # as a phone makes it: paper/model.test.ts
    left = {"number": number, "at": world.now().isoformat()}
    decided(world, sent(world), wish(provisional=left))
    for typed in (number, number.lower()):
        found = world.stranger().get(f"/api/d/{typed}").get_json()
        assert (found["asked_as"], found["registered"]) == (typed, "1741012-2030-000001")


def test_numbers_that_count_up_are_asked_about_only_a_few_times(world: World) -> None:
    """[NV1] [FO10] Who holds a paper of a phone from before does not walk through its others."""
    spent: list[Limit] = []
    proofs = replace(world.workplace.field.proofs, spend=lambda limit, _: spent.append(limit))
    for typed in ("임시-89ABCDEF-007", "임시-89abcdef-008", "임시-x"):
        with pytest.raises(NotFound):
            proofs.look("192.0.2.1", typed)
        with pytest.raises(NotFound):
            proofs.check("192.0.2.1", typed, b"%PDF")
    assert spent.count(COUNTED) == 6
    assert COUNTED.count <= 10
    spent.clear()
    for typed in ("임시-89ABCDEF-007-7Q2M4K", "7K3D-9QWX-2M4P-V8TZ"):
        with pytest.raises(NotFound):
            proofs.look("192.0.2.1", typed)
    assert COUNTED not in spent


def test_the_key_of_marks_is_everybody_s(world: World) -> None:
    """[NV4]"""
    told = world.stranger().get("/api/d/keys/mark").get_json()["key"]
    assert b64decode(told) == world.workplace.field.proofs.ring.public_key
