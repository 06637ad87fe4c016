"""The web process: REST for all domains."""

from collections.abc import Callable

from flask import request
from flask_openapi3.openapi import OpenAPI

from identity.role_refusals.service import RoleRefusals
from kernel.actor import RoleMissing
from kernel.http import Reply, create_api, current_actor, refused
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
    app.register_error_handler(RoleMissing, _role_missing(workplace.identity.role_refusals))
    return app


def _role_missing(refusals: RoleRefusals) -> Callable[[RoleMissing], Reply]:
    def role_missing(error: RoleMissing) -> Reply:
        needs = error.facts.get("needs")
        asked = f"{request.method} {request.url_rule}"
        refusals.note(current_actor(), asked, needs if isinstance(needs, list) else [])  # [ID10]
        return refused(error)

    return role_missing
