"""Tables of the case register (`register.db`). Times are microseconds since 1970 UTC.

cases    the newest whole state of each case, keyed by board, case system and case id
members  its persons: sealed, and with the keyed hash they are found by
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

cases = Table(
    "cases",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("board", Text, nullable=False),
    Column("system", Text, nullable=False),
    Column("case_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("as_of", BigInteger, nullable=False),
    Column("opened", Date),
    Column("closed", Date),
    Column("digest", LargeBinary, nullable=False),
    UniqueConstraint("board", "system", "case_id", name="cases_by_name"),
)

members = Table(
    "members",
    metadata,
    Column("case", Integer, ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("board", Text, nullable=False),
    Column("person_key", LargeBinary, nullable=False),
    Column("person", LargeBinary, nullable=False),
    Column("role", Text, nullable=False),
    Column("protection", Text, nullable=False),
    Column("first", Date),
    Column("last", Date),
    Index("members_by_person", "board", "person_key"),
)

key_checks = Table(
    "key_checks",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)
