"""`python -m workplace.demo`: the demonstration agency and its work. Twice is once."""

import sys
from importlib import import_module
from importlib.util import find_spec

from identity.people.store import people, person_of, selection
from kernel.hints import silent
from kernel.log import start_logging
from kernel.settings import read_settings
from workplace.demo.agency import agency
from workplace.demo.cast import Cast
from workplace.foundation import foundation
from workplace.wiring import Workplace, build

DOMAINS = (
    "daas_broker",
    "daas_usage",
    "daas_metrics",
    "daas_arrivals",
    "gdrive",
    "weboffice",
    "messenger",
    "field",
    "field_cases",
    "field_map",
    "field_notices",
    "vpn",
)  # in the order they need each other


def load(workplace: Workplace) -> None:
    """People first; then each domain that has something to show."""
    workplace.identity.login.proofs.sync.run()
    cast = cast_of(workplace)
    for domain in DOMAINS:
        module = f"workplace.demo.{domain}"
        if find_spec(module) is not None:
            sys.stdout.write(f"{domain}\n")
            import_module(module).load(workplace, cast)


def cast_of(workplace: Workplace) -> Cast:
    """The people as they stand in the database, in the agency's own order."""
    order = {person.user_name: at for at, person in enumerate(agency().people)}
    with workplace.base.begin() as tx:
        rows = tx.db.execute(selection().where(people.c.is_active))
        found = [person_of(row) for row in rows]
    found.sort(key=lambda person: order.get(person.user_name, len(order)))
    return Cast(workplace.base.now(), {person.user_name: person for person in found})


def main() -> None:
    start_logging()
    settings = read_settings()
    load(build(foundation(settings, announce=silent)))


if __name__ == "__main__":
    main()
