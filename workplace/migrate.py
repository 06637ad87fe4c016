"""`python -m workplace.migrate`: brings the database to this release's shape."""

from alembic import command
from alembic.config import Config

from kernel.settings import ROOT, read_settings


def upgrade(database_url: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["database_url"] = database_url
    command.upgrade(config, "head")


if __name__ == "__main__":
    upgrade(read_settings().database_url)
