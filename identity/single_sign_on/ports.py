"""A provider of sign-on, as identity needs it."""

from typing import Protocol, runtime_checkable

from identity.single_sign_on.model import Answered, Begun, Vouched
from kernel.errors import NotSignedIn, Unavailable
from kernel.tokens import Token


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

    def way_out(self, back: str) -> str | None:
        """Where the browser goes to sign out there as well, and comes back to `back` from; None
        where an administrator left that to people."""
        ...


@runtime_checkable
class PostingProvider(SignOnProvider, Protocol):
    """One whose answer the browser posts, from the provider's site to ours. That post carries no
    cookie, so nobody can tell yet whose browser it is: it gets a code, and comes back with that as
    from any other provider."""

    def receive(self, posted: str, door: str) -> Token:
        """The code for `redeem`, where the answer that was posted to `door` is the provider's, for
        us, of now, and not seen before. Raise SignOnRefused."""
        ...

    def description(self) -> bytes:
        """What its administrators register: who we are and where it posts to."""
        ...


class KeptAnswers(Protocol):
    """What was verified, until its browser comes for it."""

    def keep(self, answer: Answered, code: Token) -> bool:
        """False where this assertion was here before; the code is good for two minutes."""
        ...

    def take(self, code: Token) -> Answered | None:
        """For exactly one caller, once."""
        ...
