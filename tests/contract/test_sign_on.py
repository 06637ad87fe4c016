"""What every provider of sign-on does: oidc-provider through Authlib, and the one in memory."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from joserfc.jwk import KeySet, RSAKey

from identity.single_sign_on.adapters.oidc import Client, OidcProvider
from identity.single_sign_on.model import Begun, Vouched
from identity.single_sign_on.ports import ProviderAway, SignOnProvider, SignOnRefused
from identity.single_sign_on.rules import begun
from kernel.tokens import new_token
from tests.support.fakes.sign_on import FakeSignOn
from tests.support.sign_on import SECRET, RealSignOn, real_sign_on

ORIGIN = "http://localhost:9999"
RETURN = f"{ORIGIN}/api/sign-in/single/return"


@pytest.fixture(scope="module")
def server() -> Iterator[RealSignOn]:
    with real_sign_on(RETURN) as server:
        yield server


@dataclass
class Signing:
    provider: SignOnProvider
    server: RealSignOn | None

    def prove(self, attempt: Begun, name: str, *methods: str) -> str:
        address = self.provider.address(attempt)
        if self.server is None:
            assert isinstance(self.provider, FakeSignOn)
            return self.provider.prove(name, *methods)
        return self.server.prove(address, name, " ".join(methods))


@pytest.fixture(params=["memory", "oidc-provider"])
def signing(request: pytest.FixtureRequest) -> Signing:
    if request.param == "memory":
        return Signing(FakeSignOn(), None)
    server: RealSignOn = request.getfixturevalue("server")
    return Signing(OidcProvider("한빛 통합인증", client_of(server)), server)


def client_of(server: RealSignOn) -> Client:
    return Client(server.issuer, "onmaru", SECRET)


def attempt() -> Begun:
    return begun(new_token(), ORIGIN)


def test_it_vouches_for_who_proved_it_and_says_how(signing: Signing) -> None:
    one = attempt()
    code = signing.prove(one, "haneul.kim", "pwd", "otp")
    found = signing.provider.redeem(code, one)
    assert found == Vouched("haneul.kim", frozenset({"pwd", "otp"}))


def test_a_code_counts_once(signing: Signing) -> None:
    """[SO1]"""
    one = attempt()
    code = signing.prove(one, "haneul.kim")
    signing.provider.redeem(code, one)
    with pytest.raises(SignOnRefused):
        signing.provider.redeem(code, one)


@pytest.mark.parametrize("part", ["verifier", "nonce"])
def test_a_code_of_another_attempt_is_refused(signing: Signing, part: str) -> None:
    """[SO1] [SO2]"""
    one = attempt()
    code = signing.prove(one, "haneul.kim")
    with pytest.raises(SignOnRefused):
        signing.provider.redeem(code, replace(one, **{part: getattr(attempt(), part)}))


def test_a_code_that_nobody_was_given_is_refused(signing: Signing) -> None:
    with pytest.raises(SignOnRefused):
        signing.provider.redeem("made-up", attempt())


def test_a_wrong_secret_of_ours_is_refused(server: RealSignOn) -> None:
    one = attempt()
    ours = OidcProvider("", replace(client_of(server), secret="another"))
    code = server.prove(ours.address(one), "haneul.kim")
    with pytest.raises(SignOnRefused):
        ours.redeem(code, one)


def test_a_token_for_somebody_else_or_of_another_issuer_is_refused(server: RealSignOn) -> None:
    """[SO2]"""
    one = attempt()
    honest = OidcProvider("", client_of(server))
    code = server.prove(honest.address(one), "haneul.kim")
    honest.client = replace(honest.client, claim="absent")
    with pytest.raises(SignOnRefused):
        honest.redeem(code, one)
    with pytest.raises(ProviderAway):
        OidcProvider("", replace(client_of(server), issuer=f"{server.issuer}/")).address(one)


def test_a_token_that_another_key_signed_is_refused(server: RealSignOn) -> None:
    """[SO2]"""
    one, ours = attempt(), OidcProvider("", client_of(server))
    code = server.prove(ours.address(one), "haneul.kim")
    ours._keys = KeySet([RSAKey.generate_key(2048, {"kid": "another"})])  # noqa: SLF001 - a forger has no other way
    with pytest.raises(SignOnRefused):
        ours.redeem(code, one)
    again = attempt()
    code = server.prove(ours.address(again), "haneul.kim")
    assert ours.redeem(code, again).user_name == "haneul.kim", "its keys were asked for again"


def test_a_provider_that_does_not_answer_is_away() -> None:
    nobody = OidcProvider("", Client("http://127.0.0.1:9", "onmaru", SECRET))
    with pytest.raises(ProviderAway):
        nobody.address(attempt())
