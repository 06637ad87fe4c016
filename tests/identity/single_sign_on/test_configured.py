from pathlib import Path

import pytest

from identity.single_sign_on.adapters.configured import FILE, configured
from identity.single_sign_on.adapters.oidc import Client, OidcProvider
from identity.single_sign_on.adapters.saml import Ourselves, SamlProvider
from identity.single_sign_on.adapters.saml_answer import Trusted
from identity.single_sign_on.ports import PostingProvider, SignOnProvider
from kernel.written import Misconfigured
from tests.support.saml import pen
from tests.support.world import World

WHOLE = """
issuer = "https://sso.hanbit.example/realms/hanbit"
client_id = "onmaru"
client_secret = "s"
"""
SAML = f"""
protocol = "saml"
issuer = "http://sso.hanbit.example/adfs/services/trust"
address = "https://sso.hanbit.example/adfs/ls/"
certificates = \"\"\"
{pen("old").pem}
{pen("new", curve=True).pem}\"\"\"
"""


def written(world: World, tmp_path: Path, text: str) -> SignOnProvider | None:
    (tmp_path / FILE).write_text(text)
    return configured(tmp_path, world.base)


def test_without_a_file_there_is_no_sign_on(world: World, tmp_path: Path) -> None:
    assert configured(tmp_path, world.base) is None


def test_what_an_administrator_wrote_down_is_the_provider(world: World, tmp_path: Path) -> None:
    found = written(world, tmp_path, WHOLE + 'claim = "employee"\n')
    assert isinstance(found, OidcProvider)
    assert not isinstance(found, PostingProvider)
    issuer = "https://sso.hanbit.example/realms/hanbit"
    assert found.client == Client(issuer, "onmaru", "s", "employee")


def test_signing_out_leads_on_only_where_it_was_written_down(world: World, tmp_path: Path) -> None:
    """[SO5]"""
    stays, leaves = (written(world, tmp_path, WHOLE + more) for more in ("", "sign_out = true\n"))
    assert isinstance(stays, OidcProvider)
    assert isinstance(leaves, OidcProvider)
    assert (stays.client.leaves, leaves.client.leaves) == (False, True)
    out = "https://sso.hanbit.example/adfs/ls/?wa=wsignout1.0"
    saml = written(world, tmp_path, f'{SAML}sign_out = "{out}"\n')
    assert saml is not None
    assert saml.way_out("http://localhost:8080/sign-in") == out
    saml = written(world, tmp_path, SAML)
    assert saml is not None
    assert saml.way_out("http://localhost:8080/sign-in") is None


@pytest.mark.parametrize(
    "text", [WHOLE + 'sign_out = "there"\n', SAML + 'sign_out = "http://sso.hanbit.example/out"\n']
)
def test_a_way_out_that_is_none_stops_the_start(world: World, tmp_path: Path, text: str) -> None:
    """[SO4] [SO5]"""
    with pytest.raises(Misconfigured, match="sign_out"):
        written(world, tmp_path, text)


def test_a_provider_of_saml_is_written_down_in_the_same_place(world: World, tmp_path: Path) -> None:
    more = 'claim = "sAMAccountName"\ntwo_proofs = ["urn:hanbit:gpki"]\ntitle = "한빛 로그인"\n'
    found = written(world, tmp_path, SAML + more)
    assert isinstance(found, SamlProvider)
    assert isinstance(found, PostingProvider)
    assert found.title == "한빛 로그인"
    assert found.trusted == Trusted(
        issuer="http://sso.hanbit.example/adfs/services/trust",
        address="https://sso.hanbit.example/adfs/ls/",
        certificates=(pen("old").certificate, pen("new", curve=True).certificate),
        claim="sAMAccountName",
        also_two=frozenset({"urn:hanbit:gpki"}),
    )
    assert found.ourselves == Ourselves(
        "http://localhost:8080/api/sign-in/single/metadata",
        (
            "http://localhost:8080/api/sign-in/single/answer",
            "http://localhost:8081/api/sign-in/single/answer",
        ),
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('issuer = "https://sso.example"', "client_id, client_secret missing"),
        (WHOLE.replace("https", "http"), "https"),
        (WHOLE.replace("https", "ftp"), "https"),
        ("issuer = ", "sign-on.toml"),
        (WHOLE + 'protocol = "cas"', "protocol"),
        ('protocol = "saml"', "issuer, address, certificates missing"),
        (SAML.replace('address = "https', 'address = "http'), "address must be https"),
        (SAML.replace("BEGIN", "END"), "certificates must be PEM"),
        (SAML + 'two_proofs = "urn:hanbit:gpki"', "two_proofs must be a list"),
        (SAML.replace(pen("old").pem, pen("s", bits=1024).pem), "2048 bits"),
    ],
)
def test_a_file_that_does_not_say_enough_stops_the_start(
    world: World, tmp_path: Path, text: str, reason: str
) -> None:
    """[SO4]"""
    with pytest.raises(Misconfigured, match=reason):
        written(world, tmp_path, text)
