"""Who knows what the things are called that the audit is about."""

from collections.abc import Collection, Mapping
from typing import Protocol

from identity.audit_trail.model import Named
from kernel.actor import Actor
from kernel.db import Tx


class Names(Protocol):
    def known(self, tx: Tx, actor: Actor, ids: Collection[str]) -> Mapping[str, Named]:
        """Of those that exist, and of which `actor` may know the name [AT4]."""
        ...


class NoNames:
    """Names: ids stay what they are."""

    def known(self, tx: Tx, actor: Actor, ids: Collection[str]) -> Mapping[str, Named]:  # noqa: ARG002
        return {}
