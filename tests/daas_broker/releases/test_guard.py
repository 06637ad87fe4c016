"""How the antivirus stands, as those who run it and those who wait for it are told."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from kernel.actor import Role
from tests.daas_broker.releases.conftest import Releasing
from tests.support.fakes.antivirus import FakeAntivirus


def test_how_the_antivirus_stands_is_seen_by_who_waits_for_it(releasing: Releasing) -> None:
    """[DX11]"""
    antivirus = FakeAntivirus(b"a virus", "Made.Virus", 1 << 20)
    keeper = replace(releasing.broker.broker.guard_keeper, antivirus=antivirus)
    admin = releasing.world.as_user("root", Role.IT_ADMIN)

    def seen() -> tuple[str, str | None, str]:
        told = admin.get("/api/releases").get_json()["antivirus"]
        assert told["patience_seconds"] == 600
        theirs = releasing.ann.get("/api/releases").get_json()["antivirus"]
        assert theirs == {**told, "scanner": ""}, "which it is only who runs it is told"
        assert not told["is_unheard"] or told["since"] is None
        return told["presence"], told["since"], told["scanner"]

    assert seen() == ("none", None, "")
    keeper.run()
    presence, began, scanner = seen()
    assert (presence, scanner) == ("answers", "fake")
    releasing.world.pass_time(timedelta(minutes=1))
    assert not keeper.run().counts
    assert seen()[1] == began
    antivirus.is_silent = True
    assert keeper.run().counts == {"silent": 1}
    assert seen()[0] == "silent"
    assert seen()[1] != began
    releasing.broker.broker.guard_keeper.run()  # the real one's socket, which nobody has
    assert seen()[::2] == ("none", "fake")


def test_an_old_word_of_the_antivirus_is_told_as_an_old_one(releasing: Releasing) -> None:
    """[DX11]"""
    antivirus = FakeAntivirus(b"a virus", "Made.Virus", 1 << 20)
    keeper = replace(releasing.broker.broker.guard_keeper, antivirus=antivirus)

    def seen() -> dict[str, Any]:
        told: dict[str, Any] = releasing.ann.get("/api/releases").get_json()["antivirus"]
        return told

    keeper.run()
    first = seen()
    assert (first["is_unheard"], first["asked_at"]) == (False, first["since"])
    releasing.world.pass_time(timedelta(minutes=1, seconds=1))
    assert seen() == {**first, "is_unheard": True}
    keeper.run()
    again = seen()
    assert not again["is_unheard"]
    assert again["since"] == again["asked_at"] != first["since"], "meanwhile nobody knew"
    releasing.world.pass_time(timedelta(seconds=10))
    assert not keeper.run().counts
    assert seen()["since"] == again["since"] != seen()["asked_at"]
