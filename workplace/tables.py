"""Importing this fills kernel.db.metadata with every domain's tables, for migrations."""

import identity.sessions.store
import identity.tickets.store
import kernel.audit
from kernel.db import metadata

__all__ = ["identity", "kernel", "metadata"]
