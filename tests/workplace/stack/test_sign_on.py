"""What `doctor` tells of the agency's single sign-on, with real providers."""

import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from kernel.settings import ROOT, Settings, settings_from
from tests.support.saml import pen
from tests.support.saml_provider import real_saml
from tests.support.sign_on import SECRET, real_sign_on
from workplace.stack import doctor, setup
from workplace.stack.doctor import Finding, Verdict

Told = Callable[[str], Finding]
BACK = "http://localhost:8080/api/sign-in/single/return"


@pytest.fixture
def told(tmp_path: Path) -> Told:
    settings = settings_from({"ONMARU_VAR": str(tmp_path), "ONMARU_PORT": "1"})
    settings.secrets.mkdir()

    def tell(text: str) -> Finding:
        (settings.secrets / "sign-on.toml").write_text(text)
        finding = _of(settings)
        assert SECRET not in str(finding)
        return finding

    return tell


def _of(settings: Settings) -> Finding:
    return Finding("Single sign-on", *doctor.EXAMINATIONS["Single sign-on"](settings))


def oidc(issuer: str) -> str:
    return f'issuer = "{issuer}"\nclient_id = "onmaru"\nclient_secret = "{SECRET}"\n'


def saml(address: str, certificates: str) -> str:
    return (
        f'protocol = "saml"\nissuer = "https://sso.hanbit.example/adfs"\naddress = "{address}"\n'
        f'certificates = """\n{certificates}"""\n'
    )


def test_where_none_is_set_up_it_says_so_of_both_forms(tmp_path: Path) -> None:
    found = _of(settings_from({"ONMARU_VAR": str(tmp_path / "none")}))
    assert found.verdict is Verdict.PRESENT
    assert found.found == "none is set up (neither OpenID Connect nor SAML)"


def test_of_openid_connect_it_says_whether_description_and_keys_can_be_had(told: Told) -> None:
    with real_sign_on(BACK) as provider:
        found = told(oidc(provider.issuer))
        assert found.verdict is Verdict.PRESENT
        assert f"OpenID Connect, {provider.issuer}: its description and " in found.found
        other = told(oidc(provider.issuer + "/"))
        assert (other.verdict, "of another issuer" in other.meaning) == (Verdict.DEGRADED, True)
    gone = told(oidc(provider.issuer))
    assert gone.verdict is Verdict.DEGRADED
    assert "does not answer: " in gone.meaning


def test_of_saml_it_says_whether_its_keys_are_there_and_its_address_answers(
    told: Told, tmp_path: Path
) -> None:
    two = pen().pem + pen("new", curve=True).pem
    with real_saml(tmp_path) as provider:
        found = told(saml(provider.address, two))
        assert found.verdict is Verdict.PRESENT
        assert found.found == (
            "SAML 2.0, https://sso.hanbit.example/adfs: 2 certificates of its keys, it answers; "
            "our metadata is given while Onmaru runs"
        )
    gone = told(saml(provider.address, two))
    assert (gone.verdict, "does not answer" in gone.meaning) == (Verdict.DEGRADED, True)


@contextmanager
def behind_a_certificate_of_nobody(folder: Path) -> Iterator[str]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    plain = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    both = folder / "tls.pem"
    both.write_bytes(pen().key.private_bytes(*plain) + pen().pem.encode())
    context.load_cert_chain(both)
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.handle_error = lambda *_: None  # type: ignore[method-assign]  # it hangs up on us
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"https://127.0.0.1:{server.server_port}/sso"
        server.shutdown()


def test_browsers_alone_have_to_trust_the_address_of_saml(told: Told, tmp_path: Path) -> None:
    with behind_a_certificate_of_nobody(tmp_path) as address:
        found = told(saml(address, pen().pem))
        assert found.verdict is Verdict.PRESENT
        assert "the browsers of its people have to know" in found.found
        of_ours = told(oidc(address))  # which this machine asks itself
        assert of_ours.verdict is Verdict.DEGRADED


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("issuer = ", "Invalid value"),
        ('protocol = "kerberos"', 'protocol must be "oidc" or "saml"'),
        ('issuer = "https://sso.hanbit.example"', "client_id, client_secret missing"),
        (saml("https://sso.hanbit.example/", "not a certificate"), "certificates must be PEM"),
        (oidc("http://sso.hanbit.example"), "issuer must be https"),
        (saml("http://sso.hanbit.example/", pen().pem), "address must be https"),
    ],
)
def test_what_stops_the_next_start_is_told_before_it(told: Told, text: str, why: str) -> None:
    found = told(text)
    assert found.verdict is Verdict.MISSING
    assert why in found.meaning
    assert "does not start" in found.meaning


def test_neither_a_password_nor_a_question_in_an_address_is_told(told: Told) -> None:
    found = told(oidc(f"https://admin:{SECRET}@localhost:1/realm?key={SECRET}"))
    assert "https://localhost:1/realm" in str(found)


def test_the_doctor_needs_the_distributions_python_alone() -> None:
    looked = subprocess.run(
        [str(setup.PYTHON), "-I", "-S", "-c",
         f"import sys; sys.path.insert(0, {str(ROOT)!r}); import workplace.stack.doctor"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert looked.returncode == 0, looked.stderr
