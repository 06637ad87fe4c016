from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from identity.tickets.model import Presented, Ticket
from identity.tickets.service import TicketRefused
from kernel.settings import Zone
from kernel.tokens import Token
from tests.support.world import SignedInClient, World

ORIGIN = "http://localhost:8080"


def issued(world: World) -> Token:
    actor = world.as_user("ann").actor
    with world.begin() as tx:
        return world.workplace.identity.tickets.issue(tx, actor, "edit", "doc", role="writer")


def redeem(
    world: World,
    token: str,
    purpose: str = "edit",
    origin: str = ORIGIN,
    by: SignedInClient | None = None,
) -> Ticket | None:
    shown = (by or world.as_user("ann")).presents(token)
    try:
        return world.workplace.identity.tickets.redeem(shown, purpose, origin)
    except TicketRefused:
        return None


def test_a_ticket_opens_what_it_was_issued_for(world: World) -> None:
    """[ID4]"""
    ticket = redeem(world, issued(world))
    assert ticket is not None
    assert (ticket.subject, ticket.person_id, ticket.zone) == ("doc", "ann", Zone.WORK)
    assert ticket.facts == {"role": "writer"}


def test_of_many_attempts_at_once_exactly_one_succeeds(world: World) -> None:
    """[ID5]"""
    token = issued(world)
    with ThreadPoolExecutor(8) as pool:
        won = [t for t in pool.map(lambda _: redeem(world, token), range(16)) if t]
    assert len(won) == 1
    assert world.audited() == [("-", "identity.redeem_ticket", "refused")] * 15


@pytest.mark.parametrize(
    ("purpose", "origin", "late"),
    [
        ("display", ORIGIN, timedelta()),
        ("edit", "http://evil.example", timedelta()),
        ("edit", ORIGIN, timedelta(seconds=30)),
    ],
)
def test_another_purpose_another_origin_or_too_late_opens_nothing(
    world: World, purpose: str, origin: str, late: timedelta
) -> None:
    """[ID4]"""
    token = issued(world)
    world.pass_time(late)
    assert redeem(world, token, purpose, origin) is None


def test_a_ticket_dies_with_its_session(world: World) -> None:
    """[ID4]"""
    token, actor = issued(world), world.as_user("ann").actor
    world.workplace.identity.sessions.end_session(actor, actor.session_id, "signed_out")
    assert redeem(world, token) is None


def test_a_copied_ticket_opens_nothing_for_another_sign_in(world: World) -> None:
    """[ID4] Another person's, a further one of the same person, or none at all."""
    tickets = world.workplace.identity.tickets
    for other in (world.as_user("eve"), world.sign_in("ann")):
        assert redeem(world, issued(world), by=other) is None
    with pytest.raises(TicketRefused):
        tickets.redeem(Presented(issued(world)), "edit", ORIGIN)
    assert redeem(world, issued(world)) is not None
