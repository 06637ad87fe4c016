"""The contract describes every answer by its own model."""

import pytest
from flask_openapi3.blueprint import APIBlueprint
from pydantic import create_model

from kernel.http import Reply, no_content
from workplace.openapi import clashes

pytestmark = pytest.mark.usefixtures("described")


def blueprint(name: str, *fields: str) -> APIBlueprint:
    """With an endpoint whose answer holds a `Shade` of these fields."""
    shade = create_model("Shade", **dict.fromkeys(fields, (str, ...)))  # type: ignore[call-overload]
    answer = create_model(f"{name.title()}Answer", shade=(shade, ...))
    made = APIBlueprint(name, __name__)

    @made.get(f"/{name}", responses={200: answer})
    def look() -> Reply:
        return no_content()

    return made


def test_two_domains_may_not_give_one_name_to_two_shapes() -> None:
    dawn, dusk = blueprint("dawn", "light", "lighter"), blueprint("dusk", "dark")
    assert clashes([dawn, dusk]) == ["Shade is one thing in dawn and another in dusk"]


def test_a_shape_that_two_share_is_no_clash() -> None:
    assert clashes([blueprint("dawn", "light"), blueprint("noon", "light")]) == []
