"""The colours by which people tell the zones apart."""

import pytest

from kernel.settings import ROOT


@pytest.mark.parametrize("zone", ["work", "internet", "guest"])
def test_what_is_of_a_zone_has_its_colour_in_a_page_of_another(zone: str) -> None:
    """A work desktop that is opened from the Internet zone stood in that zone's frame."""
    base = (ROOT / "web/src/kit/base.css").read_text()
    rule = base.partition(f'[data-zone="{zone}"]')[2].partition("}")[0]
    for name in ("--zone:", "--zone-tint:", "--zone-text:"):
        assert name in rule
