"""The addresses of the workplace, taken apart once for all apps of a test process.

Its hundreds of routes are the same in each app; what they lead to is each app's own.
"""

from typing import Any

import pytest
from flask.sansio.app import App
from flask_openapi3.openapi import OpenAPI
from werkzeug.routing import Map, RuleFactory

from workplace.app import create_app
from workplace.wiring import Workplace

_known: list[Map] = []


class Again:
    """Instead of a map that would be filled with the same addresses; they are only counted."""

    def __init__(self, known: Map) -> None:
        self._known = known
        self.count = 0
        self.is_open = True

    def add(self, _rule: RuleFactory) -> None:
        if not self.is_open:
            raise AssertionError("no app of the tests has an address of its own")
        self.count += 1

    def __getattr__(self, name: str) -> Any:
        return getattr(self._known, name)


def app_of(workplace: Workplace) -> OpenAPI:
    if not _known:
        app = create_app(workplace)
        _known.append(app.url_map)
        return app
    again = Again(_known[0])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(App, "url_map_class", staticmethod(lambda **_options: again))
        app = create_app(workplace)
    again.is_open = False
    if again.count != len(list(_known[0].iter_rules())):
        raise AssertionError("this app has other addresses than the first")
    return app
