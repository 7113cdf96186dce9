"""A new version of a master key: nothing is rewritten, all is found as before, whenever it is interrupted."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import shutil
import signal
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from hub.audit import OPERATOR, Search, StartRefused
from hub.audit.checkpoint import Verifier
from hub.audit.key_folder import FolderKeys
from hub.audit.keys import KeyUse
from hub.audit.payload import from_payload
from hub.audit.verify import State
from hub.cli.audit import app
from hub.model.board import ToldToNeighbours
from hub.model.ledger import Wanted
from hub.model.query import Caller
from hub.problems import QuestionIdReused, QuestionRepeated
from hub.stores import rotate as rotation
from hub.stores.log_append import UnitAppender
from hub.stores.log_file import verify_stored
from hub.stores.log_tables import key_checks
from hub.stores.migrate import Database
from hub.stores.ongoing import StoredOngoing
from hub.stores.rotate import Order, Rotated, rotate
from hub.stores.where import reading
from messages.arende import Arende, Arendetyp
from messages.koder import VisadAv
from tests.support.audit import ORIGIN, OpenLog, SetClock, grounds, look_up, new_query, opened, plan
from tests.support.policy import APPLICANT, NOW, PARTNER, SN

AUDITOR = Caller("granskare-1", SN, frozenset())
CASE = Arende.model_validate(
    {
        "typ": "EKONOMISKT_BISTAND",
        "status": "PAGAENDE",
        "tidpunkt": "2026-11-21T08:00:00Z",
        "oppnat": "2026-11-01",
        "personer": [{"personidentitet": APPLICANT.value, "roll": "SOKANDE"}],
    }
)

TOLD = ToldToNeighbours(
    frozenset(Arendetyp), frozenset({"demo"}), frozenset({VisadAv.REGISTER, VisadAv.LISTA}), timedelta(9)
)


def turned(folder: Path, use: KeyUse) -> Rotated:
    return rotate(
        folder / "data", folder / "keys", Order(use, "drift-1", "arlig rotation"), SetClock(), "nod-1"
    )


def in_use(folder: Path) -> set[str]:
    with reading(folder / "data", Database.LOG) as connection:
        return set(connection.scalars(select(key_checks.c.key)))


async def told(here: OpenLog, log: str = ORIGIN) -> list[dict[str, Any]]:
    found = await here.stores.log.find(log, Wanted(limit=1000))
    return [from_payload(it.payload) for it in reversed(found) if it.payload is not None]


def valid(folder: Path) -> bool:
    with opened(folder) as here:
        verifier = Verifier.parse(here.stores.vault.verifier(ORIGIN))
        return verify_stored(folder / "data", ORIGIN, verifier).state is State.VALID


@pytest.mark.parametrize("use", [KeyUse.PERSON, KeyUse.LOOKUP])
def test_what_was_there_before_a_rotation_is_opened_found_and_compared_after_it(
    tmp_path: Path, use: KeyUse
) -> None:
    asked = new_query()

    async def before() -> None:
        await here.log.intend(asked, grounds(), plan())
        await here.stores.register.put(SN, "demo", "EB-1", CASE)
        await here.log.security(None, "PROV")

    async def after() -> None:
        await look_up(here.log)
        found = (await here.log.search(AUDITOR, Search(persons=(APPLICANT,)), "granskning")).records
        assert [it.event for it in found].count("UPPSLAG_AVSETT") == 4, "two sources, before and after"
        assert {it.person for it in found} == {APPLICANT}
        others = (await here.log.search(AUDITOR, Search(persons=(PARTNER,)), "granskning")).records
        assert {it.event for it in others} == {"LOGG_SOKT"}, "the search itself, and nothing else"
        with pytest.raises(QuestionRepeated):
            await here.log.unused(asked)
        with pytest.raises(QuestionRepeated):
            await here.log.intend(asked, grounds(), plan())
        content = new_query(PARTNER).question
        renamed = content.model_copy(update={"forfraganId": asked.question.forfraganId})
        other = replace(asked, question=renamed)
        with pytest.raises(QuestionIdReused):
            await here.log.unused(other)
        stored = await here.stores.register.put(SN, "demo", "EB-1", CASE)
        assert not stored.changed, "the same state is known for the same"
        known = await here.stores.register.case(SN, "demo", "EB-1")
        assert known is not None
        assert [it.person for it in known.persons] == [APPLICANT]
        ongoing = StoredOngoing(here.stores.register_file, here.stores.vault)
        assert await ongoing.ongoing(SN, APPLICANT, TOLD, NOW)
        assert not await ongoing.ongoing(SN, PARTNER, TOLD, NOW)

    with opened(tmp_path) as here:
        asyncio.run(before())
    done = turned(tmp_path, use)
    assert (done.former, done.key, set(done.logs)) == (f"{use}-1", f"{use}-2", {ORIGIN, OPERATOR})
    with opened(tmp_path) as here:
        asyncio.run(after())
        for log in (ORIGIN, OPERATOR):
            records = asyncio.run(told(here, log))
            places = [at for at, it in enumerate(records) if it["handelse"] == "NYCKEL_BYTT"]
            (at,) = places
            assert records[at] | {"tidigareNyckelId": f"{use}-1", "nyckelId": f"{use}-2"} == records[at]
            assert {it["nycklar"][use.value] for it in records[: at + 1]} == {f"{use}-1"}
            assert {it["nycklar"][use.value] for it in records[at + 1 :]} <= {f"{use}-2"}
        assert asyncio.run(told(here))[-1]["nycklar"][use.value] == f"{use}-2"
    assert valid(tmp_path)


def test_each_key_may_be_rotated_again_and_all_versions_are_kept(tmp_path: Path) -> None:
    with opened(tmp_path) as here:
        asyncio.run(look_up(here.log))
    for version in (2, 3):
        turned(tmp_path, KeyUse.PERSON)
        turned(tmp_path, KeyUse.LOOKUP)
        with opened(tmp_path) as here:
            asyncio.run(look_up(here.log))
            found = asyncio.run(here.log.search(AUDITOR, Search(persons=(APPLICANT,)), "granskning"))
            looked = [it for it in found.records if it.event == "UPPSLAG_AVSETT"]
            assert len(looked) == 2 * version
            assert {it.person for it in looked} == {APPLICANT}


@pytest.mark.parametrize("name", ["person-1", "sokning-1", "person-2"])
def test_a_key_that_anything_was_made_with_is_demanded(tmp_path: Path, name: str) -> None:
    with opened(tmp_path) as here:
        asyncio.run(look_up(here.log))
    turned(tmp_path, KeyUse.PERSON)
    turned(tmp_path, KeyUse.LOOKUP)
    key = tmp_path / "keys" / f"{name}.key"
    away = key.rename(tmp_path / "undan")
    with pytest.raises(StartRefused, match=rf"The key {name} is missing, .*without it no.*backup"):
        opened(tmp_path).__enter__()
    shutil.copy(tmp_path / "keys" / "signering-1.key", key)
    with pytest.raises(StartRefused, match=rf"The key {name} is not the one that logg\.db was made with"):
        opened(tmp_path).__enter__()
    key.write_text("AAAA\n")
    with pytest.raises(StartRefused, match=rf"{name}\.key: the key is damaged"):
        opened(tmp_path).__enter__()
    key.unlink()
    away.rename(key)
    assert valid(tmp_path)


def test_a_key_that_lies_there_is_used_by_nobody_until_it_is_rotated_to(tmp_path: Path) -> None:
    with opened(tmp_path) as here:
        asyncio.run(look_up(here.log))
    FolderKeys(tmp_path / "keys").make(KeyUse.PERSON, 2)
    with opened(tmp_path) as here:
        asyncio.run(look_up(here.log))
        assert here.stores.vault.key_ids["person"] == "person-1"
    made = (tmp_path / "keys" / "person-2.key").read_bytes()
    assert turned(tmp_path, KeyUse.PERSON).key == "person-2"
    assert (tmp_path / "keys" / "person-2.key").read_bytes() == made


def test_a_register_that_is_newer_than_the_log_is_still_read(tmp_path: Path) -> None:
    with opened(tmp_path) as here:
        asyncio.run(look_up(here.log))
    log = (tmp_path / "data" / "logg.db").read_bytes()
    turned(tmp_path, KeyUse.PERSON)
    with opened(tmp_path) as here:
        asyncio.run(here.stores.register.put(SN, "demo", "EB-1", CASE))
    (tmp_path / "data" / "logg.db").write_bytes(log)
    with opened(tmp_path) as here:
        assert here.stores.vault.key_ids["person"] == "person-1", "as the log says"
        known = asyncio.run(here.stores.register.case(SN, "demo", "EB-1"))
        assert known is not None
        assert [it.person for it in known.persons] == [APPLICANT]


def test_no_key_is_rotated_under_a_hub(tmp_path: Path) -> None:
    with opened(tmp_path), pytest.raises(StartRefused, match="already serving"):
        turned(tmp_path, KeyUse.PERSON)
    assert in_use(tmp_path) == {"person-1", "sokning-1", "signering-1"}


# ------------------------------------------------------------ killed at every step


def _die(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _dies_after(kind: Any, name: str) -> None:
    did = getattr(kind, name)

    def then_dies(*args: Any, **kwargs: Any) -> None:
        did(*args, **kwargs)
        _die()

    setattr(kind, name, then_dies)


def _second_time(then: Callable[[], None]) -> Callable[..., None]:
    times = iter((lambda: None, then))
    return lambda *_: next(times)()


STEPS: dict[str, tuple[Callable[[], None], bool]] = {
    "before the key has its name": (lambda: setattr(os, "link", _die), False),
    "with the key made": (lambda: _dies_after(FolderKeys, "make"), False),
    "with the records written": (lambda: _dies_after(UnitAppender, "__call__"), False),
    "before the commit": (lambda: _dies_after(rotation, "take_into_use"), False),
    "after the commit": (lambda: setattr(rotation, "_checked", _second_time(_die)), True),
}
"""What is broken, and whether the new key is in use then."""


@pytest.mark.parametrize("step", STEPS)
def test_a_rotation_killed_at_any_step_is_done_or_not_begun(tmp_path: Path, step: str) -> None:
    with opened(tmp_path) as here:
        asyncio.run(look_up(here.log))
    breaks, done = STEPS[step]

    def child() -> None:
        breaks()
        turned(tmp_path, KeyUse.PERSON)

    process = multiprocessing.get_context("fork").Process(target=child)
    process.start()
    process.join(30)
    assert process.exitcode == -signal.SIGKILL
    assert in_use(tmp_path) == {"person-1", "sokning-1", "signering-1"} | ({"person-2"} if done else set())
    with opened(tmp_path) as here:
        asyncio.run(look_up(here.log))
        records = asyncio.run(told(here))
        assert [it["handelse"] for it in records].count("NYCKEL_BYTT") == done
        assert records[-1]["nycklar"]["person"] == ("person-2" if done else "person-1")
    if not done:
        assert turned(tmp_path, KeyUse.PERSON).key == "person-2"
    assert valid(tmp_path)
    kept = sorted(it.name for it in (tmp_path / "keys").iterdir())
    assert kept == ["person-1.key", "person-2.key", "signering-1.key", "sokning-1.key"]


# ------------------------------------------------------------ the commands


def run(folder: Path, *arguments: str) -> tuple[int, str]:
    """As where nothing is set but what is said here: no settings file of the folder that tests run in."""
    own = {"NYTTONAV_CONFIG": str(folder / "nyttonav.toml")}
    (folder / "nyttonav.toml").write_text('profile = "development"\nnode = "nod-1"\n', "utf-8")
    named = ("--data", str(folder / "data"), "--keys", str(folder / "keys"))
    found = CliRunner().invoke(app, [*arguments, *named], env=own)
    return found.exit_code, found.output


def test_the_operator_lists_and_rotates(tmp_path: Path) -> None:
    with opened(tmp_path) as here:
        asyncio.run(look_up(here.log))
        code, said = run(tmp_path, "nycklar")
    assert (code, said.count("in use (since 2026-11-21 09:00 UTC)")) == (0, 3)
    by = ("--av", "drift-1", "--skal", "prov")
    code, said = run(tmp_path, "rotera", "--anvandning", "person", *by)
    assert code == 0, said
    assert "person-2 is in use from now on; person-1 still opens" in said
    assert f"Take a backup of {tmp_path / 'keys' / 'person-2.key'} now" in said
    FolderKeys(tmp_path / "keys").make(KeyUse.LOOKUP, 2)
    code, said = run(tmp_path, "nycklar")
    lines = {line.split()[0]: line for line in said.splitlines()}
    assert "in use (since" in lines["person-2"]
    assert "older, opens or finds" in lines["person-1"]
    assert "made, but not in use" in lines["sokning-2"]
    assert code == 0
    (tmp_path / "keys" / "person-1.key").unlink()
    code, said = run(tmp_path, "nycklar")
    assert code == 1
    assert "FAULT" in next(line for line in said.splitlines() if line.startswith("person-1"))
    assert run(tmp_path, "rotera", "--anvandning", "allt", *by)[0] == 2
    code, said = run(tmp_path, "rotera", "--anvandning", "sokning", *by)
    assert code == 2
    assert "The key person-1 is missing" in said
