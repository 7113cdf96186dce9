"""What lies on the disk tells no person: database, write-ahead log, export, also while the hub serves."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import subprocess
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from hub.audit import Search
from hub.audit.keys import KeyUse
from hub.model.query import Caller
from hub.stores.log_file import export_log
from hub.stores.log_tables import key_checks
from hub.stores.migrate import Database
from hub.stores.rotate import Order, rotate
from hub.stores.where import reading
from messages.arende import Arende
from messages.values import Personidentitet
from tests.support.audit import ORIGIN, SetClock, grounds, look_up, new_query, opened, plan
from tests.support.policy import APPLICANT, CHILD, PARTNER, SN

PERSONS = (APPLICANT, PARTNER, CHILD)


def forms(person: Personidentitet) -> list[bytes]:
    """As a number may be written, in text or in UTF-16."""
    number = person.value
    texts = [number, number[2:], f"{number[:8]}-{number[8:]}", f"{number[2:8]}-{number[8:]}"]
    return [text.encode(code) for text in texts for code in ("utf-8", "utf-16-le")]


def assert_untold(content: bytes, what: str) -> None:
    for person in PERSONS:
        for form in forms(person):
            assert form not in content, f"{what} holds a personal number"


def test_no_file_holds_a_personal_number(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    auditor = Caller("granskare-1", SN, frozenset())
    enhet = f"Enhet för {APPLICANT.value}"
    case = Arende.model_validate(
        {
            "typ": "EKONOMISKT_BISTAND",
            "status": "PAGAENDE",
            "tidpunkt": "2026-11-21T08:00:00Z",
            "oppnat": "2026-11-01",
            "personer": [{"personidentitet": it.value, "roll": "SOKANDE"} for it in PERSONS],
        }
    )

    async def work() -> None:
        await look_up(here.log, *PERSONS)
        await here.log.case_registered(auditor, "demo", "EB-1", case)
        await here.stores.register.put(SN, "demo", "EB-1", case)
        await here.log.search(
            auditor, Search(persons=(CHILD,), caseworkers=(CHILD.value,)), f"om {PARTNER.value}"
        )
        await here.log.intend(new_query(aktor={"enhet": enhet}), grounds(), plan())

    with opened(tmp_path) as here:
        asyncio.run(work())
        # A copy, since SQLite forgets its locks when this process closes the files themselves.
        for file in sorted((tmp_path / "data").iterdir()):
            if not file.name.endswith("-shm"):
                assert_untold(_copied(file, tmp_path), file.name)
        with (tmp_path / "ut.logg").open("wb") as out:
            export_log(tmp_path / "data", ORIGIN, out)
    names = sorted(file.name for file in (tmp_path / "data").iterdir())
    assert names == ["logg.db", "nyttonav.lock", "register.db"]
    for file in [*(tmp_path / "data").iterdir(), tmp_path / "ut.logg"]:
        assert_untold(file.read_bytes(), file.name)
    assert_untold(caplog.text.encode(), "the process log")


def _copied(file: Path, folder: Path) -> bytes:
    copy = folder / "kopia"
    subprocess.run(["cp", str(file), str(copy)], check=True)
    return copy.read_bytes()


def test_a_thief_who_guesses_numbers_finds_none_confirmed(tmp_path: Path) -> None:
    """Database, write-ahead log, backup and export, before and after a rotation: no stored value is what can
    be worked out of a number and of all else that is stored."""
    with opened(tmp_path) as here:
        asyncio.run(look_up(here.log, *PERSONS))
    order = Order(KeyUse.LOOKUP, "drift-1", "prov")
    rotate(tmp_path / "data", tmp_path / "keys", order, SetClock(), "nod-1")
    with opened(tmp_path) as here:
        asyncio.run(look_up(here.log, *PERSONS))
        loot = [_copied(it, tmp_path) for it in (tmp_path / "data").iterdir() if it.suffix != ".db-shm"]
        with (tmp_path / "ut.logg").open("wb") as out:
            export_log(tmp_path / "data", ORIGIN, out)
        loot.append((tmp_path / "ut.logg").read_bytes())
        checks = _checks(tmp_path / "data")
        true = here.stores.vault.lookup_keys(SN, APPLICANT)
    assert len(true) == 2
    stolen = b"".join(loot)
    for key in true:
        assert key[:16] in stolen, (
            "who has the keys finds them: the guesses are looked for where they would be"
        )
        assert b64encode(key) in stolen
    for guess in _guesses(APPLICANT, [b"", bytes(32), SN.origin.encode(), *checks]):
        for told in (guess[:16], b64encode(guess), guess.hex().encode()):
            assert told not in stolen


def _checks(data: Path) -> list[bytes]:
    with reading(data, Database.LOG) as connection:
        return list(connection.scalars(select(key_checks.c.value)))


def _guesses(person: Personidentitet, known: list[bytes]) -> Iterator[bytes]:
    """Hashes of the number by all that a thief could think of: plain, salted, keyed with what is stored."""
    for form in forms(person):
        for name in ("sha256", "sha512", "sha1", "md5", "blake2b", "sha3_256"):
            for word in known:
                yield hashlib.new(name, form + word).digest()
                yield hashlib.new(name, word + form).digest()
                yield hmac.digest(word, form, name)


def test_the_data_is_its_owners_alone(tmp_path: Path) -> None:
    with opened(tmp_path) as here:
        asyncio.run(look_up(here.log))
        assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
        for file in (tmp_path / "data").iterdir():
            assert file.stat().st_mode & 0o077 == 0, file.name
