"""A world of two countries: 1.*.*.* is Japan, 2.*.*.* is Germany, 3.*.*.* is Korea."""

from ipaddress import IPv4Address

COUNTRIES = {1: "JP", 2: "DE", 3: "KR"}
KM = {frozenset(["JP", "KR"]): 900.0, frozenset(["DE", "KR"]): 8000.0}


class FakeAtlas:
    def country(self, address: IPv4Address) -> str | None:
        return COUNTRIES.get(address.packed[0])

    def apart_km(self, one: str, other: str) -> float:
        return KM.get(frozenset((one, other)), 0.0)
