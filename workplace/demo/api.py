"""Who may be tried out, on the sign-in page of a demonstration."""

from typing import Annotated, Literal

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, Field

from identity.people import store as people_store
from identity.people.model import Person
from kernel.actor import Role
from kernel.clock import utc_now
from kernel.db import Begin
from kernel.errors import NotFound
from kernel.http import Reply, public, reply
from kernel.settings import Settings
from workplace.demo import cards
from workplace.demo.agency import SHOWN
from workplace.stack import keys

COORDINATE = r"^[A-Za-z0-9_-]{43}$"
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


class PublicKeyBody(BaseModel):
    """RFC 7517, a P-256 key."""

    kty: Literal["EC"]
    crv: Literal["P-256"]
    x: Annotated[str, Field(pattern=COORDINATE)]
    y: Annotated[str, Field(pattern=COORDINATE)]


class DemoCardWishBody(BaseModel):
    """`key` is that of the wallet which will hold the card."""

    user_name: Annotated[str, Field(max_length=200)]
    key: PublicKeyBody


class DemoCardBody(BaseModel):
    """An SD-JWT with all that it may disclose (RFC 9901)."""

    card: str


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

    @bp.post("/cards", summary="A mobile ID to try out", responses={200: DemoCardBody})
    @public
    def issue_card(body: DemoCardWishBody) -> Reply:
        if not settings.demo:
            raise NotFound  # [DM1]
        with begin() as tx:
            person = people_store.find_by_user_name(tx.db, body.user_name)
        if person is None or not (settings.secrets / cards.ISSUER_KEY).exists():
            raise NotFound
        own = body.key.model_dump()
        card = cards.issue(settings.secrets, person.user_name, person.name, own, utc_now())
        return reply(DemoCardBody(card=card))

    return bp


def _account(person: Person) -> DemoAccountBody:
    plain = ("user_name", "name", "name_en", "post", "duty", "division")
    return DemoAccountBody(
        roles=sorted(person.roles), **{key: getattr(person, key) for key in plain}
    )
