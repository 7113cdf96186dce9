"""Cases from several places: events, lists, statements."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _events()
    _lists()
    _listed()
    _statements()


def _events() -> None:
    op.create_table(
        "case_events",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("board", sa.Text, nullable=False),
        sa.Column("system", sa.Text, nullable=False),
        sa.Column("case_id", sa.Text, nullable=False),
        sa.Column("event_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("as_of", sa.BigInteger, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("board", "system", "event_id", name="case_events_by_id"),
    )
    op.create_index("case_events_by_case", "case_events", ["board", "system", "case_id"])


def _lists() -> None:
    op.create_table(
        "lists",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("board", sa.Text, nullable=False),
        sa.Column("system", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("as_of", sa.BigInteger, nullable=False),
        sa.Column("parts", sa.Integer, nullable=False),
        sa.Column("cases", sa.Integer, nullable=False),
        sa.Column("persons", sa.Integer, nullable=False),
        sa.Column("made", sa.BigInteger, nullable=False),
    )
    op.create_index("lists_by_system", "lists", ["board", "system", "state"])
    op.create_table(
        "list_parts",
        sa.Column("list", sa.Text, sa.ForeignKey("lists.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("cases", sa.Integer, nullable=False),
        sa.Column("persons", sa.Integer, nullable=False),
    )


def _listed() -> None:
    op.create_table(
        "listed_cases",
        sa.Column("list", sa.Text, sa.ForeignKey("lists.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("case_id", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("opened", sa.Date),
        sa.Column("closed", sa.Date),
    )
    op.create_table(
        "listed_members",
        sa.Column("list", sa.Text, sa.ForeignKey("lists.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("case_id", sa.Text, primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("board", sa.Text, nullable=False),
        sa.Column("person_key", sa.LargeBinary, nullable=False),
        sa.Column("person", sa.LargeBinary, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("protection", sa.Text, nullable=False),
        sa.Column("first", sa.Date),
        sa.Column("last", sa.Date),
    )
    op.create_index("listed_members_by_person", "listed_members", ["board", "person_key"])


def _statements() -> None:
    op.create_table(
        "statements",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("board", sa.Text, nullable=False),
        sa.Column("client", sa.Text, nullable=False),
        sa.Column("system", sa.Text, nullable=False),
        sa.Column("case_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("opened", sa.Date, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("caseworker", sa.Text, nullable=False),
        sa.Column("made", sa.BigInteger, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
        sa.Column("confirmed_by", sa.Text),
        sa.Column("confirmed", sa.BigInteger),
    )
    op.create_table(
        "statement_members",
        sa.Column("statement", sa.Text, sa.ForeignKey("statements.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("board", sa.Text, nullable=False),
        sa.Column("person_key", sa.LargeBinary, nullable=False),
        sa.Column("person", sa.LargeBinary, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("protection", sa.Text, nullable=False),
    )


def downgrade() -> None:
    for table in (
        "statement_members",
        "statements",
        "listed_members",
        "listed_cases",
        "list_parts",
        "lists",
        "case_events",
    ):
        op.drop_table(table)
