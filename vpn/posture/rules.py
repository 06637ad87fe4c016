"""Which devices are sound by their own word. Pure."""

from datetime import datetime, timedelta

from vpn.posture.model import Answer, Posture

GOOD_FOR = timedelta(hours=24)  # computers say it each hour while their tunnel is on


def lacks(posture: Posture | None, now: datetime) -> tuple[str, ...]:
    """`silent` where it has not said anything lately, else which of `disk` and `lock` it did not
    say is on: what is not known is not there [VS11]."""
    if posture is None or now - posture.said_at >= GOOD_FOR:
        return ("silent",)
    answers = {"disk": posture.disk, "lock": posture.lock}
    return tuple(name for name, answer in answers.items() if answer is not Answer.ON)


def is_sound(posture: Posture | None, now: datetime) -> bool:
    return not lacks(posture, now)


def is_news(before: Posture | None, after: Posture) -> bool:
    """Whether it says something else than before, besides the time."""
    if before is None:
        return True
    return (before.system, before.disk, before.lock) != (after.system, after.disk, after.lock)
