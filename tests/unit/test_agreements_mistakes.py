"""Does every kind of mistake in an agreement, or in a board's way to a source, get its own one sentence?"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hub.cli.contracts import agreement_lines
from hub.model.promise import AnswerTime, Promises
from hub.model.traffic import TrafficLimits
from messages.koder import Roll
from tests.unit.test_agreements_evidence import fault, read
from tests.unit.test_agreements_files import KALLA, KOMMUN, changed, faults, folder, newer

__all__ = ["folder"]

GROUPS = ["studiestod.arenden", "studiestod.ansokningar"]
BASIS: dict[str, Any] = {"texter": ["15 kap. 10 § socialtjänstlagen (2025:400)"]}
THIRD = "pension.utbetalningar"
SOURCE = {
    # ---- element groups
    "a group with a typing error": (
        {"uppgifter": [*GROUPS, "studiestod.utbetalning"]},
        (
            "uppgifter[2] names studiestod.utbetalning, which studiestod/1 does not have. "
            "Nearest: studiestod.utbetalningar."
        ),
    ),
    "a group of another source": (
        {"uppgifter": [*GROUPS, THIRD]},
        f"uppgifter[2] names {THIRD}, which no section of CSN has. Nearest: studiestod.utbetalningar.",
    ),
    "no group at all": ({"uppgifter": []}, "uppgifter is empty. Name at least one."),
    "days of a group that is not there": (
        {"uppgiftsdagar": {"studiestod.arende": {"from": "2025-12-01"}}},
        (
            "uppgiftsdagar.studiestod.arende is of a group that uppgifter does not name. Nearest: "
            "studiestod.arenden."
        ),
    ),
    "days of a group that are none": (
        {"uppgiftsdagar": {"studiestod.arenden": {}}},
        (
            "uppgiftsdagar.studiestod.arenden says no day. Give from, tom or both, or remove it if "
            "any day may be asked about."
        ),
    ),
    "days of a group that end before they begin": (
        {"uppgiftsdagar": {"studiestod.arenden": {"from": "2025-12-01", "tom": "2025-11-30"}}},
        (
            "uppgiftsdagar.studiestod.arenden.tom lies before uppgiftsdagar.studiestod.arenden.from. "
            "Mend one of the days."
        ),
    ),
    # ---- purposes and the law behind them
    "no purpose": ({"andamal": []}, "andamal is empty. Name at least one."),
    "a purpose that there is none of": (
        {"andamal": ["HANDLAGGNING_EKONOMISKT_BISTAND", "KONTROLL_EKONOMISK_BISTAND"]},
        (
            'andamal[1] is "KONTROLL_EKONOMISK_BISTAND", which is none of its values. '
            "Nearest: KONTROLL_EKONOMISKT_BISTAND."
        ),
    ),
    "purposes without law": ({"forfattningsstod": []}, "forfattningsstod is empty. Name at least one."),
    "a basis that cites nothing": (
        {"forfattningsstod": [{"texter": []}]},
        "forfattningsstod[0].texter is empty. Name at least one.",
    ),
    "a basis of an empty text": (
        {"forfattningsstod": [{"texter": [" "]}]},
        'forfattningsstod[0].texter[0] is " ": string should have at least 1 character.',
    ),
    "a law that ends while the purposes go on": (
        {"forfattningsstod": [BASIS | {"tom": "2026-06-30"}]},
        "forfattningsstod has nothing for 2026-07-01, while galler holds that day. Add a legal basis.",
    ),
    "a law that begins after the purposes": (
        {"forfattningsstod": [BASIS | {"from": "2026-02-01"}]},
        "forfattningsstod has nothing for 2026-01-01, while galler holds that day. Add a legal basis.",
    ),
    "a hole between two laws": (
        {"forfattningsstod": [BASIS | {"tom": "2026-03-31"}, BASIS | {"from": "2026-04-02"}]},
        "forfattningsstod has nothing for 2026-04-01, while galler holds that day. Add a legal basis.",
    ),
    "two laws for one day": (
        {"forfattningsstod": [BASIS | {"tom": "2026-04-01"}, BASIS | {"from": "2026-04-01"}]},
        "forfattningsstod overlaps from 2026-04-01. Let each day have one legal basis.",
    ),
    "a law that ends before it begins": (
        {"forfattningsstod": [BASIS | {"from": "2026-04-01", "tom": "2026-03-31"}]},
        "forfattningsstod from 2026-04-01 ends before it begins. Mend one of the days.",
    ),
    # ---- roles
    "a role that no law supports": (
        {"roller": ["SOKANDE", "UMGANGESBARN"]},
        (
            "roller[1] names UMGANGESBARN, which opens no source of itself. Add rollstod.UMGANGESBARN "
            "with the text of what carries it, or remove the role."
        ),
    ),
    "what carries a role that is not there": (
        {"rollstod": {"HUSHALLSMEDLEM": "avtalet, 4 §"}},
        (
            "rollstod.HUSHALLSMEDLEM is of a role that roller does not name. "
            "Add the role there or remove it here."
        ),
    ),
    "what carries a role that needs nothing": (
        {"rollstod": {"BARN": "avtalet, 4 §"}},
        "rollstod.BARN is of a role that forfattningsstod carries. Remove it.",
    ),
    "what carries nothing": (
        {"roller": ["SOKANDE", "HUSHALLSMEDLEM"], "rollstod": {"HUSHALLSMEDLEM": ""}},
        'rollstod.HUSHALLSMEDLEM is "": string should have at least 1 character.',
    ),
    "no role": ({"roller": []}, "roller is empty. Name at least one."),
    "a role that there is none of": (
        {"roller": ["SOKANDE", "SAMBO"]},
        (
            'roller[1] is "SAMBO", which is none of its values. '
            "There is: BARN, HUSHALLSMEDLEM, MEDSOKANDE, SOKANDE, UMGANGESBARN."
        ),
    ),
    # ---- traffic
    "limits without any": (
        {"trafik": {}},
        "trafik says no limit. Give perSekund, samtidigt or perDygn, or remove it.",
    ),
    "a limit of nothing": (
        {"trafik": {"perDygn": 0}},
        "trafik.perDygn is 0: input should be greater than or equal to 1.",
    ),
    "a limit by another name": (
        {"trafik": {"perSekunder": 5}},
        "trafik.perSekunder is not a known key. Remove it. Nearest: perSekund.",
    ),
    # ---- promises
    "promises without any": (
        {"utlovat": {}},
        "utlovat says no promise. Give tillganglighetProcent or svarstid, or remove it.",
    ),
    "more than all": (
        {"utlovat": {"tillganglighetProcent": 100.5}},
        "utlovat.tillganglighetProcent is 100.5: input should be less than or equal to 100.",
    ),
    "a time that is not measured": (
        {"utlovat": {"svarstid": {"andelProcent": 95, "inomMs": 1800}}},
        (
            "utlovat.svarstid.inomMs is 1800, which is not measured. "
            "Name one of the limits that are; nearest: 1500, 2000."
        ),
    ),
    "a time for nobody knows how many": (
        {"utlovat": {"svarstid": {"inomMs": 2000}}},
        "utlovat.svarstid.andelProcent is missing. Add it.",
    ),
    # ---- who and how
    "no actor": ({"aktorer": [], "fragarForeOppnande": []}, "aktorer is empty. Name at least one."),
    "functions that may not ask": (
        {"funktioner": ["Förkontroll"]},
        "funktioner names functions, but aktorer lets none ask. Add AUTOMATISERAD_FUNKTION there.",
    ),
    "no way to show the case": (
        {"aktualitet": {}},
        "aktualitet is empty. Name at least one.",
    ),
    # ---- keys and kinds
    "an unknown key": ({"andamalen": []}, "andamalen is not a known key. Remove it. Nearest: andamal."),
    "an unknown key in a part": (
        {"period": {"langstDagar": 366, "horisont": 1}},
        "period.horisont is not a known key. Remove it. Nearest: horisontManader.",
    ),
    "an unknown key in a list": (
        {"forfattningsstod": [BASIS | {"sekretes": "10 kap. 28 §"}]},
        "forfattningsstod[0].sekretes is not a known key. Remove it. Nearest: sekretess.",
    ),
    "consent, which is no ground": (
        {"samtycke": True},
        (
            "samtycke is not a known key. Remove it. There is: aktorer, aktualitet, aldrar, andamal, "
            "driftuppehall, forfattningsstod, fragarForeOppnande, funktioner, galler, id, "
            "intygBekraftasEfterat, kalla."
        ),
    ),
    "a text for a truth value": (
        {"intygBekraftasEfterat": "ja"},
        'intygBekraftasEfterat is "ja": input should be a valid boolean.',
    ),
    "one where a list stands": (
        {"roller": "SOKANDE"},
        'roller is "SOKANDE": input should be a valid array.',
    ),
    "a day that there is none of": (
        {"galler": {"from": "2026-02-30"}},
        (
            'galler.from is "2026-02-30": input should be a valid date in the format YYYY-MM-DD, day value '
            "is outside expected range."
        ),
    ),
    "an unknown source": (
        {"kalla": "CNS"},
        "kalla is CNS, which no loaded adapter answers for. Nearest: CSN.",
    ),
}


@pytest.mark.parametrize(("changes", "sentence"), SOURCE.values(), ids=SOURCE)
def test_a_mistake_in_an_agreement_gets_one_exact_sentence(changes: dict[str, Any], sentence: str) -> None:
    assert fault(**changes) == f"csn.yaml: {sentence}"


def test_a_role_with_what_carries_it_is_no_mistake() -> None:
    made = read(roller=["SOKANDE", "HUSHALLSMEDLEM"], rollstod={"HUSHALLSMEDLEM": "avtalet, 4 §"})
    assert made.roles == {Roll.SOKANDE, Roll.HUSHALLSMEDLEM}
    assert made.role_basis == {Roll.HUSHALLSMEDLEM: "avtalet, 4 §"}
    assert "  role basis   HUSHALLSMEDLEM: avtalet, 4 §" in list(agreement_lines(made))
    assert read().role_basis == {}


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ({"perSekund": 50, "samtidigt": 40, "perDygn": 200000}, "50 a second, 40 at once and 200000 a day"),
        ({"perSekund": 5, "perDygn": 9}, "5 a second and 9 a day"),
        ({"samtidigt": 1}, "1 at once"),
    ],
)
def test_limits_are_read_and_shown(written: dict[str, int], shown: str) -> None:
    made = read(trafik=written)
    assert made.traffic == TrafficLimits(
        written.get("perSekund"), written.get("samtidigt"), written.get("perDygn")
    )
    assert f"  traffic      at most {shown}" in list(agreement_lines(made))
    assert read().traffic is None
    assert not [line for line in agreement_lines(read()) if "traffic" in line]


@pytest.mark.parametrize(
    ("written", "promised", "shown"),
    [
        ({"tillganglighetProcent": 99.5}, Promises(Decimal("99.5")), "99.5 % answered"),
        (
            {"tillganglighetProcent": 99, "svarstid": {"andelProcent": 95.0, "inomMs": 2000}},
            Promises(Decimal(99), AnswerTime(Decimal(95), 2000)),
            "99 % answered, 95 % within 2000 ms",
        ),
    ],
)
def test_promises_are_read_as_they_are_written_and_shown(
    written: dict[str, Any], promised: Promises, shown: str
) -> None:
    made = read(utlovat=written)
    assert made.promises == promised
    assert f"  promised     {shown}" in list(agreement_lines(made))
    assert read().promises is None
    assert not [line for line in agreement_lines(read()) if "promised" in line]


def test_versions_that_share_days_are_told_by_the_newer_file(folder: Path) -> None:
    (told,) = faults(newer(folder, "2026-07-01"))
    assert told == (
        "contracts/kallor/csn-2027.yaml: galler overlaps contracts/kallor/csn.yaml from 2026-07-01 "
        "(csn-ekonomiskt-bistand 2026-1). End the older the day before the newer begins."
    )


def test_one_version_in_two_files_is_told(folder: Path) -> None:
    (told,) = faults(newer(folder, "2027-01-01", **{"version: 2027-1": "version: 2026-1"}))
    assert told == (
        "contracts/kallor/csn-2027.yaml: is csn-ekonomiskt-bistand 2026-1, as contracts/kallor/csn.yaml is. "
        "Give it a version of its own."
    )


WAY = {
    "a route that does not exist": (
        "vag: ssbtek",
        "vag: ssbteck",
        "namnder[0].vagar[0].vag is ssbteck, which no loaded adapter is. Nearest: ssbtek.",
    ),
    "a source that nobody answers for": (
        "kallor: [CSN]",
        "kallor: [CSN, SO]",
        "namnder[0].vagar[0].kallor[1] is SO, which no loaded adapter answers for. There is: CSN, FK.",
    ),
    "a route to nothing": (
        "kallor: [CSN]",
        "kallor: []",
        "namnder[0].vagar[0].kallor is empty. Name at least one.",
    ),
    "a version that the route does not speak": (
        'version: "11"',
        'version: "12"',
        "namnder[0].vagar[0].installningar.version is 12, which ssbtek does not speak. There is: 10, 11.",
    ),
    "an unknown key of a board": (
        "gallring:",
        "galring:",
        "namnder[0].galring is not a known key. Remove it. Nearest: gallring.",
    ),
    "a scope that there is none of": (
        '"logg:las"',
        '"logg:läs"',
        (
            'namnder[0].klienter[2].behorigheter[0] is "logg:läs", which is none of its values. '
            "Nearest: logg:las."
        ),
    ),
}


@pytest.mark.parametrize(("old", "new", "sentence"), WAY.values(), ids=WAY)
def test_a_mistake_in_a_municipality_gets_one_exact_sentence(
    folder: Path, old: str, new: str, sentence: str
) -> None:
    assert faults(changed(folder, KOMMUN, old, new)) == (f"contracts/{KOMMUN}: {sentence}",)


def test_the_same_key_twice_is_told_by_its_line(folder: Path) -> None:
    changed(folder, KALLA, "roller: [", "roller: [SOKANDE]\nroller: [")
    assert faults(folder) == (
        f"contracts/{KALLA}: line 24: roller is written twice; keep one. Mend the YAML there.",
    )
