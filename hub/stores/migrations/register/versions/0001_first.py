"""The case register as the spine needs it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("board", sa.Text, nullable=False),
        sa.Column("system", sa.Text, nullable=False),
        sa.Column("case_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("as_of", sa.BigInteger, nullable=False),
        sa.Column("opened", sa.Date),
        sa.Column("closed", sa.Date),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("board", "system", "case_id", name="cases_by_name"),
    )
    op.create_table(
        "members",
        sa.Column("case", sa.Integer, sa.ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("board", sa.Text, nullable=False),
        sa.Column("person_key", sa.LargeBinary, nullable=False),
        sa.Column("person", sa.LargeBinary, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("protection", sa.Text, nullable=False),
        sa.Column("first", sa.Date),
        sa.Column("last", sa.Date),
    )
    op.create_index("members_by_person", "members", ["board", "person_key"])
    op.create_table(
        "key_checks",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("value", sa.LargeBinary, nullable=False),
    )


def downgrade() -> None:
    for table in ("key_checks", "members", "cases"):
        op.drop_table(table)
