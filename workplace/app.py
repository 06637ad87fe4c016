"""The web process: REST for all domains."""

from flask_openapi3.openapi import OpenAPI

from kernel.http import create_api
from kernel.once import Once
from vpn.sessions.api import door
from workplace.api_page import add_api_page
from workplace.demo import api as demo
from workplace.wiring import Workplace

VERSION = "0.1.0"


def create_app(workplace: Workplace) -> OpenAPI:
    settings, sessions = workplace.base.settings, workplace.identity.sessions
    once = Once.at(settings.redis_url)
    app = create_api(settings, sessions.authenticate, title="Onmaru", version=VERSION, once=once)
    app.before_request(door(workplace.vpn.sessions))
    app.register_api(demo.blueprint(workplace.base.begin, settings))
    for part in workplace.parts:
        for blueprint in part.blueprints:
            app.register_api(blueprint)
    add_api_page(app)
    return app
