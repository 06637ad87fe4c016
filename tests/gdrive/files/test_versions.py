from urllib.parse import unquote

from gdrive.tree.model import NodeId
from tests.gdrive.drive import API, at, body, refusal
from tests.support.world import World


def test_to_restore_a_version_is_to_add_one(world: World) -> None:
    """[FI2]"""
    ann = at(world, "ann")
    node = ann.upload("계획.txt", b"one")
    for text in (b"two", b"three"):
        assert ann.upload("계획.txt", text, on_conflict="version") == node
    condition = {"If-Match": ann.read(node)["etag"]}
    path = f"{API}/nodes/{node}/versions/1/restore"
    restored = body(ann.browser.call("POST", path, headers=condition), 201)
    assert restored["version"] == 4
    assert [ann.content(world, node, seq) for seq in (1, 2, 3, 4)] == [
        b"one", b"two", b"three", b"one",
    ]  # fmt: skip
    listed = body(ann.browser.get(f"{API}/nodes/{node}/versions"))["versions"]
    assert [(v["seq"], v["via"], v["restored_from"], v["is_current"]) for v in listed] == [
        (4, "restore", 1, True),
        (3, "upload", None, False),
        (2, "upload", None, False),
        (1, "upload", None, False),
    ]
    assert refusal(ann.browser.call("POST", path, headers=condition)) == (412, "stale")


def test_equal_bytes_lie_once_under_their_digest(world: World) -> None:
    """[FI3]"""
    ann, ben = at(world, "ann"), at(world, "ben")
    ann.upload("a.txt", b"same")
    ben.upload("b.txt", b"same")
    stored = [path.name for path in (world.settings.blobs / "sha256").rglob("*") if path.is_file()]
    assert stored == ["0967115f2813a3541eaef77de9d9d5773f1c0c04314b0bbfe4ff3b3b1c55b5d5"]
    assert list((world.settings.blobs / "stage").iterdir()) == []


def test_a_download_is_saved_under_its_own_name_and_runs_nothing(world: World) -> None:
    """[FI5]"""
    ann = at(world, "ann")
    node = ann.upload("보고서 'x'; \u200bα.svg", b"<svg onload=alert(1)>")
    answer = ann.browser.get(f"{API}/nodes/{node}/content")
    name = ann.read(node)["name"]
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    said = answer.headers["Content-Disposition"]
    assert said.startswith("attachment; ")
    assert said.isascii()
    assert unquote(said.rpartition("UTF-8''")[2]) == name
    assert "보고서" not in answer.headers["X-Accel-Redirect"]


def test_a_file_that_grew_meanwhile_is_not_overwritten(world: World) -> None:
    """[FI2] [TR4]"""
    ann, ben = at(world, "ann"), at(world, "ben")
    folder = ann.folder("함께")
    node = ann.upload("a.txt", b"one", folder)
    ann.share(folder, "person", "ben", "write")
    late = ben.begin("a.txt", 4, folder, on_conflict="version", seen="1")
    ann.upload("a.txt", b"two", folder, on_conflict="version", seen="1")
    refused = ben.send(late.headers["Location"], 0, b"late")
    assert refusal(refused) == (412, "stale")
    assert ann.read(node)["version"] == 2


def test_folders_and_documents_have_nothing_to_download(world: World) -> None:
    """[FI5]"""
    ann = at(world, "ann")
    folder = ann.folder("폴더")
    answer = ann.browser.get(f"{API}/nodes/{folder}/content")
    assert refusal(answer) == (403, "nothing_to_download")
    assert ("ann", "gdrive.download", "refused") in world.audited()


def test_a_refused_download_is_in_the_audit_and_a_mistyped_address_is_not(world: World) -> None:
    """[SH1]"""
    ann, eve = at(world, "ann"), at(world, "eve")
    node = ann.upload("a.txt", b"x")
    eve.browser.get(f"{API}/nodes/{node}/content")
    eve.browser.get(f"{API}/nodes/{'0' * 32}/content")
    assert world.audited() == [("eve", "gdrive.download", "refused")]


def test_a_server_reads_the_bytes_of_any_version(world: World) -> None:
    """[FI3]"""
    ann = at(world, "ann")
    node = ann.upload("a.txt", b"bytes")
    files = world.workplace.drive.files
    assert b"".join(files.read_unchecked(NodeId(node), 1)) == b"bytes"
