"""Importing this fills kernel.db.metadata with every domain's tables, for migrations."""

import daas_broker.desktops.store
import daas_broker.pools.store
import daas_broker.sessions.store
import daas_broker.usage.store
import identity.sessions.store
import identity.tickets.store
import kernel.audit
from kernel.db import metadata

__all__ = ["daas_broker", "identity", "kernel", "metadata"]
