"""The provider of these tests, what is expected of it, and how an answer is changed."""

import re
from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import pytest
from lxml import etree

from identity.single_sign_on.adapters.saml_answer import Expected, Trusted, answered
from identity.single_sign_on.adapters.saml_xml import Unbelievable
from tests.support.saml import Provider, pen

NOW = datetime(2030, 1, 7, 0, 0, tzinfo=UTC)
DOOR = "http://localhost:8080/api/sign-in/single/answer"
US = "http://localhost:8080/api/sign-in/single/metadata"
provider = Provider(DOOR, US)
trusted = Trusted(provider.issuer, "https://sso.hanbit.example/in", (pen().certificate,))
expected = Expected(trusted, US, DOOR, NOW)
ANYWHERE = ["assertion", "response", "both"]


def refused(said: str, why: str, by: Expected = expected) -> None:
    with pytest.raises(Unbelievable, match=re.escape(why)):
        answered(said, by)


Change = Callable[[Any], object]


def drop(tag: str) -> Change:
    def change(response: etree._Element) -> None:
        found = next(response.iter(tag))
        parent = found.getparent()
        assert parent is not None
        parent.remove(found)

    return change


def double(tag: str) -> Change:
    def change(response: etree._Element) -> None:
        found = next(response.iter(tag))
        parent = found.getparent()
        assert parent is not None
        parent.append(deepcopy(found))

    return change
