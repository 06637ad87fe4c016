"""The drive as tests use it: over HTTP, as a page would."""

from base64 import b64encode
from dataclasses import dataclass
from typing import Any

from werkzeug.test import TestResponse

from tests.support.world import SignedInClient, World

Json = dict[str, Any]
API = "/api/drive"
TUS = {"Tus-Resumable": "1.0.0"}
BYTES = "application/offset+octet-stream"


@dataclass(frozen=True)
class Person:
    """One person at the drive."""

    browser: SignedInClient

    def roots(self) -> Json:
        return body(self.browser.get(f"{API}/roots"))

    @property
    def home(self) -> str:
        return str(self.roots()["mine"]["id"])

    @property
    def division(self) -> str:
        return str(self.roots()["division"]["id"])

    def read(self, node: str) -> Json:
        return body(self.browser.get(f"{API}/nodes/{node}"))

    def status(self, node: str) -> int:
        return self.browser.get(f"{API}/nodes/{node}").status_code

    def folder(self, name: str, parent: str | None = None) -> str:
        made = self.browser.post(f"{API}/nodes", parent_id=parent or self.home, name=name)
        return str(body(made, 201)["id"])

    def names(self, folder: str | None = None, **query: str) -> list[str]:
        found = body(self.browser.get(f"{API}/nodes/{folder or self.home}/children", **query))
        return [node["name"] for node in found["nodes"]]

    def change(self, node: str, **change: str) -> TestResponse:
        condition = {"If-Match": self.read(node)["etag"]}
        return self.browser.call("PATCH", f"{API}/nodes/{node}", json=change, headers=condition)

    def trash(self, node: str) -> TestResponse:
        condition = {"If-Match": self.read(node)["etag"]}
        return self.browser.call("DELETE", f"{API}/nodes/{node}", headers=condition)

    def begin(self, name: str, length: int, folder: str | None = None, **more: str) -> TestResponse:
        facts = {"filename": name, "target_id": folder or self.home, **more}
        pairs = (f"{key} {b64encode(value.encode()).decode()}" for key, value in facts.items())
        headers = {**TUS, "Upload-Length": str(length), "Upload-Metadata": ",".join(pairs)}
        return self.browser.call("POST", f"{API}/uploads", headers=headers)

    def send(self, upload: str, offset: int, data: bytes, **headers: str) -> TestResponse:
        sent = {**TUS, "Upload-Offset": str(offset), "Content-Type": BYTES, **headers}
        return self.browser.call("PATCH", upload, headers=sent, data=data)

    def look_up(self, upload: str) -> TestResponse:
        return self.browser.call("HEAD", upload, headers=TUS)

    def upload(self, name: str, data: bytes, folder: str | None = None, **more: str) -> str:
        begun = self.begin(name, len(data), folder, **more)
        assert begun.status_code == 201, begun.text
        sent = self.send(begun.headers["Location"], 0, data) if data else begun
        assert sent.status_code in {201, 204}, sent.text
        return sent.headers["Onmaru-Node"]

    def share(self, node: str, kind: str, subject: str, level: str) -> TestResponse:
        grant = {"subject_kind": kind, "subject_id": subject, "level": level}
        return self.browser.put(f"{API}/nodes/{node}/grants", **grant)

    def found(self, query: str) -> list[str]:
        nodes = body(self.browser.get(f"{API}/search", query=query))["nodes"]
        return [node["name"] for node in nodes]

    def content(self, world: World, node: str, seq: int | None = None) -> bytes:
        place = f"/versions/{seq}/content" if seq else "/content"
        answer = self.browser.get(f"{API}/nodes/{node}{place}")
        assert answer.status_code == 200, answer.text
        path = answer.headers["X-Accel-Redirect"].removeprefix("/blobs/")
        return (world.settings.blobs / path).read_bytes()


def at(world: World, user: str, *roles: Any) -> Person:
    return Person(world.as_user(user, *roles))


def body(answer: TestResponse, status: int = 200) -> Json:
    assert answer.status_code == status, answer.text
    found: Json = answer.get_json()
    return found


def refusal(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, answer.get_json()["code"]
