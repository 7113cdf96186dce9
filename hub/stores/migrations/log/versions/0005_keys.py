"""Since when each version of a master key is in use; of those already there it is not known. Data keys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("key_checks", sa.Column("since", sa.BigInteger))
    op.create_table(
        "data_keys",
        sa.Column("board", sa.Text, primary_key=True),
        sa.Column("id", sa.LargeBinary, primary_key=True),
        sa.Column("month", sa.Integer, nullable=False),
        sa.Column("master", sa.Text, nullable=False),
        sa.Column("wrapped", sa.LargeBinary, nullable=False),
        sa.Index("data_keys_by_month", "month"),
    )


def downgrade() -> None:
    op.drop_table("data_keys")
    op.drop_column("key_checks", "since")
