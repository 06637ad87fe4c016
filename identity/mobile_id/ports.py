"""What signing in by a mobile ID refuses with."""

from kernel.errors import Invalid, NotSignedIn


class MobileIdRefused(NotSignedIn):
    """The card was not shown, is not to be believed, or is nobody's here."""

    code = "mobile_id_refused"


class AnswerUnreadable(Invalid):
    """What a wallet sent is not an answer to this request."""

    code = "mobile_id_unreadable"
