"""A certified OpenID provider, and somebody who signs in there without a browser."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from subprocess import PIPE
from urllib.parse import parse_qs, urljoin, urlsplit

import requests

from kernel.settings import ROOT

SECRET = "a secret of the tests"


@dataclass
class RealSignOn:
    issuer: str

    def prove(self, address: str, name: str, methods: str = "pwd") -> str:
        """The code that the browser brings back from `address`."""
        with requests.Session() as browser:
            form = browser.get(address, timeout=10)
            form.raise_for_status()
            said = {"name": name, "methods": methods}
            next_ = browser.post(form.url, data=said, allow_redirects=False, timeout=10)
            while "code=" not in next_.headers["Location"]:
                onward = urljoin(next_.url, next_.headers["Location"])
                next_ = browser.get(onward, allow_redirects=False, timeout=10)
        return parse_qs(urlsplit(next_.headers["Location"]).query)["code"][0]


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
