"""What is weighed anew before a change lands, and what was weighed already."""

from pathlib import Path

from workplace.stack.weigh import key


def written(web: Path, files: dict[str, str]) -> str:
    for name, content in files.items():
        (web / name).parent.mkdir(parents=True, exist_ok=True)
        (web / name).write_text(content)
    return key(web)


def test_what_a_build_reads_makes_its_name(tmp_path: Path) -> None:
    first = written(tmp_path, {"src/a.ts": "1", "package.json": "{}"})
    beside = {
        "node_modules/x/a.js": "2",
        "dist/a.js": "2",
        "dist.new/a.js": "2",
        "a.tsbuildinfo": "",
    }
    assert written(tmp_path, beside) == first
    assert written(tmp_path, {"src/a.ts": "2"}) != first
    assert written(tmp_path, {"src/a.ts": "1"}) == first
    (tmp_path / "src/a.ts").rename(tmp_path / "src/b.ts")
    assert key(tmp_path) != first
