"""What an administrator asks for, as it is kept with a pool: JSON."""

from typing import Any

from daas_broker.forecast.model import Readiness, Window


def values_of(asked: Readiness) -> dict[str, Any]:
    windows = [{**vars(window), "days": sorted(window.days)} for window in asked.windows]
    return {**vars(asked), "windows": windows}


def readiness_of(values: dict[str, Any]) -> Readiness:
    windows = [
        Window(frozenset(one["days"]), one["begins"], one["ends"], one["warm"])
        for one in values.get("windows", [])
    ]
    plain = {key: value for key, value in values.items() if key != "windows"}
    return Readiness(tuple(windows), **plain)
