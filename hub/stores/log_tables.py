"""Tables of the access log (`logg.db`). Times are microseconds since 1970 UTC, ids 16 bytes, hashes 32.

logs         one row per log: its size, frontier and signed checkpoint, updated with every commit
entries      one row per record; payload and salt become NULL when erased, the leaf never
refs         what records are found by, month by month (`months.py`)
facets       one row per record in order of time, with the few values that tell records apart by the thousand
             (these two are partitioned by month on PostgreSQL: `partitions.py`)
tiles        the tree above the entries, 256 hashes a row (level 0 when full, upper levels as they grow)
intentions   intentions still without conclusion
conclusions  which record concludes an intention: unique, and so the promise of one conclusion
claims       question ids taken, unique per log and client
key_checks   which master keys this file was made with, and since when; NULL is before that was noted
data_keys    what persons in the records are sealed with, month by month, wrapped with a master key
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

logs = Table(
    "logs",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("origin", Text, nullable=False, unique=True),
    Column("size", BigInteger, nullable=False),
    Column("frontier", LargeBinary, nullable=False),
    Column("checkpoint", Text, nullable=False),
    Column("time", BigInteger, nullable=False),
)

entries = Table(
    "entries",
    metadata,
    Column("log", Integer, ForeignKey("logs.id"), primary_key=True),
    Column("idx", BigInteger, primary_key=True),
    Column("entry_id", LargeBinary, nullable=False),
    Column("time", BigInteger, nullable=False),
    Column("event", Text, nullable=False),
    Column("payload", LargeBinary),
    Column("salt", LargeBinary),
    Column("leaf", LargeBinary, nullable=False),
    UniqueConstraint("entry_id", name="entries_by_id"),
)

refs = Table(
    "refs",
    metadata,
    Column("month", Integer, primary_key=True),
    Column("log", Integer, ForeignKey("logs.id"), primary_key=True),
    Column("kind", SmallInteger, primary_key=True),
    Column("key", LargeBinary, primary_key=True),
    Column("time", BigInteger, primary_key=True),
    Column("idx", BigInteger, primary_key=True),
    sqlite_with_rowid=False,
    postgresql_partition_by="RANGE (month)",
)

facets = Table(
    "facets",
    metadata,
    Column("log", Integer, ForeignKey("logs.id"), primary_key=True),
    Column("time", BigInteger, primary_key=True),
    Column("idx", BigInteger, primary_key=True),
    Column("client", Text),
    Column("source", Text),
    Column("outcome", Text),
    Column("gate", SmallInteger),
    Column("agreement", Text),
    Column("protection", Text),
    sqlite_with_rowid=False,
    postgresql_partition_by="RANGE (time)",
)
# What reviewers look for most is rare: it is not read through to.
for _rare in (facets.c.gate, facets.c.protection):
    Index(
        f"facets_by_{_rare.name}",
        facets.c.log,
        _rare,
        facets.c.time,
        facets.c.idx,
        sqlite_where=_rare.is_not(None),
        postgresql_where=_rare.is_not(None),
    )

tiles = Table(
    "tiles",
    metadata,
    Column("log", Integer, ForeignKey("logs.id"), primary_key=True),
    Column("level", SmallInteger, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("hashes", LargeBinary, nullable=False),
)

intentions = Table(
    "intentions",
    metadata,
    Column("entry_id", LargeBinary, primary_key=True),
    Column("log", Integer, ForeignKey("logs.id"), nullable=False),
    Column("deadline", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

conclusions = Table(
    "conclusions",
    metadata,
    Column("intention", LargeBinary, primary_key=True),
    Column("log", Integer, ForeignKey("logs.id"), nullable=False),
    Column("idx", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

claims = Table(
    "claims",
    metadata,
    Column("log", Integer, ForeignKey("logs.id"), primary_key=True),
    Column("client", Text, primary_key=True),
    Column("question", LargeBinary, primary_key=True),
    Column("digest", LargeBinary, nullable=False),
    Column("reply", LargeBinary, nullable=False),
    Column("first", BigInteger, nullable=False),
    Column("count", Integer, nullable=False),
    sqlite_with_rowid=False,
)

key_checks = Table(
    "key_checks",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
    Column("since", BigInteger),
)

data_keys = Table(
    "data_keys",
    metadata,
    Column("board", Text, primary_key=True),
    Column("id", LargeBinary, primary_key=True),
    Column("month", Integer, nullable=False),
    Column("master", Text, nullable=False),
    Column("wrapped", LargeBinary, nullable=False),
    Index("data_keys_by_month", "month"),
)
