"""The log that grows with every request."""

from pathlib import Path

from workplace.stack.rotation import KEPT, AccessLog


def test_a_full_log_is_begun_anew_and_the_oldest_goes(tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    rotation = AccessLog(tmp_path, largest=10)
    for number in range(KEPT + 2):
        log.write_text(f"request {number:03}")
        assert rotation.run().counts == {"rotated": 1}
    kept = sorted(file.name for file in tmp_path.iterdir())
    assert kept == [f"access.log.{number}" for number in range(1, KEPT + 1)]
    assert (tmp_path / "access.log.1").read_text() == f"request {KEPT + 1:03}"


def test_a_small_log_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "access.log").write_text("one")
    assert AccessLog(tmp_path, largest=10).run().counts == {}
