import pytest

from tests.support.world import World

pytestmark = pytest.mark.usefixtures("described")


def test_the_contract_and_its_page_are_open_and_list_the_same_operations(world: World) -> None:
    spec = world.stranger().get("/api/openapi.json").get_json()
    page = world.stranger().get("/api/").get_data(as_text=True)
    assert spec["info"]["title"] == "Onmaru"
    assert all(f"<code>{path}</code>" in page for path in spec["paths"])
    assert "<script" not in page
