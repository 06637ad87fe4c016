"""A morning: so many sign-ins in so many seconds, over HTTP, each as a page makes it."""

import http.client
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

AT_ONCE = 16
SECONDS = 60.0  # after which an answer is none


@dataclass
class Visitor:
    """One person's browser, as far as the server sees it."""

    port: int
    cookie: str = ""
    csrf: str = ""

    def ask(self, method: str, path: str, body: object = None) -> tuple[int, object]:
        connection = http.client.HTTPConnection("localhost", self.port, timeout=SECONDS)
        headers = {"Origin": f"http://localhost:{self.port}", "Content-Type": "application/json"}
        if self.cookie:
            headers |= {"Cookie": self.cookie, "X-Onmaru-CSRF": self.csrf}
        try:
            connection.request(
                method, path, json.dumps(body) if body is not None else None, headers
            )
            reply = connection.getresponse()
            text = reply.read()
            given = reply.headers.get("Set-Cookie")
        finally:
            connection.close()
        if given:
            self.cookie = given.partition(";")[0]
        is_json = (reply.headers.get("Content-Type") or "").startswith("application/json")
        return reply.status, json.loads(text) if text and is_json else None

    def sign_in(self, user_name: str, password: str) -> int:
        wish = {"user_name": user_name, "password": password}
        status, session = self.ask("POST", "/api/sign-in", wish)
        if isinstance(session, dict):
            self.csrf = session.get("csrf", "")
        return status


@dataclass
class Storm:
    """`seconds` are of the sign-ins alone; `answers` counts every answer by path and status."""

    port: int
    password: str
    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def rage(self, user_names: Sequence[str], count: int, window: float) -> None:
        """Arrivals come by chance, as people do: `count` of them within `window` seconds."""
        chance = random.Random(count)  # noqa: S311 - when somebody comes
        arrivals = sorted(chance.uniform(0, window) for _ in range(count))
        began = time.monotonic()
        with ThreadPoolExecutor(AT_ONCE) as visitors:
            for number, at in enumerate(arrivals):
                time.sleep(max(0.0, at - (time.monotonic() - began)))
                visitors.submit(self.visit, user_names[number % len(user_names)])

    def visit(self, user_name: str) -> None:
        visitor = Visitor(self.port)
        self._note("/", lambda: visitor.ask("GET", "/")[0])
        began = time.monotonic()
        self._note("/api/sign-in", lambda: visitor.sign_in(user_name, self.password))
        with self.lock:
            self.seconds.append(time.monotonic() - began)
        for path in ("/api/session", "/api/desktops"):
            self._note(path, lambda path=path: visitor.ask("GET", path)[0])

    def _note(self, path: str, ask: object) -> None:
        assert callable(ask)
        try:
            status = ask()
        except OSError:
            status = 0  # no answer at all
        with self.lock:
            self.answers[path, status] += 1

    @property
    def errors(self) -> dict[tuple[str, int], int]:
        return {at: n for at, n in self.answers.items() if at[1] not in {200, 201, 204}}


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
