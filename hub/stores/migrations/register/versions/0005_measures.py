"""What became of the questions to sources, counted by month."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_KEY = ("board", "source", "month", "route", "agreement", "version", "kind", "hop", "code")


def upgrade() -> None:
    op.create_table(
        "measures",
        *(sa.Column(name, sa.Text, primary_key=True) for name in _KEY),
        sa.Column("number", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "measure_writers",
        sa.Column("writer", sa.Text, primary_key=True),
        sa.Column("batch", sa.BigInteger, nullable=False),
        sa.Column("time", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("measure_writers")
    op.drop_table("measures")
