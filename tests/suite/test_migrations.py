from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import NullPool, create_engine

from workplace.tables import metadata


def test_the_migrations_make_exactly_the_tables_that_the_code_expects(database_url: str) -> None:
    with create_engine(database_url, poolclass=NullPool).connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, *_: not str(name).startswith("procrastinate")},
        )
        assert compare_metadata(context, metadata) == []
