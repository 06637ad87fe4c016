"""What an image is made of is read, changed by its packages, and built like every version."""

from typing import Any

from daas_broker.desktops.model import ImageKey
from daas_broker.desktops.ports import Retryable
from daas_broker.desktops.recipes import Change
from kernel.actor import Role
from tests.daas_broker.conftest import Broker
from tests.support.fakes.desktop_host import INTERNET, healthy

RECIPE = "/api/admin/image-recipes/podman/internet"
RULES = "/etc/chromium/policies/managed/onmaru.json"
KEPT = f"/api/admin/images/{INTERNET.key}/recipe"


def read(broker: Broker) -> dict[str, Any]:
    found: dict[str, Any] = broker.admin.get(RECIPE).get_json()
    return found


def change(broker: Broker, **wished: Any) -> tuple[int, dict[str, Any]]:
    said = {"added": [], "dropped": [], "files": [], "seen": read(broker)["digest"], **wished}
    answer = broker.admin.put(RECIPE, **said)
    return answer.status_code, answer.get_json()


def refusal(broker: Broker, **wished: Any) -> str:
    code: str = change(broker, **wished)[1]["code"]
    return code


def test_a_recipe_tells_all_that_an_image_is_made_of(broker: Broker) -> None:
    found = read(broker)
    assert [part["name"] for part in found["parts"]] == ["base", "internet"]
    assert found["files"][0] == {
        "path": "/etc/motd", "digest": "0" * 12, "size_bytes": 6, "text": "hello\n",
        "is_open": False,
    }  # fmt: skip
    assert (found["added"], found["dropped"]) == ([], [])
    assert broker.admin.get("/api/admin/image-recipes/podman/nowhere").status_code == 404
    assert broker.admin.get("/api/admin/image-recipes/openstack/internet").status_code == 404


def test_packages_are_added_and_dropped_for_the_builds_to_come(broker: Broker) -> None:
    """[IR7]"""
    status, made = change(broker, added=[" vlc ", "gimp", "vlc"], dropped=["firefox-esr"])
    assert (status, made["added"], made["dropped"]) == (200, ["gimp", "vlc"], ["firefox-esr"])
    assert broker.host.changes["internet"] == Change(("gimp", "vlc"), ("firefox-esr",))
    assert broker.world.audited()[-1][1:] == ("daas_broker.change_recipe", "done")
    assert change(broker)[0] == 200
    assert read(broker)["added"] == []


def test_what_cannot_be_is_refused_with_its_name(broker: Broker) -> None:
    """[IR7]"""
    for name in ("-o", "chromium-", "a=1", "../x", "?essential", "Vlc", "vlc/sid", "x" * 80):
        assert refusal(broker, added=[name]) == "image_package_name"
    assert refusal(broker, added=["ibus"]) == "image_package_there"
    assert refusal(broker, dropped=["ibus"]) == "image_package_not_own"
    assert refusal(broker, added=["tigervnc-standalone-server"]) == "image_package_fixed"
    assert refusal(broker, added=[f"p{n}x" for n in range(101)]) == "image_packages_too_many"
    broker.host.absent_packages = frozenset({"vcl"})
    status, said = change(broker, added=["vcl", "vlc"])
    assert (status, said["code"], said["names"]) == (400, "image_package_unknown", "vcl")
    assert broker.host.changes == {}


def file(path: str = RULES, text: str | None = '{"a": 1}', over: str = "1" * 12) -> dict[str, Any]:
    return {"path": path, "text": text, "over": over}


def test_files_are_added_changed_and_left_out_for_the_builds_to_come(broker: Broker) -> None:
    """[IR7]"""
    more = file("/etc/chromium/policies/managed/agency.json", "{}\r\n", "")
    status, made = change(broker, files=[file(), more])
    assert (status, [each["path"] for each in made["edits"]]) == (200, [more["path"], RULES])
    assert made["shipped"][0]["text"] == "{}"
    assert {each["path"]: each["text"] for each in made["files"] if each["is_open"]} == {
        RULES: '{"a": 1}', more["path"]: "{}\n",
    }  # fmt: skip
    assert change(broker, files=[file(text=None)])[1]["files"][1:] == []
    assert change(broker, files=[file(text="{}")])[1]["edits"] == []  # as the release has it


def test_a_file_that_cannot_be_is_refused_with_its_place(broker: Broker) -> None:
    """[IR7]"""
    for path in (
        "/etc/passwd", "/etc/xdg/../passwd", "/etc/xdg/.hidden", "/etc/xdg/", "/etc/xdg/a\n",
        "/usr/lib/onmaru/session.py", "etc/xdg/a", "/etc/chromium-x/a", f"/etc/xdg/{'a' * 90}",
    ):  # fmt: skip
        assert refusal(broker, files=[file(path)]) == "image_file_path"
    assert refusal(broker, files=[file(text="\0")]) == "image_file_no_text"
    assert refusal(broker, files=[file("/etc/xdg/a", "가" * 6000)]) == "image_file_large"
    many = [file(f"/etc/xdg/{n}", "x") for n in range(41)]
    assert refusal(broker, files=many) == "image_files_too_many"
    large = [file(f"/etc/xdg/{n}", "x" * 16_000) for n in range(5)]
    assert refusal(broker, files=large) == "image_files_large"
    for path, text, kind in (
        (RULES, '{\n"a": 1,\n}', "JSON"),
        ("/etc/onmaru/session.toml", "a = 1\n\nb = \n", "TOML"),
        ("/etc/fonts/local.conf", "<a>\n\n</b>", "XML"),
    ):
        said = change(broker, files=[file(path, text)])[1]
        assert (said["code"], said["kind"], said["line"]) == ("image_file_broken", kind, 3)
    assert refusal(broker, files=[file(RULES, "9" * 5000)]) == "image_file_broken"
    assert broker.host.changes == {}


def test_who_read_an_older_recipe_overwrites_nothing(broker: Broker) -> None:
    """[IR7]"""
    seen = read(broker)["digest"]
    assert change(broker, added=["vlc"])[0] == 200
    status, said = change(broker, added=["gimp"], seen=seen)
    assert (status, said["code"], said["name"]) == (409, "image_recipe_changed_by", "ida")
    assert read(broker)["added"] == ["vlc"]


def test_who_saves_at_the_same_moment_overwrites_nothing(broker: Broker) -> None:
    """[IR7]"""
    eva = broker.world.as_user("eva", Role.IT_ADMIN)

    def meanwhile(verb: str) -> None:
        if verb == "change_recipe":
            broker.host.trouble = healthy
            seen = read(broker)["digest"]
            eva.put(RECIPE, added=["vlc"], dropped=[], files=[], seen=seen)

    broker.host.trouble = meanwhile
    status, said = change(broker, added=["gimp"])
    assert (status, said["code"], said["name"]) == (409, "image_recipe_changed_by", "eva")
    assert read(broker)["added"] == ["vlc"]
    broker.host.changes.clear()  # by nobody whom the trail knows
    assert refusal(broker, added=["gimp"], seen="0") == "image_recipe_changed"


def test_what_a_version_was_made_of_stays_with_it(broker: Broker) -> None:
    broker.keep_images()
    assert broker.admin.get(KEPT).get_json() == {"recipe": None}
    broker.host.kept_recipes[INTERNET.key] = broker.host.describe("internet")
    change(broker, added=["vlc"])
    assert broker.admin.get(KEPT).get_json()["recipe"]["added"] == []
    gone = ImageKey("internet-999999999999")
    assert broker.admin.get(f"/api/admin/images/{gone}/recipe").status_code == 404


def test_a_host_that_is_away_says_so(broker: Broker) -> None:
    def away(_verb: str) -> None:
        raise Retryable("gone")

    broker.host.trouble = away
    assert broker.admin.get(RECIPE).get_json()["code"] == "desktop_host_away"


def test_administrators_only(broker: Broker) -> None:
    """[DK12]"""
    broker.keep_images()
    ann = broker.world.as_user("ann", Role.MEMBER)
    assert ann.get(RECIPE).status_code == 403
    assert ann.put(RECIPE, added=["vlc"], dropped=[], files=[], seen="").status_code == 403
    assert ann.get(KEPT).status_code == 403


def test_while_a_release_arrives_nothing_is_saved_or_built(broker: Broker) -> None:
    """[HD29]"""
    broker.host.release_arrives = True
    assert read(broker)["is_arriving"]
    assert refusal(broker, added=["vlc"]) == "image_release_arriving"
    assert refusal(broker, added=["vlc"], seen="0" * 12) == "image_release_arriving"
    answer = broker.admin.post("/api/admin/images/builds", provider="podman", name="internet")
    assert (answer.status_code, answer.get_json()["code"]) == (409, "image_release_arriving")
    assert (broker.host.changes, broker.host.built) == ({}, None)
    broker.host.release_arrives = False
    assert change(broker, added=["vlc"])[0] == 200
