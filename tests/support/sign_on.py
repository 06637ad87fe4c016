"""A certified OpenID provider, and somebody who signs in there without a browser."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from subprocess import PIPE
from urllib.parse import parse_qs, urljoin, urlsplit

import requests
from lxml import html

from kernel.settings import ROOT

SECRET = "a secret of the tests"


@dataclass
class RealSignOn:
    issuer: str

    def prove(self, address: str, name: str, methods: str = "pwd") -> str:
        """The code that the browser brings back from `address`."""
        with requests.Session() as browser:
            return self.prove_in(browser, address, name, methods)

    def prove_in(
        self, browser: requests.Session, address: str, name: str, methods: str = "pwd"
    ) -> str:
        form = browser.get(address, timeout=10)
        form.raise_for_status()
        said = {"name": name, "methods": methods}
        next_ = browser.post(form.url, data=said, allow_redirects=False, timeout=10)
        while "code=" not in next_.headers["Location"]:
            onward = urljoin(next_.url, next_.headers["Location"])
            next_ = browser.get(onward, allow_redirects=False, timeout=10)
        return parse_qs(urlsplit(next_.headers["Location"]).query)["code"][0]

    def asks_anew(self, browser: requests.Session, address: str) -> bool:
        """Whether that browser has to prove there who it is."""
        return "/interaction/" in browser.get(address, timeout=10).url

    def sign_out(self, browser: requests.Session, address: str) -> str:
        """Somebody who means it; where the browser is led then."""
        asked = browser.get(address, timeout=10)
        asked.raise_for_status()
        [form] = html.fromstring(asked.text).forms
        said = {**dict(form.form_values()), "logout": "yes"}
        at = urljoin(asked.url, str(form.action))
        done = browser.post(at, data=said, allow_redirects=False, timeout=10)
        return done.headers["Location"]


@contextmanager
def real_sign_on(*returns: str) -> Iterator[RealSignOn]:
    """It takes nobody back but to `returns`."""
    command = ["node", "tools/sign-on-provider.mjs", *returns]
    with subprocess.Popen(command, cwd=ROOT / "web", stdout=PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield RealSignOn(process.stdout.readline().strip())
        finally:
            process.terminate()
