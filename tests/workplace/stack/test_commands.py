"""What the operator is told."""

import os
import socket
from contextlib import closing
from pathlib import Path

import pytest

from kernel.settings import read_settings, settings_from
from workplace import cli
from workplace.stack import checks, doctor, measure, occupied, setup


@pytest.mark.parametrize(
    "command", ["up", "down", "status", "doctor", "accounts", "logs", "test", "check", "bench"]
)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([command, "--help"])
    assert ended.value.code == 0
    assert len(capsys.readouterr().out.splitlines()) > 4


def test_a_taken_port_is_named_with_its_holder() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port = server.getsockname()[1]
        assert f"(pid {os.getpid()})" in occupied.taken([port])[port]
    assert occupied.taken([port]) == {}


def test_an_instance_remembers_what_it_was_started_with(tmp_path: Path) -> None:
    first = settings_from({"ONMARU_VAR": str(tmp_path), "ONMARU_PORT": "9123"})
    lines = (f"{name}={value}\n" for name, value in first.environment().items())
    first.remembered.write_text("".join(lines))
    assert settings_from({"ONMARU_VAR": str(tmp_path)}) == first
    assert settings_from({"ONMARU_VAR": str(tmp_path), "ONMARU_PORT": "9200"}).port == 9200


def test_the_doctor_always_says_what_to_do(tmp_path: Path) -> None:
    findings = doctor.examine(settings_from({"ONMARU_VAR": str(tmp_path / "none")}))
    ill = [finding for finding in findings if finding.verdict is not doctor.Verdict.PRESENT]
    assert all(finding.meaning and finding.advice for finding in ill)


def test_a_package_list_is_names_and_reasons(tmp_path: Path) -> None:
    (tmp_path / "list").write_text("# the servers\nslapd   # the directory\n\nnginx-light # edge\n")
    assert setup.package_names(tmp_path / "list") == ["slapd", "nginx-light"]


def test_every_package_has_its_reason() -> None:
    for name in ("packages.txt", "packages-dev.txt"):
        lines = (read_settings().root / "deploy" / name).read_text().splitlines()
        assert [line for line in lines if line and "#" not in line] == []


def test_a_bench_lets_only_figures_through(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    bench = tmp_path / "bench"
    bench.mkdir()
    (bench / "__init__.py").write_text((Path("bench") / "__init__.py").read_text())
    (bench / "speed.py").write_text(
        '"""How fast."""\nfrom bench import Figure\nprint("warming up")\n'
        'Figure("speed", "ms", 1, 2, "them", "< 2", True).report()\n'
    )
    settings = settings_from({"ONMARU_VAR": str(tmp_path / "var")})
    assert measure.benches(bench) == {"speed": "How fast."}
    assert measure.run_one(settings, "speed", tmp_path) == 0
    told = capfd.readouterr()
    assert told.out.count("\n") == 1
    assert '"holds": true' in told.out
    assert "warming up" in told.err


def test_checks_have_names_of_their_own() -> None:
    names = [check.name for check in checks.checks(read_settings())]
    assert len(names) == len(set(names))
