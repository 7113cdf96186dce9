"""How many calls have been begun on a day, by agreement."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "traffic_days",
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("agreement", sa.Text, primary_key=True),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("used", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("traffic_days")
