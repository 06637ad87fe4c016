"""People and the organisation over HTTP."""

from typing import Literal, Self

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, Field

from identity.people import rules
from identity.people.model import Division, Locale, Person, Preferences, Search, Theme
from identity.people.service import People
from kernel.actor import Role, UserId
from kernel.http import Reply, current_actor, no_content, reply

tag = Tag(name="people", description="People, the organisation, and one's own settings")


class PersonBody(BaseModel):
    id: str
    user_name: str
    name: str
    name_en: str
    post: str
    duty: str
    phone: str
    email: str
    division_id: str
    division: str
    roles: list[Role]
    is_active: bool
    is_favourite: bool


class PeopleBody(BaseModel):
    people: list[PersonBody]
    more: bool = Field(description="there are people beyond `limit`")


class PeopleQuery(BaseModel):
    query: str = Field(default="", max_length=100, description="names, initials (ㄱㅎㄴ), duties")
    division: str | None = Field(default=None, description="an id; those below it are in it")
    ids: str | None = Field(
        default=None, max_length=4000, description="instead of a search: ids, comma between"
    )
    limit: int = Field(default=20, ge=1, le=300)


class PersonPath(BaseModel):
    person_id: str


class DivisionBody(BaseModel):
    """`people` are in the division itself, `total` also below it."""

    id: str
    name: str
    name_en: str
    people: int
    total: int
    children: "list[DivisionBody]"

    @classmethod
    def of(cls, division: Division) -> Self:
        plain = {key: value for key, value in vars(division).items() if key != "children"}
        return cls(**plain, children=[DivisionBody.of(child) for child in division.children])


class OrganisationBody(BaseModel):
    divisions: list[DivisionBody]


class PreferencesBody(BaseModel):
    locale: Locale
    theme: Theme
    text_size: Literal[90, 100, 110, 130, 150] = Field(description="per cent")

    @classmethod
    def of(cls, preferences: Preferences) -> Self:
        return cls.model_validate(vars(preferences))


def body_of(person: Person, favourites: set[UserId]) -> PersonBody:
    plain = {key: value for key, value in vars(person).items() if key != "roles"}
    return PersonBody(**plain, roles=sorted(person.roles), is_favourite=person.id in favourites)


def blueprint(people: People) -> APIBlueprint:
    bp = APIBlueprint("identity_people", __name__, url_prefix="/api", abp_tags=[tag])

    @bp.get("/people", summary="Find people", responses={200: PeopleBody})
    def search(query: PeopleQuery) -> Reply:
        actor = current_actor()
        if query.ids is not None:
            found, more = people.get_people([UserId(id_) for id_ in query.ids.split(",")]), False
        else:
            wish = Search(rules.words_of(query.query), query.division, query.limit)
            found, more = people.search(actor, wish)
        favourites = people.favourite_ids(actor)
        return reply(PeopleBody(people=[body_of(p, favourites) for p in found], more=more))

    @bp.get("/people/<person_id>", summary="One person", responses={200: PersonBody})
    def person(path: PersonPath) -> Reply:
        found = people.get_person(UserId(path.person_id))
        return reply(body_of(found, people.favourite_ids(current_actor())))

    @bp.get("/organisation", summary="The organisation chart", responses={200: OrganisationBody})
    def organisation() -> Reply:
        divisions = [DivisionBody.of(division) for division in people.organisation()]
        return reply(OrganisationBody(divisions=divisions))

    @bp.put("/me/preferences", summary="Keep my preferences", responses={200: PreferencesBody})
    def set_preferences(body: PreferencesBody) -> Reply:
        wanted = Preferences(body.locale, body.theme, body.text_size)
        people.set_preferences(current_actor(), wanted)
        return reply(body)

    _add_favourites(bp, people)
    return bp


def _add_favourites(bp: APIBlueprint, people: People) -> None:
    @bp.get("/me/favourites", summary="My favourite people", responses={200: PeopleBody})
    def favourites() -> Reply:
        found = people.list_favourites(current_actor())
        all_ = {person.id for person in found}
        return reply(PeopleBody(people=[body_of(p, all_) for p in found], more=False))

    @bp.put("/me/favourites/<person_id>", summary="Mark a person", responses={204: None})
    def add_favourite(path: PersonPath) -> Reply:
        people.add_favourite(current_actor(), UserId(path.person_id))
        return no_content()

    @bp.delete("/me/favourites/<person_id>", summary="Unmark a person", responses={204: None})
    def remove_favourite(path: PersonPath) -> Reply:
        people.remove_favourite(current_actor(), UserId(path.person_id))
        return no_content()
