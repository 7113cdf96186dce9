"""Notices of maintenance, and what was last seen of sources."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "notices",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("board", sa.Text),
        sa.Column("first", sa.BigInteger, nullable=False),
        sa.Column("until", sa.BigInteger),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("client", sa.Text, nullable=False),
        sa.Column("told", sa.BigInteger, nullable=False),
        sa.Column("replaced_by", sa.Text),
    )
    op.create_table(
        "reaches",
        sa.Column("board", sa.Text, primary_key=True),
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("up", sa.Boolean, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("tried", sa.BigInteger, nullable=False),
        sa.Column("answered", sa.BigInteger),
        sa.Column("unanswered", sa.BigInteger),
        sa.Column("fault", sa.Text),
        sa.Column("told", sa.BigInteger),
    )


def downgrade() -> None:
    op.drop_table("reaches")
    op.drop_table("notices")
