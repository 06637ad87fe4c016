"""Alembic's entry: online only, on the database that the caller names."""

from alembic import context
from sqlalchemy import NullPool, create_engine

from kernel.settings import read_settings
from workplace.tables import metadata

url = context.config.attributes.get("database_url") or read_settings().database_url
with create_engine(url, poolclass=NullPool).connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        # procrastinate keeps its own tables
        include_name=lambda name, kind, _: (
            not (kind == "table" and name is not None and name.startswith("procrastinate"))
        ),
    )
    with context.begin_transaction():
        context.run_migrations()
