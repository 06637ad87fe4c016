"""What need not be done again: told by the database itself, so that a restored one is not believed.

Each of these would otherwise cost a start some seconds to find out that nothing is to do.
"""

import re
from hashlib import sha256
from pathlib import Path

import psycopg
from psycopg import sql

from workplace.stack import postgres

DATABASE = "onmaru"
REVISION = re.compile(r'^(down_)?revision = "(.+)"$', re.MULTILINE)


def newest_revision(migrations: Path) -> str:
    """The one that no other stands on."""
    own: set[str] = set()
    stood_on: set[str] = set()
    for file in migrations.glob("versions/*.py"):
        for down, revision in REVISION.findall(file.read_text()):
            (stood_on if down else own).add(revision)
    return ",".join(sorted(own - stood_on))


def revision_of(sockets: Path) -> str:
    """What the database is at; nothing when it has no tables."""
    with postgres.connect(sockets, DATABASE) as admin:
        try:
            rows = admin.execute("SELECT version_num FROM alembic_version").fetchall()
        except psycopg.errors.UndefinedTable:
            return ""
    return ",".join(sorted(str(row[0]) for row in rows))


def key_of(folder: Path) -> str:
    """Of the contents of a package."""
    digest = sha256()
    for file in sorted(folder.rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def noted(sockets: Path) -> str:
    """What was last noted at the database; a restored one has no note."""
    question = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    with postgres.connect(sockets) as admin:
        row = admin.execute(question, [DATABASE]).fetchone()
    return str(row[0] or "") if row else ""


def note(sockets: Path, what: str) -> None:
    with postgres.connect(sockets) as admin:
        admin.execute(
            sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(DATABASE), what)
        )
