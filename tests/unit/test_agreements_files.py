"""Agreement and municipality files: what is written becomes nouns, what is wrong becomes sentences."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from hub.agreements import Contracts, load
from hub.model.agreement import Ages
from hub.model.board import BoardId
from hub.model.document import FaultyDocuments
from hub.model.registry import Registry
from hub.registry import discover
from messages.koder import AktorTyp, Roll, VisadAv
from tests.support.policy import registry, route_manifest, source_manifest

CONTRACTS = Path(__file__).parents[2] / "contracts"
SMALL = Path(__file__).parents[1] / "support" / "contracts"
LOADED = registry(
    source_manifest("CSN"),
    source_manifest("FK"),
    routes={"ssbtek": route_manifest(), "lefi": route_manifest(versions=("9",), settings=())},
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of two small contracts, for a registry that knows CSN, FK and two routes."""
    copy = tmp_path / "contracts"
    shutil.copytree(SMALL, copy)
    for path in copy.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        kept = [line for line in text.splitlines() if "aktorsid" not in line]
        path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return copy


def changed(folder: Path, file: str, old: str, new: str) -> Path:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} does not hold {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def faults(folder: Path, known: Registry = LOADED) -> tuple[str, ...]:
    with pytest.raises(FaultyDocuments) as caught:
        load(folder, known)
    return caught.value.faults


# ------------------------------------------------------------ what is written


def test_the_example_contracts_hold_with_the_adapters_of_the_house() -> None:
    contracts = load(CONTRACTS, discover())
    assert set(contracts.boards) == {
        BoardId("2120002411", "SN"),
        BoardId("2120002411", "AN"),
        BoardId("2120002395", "SN"),
    }
    assert [agreement.id for agreement in contracts.agreements["CSN"]] == ["csn-ekonomiskt-bistand"]


def test_csns_agreement_says_what_the_law_says() -> None:
    (csn,) = load(CONTRACTS, discover()).agreements["CSN"]
    assert csn.digest == sha256((CONTRACTS / "kallor" / "csn.yaml").read_bytes()).hexdigest()
    assert csn.direct_access
    assert csn.roles == {Roll.SOKANDE, Roll.MEDSOKANDE, Roll.BARN}
    assert AktorTyp.AUTOMATISERAD_FUNKTION not in csn.actors
    assert "studiestod.medlantagare" not in csn.groups, "§ 2 does not carry co-borrowers"
    assert csn.evidence[VisadAv.REGISTER] == 35 * 86_400
    assert csn.confirmed_afterwards is False, "never by direktåtkomst"
    assert csn.horizon_months == 1
    assert csn.legal_texts(date(2025, 6, 30)) == (
        "11 kap. 11 § socialtjänstlagen (2001:453)",
        "2 § förordningen (2008:975)",
    )
    assert csn.legal_texts(date(2025, 7, 1)) == (
        "15 kap. 10 § socialtjänstlagen (2025:400)",
        "2 § förordningen (2008:975)",
    )
    basis = csn.basis(date(2026, 11, 21))
    assert basis is not None
    assert basis.secrecy == "10 kap. 28 § offentlighets- och sekretesslagen (2009:400)"


def test_a_board_has_its_own_clients_routes_and_processors(folder: Path) -> None:
    boards = load(folder, LOADED).boards
    sn, an = boards[BoardId("2120002411", "SN")], boards[BoardId("2120002411", "AN")]
    assert (sn.municipality, sn.name) == ("Sundsvalls kommun", "Socialnämnden")
    reviewer = sn.client("sundsvall-sn-loggkontroll")
    assert reviewer is not None
    assert reviewer.scopes == {"logg:las"}
    assert an.client("sundsvall-sn-loggkontroll") is None
    assert sn.routes["CSN"].route == "ssbtek"
    assert sn.routes["CSN"].settings["version"] == "11"
    assert [processor.organisation_number for processor in sn.processors] == ["2120002411"]
    assert sn.erasure is not None
    assert sn.erasure.years == 5


def test_a_route_without_a_version_of_its_own_takes_the_default_or_the_latest(folder: Path) -> None:
    without = changed(folder, "kommuner/sundsvall.yaml", '          version: "11"\n', "")
    assert load(without, LOADED).boards[BoardId("2120002411", "SN")].routes["CSN"].settings["version"] == "11"
    older = registry(routes={"ssbtek": replace(route_manifest(), settings=route_manifest().settings[:1])})
    assert load(without, older).boards[BoardId("2120002411", "SN")].routes["CSN"].settings["version"] == "11"


def test_csn_is_asked_about_children_from_the_year_they_turn_16_and_others_at_any_age() -> None:
    agreements = load(CONTRACTS, discover()).agreements
    ages = {source: dict(one.ages) for source, versions in agreements.items() for one in versions}
    assert ages.pop("CSN") == {Roll.BARN: Ages(16, None)}
    assert set(map(len, ages.values())) == {0}


@pytest.mark.parametrize(
    ("written", "ages"),
    [
        ("{fran: 16}", Ages(16, None)),
        ("{till: 19}", Ages(None, 19)),
        ("{fran: 16, till: 16}", Ages(16, 16)),
        ("{fran: 0}", Ages(0, None)),
    ],
)
def test_ages_are_written_by_role(folder: Path, written: str, ages: Ages) -> None:
    changed(folder, KALLA, "roller:", f"aldrar: {{BARN: {written}}}\nroller:")
    (csn,) = load(folder, LOADED).agreements["CSN"]
    assert csn.ages == {Roll.BARN: ages}


def test_a_source_without_agreement_is_known_to_have_none(folder: Path) -> None:
    assert load(folder, LOADED).agreements["FK"] == ()


# ------------------------------------------------------------ what is wrong

KALLA, KOMMUN = "kallor/csn.yaml", "kommuner/sundsvall.yaml"
FAULTS = [
    (
        KALLA,
        "studiestod.utbetalningar",
        "studiestod.lan",
        "uppgifter[3] names studiestod.lan, which studiestod/1 does not have. Nearest: studiestod.a",
    ),
    (KALLA, "studiestod.utbetalningar", "studiestod.utbetalning", "Nearest: studiestod.utbetalningar."),
    (
        KALLA,
        "studiestod.utbetalningar",
        "pension.belopp",
        "uppgifter[3] names pension.belopp, which no section of CSN has.",
    ),
    (KALLA, "kalla: CSN", "kalla: CSM", "kalla is CSM, which no loaded adapter answers for. Nearest: CSN."),
    (KALLA, "roller:", "rollar:", "rollar is not a known key. Remove it. Nearest: roller."),
    (KALLA, "roller:", "rollar:", "roller is missing. Add it."),
    (
        KALLA,
        "overlamnande: DIREKTATKOMST",
        "overlamnande: DIREKT",
        'overlamnande is "DIREKT", which is none of its values. Nearest: DIREKTATKOMST.',
    ),
    (
        KALLA,
        "MEDSOKANDE",
        "MEDSÖKANDE",
        'roller[1] is "MEDSÖKANDE", which is none of its values. Nearest: MEDSOKANDE.',
    ),
    (KALLA, "langstDagar: 366", "langstDagar: ett år", "period.langstDagar is "),
    (
        KALLA,
        "langstDagar: 366",
        "langstaDagar: 366",
        "period.langstaDagar is not a known key. Remove it. Nearest: langstDagar.",
    ),
    (
        KALLA,
        "langstDagar: 366",
        "langstDagar: 0",
        "period.langstDagar is 0: input should be greater than or equal to 1.",
    ),
    (KALLA, "35d", "35 dagar", "aktualitet.REGISTER: an age is written as a number and s, m, h or d"),
    (KALLA, "REGISTER: 35d", "INTYG: 35d", "INTYG"),
    (
        KALLA,
        "version: 2026-1",
        "version: 2026",
        "version is 2026, not a text. Write it within quotation marks.",
    ),
    (
        KALLA,
        "galler: {from: 2026-01-01}",
        "galler: {from: 2026-01-01, tom: 2025-12-31}",
        "galler.tom lies before galler.from",
    ),
    (KALLA, "galler: {from: 2026-01-01}", "galler: {from: 2026-02-30}", "2026-02-30"),
    (KALLA, "  - tom: 2025-06-30", "  - tom: 2025-07-01", "forfattningsstod overlaps from 2025-07-01"),
    (KALLA, "  - from: 2025-07-01", "  - from: 2026-01-02", "forfattningsstod has nothing for 2026-01-01"),
    (
        KALLA,
        "fragarForeOppnande: [KONTAKTCENTER]",
        "fragarForeOppnande: [AUTOMATISERAD_FUNKTION]",
        "fragarForeOppnande[0] names AUTOMATISERAD_FUNKTION",
    ),
    (
        KALLA,
        "aktorer: [HANDLAGGARE, KONTAKTCENTER]",
        "aktorer: [HANDLAGGARE]",
        "fragarForeOppnande[0] names KONTAKTCENTER, which aktorer does not",
    ),
    (
        KALLA,
        "id: csn-eko",
        "id: csn-eko\nid: csn-eko",
        "line 4: id is written twice; keep one. Mend the YAML there.",
    ),
    (KALLA, "roller: [", "roller: [[", "line "),
    (
        KALLA,
        "roller:",
        "aldrar: {UMGANGESBARN: {fran: 16}}\nroller:",
        "aldrar.UMGANGESBARN is of a role that roller does not name. Add the role there or remove its ages.",
    ),
    (KALLA, "roller:", "aldrar: {BARN: {}}\nroller:", "aldrar.BARN says no age. Give fran, till or both"),
    (
        KALLA,
        "roller:",
        "aldrar: {BARN: {fran: 16, till: 15}}\nroller:",
        "aldrar.BARN.till lies before aldrar.BARN.fran. Mend one of the ages.",
    ),
    (
        KALLA,
        "roller:",
        "aldrar: {BARN: {from: 16}}\nroller:",
        "aldrar.BARN.from is not a known key. Remove it. Nearest: fran.",
    ),
    (
        KALLA,
        "roller:",
        "aldrar: {BARN: {fran: -1}}\nroller:",
        "aldrar.BARN.fran is -1: input should be greater than or equal to 0.",
    ),
    (KALLA, "roller:", 'aldrar: {BARN: {fran: "16"}}\nroller:', 'aldrar.BARN.fran is "16"'),
    (
        KALLA,
        "roller:",
        "aldrar: {BARNET: {fran: 16}}\nroller:",
        'aldrar.BARNET is "BARNET", which is none of its values.',
    ),
    (
        KOMMUN,
        '"2120002411"\nnamn',
        '"2120002412"\nnamn',
        "organisationsnummer: the check digit does not match; look for a typing error.",
    ),
    (
        KOMMUN,
        '"2120002411"\nnamn',
        "2120002411\nnamn",
        "organisationsnummer is 2120002411, not a text. Write it within quotation marks.",
    ),
    (KOMMUN, '"2120002411"\nnamn', '"2321000016"\nnamn', "organisationsnummer does not begin with 212000"),
    (KOMMUN, "id: AN", "id: SN", "namnder[].id names SN twice"),
    (
        KOMMUN,
        "sundsvall-sn-etjanst",
        "sundsvall-sn-arendesystem",
        "namnder[0].klienter[].id names sundsvall-sn-arendesystem twice",
    ),
    (
        KOMMUN,
        "sundsvall-an-etjanst",
        "sundsvall-sn-etjanst",
        "the client sundsvall-sn-etjanst of AN stands in",
    ),
    (KOMMUN, "uppgifter:fraga", "uppgifter:fråga", "Nearest: uppgifter:fraga."),
    (
        KOMMUN,
        "    arendesystem: [demo]",
        "    skyddadeArenden: {handlaggare: [hl1, hl2, hl1]}\n    arendesystem: [demo]",
        "namnder[0].skyddadeArenden.handlaggare names hl1 twice. Keep one.",
    ),
    (
        KOMMUN,
        "    arendesystem: [demo]",
        "    skyddadeArenden: {handlaggare: []}\n    arendesystem: [demo]",
        "namnder[0].skyddadeArenden.handlaggare",
    ),
    (
        KOMMUN,
        "vag: ssbtek",
        "vag: sbtek",
        "namnder[0].vagar[0].vag is sbtek, which no loaded adapter is. Nearest: ssbtek.",
    ),
    (KOMMUN, "kallor: [CSN]", "kallor: [CSN, CSN]", "namnder[0].vagar[].kallor names CSN twice"),
    (
        KOMMUN,
        "kallor: [CSN]",
        "kallor: [SKV]",
        "namnder[0].vagar[0].kallor[0] is SKV, which no loaded adapter answers for.",
    ),
    (KOMMUN, "url:", "urll:", "installningar.urll is not a setting of ssbtek. Remove it. Nearest: url."),
    (KOMMUN, "url:", "urll:", "installningar.url is missing: Where it answers. Add it."),
    (
        KOMMUN,
        'version: "11"',
        'version: "12"',
        "installningar.version is 12, which ssbtek does not speak. There is: 10, 11.",
    ),
    (
        KOMMUN,
        'version: "11"',
        "version: 11",
        "installningar.version is 11, not a text. Write it within quotation marks.",
    ),
    (KOMMUN, "ar: 5", "ar: 0", "namnder[0].gallring.ar is 0"),
]


@pytest.mark.parametrize(("file", "old", "new", "sentence"), FAULTS)
def test_a_fault_is_a_sentence_with_file_and_place(
    folder: Path, file: str, old: str, new: str, sentence: str
) -> None:
    told = faults(changed(folder, file, old, new))
    assert any(fault.startswith(f"contracts/{file}: ") and sentence in fault for fault in told), told
    assert all(fault.endswith(".") for fault in told)


def test_every_fault_of_every_file_is_told_at_once(folder: Path) -> None:
    changed(folder, KALLA, "studiestod.utbetalningar", "studiestod.lan")
    changed(folder, KALLA, "  - from: 2025-07-01", "  - from: 2026-01-02")
    changed(folder, KOMMUN, "vag: ssbtek", "vag: sbtek")
    changed(folder, KOMMUN, "id: AN", "id: SN")
    told = faults(folder)
    assert [fault.split(":")[0] for fault in told] == [f"contracts/{KALLA}"] * 2 + [f"contracts/{KOMMUN}"] * 2


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda it: (it / "kallor" / "fk.yml").write_text("x: 1"), "contracts/kallor/fk.yml: is not read"),
        (lambda it: shutil.rmtree(it / "kommuner"), "contracts/kommuner: is missing"),
        (lambda it: (it / KALLA).write_bytes(b"\xff\xfe"), "contracts/kallor/csn.yaml: is not UTF-8"),
        (lambda it: (it / KALLA).write_text(""), "contracts/kallor/csn.yaml: holds no keys"),
        (lambda it: (it / KALLA).unlink(), "contracts/kallor: holds no .yaml file"),
        (
            lambda it: shutil.copy(it / KOMMUN, it / "kommuner" / "kopia.yaml"),
            "contracts/kommuner/sundsvall.yaml: 2120002411/SN stands in contracts/kommuner/kopia.yaml",
        ),
    ],
)
def test_files_that_are_not_as_they_should_be(
    folder: Path, make: Callable[[Path], object], sentence: str
) -> None:
    make(folder)
    assert any(fault.startswith(sentence) for fault in faults(folder))


# ------------------------------------------------------------ versions


def newer(folder: Path, begins: str, **changes: str) -> Path:
    text = (folder / KALLA).read_text(encoding="utf-8")
    for old, new in {"version: 2026-1": "version: 2027-1", **changes}.items():
        assert old in text
        text = text.replace(old, new, 1)
    text = re.sub(r"galler: .*", f"galler: {{from: {begins}}}", text)
    (folder / "kallor" / "csn-2027.yaml").write_text(text, encoding="utf-8")
    return folder


def test_two_versions_with_a_day_between_or_side_by_side_are_both_known(folder: Path) -> None:
    changed(folder, KALLA, "galler: {from: 2026-01-01}", "galler: {from: 2026-01-01, tom: 2026-12-31}")
    for begins in ("2027-01-01", "2027-02-01"):
        contracts: Contracts = load(newer(folder, begins), LOADED)
        assert [agreement.version for agreement in contracts.agreements["CSN"]] == ["2026-1", "2027-1"]


def test_two_versions_that_share_a_day_are_refused(folder: Path) -> None:
    changed(folder, KALLA, "galler: {from: 2026-01-01}", "galler: {from: 2026-01-01, tom: 2026-12-31}")
    (fault,) = faults(newer(folder, "2026-12-31"))
    assert "galler overlaps" in fault
    assert "2026-12-31" in fault


def test_the_same_version_twice_is_refused(folder: Path) -> None:
    told = faults(newer(folder, "2027-01-01", **{"version: 2027-1": "version: 2026-1"}))
    assert any("is csn-ekonomiskt-bistand 2026-1, as" in fault for fault in told)


def test_two_agreements_for_purposes_of_their_own_may_hold_at_once(folder: Path) -> None:
    purposes = "  - KONTROLL_EKONOMISKT_BISTAND\n  - ATERKRAV_EKONOMISKT_BISTAND\n"
    changed(folder, KALLA, purposes, "")
    own = {"id: csn-ekonomiskt-bistand": "id: csn-kontroll", "  - HANDLAGGNING_E": "  - KONTROLL_E"}
    assert len(load(newer(folder, "2026-01-01", **own), LOADED).agreements["CSN"]) == 2
