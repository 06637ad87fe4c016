"""A head at the desk with cases, and inspectors to give them to."""

from datetime import timedelta
from typing import Any

from werkzeug.test import TestResponse

from kernel.actor import Role
from mobile_admin.assignments.rules import day_of
from tests.support.world import SignedInClient, World


class Desk:
    def __init__(self, world: World) -> None:
        self.world, self.made = world, 0
        self.head = world.as_user("boss", Role.MANAGER)

    def case(self, **facts: Any) -> dict[str, Any]:
        """An open case of a place of its own, as the API shows it."""
        self.made += 1
        site = self.head.post(
            "/api/field/sites",
            subject={"code": f"업소-{self.made:04}", "name": f"온마루 식당 {self.made}호"},
            site={"road_address": f"한빛시 마루로 {self.made}", "lat": 36.5, "lon": 127.5},
        )
        assert site.status_code == 201, site.text
        wish = {"kind": "위생점검", "legal_basis": "식품위생법 제22조", **facts}
        opened = self.head.post("/api/field/cases", site_id=site.get_json()["id"], **wish)
        assert opened.status_code == 201, opened.text
        return dict(opened.get_json())

    def assign(
        self, case_id: str, person: str, seen: int = 0, *, in_days: int = 0, **more: Any
    ) -> TestResponse:
        self.world.person(person)
        day = day_of(self.world.now()) + timedelta(days=in_days)
        return self.head.put(
            f"/api/field/cases/{case_id}/lead",
            person_id=person, seen=seen, planned_on=day.isoformat(), **more,
        )  # fmt: skip

    def read(self, case_id: str) -> dict[str, Any]:
        return dict(self.head.get(f"/api/field/cases/{case_id}").get_json())

    def step(self, case_id: str, step: str, reason: str = "", **more: Any) -> TestResponse:
        seen = more.pop("seen", None) or self.read(case_id)["case"]["rev"]
        path = f"/api/field/cases/{case_id}/steps"
        return self.head.post(path, step=step, reason=reason, seen=seen, **more)


def today(client: SignedInClient, **query: Any) -> dict[str, Any]:
    return dict(client.get("/api/field/today", **query).get_json())
