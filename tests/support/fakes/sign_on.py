"""A provider of sign-on in memory: it vouches for whoever it was told of, once a code."""

from dataclasses import dataclass, field
from urllib.parse import quote

from identity.single_sign_on.model import Begun, Vouched
from identity.single_sign_on.ports import ProviderAway, SignOnRefused


@dataclass
class FakeSignOn:
    title: str = "한빛 통합인증"
    is_away: bool = False
    leaves: bool = False
    codes: dict[str, tuple[Begun, Vouched]] = field(default_factory=dict)
    begun: list[Begun] = field(default_factory=list)

    def address(self, begun: Begun) -> str:
        if self.is_away:
            raise ProviderAway
        self.begun.append(begun)
        return f"https://sso.hanbit.example/auth?state={begun.state}"

    def way_out(self, back: str) -> str | None:
        return f"https://sso.hanbit.example/out?back={quote(back)}" if self.leaves else None

    def prove(self, user_name: str, *methods: str) -> str:
        """What its person does there; the code that the browser brings back."""
        code = f"code-{len(self.begun)}-{len(self.codes)}"
        self.codes[code] = self.begun[-1], Vouched(user_name, frozenset(methods))
        return code

    def redeem(self, code: str, begun: Begun) -> Vouched:
        if self.is_away:
            raise ProviderAway
        of, vouched = self.codes.pop(code, (None, None))
        if vouched is None or of != begun:
            raise SignOnRefused
        return vouched
