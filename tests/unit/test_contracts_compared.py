"""Is everything told that one folder of contracts says otherwise than another, once, and no secret?"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from hub.adapter import Processor
from hub.agreements import Contracts, compare
from hub.cli import contracts
from hub.model.agreement import AgencyClient, Ages, Agreement, Contact, LegalBasis, PeriodDays, Suspension
from hub.model.board import (
    Board,
    Client,
    ErasureDecision,
    ListedCertificate,
    Matching,
    RouteChoice,
    StatementKey,
    SystemChoice,
    ToldToNeighbours,
)
from hub.model.kinds import Judged, KindRow, Kinds
from hub.model.maintenance import Weekly
from hub.model.manifest import CaseSystemManifest, LoadedAdapter, Manifest, Setting
from hub.model.promise import AnswerTime, Promises
from hub.model.traffic import TrafficLimits
from messages.arende import Arendetyp
from messages.delar import KodText
from messages.koder import AktorTyp, Andamal, Roll, VisadAv
from tests.support.policy import GROUPS, agreement, board, registry, route_manifest

CONTRACTS = Path(__file__).parents[2] / "contracts"
ROUTES = registry(routes={"bro": route_manifest(), "lefi": route_manifest()})
SECRET = Setting("key", required=False, secret=True, default=None, text="Key to it.")
ASKING = Manifest(
    "lifecare", "Lifecare", "Test", 1, {}, None, case_system=CaseSystemManifest(1.0, 1.0, 1.0, (SECRET,))
)
LOADED = replace(ROUTES, adapters={**ROUTES.adapters, "lifecare": LoadedAdapter(ASKING, None, None, None)})
CSN, SN = "CSN, csn-ekonomiskt-bistand 2026-1", "2120002411/SN, Socialnämnden"
NEW_ACT = LegalBasis(("15 kap. 10 § nya lagen",), date(2025, 7, 1), None, "10 kap. 28 § OSL")
OLD_ACT = agreement().legal_basis[0]


def says(*agreed: Agreement, boards: Sequence[Board] = (), kinds: Kinds | None = None) -> Contracts:
    return Contracts({"CSN": agreed}, {it.id: it for it in boards}, kinds or Kinds())


def told(old: Contracts, new: Contracts) -> dict[str, tuple[str, ...]]:
    return {it.about: it.sentences for it in compare(old, new, LOADED)}


# Field of the agreement, another value, and all that is then said.
AGREEMENT: list[tuple[str, Any, tuple[str, ...]]] = [
    ("source_name", "Centrala studiestödsnämnden", ("name: Centrala studiestödsnämnden; was CSN.",)),
    ("valid_from", date(2026, 2, 1), ("valid: 2026-02-01 - until further notice; was 2026-01-01 - until ",)),
    (
        "valid_to",
        date(2026, 12, 31),
        ("valid: 2026-01-01 - 2026-12-31; was 2026-01-01 - until further notice.",),
    ),
    (
        "suspensions",
        (Suspension(date(2026, 3, 1), None, "Tjänsten byggs om"),),
        ("suspended: 2026-03-01 - until further notice is added, because: Tjänsten byggs om.",),
    ),
    ("direct_access", False, ("hand-over: ANNAT_ELEKTRONISKT_UTLAMNANDE; was DIREKTATKOMST.",)),
    (
        "purposes",
        frozenset({Andamal.HANDLAGGNING_EKONOMISKT_BISTAND}),
        (
            "purposes: ATERKRAV_EKONOMISKT_BISTAND is no longer allowed.",
            "purposes: KONTROLL_EKONOMISKT_BISTAND is no longer allowed.",
        ),
    ),
    (
        "actors",
        frozenset({AktorTyp.HANDLAGGARE, AktorTyp.AUTOMATISERAD_FUNKTION}),
        ("actors: AUTOMATISERAD_FUNKTION is added.", "actors: KONTAKTCENTER is no longer allowed."),
    ),
    ("before_opening", frozenset(), ("before opening: KONTAKTCENTER is no longer allowed.",)),
    ("functions", frozenset({"B", "A"}), ("functions: A, B; was any that names itself.",)),
    ("roles", frozenset({Roll.SOKANDE, Roll.MEDSOKANDE}), ("roles: BARN is no longer allowed.",)),
    (
        "role_basis",
        {Roll.UMGANGESBARN: "avtalet, 4 §"},
        ("role basis: UMGANGESBARN is added, avtalet, 4 §.",),
    ),
    (
        "group_days",
        {"studiestod.arenden": PeriodDays(date(2025, 12, 1), None)},
        ("group days: studiestod.arenden is added, 2025-12-01 -.",),
    ),
    ("ages", {Roll.BARN: Ages(16, None)}, ("ages: BARN is added, from 16 years.",)),
    (
        "groups",
        GROUPS - {"studiestod.arenden"} | {"studiestod.medlantagare"},
        ("groups: studiestod.medlantagare is added.", "groups: studiestod.arenden is no longer allowed."),
    ),
    (
        "legal_basis",
        (OLD_ACT, NEW_ACT),
        ("law: from 2025-07-01 is until further notice: 15 kap. 10 § nya lagen; secrecy: 10 kap. 28 §",),
    ),
    (
        "longest_period_days",
        731,
        ("longest period: 731 days, and what is longer refused; was 366 days, and what is longer refused.",),
    ),
    (
        "longer_in_portions",
        True,
        ("longest period: 366 days, and what is longer asked in portions; was 366 days, and what is ",),
    ),
    ("horizon_months", 2, ("ahead: 2 months; was 1 month.",)),
    ("reach_back_months", None, ("back: without limit; was 36 months.",)),
    (
        "evidence",
        {VisadAv.REGISTER: 35 * 86_400, VisadAv.LISTA: 90 * 60},
        (
            "evidence: REGISTER is at most 35 days old; was at most 1 day old.",
            "evidence: LISTA is added, at most 90",
        ),
    ),
    ("confirmed_afterwards", True, ("own statement: confirmed afterwards; was confirmed before.",)),
    (
        "clients",
        (AgencyClient("csn-kontroll", "Kontrollen", "2021001819"),),
        ("clients: csn-kontroll is added, Kontrollen of 2021001819.",),
    ),
    (
        "windows",
        (Weekly(frozenset({6, 0}), time(2), time(4, 30), "Underhåll"),),
        ("windows: MAN SON 02:00 - 04:30 is added, Underhåll.",),
    ),
    (
        "traffic",
        TrafficLimits(per_second=50, per_day=200_000),
        ("traffic: at most 50 a second and 200000 a day; was without limit.",),
    ),
    (
        "promises",
        Promises(Decimal("99.5"), AnswerTime(Decimal(95), 2000)),
        ("promised: 99.5 % answered, 95 % within 2000 ms; was nothing.",),
    ),
    ("longest_silence_s", 4 * 3600, ("longest silence: 4 hours; was any.",)),
    ("contact", Contact("CSN", "a@csn.example"), ("contact: CSN, a@csn.example; was CSN stöd.",)),
]
NOT_COMPARED = {"id", "version", "source", "digest"}
"""The first three say which agreement it is; the digest differs with every comment."""


@pytest.mark.parametrize(("name", "value", "sentences"), AGREEMENT, ids=[row[0] for row in AGREEMENT])
def test_each_part_of_an_agreement_that_differs_is_told(
    name: str, value: Any, sentences: tuple[str, ...]
) -> None:
    found = told(says(agreement()), says(replace(agreement(), **{name: value})))
    assert set(found) == {CSN}
    assert len(found[CSN]) == len(sentences), found
    assert all(it.startswith(begins) for it, begins in zip(found[CSN], sentences, strict=True)), found


def test_no_part_of_an_agreement_is_left_out() -> None:
    assert {row[0] for row in AGREEMENT} == {it.name for it in fields(Agreement)} - NOT_COMPARED
    assert told(says(agreement()), says(agreement(digest="1" * 64))) == {}


def row(kind: str, *benefit: str) -> KindRow:
    return KindRow("FK", frozenset(benefit), frozenset(), frozenset(), Judged(KodText(kod=kind, text=kind)))


BOARD: list[tuple[str, Any, tuple[str, ...]]] = [
    ("municipality", "Sundsvall", ("name: Sundsvall, Socialnämnden; was Sundsvalls kommun, Socialnämnden.",)),
    ("name", "Nämnden", ("name: Sundsvalls kommun, Nämnden; was Sundsvalls kommun, Socialnämnden.",)),
    (
        "clients",
        (Client("sn-arendesystem", "Ärendesystemet", frozenset({"arenden:las"})),),
        (
            "scopes of sn-arendesystem: arenden:las is added.",
            "scopes of sn-arendesystem: uppgifter:fraga is no longer allowed.",
        ),
    ),
    ("clients", (), ("clients: sn-arendesystem is taken away.",)),
    (
        "clients",
        (replace(board().clients[0], matching=Matching(date(2027, 2, 1), "hl000001")),),
        ("cases of sn-arendesystem: are found by person until 2027-02-01, asked by hl000001 where it ",),
    ),
    (
        "clients",
        (*board().clients, Client("sn-etjanst", "E-tjänsten", frozenset({"kallor:las"}))),
        ("clients: sn-etjanst is added, E-tjänsten.",),
    ),
    (
        "processors",
        (Processor("2120002411", "Kommunstyrelsen"), Processor("2120002395", "Timrå kommun")),
        ("processors: 2120002395 is added, Timrå kommun.",),
    ),
    ("processors", (), ("processors: 2120002411 is taken away.",)),
    ("routes", {}, ("routes: CSN is taken away.",)),
    (
        "routes",
        {"CSN": RouteChoice("lefi", board().routes["CSN"].settings)},
        ("routes: CSN is over lefi; was over bro.",),
    ),
    (
        "routes",
        {"CSN": RouteChoice("bro", {"version": "10", "key": "hemlig"})},
        (
            "settings of bro: key is added, (hidden) (for CSN).",
            "settings of bro: version is 10; was 11 (for CSN).",
            "settings of bro: url is taken away (for CSN).",
        ),
    ),
    ("case_systems", ("demo", "lifecare"), ("case systems: demo, lifecare; was demo.",)),
    (
        "erasure",
        ErasureDecision("SN 1", date(2026, 1, 2), 5),
        ("erasure: SN 1 of 2026-01-02, after 5 years; was n",),
    ),
    ("evidence", (VisadAv.REGISTER, VisadAv.LISTA), ("case looked for: REGISTER, LISTA; was REGISTER.",)),
    (
        "systems",
        {"demo": SystemChoice("lifecare", {})},
        ("case system demo: asked by lifecare; was sends its cas",),
    ),
    (
        "keys",
        {"sn-arendesystem": (StatementKey("k1", "{}", date(2026, 1, 1), None, "demo"),)},
        ("keys of sn-arendesystem: k1 is added, from 2026-01-01 to until further notice for demo, ",),
    ),
    ("forget_closed_months", 24, ("closed cases: kept for 24 months; was kept for 12 months.",)),
    (
        "told_to_neighbours",
        ToldToNeighbours(
            frozenset({Arendetyp.EKONOMISKT_BISTAND}),
            frozenset({"demo"}),
            frozenset({VisadAv.REGISTER}),
            timedelta(days=1),
        ),
        ("other boards: are answered about EKONOMISKT_BISTAND in demo as REGISTER knows it, at most",),
    ),
    ("for_protected", frozenset({"hl000907"}), ("for protected cases: hl000907 is added.",)),
    ("asker_names", frozenset({"Sundsvall SN"}), ("called in questions: Sundsvall SN is added.",)),
    (
        "clients",
        (replace(board().clients[0], certificates=(ListedCertificate("ab" * 32, None, date(2027, 1, 31)),)),),
        (f"certificates of sn-arendesystem: sha256 {'ab' * 32} is added, from its first day to 2027-01-31.",),
    ),
    ("kinds", Kinds((row("LON", "b", "a"),)), ("kinds of income: FK, forman a/b is added, LON.",)),
]


@pytest.mark.parametrize(
    ("name", "value", "sentences"), BOARD, ids=[f"{r[0]}-{n}" for n, r in enumerate(BOARD)]
)
def test_each_part_of_a_board_that_differs_is_told(name: str, value: Any, sentences: tuple[str, ...]) -> None:
    found = told(says(boards=[board()]), says(boards=[replace(board(), **{name: value})]))
    assert set(found) == {SN if name != "name" else SN.replace("Socialnämnden", "Nämnden")}
    ((_, said),) = found.items()
    assert len(said) == len(sentences), said
    assert all(it.startswith(begins) for it, begins in zip(said, sentences, strict=True)), said


def test_no_part_of_a_board_is_left_out() -> None:
    assert {row[0] for row in BOARD} == {it.name for it in fields(Board)} - {"id"}
    assert told(says(boards=[board()]), says(boards=[board()])) == {}


# ------------------------------------------------------------ secrets, order, what comes and goes


def test_that_a_secret_is_another_is_told_and_nothing_of_it() -> None:
    def has(key: str) -> Contracts:
        choice, system = RouteChoice("bro", {"key": key}), SystemChoice("lifecare", {"key": key})
        return says(boards=[board(routes={"CSN": choice, "FK": choice}, systems={"demo": system})])

    assert told(has("hemlig"), has("annan")) == {
        SN: (
            "settings of lifecare for demo: key is another (hidden).",
            "settings of bro: key is another (hidden) (for CSN, FK).",
        )
    }


def test_rows_about_kinds_count_in_their_order_and_are_told_where_they_stand() -> None:
    common, swapped = Kinds((row("A", "x"), row("B", "y"))), Kinds((row("B", "y"), row("A", "x")))

    def with_table(table: Kinds, *own: KindRow) -> Contracts:
        return says(boards=[board(kinds=Kinds((*own, *table.rows)))], kinds=table)

    reordered = ("kinds of income: the rows stand in another order.",)
    assert told(with_table(common), with_table(swapped)) == {"inkomstslag.yaml": reordered}
    assert told(with_table(common), with_table(Kinds((row("C", "x"), *common.rows[1:])))) == {
        "inkomstslag.yaml": ("kinds of income: FK, forman x is C; was A.",)
    }
    assert told(with_table(common, row("A", "z")), with_table(common)) == {
        SN: ("kinds of income: FK, forman z is taken away.",)
    }


def test_a_new_version_is_compared_with_the_one_before_it() -> None:
    old = agreement()
    ended = agreement(valid_to=date(2026, 12, 31))
    new = agreement(version="2027-1", valid_from=date(2027, 1, 1), roles=frozenset({Roll.SOKANDE}))
    assert told(says(old), says(ended, new)) == {
        CSN: ("valid: 2026-01-01 - 2026-12-31; was 2026-01-01 - until further notice.",),
        "CSN, csn-ekonomiskt-bistand 2027-1": (
            "is a new version, after 2026-1.",
            "valid: 2027-01-01 - until further notice; was 2026-01-01 - 2026-12-31.",
            "roles: BARN is no longer allowed.",
            "roles: MEDSOKANDE is no longer allowed.",
        ),
    }


def test_an_agreement_and_a_board_that_come_or_go_are_told_as_a_whole() -> None:
    whole, nothing = says(agreement(), boards=[board()]), says()
    assert told(nothing, whole) == {
        CSN: (
            (
                "is added, valid 2026-01-01 - until further notice, for BARN, MEDSOKANDE, SOKANDE: "
                "studiestod.ansokningar, studiestod.arenden, studiestod.utbetalningar."
            ),
        ),
        SN: ("is added, with the clients sn-arendesystem and routes to CSN.",),
    }
    assert told(whole, nothing) == {
        CSN: ("is taken away; it was valid 2026-01-01 - until further notice.",),
        SN: ("is taken away.",),
    }


# ------------------------------------------------------------ the command


@pytest.fixture
def proposed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the example contracts, with no settings in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in ("NYTTONAV_CONFIG", "NYTTONAV_CONTRACTS"):
        monkeypatch.delenv(name, raising=False)
    shutil.copytree(CONTRACTS, tmp_path / "contracts")
    return tmp_path / "contracts"


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_folders_that_say_the_same_end_with_0_whatever_their_comments(proposed: Path) -> None:
    edit(proposed / "kallor" / "csn.yaml", "id: csn-", "# En anmärkning.\nid: csn-")
    done = CliRunner().invoke(contracts.app, ["diff", str(CONTRACTS), str(proposed)])
    assert (done.exit_code, done.stdout) == (0, f"{CONTRACTS} and {proposed} say the same\n")


def test_folders_that_differ_end_with_1_and_a_paragraph_for_each(proposed: Path) -> None:
    edit(proposed / "kallor" / "csn.yaml", "REGISTER: 35d", "REGISTER: 30d")
    edit(proposed / "kommuner" / "sundsvall.yaml", "nyckel-personbaserad", "en-annan-nyckel")
    edit(proposed / "inkomstslag.yaml", "slag: STUDIEBIDRAG", "slag: STUDIEMEDEL")
    done = CliRunner().invoke(contracts.app, ["diff", str(CONTRACTS), str(proposed)])
    assert done.exit_code == 1
    assert done.stdout == (
        "CSN, csn-ekonomiskt-bistand 2026-1\n"
        "  evidence: REGISTER is at most 30 days old; was at most 35 days old.\n\n"
        "2120002411/AN, Arbetsmarknadsnämnden\n"
        "  settings of lifecare for lifecare: key is another (hidden).\n\n"
        "inkomstslag.yaml\n"
        "  kinds of income: CSN, forman studiehjalp, delforman grund/studiebidrag is STUDIEMEDEL; "
        "was STUDIEBIDRAG.\n\n"
    )


def test_a_faulty_folder_ends_with_2_and_says_which_it_is(proposed: Path) -> None:
    edit(proposed / "kallor" / "csn.yaml", "roller:", "rollar:")
    for sides in ([CONTRACTS, proposed], [proposed, CONTRACTS]):
        done = CliRunner().invoke(contracts.app, ["diff", *map(str, sides)])
        assert (done.exit_code, done.stdout) == (2, "")
        assert f"{proposed}/kallor/csn.yaml: rollar is not a known key." in done.stderr


def test_a_folder_that_is_not_there_ends_with_2(proposed: Path) -> None:
    assert CliRunner().invoke(contracts.app, ["diff", str(proposed), "borta"]).exit_code == 2
