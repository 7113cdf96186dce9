"""Tables of the case register (`register.db`). Times are microseconds since 1970 UTC.

cases              the newest whole state of each case, keyed by board, case system and case id
members            its persons: sealed, and with the keyed hash they are found by
case_events        what case systems have told of single events, each once
lists              lists of a case system's cases: one is in use, others are on their way
list_parts         the parts of a list that have come
listed_cases       the cases of a list, and
listed_members     their persons
statements         caseworkers' own statements of a case, and
statement_members  whom they are about
notices            when sources are not to be asked, as has been told
reaches            what each board last saw of each source
traffic_days       how many calls each agreement's source has been asked on its newest day
measures           what became of the questions to sources, counted by month, and
measure_writers    which processes' counts are in it
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
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

case_events = Table(
    "case_events",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("board", Text, nullable=False),
    Column("system", Text, nullable=False),
    Column("case_id", Text, nullable=False),
    Column("event_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("as_of", BigInteger, nullable=False),
    Column("number", Integer, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("content", LargeBinary, nullable=False),
    UniqueConstraint("board", "system", "event_id", name="case_events_by_id"),
    Index("case_events_by_case", "board", "system", "case_id"),
)
"""`content` is the event, sealed; `digest` is keyed, to tell the same event from another with its id."""

lists = Table(
    "lists",
    metadata,
    Column("id", Text, primary_key=True),
    Column("board", Text, nullable=False),
    Column("system", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("as_of", BigInteger, nullable=False),
    Column("parts", Integer, nullable=False),
    Column("cases", Integer, nullable=False),
    Column("persons", Integer, nullable=False),
    Column("made", BigInteger, nullable=False),
    Index("lists_by_system", "board", "system", "state"),
)
"""`state`: STAGED (on its way), ACTIVE (in use: one for each board and system), DROPPED (to be cleared away).
`digest` is of the file; `parts`, `cases` and `persons` are how many there will be."""

list_parts = Table(
    "list_parts",
    metadata,
    Column("list", Text, ForeignKey("lists.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("digest", LargeBinary, nullable=False),
    Column("cases", Integer, nullable=False),
    Column("persons", Integer, nullable=False),
)
"""What has come of a list. `digest` is keyed, to tell the same part from another with its number."""

listed_cases = Table(
    "listed_cases",
    metadata,
    Column("list", Text, ForeignKey("lists.id", ondelete="CASCADE"), primary_key=True),
    Column("case_id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("opened", Date),
    Column("closed", Date),
)

listed_members = Table(
    "listed_members",
    metadata,
    Column("list", Text, ForeignKey("lists.id", ondelete="CASCADE"), primary_key=True),
    Column("case_id", Text, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("board", Text, nullable=False),
    Column("person_key", LargeBinary, nullable=False),
    Column("person", LargeBinary, nullable=False),
    Column("role", Text, nullable=False),
    Column("protection", Text, nullable=False),
    Column("first", Date),
    Column("last", Date),
    Index("listed_members_by_person", "board", "person_key"),
)

statements = Table(
    "statements",
    metadata,
    Column("id", Text, primary_key=True),
    Column("board", Text, nullable=False),
    Column("client", Text, nullable=False),
    Column("system", Text, nullable=False),
    Column("case_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("opened", Date, nullable=False),
    Column("reason", Text, nullable=False),
    Column("caseworker", Text, nullable=False),
    Column("made", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),
    Column("confirmed_by", Text),
    Column("confirmed", BigInteger),
)

statement_members = Table(
    "statement_members",
    metadata,
    Column("statement", Text, ForeignKey("statements.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("board", Text, nullable=False),
    Column("person_key", LargeBinary, nullable=False),
    Column("person", LargeBinary, nullable=False),
    Column("role", Text, nullable=False),
    Column("protection", Text, nullable=False),
)

notices = Table(
    "notices",
    metadata,
    Column("id", Text, primary_key=True),
    Column("source", Text, nullable=False),
    Column("board", Text),
    Column("first", BigInteger, nullable=False),
    Column("until", BigInteger),
    Column("text", Text, nullable=False),
    Column("client", Text, nullable=False),
    Column("told", BigInteger, nullable=False),
    Column("replaced_by", Text),
)
"""`board` null: the source itself has told, and nobody asks it meanwhile. `until` null: until further notice.
"""

reaches = Table(
    "reaches",
    metadata,
    Column("board", Text, primary_key=True),
    Column("source", Text, primary_key=True),
    Column("up", Boolean, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("tried", BigInteger, nullable=False),
    Column("answered", BigInteger),
    Column("unanswered", BigInteger),
    Column("fault", Text),
    Column("told", BigInteger),
)
"""`fault` is the latest failure as JSON; `told` the beginning of a silence that somebody has been told of."""

traffic_days = Table(
    "traffic_days",
    metadata,
    Column("source", Text, primary_key=True),
    Column("agreement", Text, primary_key=True),
    Column("day", Date, nullable=False),
    Column("used", BigInteger, nullable=False),
)
"""`day` is Swedish; `used` may be a little more than was asked (hub/traffic/days.py)."""

measures = Table(
    "measures",
    metadata,
    Column("board", Text, primary_key=True),
    Column("source", Text, primary_key=True),
    Column("month", Text, primary_key=True),
    Column("route", Text, primary_key=True),
    Column("agreement", Text, primary_key=True),
    Column("version", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("hop", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""`month` is Swedish, `2026-11`; `kind`, `hop` and `code` as in hub/model/measured.py."""

measure_writers = Table(
    "measure_writers",
    metadata,
    Column("writer", Text, primary_key=True),
    Column("batch", BigInteger, nullable=False),
    Column("time", BigInteger, nullable=False),
)
"""`batch` is the number of the newest batch of that process: it and all before it are in `measures`."""

key_checks = Table(
    "key_checks",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
    Column("since", BigInteger),
)
