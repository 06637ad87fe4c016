"""The demonstration's desktops: a pool for the Internet and one for work, one of each warm, and a
larger one to ask for, of which nothing stands ready."""

from daas_broker.desktops.model import DesktopSize
from daas_broker.entitlement.model import Audience
from daas_broker.pools import store
from daas_broker.pools.model import PoolWish
from kernel.actor import Role
from kernel.settings import Zone
from workplace.demo.cast import Cast
from workplace.wiring import Workplace

# A small machine shows it: a few desktops at once, each with room for a browser.
SIZE = DesktopSize()
INTERNET = PoolWish("인터넷 가상PC", "internet", Zone.INTERNET, SIZE, warm=1, maximum=3, homes=True)
WORK = PoolWish("업무 가상PC", "work", Zone.WORK, SIZE, warm=1, maximum=3, homes=True)
DRAWINGS = PoolWish(
    "도면 작업 가상PC", "work", Zone.WORK, DesktopSize(memory_mib=4096),
    warm=0, maximum=2, audience=Audience(everybody=False, roles=frozenset({Role.SECURITY_OFFICER})),
    homes=True, takes_requests=True,
)  # fmt: skip


def load(workplace: Workplace, cast: Cast) -> None:
    """Once: an administrator who changed or removed the pool is not overruled."""
    with workplace.base.begin() as tx:
        if store.has_any(tx.db):
            return
    admin = next(name for name, p in cast.people.items() if Role.IT_ADMIN in p.roles)
    for wish in (INTERNET, WORK, DRAWINGS):
        workplace.daas_broker.pools.create_pool(cast.actor(admin), wish)
