"""A provider of sign-on, as identity needs it."""

from typing import Protocol

from identity.single_sign_on.model import Begun, Vouched
from kernel.errors import NotSignedIn, Unavailable


class ProviderAway(Unavailable):
    """Not reachable, not answering in time, or not what its address promised."""

    code = "sign_on_away"


class SignOnRefused(NotSignedIn):
    """The provider vouches for nobody: a code of another attempt, an answer that is not its own,
    or somebody whom this workplace does not know."""

    code = "sign_on_refused"


class SignOnProvider(Protocol):
    @property
    def title(self) -> str:
        """What people call it: the words on the button."""
        ...

    def address(self, begun: Begun) -> str:
        """Where the browser goes to prove who is there. Raise ProviderAway."""
        ...

    def redeem(self, code: str, begun: Begun) -> Vouched:
        """Whom the code of this attempt stands for, once. Raise SignOnRefused, ProviderAway."""
        ...
