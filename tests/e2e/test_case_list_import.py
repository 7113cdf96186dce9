"""Does the real command bring a list into a running hub: whole or not at all, and to what effect?"""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from hub.cli import app
from hub.lists import read_cases
from hub.model.listed import ListHead
from hub.problems import NotFound
from hub.stores import Where
from hub.stores.list_clearing import clear_run, to_go
from hub.stores.migrate import Database
from hub.stores.moments import to_micros
from hub.stores.register_tables import list_parts, listed_cases, listed_members
from hub.stores.where import reading
from tests.support.audit import opened
from tests.support.forks import command
from tests.support.hub import RunningHub, running_hub
from tests.support.lists import encoded, line, many
from tests.support.policy import AN, NOW, SN
from tests.support.wire import answered, ask, in_case, names_nobody, problem, since

BOARD = "2120002411/SN"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A hub of this module's own: what list is in use is its to say."""
    with running_hub(tmp_path_factory.mktemp("hub")) as running:
        yield running


def words_of(hub: RunningHub, file: Path, avser: datetime | None) -> list[str]:
    moment = (avser or datetime.now(UTC)).isoformat()
    named = ("--namnd", BOARD, "--system", "demo", "--avser", moment, "--url", hub.base_url)
    return ["arenden", "importera", str(file), *named]


def settings_of(hub: RunningHub) -> dict[str, str]:
    config = hub.settings.contracts.parent / "nyttonav.toml"
    return {"NYTTONAV_CONFIG": str(config), "NYTTONAV_ISSUER": hub.settings.issuer}


def run(hub: RunningHub, file: Path, avser: datetime | None = None) -> Any:
    """The command as a process, with the hub's own settings."""
    done = command(*words_of(hub, file, avser), environment=settings_of(hub), folder=file.parent)
    names_nobody(hub, done.stdout + done.stderr)
    return done


def run_here(hub: RunningHub, file: Path, avser: datetime | None = None) -> Any:
    """The same in this process: what a process costs to start is paid once."""
    done = CliRunner().invoke(app, words_of(hub, file, avser), env=settings_of(hub))
    names_nobody(hub, done.output)
    return done


def written(folder: Path, lines: Iterable[str], **how: str) -> Path:
    file = folder / "lista.csv"
    file.write_bytes(encoded(lines, **how))
    return file


def case_line(hub: RunningHub, case_id: str, persona: str, **changes: str) -> str:
    opened = (hub.world.today - timedelta(days=30)).isoformat()
    return line(arende_id=case_id, personidentitet=hub.number(persona), oppnat=opened, **changes)


def question(hub: RunningHub, case_id: str) -> Any:
    return ask(hub, in_case(hub, {"system": "demo", "id": case_id}, "student"))


def test_a_list_is_brought_in_counts_changes_nothing_again_and_is_replaced(
    own: RunningHub, tmp_path: Path
) -> None:
    case_id, moment = f"I-{uuid.uuid4().hex[:6]}", datetime.now(UTC)
    opened = {"oppnat": (own.world.today - timedelta(days=30)).isoformat()}
    lines = [one.replace("2026-11-01", opened["oppnat"]) for one in many(2_000)]
    file = written(tmp_path, [*lines, case_line(own, case_id, "student")], encoding="utf-8-sig", end="\r\n")
    first = run(own, file, avser=moment)
    assert first.returncode == 0, first.stderr
    assert first.stdout.startswith("Införd: 668 ärenden, 2001 personer.")
    assert "Lämnar: 5 av 5" in first.stderr
    shown = answered(question(own, case_id))["personer"][0]["aktualitet"]
    assert (shown["visadAv"], datetime.fromisoformat(shown["tidpunkt"])) == ("LISTA", moment)
    before = datetime.now(UTC)
    again = run_here(own, file, avser=moment)
    assert (again.exit_code, "Ingenting är ändrat" in again.stdout) == (0, True)
    assert since(own, before) == []
    other = tmp_path / "senare.csv"
    other.write_bytes(encoded([case_line(own, "I-ANNAT", "student")]))
    replaced = run_here(own, other)
    assert replaced.exit_code == 0, replaced.stderr
    problem(question(own, case_id), 403, "INGET_AKTUELLT_ARENDE", gate=3)
    older = run_here(own, file, avser=moment)
    assert (older.exit_code, "lika ny eller nyare lista" in older.stderr) == (1, True)


def test_a_broken_file_changes_nothing(own: RunningHub, tmp_path: Path) -> None:
    case_id, before = f"I-{uuid.uuid4().hex[:6]}", datetime.now(UTC)
    good = case_line(own, case_id, "student")
    broken = run_here(own, written(tmp_path, [good, good]))
    assert broken.exit_code == 1
    assert "rad 3: personidentitet: personen står redan i ärendet, på rad 2" in broken.stderr
    assert "lista.csv: 1 fel. Ingenting är infört." in broken.stderr
    assert since(own, before) == []
    problem(question(own, case_id), 403, "INGET_AKTUELLT_ARENDE", gate=3)


def importera(file: Path, *words: str) -> Any:
    named = {"--namnd": BOARD, "--system": "demo", "--avser": "2026-11-20T18:00:00+01:00"}
    named |= dict(zip(words[::2], words[1::2], strict=True))
    given = [word for pair in named.items() for word in pair]
    return CliRunner().invoke(app, ["arenden", "importera", str(file), *given, "--kontrollera"])


def test_a_check_needs_no_hub(tmp_path: Path) -> None:
    good = importera(written(tmp_path, many(30)))
    assert (good.exit_code, "30 personer i 10 ärenden" in good.stderr) == (0, True), good.output
    bad = importera(written(tmp_path, [line(roll="KUSIN", arende_id=f"E-{one}") for one in range(60)]))
    assert (bad.exit_code, "60 fel; de 50 första visas" in bad.stderr) == (1, True)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--namnd", "2120002411"), "--namnd skrivs"),
        (("--namnd", "2110002411/SN"), "--namnd skrivs"),
        (("--avser", "2026-11-20T18:00:00"), "--avser skrivs"),
        (("--avser", "i går"), "--avser skrivs"),
        (("--avser", "9999-12-31T23:30:00Z"), "--avser: Tiden ligger utanför åren 1900 till 2199"),
        (("--avser", "0001-01-01T00:00:00+14:00"), "--avser: Tiden ligger utanför åren 1900 till 2199"),
        (("--system", "två ord"), "--system är"),
    ],
)
def test_wrong_use_is_told(tmp_path: Path, words: tuple[str, str], told: str) -> None:
    found = importera(written(tmp_path, many(3)), *words)
    assert (found.exit_code, told in found.stderr) == (2, True), found.output


@pytest.mark.parametrize(
    ("url", "token", "told"),
    [
        ("127.0.0.1:8420", "t", "--url är ingen adress; skriv den med http:// eller https://"),
        ("ftp://127.0.0.1/", "t", "--url är ingen adress; skriv den med http:// eller https://"),
        ("http://[::1", "t", "--url är ingen adress; skriv den med http:// eller https://"),
        ("http://127.0.0.1:1", "hemlig-åäö", "Biljetten rymmer annat än en biljett har"),
        ("http://127.0.0.1:1", "hemlig\nrad", "Biljetten rymmer annat än en biljett har"),
    ],
)
def test_a_wrong_address_or_token_is_a_sentence(tmp_path: Path, url: str, token: str, told: str) -> None:
    named = ("--namnd", BOARD, "--system", "demo", "--avser", "2026-11-20T18:00:00+01:00", "--url", url)
    words = ["arenden", "importera", str(written(tmp_path, many(3))), *named]
    found = CliRunner().invoke(app, words, env={"NYTTONAV_BILJETT": token})
    assert (found.exit_code, told in found.stderr) == (1, True), found.output
    assert "hemlig" not in found.output


def test_a_file_named_by_a_person_is_refused_unrepeated(own: RunningHub, tmp_path: Path) -> None:
    number = own.number("student")
    found = importera(tmp_path / f"lista-{number}.csv")
    assert (found.exit_code, number in found.output) == (2, False)
    assert importera(tmp_path / "finns-inte.csv").exit_code == 2


async def test_what_is_replaced_or_never_finished_is_deleted_and_nobody_stands_in_clear(
    tmp_path: Path, where: Where
) -> None:
    cases = read_cases(encoded(many(900)).splitlines(keepends=True), NOW.date())
    with opened(tmp_path, where=where) as here:
        lists = here.stores.lists
        ids = []
        for minutes in (3, 2, 1):
            head = ListHead("demo", NOW - timedelta(minutes=minutes), "0" * 64, 1, 300, 900)
            found, new = await lists.announce(SN, head)
            assert new
            ids.append(found.id)
            await lists.put_part(SN, found.id, 1, cases)
            if minutes > 1:
                await lists.bring_in(SN, found.id)
        assert await lists.clear_away(NOW) == 1
        fact = await lists.case(SN, "demo", cases[0].case_id)
        assert fact is not None
        assert fact.persons == cases[0].persons
        assert await lists.case(AN, "demo", cases[0].case_id) is None
        here.clock.move(25 * 3600)
        assert await lists.clear_away(NOW + timedelta(hours=1)) == 1
        with pytest.raises(NotFound):
            await lists.ready(SN, ids[2])
    with reading(where, Database.REGISTER) as connection:
        for table in (listed_cases, listed_members, list_parts):
            assert connection.scalars(select(table.c.list).distinct()).all() == [ids[1]]
    if isinstance(where, Path):
        content = b"".join(one.read_bytes() for one in where.iterdir())
        assert [it for case in cases for it in case.persons if it.person.value.encode() in content] == []


async def test_a_list_brought_into_use_while_others_are_cleared_away_stays(
    tmp_path: Path, where: Where
) -> None:
    cases = read_cases(encoded(many(3)).splitlines(keepends=True), NOW.date())
    with opened(tmp_path, where=where) as here:
        lists, file = here.stores.lists, here.stores.register_file
        found, _ = await lists.announce(SN, ListHead("demo", NOW, "0" * 64, 1, len(cases), 3))
        await lists.put_part(SN, found.id, 1, cases)
        later = to_micros(NOW + timedelta(days=2))
        assert await file.read(lambda connection: to_go(connection, later)) == (found.id,)
        await lists.bring_in(SN, found.id)
        assert not await file.write(lambda connection: clear_run(connection, found.id))
        assert (await lists.ready(SN, found.id)).active
        assert await lists.case(SN, "demo", cases[0].case_id) is not None


@pytest.mark.soak
@pytest.mark.timeout(900)
async def test_two_hundred_thousand_lines_and_others_are_answered_meanwhile(
    own: RunningHub, tmp_path: Path
) -> None:
    file = written(tmp_path, many(200_000))
    alone = [timed(own) for _ in range(20)]
    began = time.monotonic()
    importing = asyncio.create_task(asyncio.to_thread(run, own, file))
    meanwhile = []
    while not importing.done():
        meanwhile.append(await asyncio.to_thread(timed, own))
    done = await importing
    print(f"{time.monotonic() - began:.1f} s, {len(meanwhile)} look-ups, slowest {max(meanwhile):.2f} s")
    assert done.returncode == 0, done.stderr
    assert sorted(meanwhile)[len(meanwhile) // 2] < 1 + 10 * max(alone)


def timed(hub: RunningHub) -> float:
    began = time.monotonic()
    answered(ask(hub, hub.question()))
    return time.monotonic() - began
