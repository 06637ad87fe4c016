"""What every provider of sign-on does: oidc-provider through Authlib, samlp through signxml, and
the one in memory."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import requests
from joserfc.jwk import KeySet, RSAKey

from identity.single_sign_on.adapters.kept import KeptInDatabase
from identity.single_sign_on.adapters.oidc import Client, OidcProvider
from identity.single_sign_on.adapters.saml import Ourselves, SamlProvider
from identity.single_sign_on.adapters.saml_answer import Trusted
from identity.single_sign_on.model import Begun, Vouched
from identity.single_sign_on.ports import ProviderAway, SignOnProvider, SignOnRefused
from identity.single_sign_on.rules import begun
from kernel.clock import utc_now
from kernel.tokens import new_token
from tests.support.fakes.sign_on import FakeSignOn
from tests.support.saml import PASSWORD, pen
from tests.support.saml_provider import RealSaml, real_saml
from tests.support.sign_on import SECRET, RealSignOn, real_sign_on
from tests.support.world import World

ORIGIN = "http://localhost:9999"
RETURN = f"{ORIGIN}/api/sign-in/single/return"
MFA = "https://refeds.org/profile/mfa"


@pytest.fixture(scope="module")
def server() -> Iterator[RealSignOn]:
    with real_sign_on(RETURN) as server:
        yield server


@pytest.fixture(scope="module")
def saml(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealSaml]:
    with real_saml(tmp_path_factory.mktemp("saml")) as server:
        yield server


@dataclass
class Signing:
    provider: SignOnProvider
    server: RealSignOn | RealSaml | None

    def prove(self, attempt: Begun, name: str, *methods: str) -> str:
        address = self.provider.address(attempt)
        if isinstance(self.server, RealSignOn):
            return self.server.prove(address, name, " ".join(methods))
        if isinstance(self.server, RealSaml):
            assert isinstance(self.provider, SamlProvider)
            context = MFA if len(methods) > 1 else PASSWORD
            door, form = self.server.prove(address, name, context)
            assert (door, form["RelayState"]) == (attempt.answer_to, attempt.state)
            return self.provider.receive(form["SAMLResponse"], door)
        assert isinstance(self.provider, FakeSignOn)
        return self.provider.prove(name, *methods)

    @property
    def two(self) -> frozenset[str]:
        """How it tells of a password and a one-time password."""
        return frozenset({"mfa"} if isinstance(self.server, RealSaml) else {"pwd", "otp"})


@pytest.fixture(params=["memory", "oidc-provider", "samlp"])
def signing(request: pytest.FixtureRequest) -> Signing:
    match request.param:
        case "oidc-provider":
            server: RealSignOn = request.getfixturevalue("server")
            return Signing(OidcProvider("한빛 통합인증", client_of(server)), server)
        case "samlp":
            saml: RealSaml = request.getfixturevalue("saml")
            return Signing(saml_of(saml, request.getfixturevalue("world")), saml)
        case _:
            return Signing(FakeSignOn(), None)


def saml_of(server: RealSaml, world: World) -> SamlProvider:
    trusted = Trusted(server.address, f"{server.address}/sso", (server.certificate,), "employee")
    ourselves = Ourselves(f"{ORIGIN}/api/sign-in/single/metadata", ())
    kept = KeptInDatabase(world.begin, utc_now)
    return SamlProvider("한빛 통합인증", trusted, ourselves, kept, utc_now)


def client_of(server: RealSignOn) -> Client:
    return Client(server.issuer, "onmaru", SECRET)


def attempt() -> Begun:
    return begun(new_token(), ORIGIN)


def test_it_vouches_for_who_proved_it_and_says_how(signing: Signing) -> None:
    one = attempt()
    code = signing.prove(one, "haneul.kim", "pwd", "otp")
    found = signing.provider.redeem(code, one)
    assert found == Vouched("haneul.kim", signing.two)
    again = attempt()
    once = signing.provider.redeem(signing.prove(again, "haneul.kim", "pwd"), again)
    assert once == Vouched("haneul.kim", frozenset({"pwd"}))


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


def test_who_signs_out_there_as_well_has_to_prove_anew_who_they_are(server: RealSignOn) -> None:
    """[SO5]"""
    ours = OidcProvider("", replace(client_of(server), leaves=True))
    with requests.Session() as browser:
        server.prove_in(browser, ours.address(attempt()), "haneul.kim")
        with pytest.raises(requests.ConnectionError):  # led straight back to us, who are not there
            server.asks_anew(browser, ours.address(attempt()))
        out = ours.way_out(f"{ORIGIN}/sign-in")
        assert out is not None
        assert "haneul" not in out
        assert server.sign_out(browser, out).startswith(f"{ORIGIN}/sign-in")
        assert server.asks_anew(browser, ours.address(attempt()))
    assert OidcProvider("", client_of(server)).way_out(f"{ORIGIN}/sign-in") is None


def test_a_provider_that_is_away_leads_nobody_out_of_it() -> None:
    """[SO5]"""
    nobody = OidcProvider("", Client("http://127.0.0.1:9", "onmaru", SECRET, leaves=True))
    assert nobody.way_out(f"{ORIGIN}/sign-in") is None


def test_a_provider_that_does_not_answer_is_away() -> None:
    nobody = OidcProvider("", Client("http://127.0.0.1:9", "onmaru", SECRET))
    with pytest.raises(ProviderAway):
        nobody.address(attempt())


@pytest.mark.parametrize("sign", ["assertion", "response", "both"])
def test_it_may_sign_the_assertion_the_answer_or_both(
    world: World, tmp_path: Path, sign: str
) -> None:
    """[SO2]"""
    with real_saml(tmp_path, sign) as server:
        signing, one = Signing(saml_of(server, world), server), attempt()
        code = signing.prove(one, "haneul.kim")
        assert signing.provider.redeem(code, one).user_name == "haneul.kim"


def test_an_answer_by_another_certificate_than_was_written_down_is_refused(
    saml: RealSaml, world: World
) -> None:
    """[SO2] [SO4]"""
    ours, one = saml_of(replace(saml, certificate=pen("another").certificate), world), attempt()
    with pytest.raises(SignOnRefused):
        Signing(ours, saml).prove(one, "haneul.kim")
