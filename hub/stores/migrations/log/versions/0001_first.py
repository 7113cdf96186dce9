"""The log as the spine needs it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "logs",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("origin", sa.Text, nullable=False, unique=True),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("frontier", sa.LargeBinary, nullable=False),
        sa.Column("checkpoint", sa.Text, nullable=False),
        sa.Column("time", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "entries",
        sa.Column("log", sa.Integer, sa.ForeignKey("logs.id"), primary_key=True),
        sa.Column("idx", sa.BigInteger, primary_key=True),
        sa.Column("entry_id", sa.LargeBinary, nullable=False),
        sa.Column("time", sa.BigInteger, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("payload", sa.LargeBinary),
        sa.Column("salt", sa.LargeBinary),
        sa.Column("leaf", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("entry_id", name="entries_by_id"),
    )
    op.create_index("entries_by_time", "entries", ["log", "time"])
    op.create_table(
        "refs",
        sa.Column("log", sa.Integer, sa.ForeignKey("logs.id"), primary_key=True),
        sa.Column("kind", sa.SmallInteger, primary_key=True),
        sa.Column("key", sa.LargeBinary, primary_key=True),
        sa.Column("idx", sa.BigInteger, primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "tiles",
        sa.Column("log", sa.Integer, sa.ForeignKey("logs.id"), primary_key=True),
        sa.Column("level", sa.SmallInteger, primary_key=True),
        sa.Column("number", sa.BigInteger, primary_key=True),
        sa.Column("hashes", sa.LargeBinary, nullable=False),
    )
    _create_promises()


def _create_promises() -> None:
    """Intentions, their conclusions, question ids, and which keys the file belongs to."""
    op.create_table(
        "intentions",
        sa.Column("entry_id", sa.LargeBinary, primary_key=True),
        sa.Column("log", sa.Integer, sa.ForeignKey("logs.id"), nullable=False),
        sa.Column("deadline", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "conclusions",
        sa.Column("intention", sa.LargeBinary, primary_key=True),
        sa.Column("log", sa.Integer, sa.ForeignKey("logs.id"), nullable=False),
        sa.Column("idx", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "claims",
        sa.Column("log", sa.Integer, sa.ForeignKey("logs.id"), primary_key=True),
        sa.Column("client", sa.Text, primary_key=True),
        sa.Column("question", sa.LargeBinary, primary_key=True),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("reply", sa.LargeBinary, nullable=False),
        sa.Column("first", sa.BigInteger, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "key_checks",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("value", sa.LargeBinary, nullable=False),
    )


def downgrade() -> None:
    for table in ("key_checks", "claims", "conclusions", "intentions", "tiles", "refs", "entries", "logs"):
        op.drop_table(table)
