"""What was put to a source is found by the source and the id that went out with it."""

from __future__ import annotations

import json
from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_KIND = 4
_AT_A_TIME = 1000
_SQL = "SELECT log, idx, payload FROM entries WHERE event = 'UPPSLAG_AVSETT' AND payload IS NOT NULL"


def upgrade() -> None:
    """Keys for the records that are there already; the verifier misses them otherwise."""
    connection = op.get_bind()
    found = connection.execute(sa.text(_SQL))
    while rows := found.fetchmany(_AT_A_TIME):
        connection.execute(
            sa.text("INSERT INTO refs (log, kind, key, idx) VALUES (:log, :kind, :key, :idx)"),
            [{"log": r.log, "kind": _KIND, "key": _key(r.payload), "idx": r.idx} for r in rows],
        )


def downgrade() -> None:
    op.get_bind().execute(sa.text("DELETE FROM refs WHERE kind = :kind"), {"kind": _KIND})


def _key(payload: bytes) -> bytes:
    said = json.loads(payload)
    return sha256(f"{said['kalla']}\0{said['fraga']['korrelation']}".encode()).digest()[:16]
