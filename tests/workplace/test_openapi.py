"""The contract describes every answer by its own model."""

from enum import StrEnum

from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel

from kernel.http import Reply, reply
from workplace.openapi import clashes


def blueprint(name: str, *words: str) -> APIBlueprint:
    """With an endpoint that answers with a `Shade`, an enumeration of these words."""
    shade = StrEnum("Shade", list(words))

    class Answer(BaseModel):
        tone: shade  # type: ignore[valid-type]

    Answer.__name__ = f"{name.title()}Answer"
    made = APIBlueprint(name, __name__)

    @made.get(f"/{name}", responses={200: Answer})
    def look() -> Reply:
        return reply(Answer(tone=shade(words[0])))

    return made


def test_two_domains_may_not_give_one_name_to_two_shapes() -> None:
    dawn, dusk = blueprint("dawn", "light", "lighter"), blueprint("dusk", "dark")
    assert clashes([dawn, dusk]) == ["Shade is one thing in dawn and another in dusk"]


def test_a_shape_that_two_share_is_no_clash() -> None:
    assert clashes([blueprint("dawn", "light"), blueprint("noon", "light")]) == []
