"""What a wallet sends back: encrypted for one request, and in it the card."""

import json
from datetime import datetime

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from identity.mobile_id import rules, sd_jwt
from identity.mobile_id.model import Scheme
from identity.mobile_id.ports import AnswerUnreadable
from kernel.tokens import Token

MOST_BYTES = 2 * sd_jwt.MOST_BYTES  # in base64, and with what it is encrypted by


def presented_in(scheme: Scheme, request: Token, answer: str) -> str:
    """The card as it was shown; empty where the wallet shows none. Raise AnswerUnreadable for what
    was not made for this request: that is not its wallet's answer."""
    if len(answer) > MOST_BYTES:
        raise AnswerUnreadable
    key = ECKey.import_key(rules.answer_key(scheme.verifier, request))
    algorithms = [*rules.ANSWERED_BY, rules.ENCRYPTED_WITH]
    try:
        said = json.loads(jwe.decrypt_compact(answer, key, algorithms=algorithms).plaintext or b"")
    except (JoseError, ValueError, TypeError, RecursionError) as error:
        raise AnswerUnreadable from error
    if not isinstance(said, dict) or said.get("state") != rules.state_of(request):
        raise AnswerUnreadable
    shown = said.get("vp_token")
    cards = shown.get(rules.CARD) if isinstance(shown, dict) else None
    is_one = isinstance(cards, list) and len(cards) == 1 and isinstance(cards[0], str)
    return str(cards[0]) if is_one and cards else ""


def user_name_in(scheme: Scheme, request: Token, presented: str, now: datetime) -> str:
    """Raise sd_jwt.Unbelievable."""
    expected = sd_jwt.Expected(rules.client_id(scheme.verifier), rules.nonce_of(request), now)
    claims = sd_jwt.claims_of(presented, scheme.trusted, expected)
    scheme.check_status(claims, now)
    name = claims.get(scheme.trusted.claim)
    if not isinstance(name, str) or not name:
        raise sd_jwt.Unbelievable(f"no {scheme.trusted.claim}")
    return name
