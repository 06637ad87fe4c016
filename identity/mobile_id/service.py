"""Signing in by the mobile ID on somebody's phone."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from identity.login.model import Opened, Visit
from identity.login.service import ADDRESS_LIMIT, Login
from identity.mobile_id import answers, rules, sd_jwt, store
from identity.mobile_id.model import Begun, Came, Phase, Scheme
from identity.mobile_id.ports import MobileIdRefused
from identity.sessions.model import Method
from kernel.clock import Now
from kernel.db import Begin
from kernel.errors import NotFound
from kernel.limits import Limit
from kernel.settings import Settings, Zone
from kernel.tokens import Token, hash_token, new_token

log = logging.getLogger(__name__)
# Of wallets, beside that of signing in: a thousand telephones are behind one address [DPR5].
WALLET_LIMIT = Limit("mobile_id_wallet", 1200, timedelta(minutes=1))


@dataclass(frozen=True)
class MobileId:
    """`scheme` is None where the agency has none."""

    login: Login
    settings: Settings
    begin: Begin
    now: Now
    scheme: Scheme | None

    def begin_attempt(self, visit: Visit, *, is_here: bool) -> Begun:
        """`is_here`: the wallet is on the device that wants to come in. Raise NotFound where the
        agency has no mobile ID."""
        scheme = self._offered()
        self.login.spend(ADDRESS_LIMIT, visit.address)
        request, browser = new_token(), new_token()
        now, hashes = self.now(), (hash_token(request), hash_token(browser))
        with self.begin() as tx:
            store.forget(tx.db, now)
            store.add(tx.db, hashes, visit.zone, now + rules.LIFETIME, is_here=is_here)
        return Begun(request, browser, rules.link(scheme, self._origin(visit.zone), request))

    def request(self, visit: Visit, request: Token) -> str:
        """What the wallet is asked, signed. Raise NotFound where that is over."""
        scheme, now = self._offered(), self.now()
        self.login.spend(WALLET_LIMIT, visit.address)
        with self.begin() as tx:
            if not store.asked(tx.db, hash_token(request), visit.zone, now):
                raise NotFound
        return rules.signed_request(scheme, self._origin(visit.zone), request, now)

    def answer(self, visit: Visit, request: Token, answer: str) -> str | None:
        """Where the wallet sends its person back to, if it is on their device. Raise
        AnswerUnreadable, MobileIdRefused, and NotFound for what comes too late, or twice [MI1]."""
        scheme = self._offered()
        self.login.spend(WALLET_LIMIT, visit.address)
        presented = answers.presented_in(scheme, request, answer)
        try:
            name = answers.user_name_in(scheme, request, presented, self.now())
        except sd_jwt.Unbelievable as why:
            log.warning("mobile ID refused: %s", why)
            self._refused(visit, request)
            raise MobileIdRefused from why
        code = new_token()
        proved = store.Answer(Phase.PROVED, name, hash_token(code))
        is_here = self._settle(visit, request, proved)
        return self._origin(visit.zone) + rules.BACK + code if is_here else None

    def decline(self, visit: Visit, request: Token, state: str) -> None:
        """Its person would not show the card, or has none (OpenID4VP 1.0 §8.5)."""
        self._offered()
        self.login.spend(WALLET_LIMIT, visit.address)
        if state != rules.state_of(request):
            raise NotFound
        self._refused(visit, request)

    def phase(self, zone: Zone, browser: Token) -> Phase:
        """How far the attempt of this browser is."""
        with self.begin() as tx:
            return store.phase(tx.db, hash_token(browser), zone, self.now())

    def finish(self, visit: Visit, browser: Token, code: str) -> Opened:
        """Raise MobileIdRefused, and SecondProofNeeded: a card that was shown on another device
        than this is one proof, for who shows it does not see where they open [MI3]."""
        self.login.spend(ADDRESS_LIMIT, visit.address)
        came = self._taken(visit, browser, code)
        method = Method.MOBILE_ID
        if came is None:
            self.login.refuse_vouched(visit, method)
            raise MobileIdRefused
        opened = self.login.with_vouching(visit, came.user_name, method, is_strong=came.is_here)
        if opened is None:
            raise MobileIdRefused
        return opened

    def _taken(self, visit: Visit, browser: Token, code: str) -> Came | None:
        hashes = hash_token(browser), hash_token(code)
        with self.begin() as tx:
            return store.take(tx.db, *hashes, visit.zone, self.now())

    def _refused(self, visit: Visit, request: Token) -> None:
        self._settle(visit, request, store.Answer(Phase.REFUSED))
        self.login.refuse_vouched(visit, Method.MOBILE_ID)

    def _settle(self, visit: Visit, request: Token, answer: store.Answer) -> bool:
        with self.begin() as tx:
            is_here = store.answered(tx.db, hash_token(request), visit.zone, self.now(), answer)
        if is_here is None:
            raise NotFound
        return is_here

    def _offered(self) -> Scheme:
        if self.scheme is None:
            raise NotFound
        return self.scheme

    def _origin(self, zone: Zone) -> str:
        return self.settings.origin(zone)
