"""Sequences of locks and writes as the public WOPI validator asks them (its groups Locks, GetLock,
ExtendedLockLength, EditFlows and FileVersion, written anew from what they expect)."""

import pytest

from tests.support.world import World
from tests.weboffice.wopi.office import WopiOffice, attach, keep

A, B = '{"S":"0136ad16","E":2,"M":"DE997C5AC4E6"}', "NewLockString"
LONG = "1234567890" * 102 + "1234"
# (operation, lock, old lock, the status expected, the lock told with a refusal)
Step = tuple[str, str, str, int, str | None]


def lock(value: str, status: int = 200, told: str | None = None) -> Step:
    return "LOCK", value, "", status, told


def relock(value: str, old: str, status: int = 200, told: str | None = None) -> Step:
    return "LOCK", value, old, status, told


def refresh(value: str, status: int = 200, told: str | None = None) -> Step:
    return "REFRESH_LOCK", value, "", status, told


def unlock(value: str, status: int = 200, told: str | None = None) -> Step:
    return "UNLOCK", value, "", status, told


def held(value: str) -> Step:
    return "GET_LOCK", "", "", 200, value


def put(value: str, status: int = 200, told: str | None = None) -> Step:
    return "PUT", value, "", status, told


FLOWS: dict[str, list[Step]] = {
    "a whole turn": [lock(A), refresh(A), relock(B, A), unlock(B)],
    "the old lock is gone after a relock": [lock(A), relock(B, A), unlock(A, 409, B), unlock(B)],
    "twice the same": [lock(A), lock(A), unlock(A)],
    "unlocking what is not locked": [unlock(A, 409, "")],
    "refreshing what is not locked": [refresh(A, 409, "")],
    "relocking what is not locked": [relock(B, A, 409, "")],
    "a second lock": [lock(A), lock(B, 409, A), unlock(A)],
    "unlocking another's": [lock(A), unlock(B, 409, A), unlock(A)],
    "refreshing another's": [lock(A), refresh(B, 409, A), unlock(A)],
    "relocking another's": [lock(A), relock(B, "else", 409, A), unlock(A)],
    "writing into another's": [lock(A), put(B, 409, A), put("", 409, A), unlock(A)],
    "asking for the lock": [held(""), lock(A), held(A), relock(B, A), held(B), unlock(B), held("")],
    "a long lock": [lock(LONG), held(LONG), put(LONG), unlock(LONG)],
    "writing unlocked": [put("", 409, ""), put(A, 409, "")],
}


@pytest.mark.parametrize("name", FLOWS)
def test_a_flow_of_the_validator(world: World, name: str) -> None:
    """[WO4] [WO5] Each refusal tells the lock; each success of a lock or a write the version."""
    attach(world)
    office, version = WopiOffice.of(world, keep(world, "kim", "계획.docx")), 1
    for operation, value, old, status, told in FLOWS[name]:
        more = {"X-WOPI-OldLock": old} if old else {}
        if operation == "PUT":
            office.lock = value
            reply = office.put(f"version {version + 1}".encode())
            version += status == 200
        else:
            reply = office.act(operation, value, **more)
        assert reply.status_code == status, (operation, value)
        if told is not None:
            assert reply.headers["X-WOPI-Lock"] == told
        elif status == 200:
            assert reply.headers["X-WOPI-ItemVersion"] == str(version)
    assert office.info()["Version"] == str(version)
    assert office.ask("GET", "/contents").headers["X-WOPI-ItemVersion"] == str(version)


def test_a_file_that_was_emptied_is_begun_anew(world: World) -> None:
    """[WO5]"""
    attach(world)
    office = WopiOffice.of(world, keep(world, "kim", "계획.docx"))
    office.take_lock(A)
    assert office.put(b"").status_code == 200
    assert office.act("UNLOCK").status_code == 200
    office.lock = ""
    assert office.put(b"begun").status_code == 200
    assert office.get() == b"begun"
