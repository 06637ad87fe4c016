"""The agency's sign-on elsewhere (OpenID Connect), and what it says of somebody."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Begun:
    """One attempt, as the provider is told of it; all of it follows from the browser's token.

    `verifier` is PKCE's (RFC 7636 §4.1) and stays here until the code comes back.
    """

    state: str
    nonce: str
    verifier: str
    return_to: str


@dataclass(frozen=True)
class Vouched:
    """A person by the name they have in the directory, and how they proved it there.

    `methods` are RFC 8176's, as the provider gives them (`amr`); none where it gives none.
    """

    user_name: str
    methods: frozenset[str]
