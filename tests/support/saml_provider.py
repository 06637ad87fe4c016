"""A SAML provider of another make, and somebody who signs in there without a browser."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE

import requests
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from lxml import html

from kernel.settings import ROOT
from tests.support.saml import PASSWORD, pen


@dataclass
class RealSaml:
    """`address` is where browsers go, and its name."""

    address: str
    certificate: x509.Certificate

    def prove(self, address: str, name: str, context: str = PASSWORD) -> tuple[str, dict[str, str]]:
        """The door and the form that the browser brings there from `address`."""
        with requests.Session() as browser:
            browser.get(address, timeout=10).raise_for_status()
            page = browser.post(address, data={"name": name, "context": context}, timeout=10)
        [form] = html.fromstring(page.text).forms
        return str(form.action), dict(form.form_values())


@contextmanager
def real_saml(directory: Path, sign: str = "assertion") -> Iterator[RealSaml]:
    """`sign`: the assertion, the response, or both."""
    key, certificate = directory / "key.pem", directory / "certificate.pem"
    plain = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    key.write_bytes(pen().key.private_bytes(*plain))
    certificate.write_text(pen().pem)
    command = ["node", "tools/saml-provider.mjs", str(key), str(certificate), sign]
    with subprocess.Popen(command, cwd=ROOT / "web", stdout=PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield RealSaml(process.stdout.readline().strip(), pen().certificate)
        finally:
            process.terminate()
