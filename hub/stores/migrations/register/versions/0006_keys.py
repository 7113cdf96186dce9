"""Since when each version of a master key is in use. Of those already there it is not known."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("key_checks", sa.Column("since", sa.BigInteger))


def downgrade() -> None:
    op.drop_column("key_checks", "since")
