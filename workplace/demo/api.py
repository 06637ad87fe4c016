"""Who may be tried out, on the sign-in page of a demonstration."""

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel

from identity.people import store as people_store
from identity.people.model import Person
from kernel.actor import Role
from kernel.db import Begin
from kernel.errors import NotFound
from kernel.http import Reply, public, reply
from kernel.settings import Settings
from workplace.demo.agency import SHOWN
from workplace.stack import keys

tag = Tag(name="demo", description="Only in demonstrations; elsewhere these are not found")


class DemoAccountBody(BaseModel):
    user_name: str
    name: str
    name_en: str
    post: str
    duty: str
    division: str
    roles: list[Role]


class DemoAccountsBody(BaseModel):
    """`password` is everybody's in this demonstration."""

    accounts: list[DemoAccountBody]
    password: str


def blueprint(begin: Begin, settings: Settings) -> APIBlueprint:
    bp = APIBlueprint("demo", __name__, url_prefix="/api/demo", abp_tags=[tag])

    @bp.get("/accounts", summary="People to try out", responses={200: DemoAccountsBody})
    @public
    def accounts() -> Reply:
        if not settings.demo:
            raise NotFound  # [DM1]
        with begin() as tx:
            found = [people_store.find_by_user_name(tx.db, name) for name in SHOWN]
        password = keys.read(settings.secrets, keys.DEMO_PASSWORD)
        shown = [_account(person) for person in found if person is not None]
        return reply(DemoAccountsBody(accounts=shown, password=password))

    return bp


def _account(person: Person) -> DemoAccountBody:
    plain = ("user_name", "name", "name_en", "post", "duty", "division")
    return DemoAccountBody(
        roles=sorted(person.roles), **{key: getattr(person, key) for key in plain}
    )
