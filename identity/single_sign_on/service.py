"""Signing in by way of the agency's own sign-on."""

from dataclasses import dataclass
from datetime import timedelta
from secrets import compare_digest

from identity.login.model import Leaving, Opened, Visit
from identity.login.service import ADDRESS_LIMIT, Login
from identity.sessions.model import Method, SignInSession
from identity.single_sign_on import rules
from identity.single_sign_on.model import Begun, Vouched
from identity.single_sign_on.ports import (
    PostingProvider,
    ProviderAway,
    SignOnProvider,
    SignOnRefused,
)
from kernel.errors import NotFound
from kernel.limits import Limit
from kernel.settings import Settings
from kernel.tokens import Token, new_token

# Beside that of signing in, which the way back spends: as many may come through both [DPR5].
METHOD = Method.SINGLE_SIGN_ON
ANSWER_LIMIT = Limit("sign_on_answer", 600, timedelta(minutes=1))


@dataclass(frozen=True)
class SingleSignOn:
    """`provider` is None where the agency has none."""

    login: Login
    settings: Settings
    provider: SignOnProvider | None

    @property
    def title(self) -> str | None:
        return self.provider.title if self.provider else None

    def begin(self, visit: Visit) -> tuple[str, Token]:
        """Where the browser goes, and what it must show when it comes back [SO1]. Raise NotFound
        where there is no sign-on, ProviderAway."""
        provider = self._offered()
        self.login.spend(ADDRESS_LIMIT, visit.address)
        token = new_token()
        return provider.address(rules.begun(token, self.settings.origin(visit.zone))), token

    def receive(self, visit: Visit, posted: str) -> Token:
        """The code that the browser comes back with. Raise NotFound where none posts anything,
        SignOnRefused."""
        provider = self._posting()
        self.login.spend(ANSWER_LIMIT, visit.address)
        try:
            return provider.receive(posted, self.settings.origin(visit.zone) + rules.ANSWER)
        except SignOnRefused:
            self.login.refuse_vouched(visit, METHOD)
            raise

    def description(self) -> bytes:
        """For the provider's administrators. Raise NotFound where it needs none."""
        return self._posting().description()

    def finish(self, visit: Visit, shown: Token, state: str, code: str) -> Opened:
        """Raise SignOnRefused, ProviderAway, and SecondProofNeeded [SO3]."""
        provider = self._offered()
        self.login.spend(ADDRESS_LIMIT, visit.address)
        begun = rules.begun(shown, self.settings.origin(visit.zone))
        try:
            vouched = _redeemed(provider, begun, state, code)
        except (SignOnRefused, ProviderAway):
            self.login.refuse_vouched(visit, METHOD)
            raise
        is_strong = rules.is_two_proofs(vouched.methods)
        opened = self.login.with_vouching(visit, vouched.user_name, METHOD, is_strong=is_strong)
        if opened is None:
            raise SignOnRefused
        return opened

    def leaving(self, ended: SignInSession) -> Leaving | None:
        """None for who came in by another way [SO5]."""
        if self.provider is None or ended.method is not METHOD:
            return None
        back = self.settings.origin(ended.zone) + rules.LEFT
        return Leaving(self.provider.title, self.provider.way_out(back))

    def _posting(self) -> PostingProvider:
        provider = self._offered()
        if not isinstance(provider, PostingProvider):
            raise NotFound
        return provider

    def _offered(self) -> SignOnProvider:
        if self.provider is None:
            raise NotFound
        return self.provider


def _redeemed(provider: SignOnProvider, begun: Begun, state: str, code: str) -> Vouched:
    """Only the browser that set out knows what the state follows from [SO1]."""
    if not code or not compare_digest(state.encode(), begun.state.encode()):
        raise SignOnRefused
    return provider.redeem(code, begun)
