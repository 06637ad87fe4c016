"""How a call for help goes on. Pure: each returns the next state or refuses [DR1] [DR2]."""

from dataclasses import replace
from datetime import datetime, timedelta

from daas_broker.helpdesk.model import Answer, Help, Level, Step, Wish
from daas_broker.sessions.model import ConnectionId
from kernel.actor import Actor
from kernel.errors import Conflict, Denied, TooFast

ANSWER_TIME = timedelta(seconds=60)  # a question left alone so long is answered with no
PAUSE = timedelta(seconds=20)  # after a no, before the same person may be asked again


class HelpMoved(Conflict):
    """It is not where the caller thinks it is: look again."""

    code = "help_moved"


class HelpTaken(Conflict):
    """Another helper has it; `helper` is their id."""

    code = "help_taken"


class OwnHelp(Denied):
    """Nobody is their own helper."""

    code = "own_help"


class HelpElsewhere(Denied):
    """The user sits in another zone; the helper must come through that origin."""

    code = "help_elsewhere"


class AskedTooSoon(TooFast):
    """The user has just said no."""

    code = "help_asked_too_soon"


class AnswerTooLate(Conflict):
    """The question has lapsed; the helper may ask anew."""

    code = "help_answer_too_late"


class NobodyAtScreen(Conflict):
    """The user's stream is not open, so that they could not see who watches."""

    code = "nobody_at_screen"


ASKED = {Wish.WATCH: Step.WATCH_ASKED, Wish.CONTROL: Step.CONTROL_ASKED}
GRANTED = {Wish.WATCH: Step.WATCHING, Wish.CONTROL: Step.CONTROLLING}
REFUSED = {Wish.WATCH: Step.TAKEN, Wish.CONTROL: Step.WATCHING}
BEFORE = {Wish.WATCH: {Step.WAITING, Step.TAKEN}, Wish.CONTROL: {Step.WATCHING}}
ENDS = {
    Wish.WATCH: {Step.WATCH_ASKED, Step.WATCHING, Step.CONTROL_ASKED, Step.CONTROLLING},
    Wish.CONTROL: {Step.CONTROL_ASKED, Step.CONTROLLING},
}


def take(help_: Help, actor: Actor, now: datetime) -> Help:
    """This helper has it from now on; the same again changes nothing."""
    if help_.person_id == actor.user_id:
        raise OwnHelp
    if help_.step is Step.CLOSED:
        raise HelpMoved(step=help_.step.value)
    if help_.helper_id not in {None, actor.user_id}:
        raise HelpTaken(helper=help_.helper_id)
    if help_.step is not Step.WAITING:
        return replace(help_, helper_session=actor.session_id)
    return _at(help_, Step.TAKEN, now, helper_id=actor.user_id, helper_session=actor.session_id)


def ask(help_: Help, actor: Actor, wish: Wish, now: datetime) -> Help:
    """The user is asked; a question that has lapsed may be asked again."""
    held = take(lapsed(help_, now), actor, now)
    if actor.zone is not held.zone:
        raise HelpElsewhere(zone=held.zone.value)
    if held.step not in BEFORE[wish]:
        raise HelpMoved(step=held.step.value)
    if held.declined_at is not None and now - held.declined_at < PAUSE:
        raise AskedTooSoon(seconds=round((held.declined_at + PAUSE - now).total_seconds()))
    return _at(held, ASKED[wish], now)


def answer(help_: Help, said: Answer, stream: ConnectionId | None, now: datetime) -> Help:
    """A yes counts for the helper who was named, for the stream that is open now, and for no other
    [DR1]."""
    wish = said.wish
    if help_.step is not ASKED[wish] or said.helper not in {"", help_.helper_id}:
        raise HelpMoved(step=help_.step.value)
    if not said.yes:
        return _at(help_, REFUSED[wish], now, declined_at=now)
    if now - help_.step_at > ANSWER_TIME:
        raise AnswerTooLate
    if stream is None or (wish is Wish.CONTROL and stream != help_.connection_id):
        raise NobodyAtScreen
    return _at(help_, GRANTED[wish], now, connection_id=stream)


def stop(help_: Help, wish: Wish, now: datetime) -> Help:
    """Either side's word; what is over already stays as it is [DR4]."""
    if help_.step not in ENDS[wish]:
        return help_
    if wish is Wish.CONTROL:
        return _at(help_, Step.WATCHING, now)
    return _at(help_, Step.TAKEN, now, connection_id=None)


def close(help_: Help, outcome: str, now: datetime) -> Help:
    if help_.step is Step.CLOSED:
        raise HelpMoved(step=help_.step.value)
    return _at(help_, Step.CLOSED, now, closed_at=now, outcome=outcome, connection_id=None)


def put_back(help_: Help, now: datetime) -> Help:
    """Its helper has left: it waits for another."""
    if help_.step is Step.CLOSED or help_.helper_id is None:
        return help_
    return _at(help_, Step.WAITING, now, helper_id=None, helper_session=None, connection_id=None)


def lapsed(help_: Help, now: datetime) -> Help:
    """A question that nobody answered in time counts as a no, without a pause after it."""
    if now - help_.step_at <= ANSWER_TIME:
        return help_
    for wish, step in ASKED.items():
        if help_.step is step:
            return _at(help_, REFUSED[wish], now)
    return help_


def level_on(help_: Help, stream: ConnectionId | None) -> Level:
    """What the helper may do on this stream of the user [DR1] [DR4]."""
    if stream is None or help_.connection_id != stream:
        return Level.NONE
    return help_.level


def _at(help_: Help, step: Step, now: datetime, **changes: object) -> Help:
    return replace(help_, step=step, step_at=now, **changes)  # type: ignore[arg-type]
