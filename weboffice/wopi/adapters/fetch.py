"""Fetching discovery: one address, no redirect, bounded in size and time."""

import ssl
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException, HTTPSConnection
from time import monotonic
from urllib.parse import urlsplit

from weboffice.wopi.model import Problem
from weboffice.wopi.ports import FetchFailed

PATH = "/hosting/discovery"
LARGEST_BYTES = 2 << 20
PATIENCE_SECONDS = 10.0  # for one step
LONGEST_SECONDS = 20.0
_CHUNK = 1 << 16


@dataclass(frozen=True)
class HttpsFetch:
    """weboffice.wopi.ports.Fetch; without a context certificates are judged by what the machine
    trusts, which takes a while to read and so is read when something is fetched."""

    context: ssl.SSLContext | None = None

    def __call__(self, origin: str) -> bytes:
        parts = urlsplit(origin)
        connection = HTTPSConnection(
            parts.hostname or "", parts.port, timeout=PATIENCE_SECONDS, context=self.context
        )
        try:
            return _read(connection)
        except ssl.SSLCertVerificationError as error:
            raise FetchFailed(Problem.CERTIFICATE, error.verify_message) from error
        except TimeoutError as error:
            raise FetchFailed(Problem.TOO_SLOW) from error
        except (OSError, HTTPException) as error:
            raise FetchFailed(Problem.UNREACHABLE, type(error).__name__) from error
        finally:
            connection.close()


def _read(connection: HTTPSConnection) -> bytes:
    ends = monotonic() + LONGEST_SECONDS
    connection.request("GET", PATH, headers={"Accept": "text/xml, application/xml"})
    with connection.getresponse() as response:
        if response.status != HTTPStatus.OK:
            raise FetchFailed(Problem.STATUS, str(response.status))
        data = bytearray()
        while chunk := response.read1(_CHUNK):
            data += chunk
            if len(data) > LARGEST_BYTES:
                raise FetchFailed(Problem.TOO_LARGE)
            if monotonic() > ends:
                raise FetchFailed(Problem.TOO_SLOW)
    return bytes(data)
