"""The agency's sign-on elsewhere (OpenID Connect or SAML), and what it says of somebody."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Begun:
    """One attempt, as the provider is told of it; all of it follows from the browser's token.

    `verifier` is PKCE's (RFC 7636 §4.1) and stays here until the code comes back. The browser
    comes back to `return_to`; a provider that posts its answer posts it to `answer_to`.
    """

    state: str
    nonce: str
    verifier: str
    return_to: str
    answer_to: str


@dataclass(frozen=True)
class Vouched:
    """A person by the name they have in the directory, and how they proved it there.

    `methods` are RFC 8176's, as the provider gives them (`amr`); none where it gives none.
    """

    user_name: str
    methods: frozenset[str]


@dataclass(frozen=True)
class Answered:
    """What a posted answer says, every check behind it but one: whether this browser asked.

    `assertion` stands for the provider's own number of it, `request` for the attempt it answers.
    """

    assertion: bytes
    request: str
    vouched: Vouched
