from pathlib import Path

import pytest

from identity.single_sign_on.adapters.configured import FILE, Misconfigured, configured
from identity.single_sign_on.adapters.oidc import Client

WHOLE = """
issuer = "https://sso.hanbit.example/realms/hanbit"
client_id = "onmaru"
client_secret = "s"
"""


def test_without_a_file_there_is_no_sign_on(tmp_path: Path) -> None:
    assert configured(tmp_path) is None


def test_what_an_administrator_wrote_down_is_the_provider(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(WHOLE + 'claim = "employee"\n')
    found = configured(tmp_path)
    assert found is not None
    issuer = "https://sso.hanbit.example/realms/hanbit"
    assert found.client == Client(issuer, "onmaru", "s", "employee")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('issuer = "https://sso.example"', "client_id, client_secret missing"),
        (WHOLE.replace("https", "http"), "https"),
        (WHOLE.replace("https", "ftp"), "https"),
        ("issuer = ", "sign-on.toml"),
    ],
)
def test_a_file_that_does_not_say_enough_stops_the_start(
    tmp_path: Path, text: str, reason: str
) -> None:
    """[SO4]"""
    (tmp_path / FILE).write_text(text)
    with pytest.raises(Misconfigured, match=reason):
        configured(tmp_path)
