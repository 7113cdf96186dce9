"""Which master keys there are, beside what the data was made with; also while a hub serves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path

from sqlalchemy import Connection, inspect, select

from hub.audit import StartRefused
from hub.audit.keys import KeyProvider, KeyUse, key_id, provider_of
from hub.stores.key_checks import TABLES
from hub.stores.migrate import Database
from hub.stores.moments import from_micros
from hub.stores.where import Where, reading


class Standing(Enum):
    """What a version is to the data; the value is for people."""

    IN_USE = "in use"
    OLDER = "older, opens or finds what was made with it"
    PREPARED = "made, but not in use: nyttonav audit rotera takes it"


@dataclass(frozen=True, slots=True)
class KeyState:
    """One version. `since` is None where it is not known or it never was in use; `fault` is a sentence."""

    use: KeyUse
    version: int
    standing: Standing
    since: datetime | None
    place: str
    fault: str | None

    @property
    def id(self) -> str:
        return key_id(self.use, self.version)


@dataclass(frozen=True, slots=True)
class _Noted:
    value: bytes
    since: datetime | None


def key_states(where: Where, keys: Path) -> tuple[KeyState, ...]:
    """Every version that is given or was used, the newest of each use first. Raises StartRefused."""
    provider = provider_of(keys)
    provider.ready(may_create=False)
    log, register = (_noted(where, database) for database in (Database.LOG, Database.REGISTER))
    found: list[KeyState] = []
    for use in KeyUse:
        used = {version for noted in (log, register) for version in _versions(noted, use)}
        newest = max(_versions(log, use), default=0)
        for version in sorted(used | set(provider.versions(use)), reverse=True):
            standing = Standing.IN_USE if version == newest else Standing.OLDER
            name = key_id(use, version)
            found.append(
                KeyState(
                    use,
                    version,
                    standing if version in used else Standing.PREPARED,
                    log[name].since if name in log else None,
                    provider.place(use, version),
                    _fault(provider, use, version, [it[name] for it in (log, register) if name in it]),
                )
            )
    return tuple(found)


def _fault(provider: KeyProvider, use: KeyUse, version: int, noted: list[_Noted]) -> str | None:
    try:
        check = provider.key(use, version).check()
    except StartRefused as refused:
        return str(refused)
    if any(it.value != check for it in noted):
        return "another key than the data was made with. Put the right one back from its backup."
    return None


def _versions(noted: dict[str, _Noted], use: KeyUse) -> tuple[int, ...]:
    split = (name.rsplit("-", 1) for name in noted)
    return tuple(int(version) for stem, version in split if stem == use.value)


def _noted(where: Where, database: Database) -> dict[str, _Noted]:
    table = TABLES[database]
    with reading(where, database) as connection:
        columns = [it for it in table.c if it.name in _columns(connection)]
        rows = connection.execute(select(*columns)).all()
    moments = {row.key: getattr(row, "since", None) for row in rows}
    return {
        row.key: _Noted(row.value, None if (at := moments[row.key]) is None else from_micros(at))
        for row in rows
    }


def _columns(connection: Connection) -> frozenset[str]:
    """Data that no hub of this version has opened yet has no `since`."""
    return frozenset(it["name"] for it in inspect(connection).get_columns("key_checks"))
