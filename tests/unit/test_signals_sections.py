"""Do the signals from decisions, claims and statuses read the sections rightly?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from hub.translate.signals import Asked, signals
from hub.translate.signals_basis import Told, sources_of
from messages.arbetsloshetsersattning import Arbetsloshetsersattning
from messages.arbetssokande import Arbetssokande
from messages.base import Sektion
from messages.delar import KodText
from messages.koder import Utfall
from messages.pension import Pension
from messages.socialforsakring import Socialforsakring
from messages.studiestod import Studiestod
from messages.uppehallstillstand import Uppehallstillstand
from tests.unit.test_signals import NAMES, PERIOD, TODAY, item, told

BENEFIT = {"kod": "BOB", "text": "Bostadsbidrag"}
GRANT = {"id": "u9", "fattat": date(2026, 7, 1), "forman": BENEFIT, "beslutatBrutto": "1300"}
WHOLE = {"from": date(2026, 7, 1), "tom": date(2027, 6, 30)}
SHORT = {"from": date(2026, 7, 1), "tom": date(2026, 10, 15)}
GROUP = {"kod": "PM:BTI", "text": "Bostadstillägg"}
CLAIM = {"id": "u1", "ankomstdag": date(2026, 10, 1), "formansgrupp": GROUP}
SUSPENSION = {"id": "u4", "period": {"from": date(2026, 10, 5), "tom": date(2026, 11, 5)}}


def insurance(**case: Any) -> Socialforsakring:
    return Socialforsakring.model_validate({"bostadsbidrag": [{"id": "u8", "forman": BENEFIT} | case]})


def decided(**changes: Any) -> dict[str, Any]:
    return {"id": "u2", "formansgrupp": GROUP, "beslutsdag": date(2026, 10, 9)} | changes


def pension(**lists: Any) -> Pension:
    return Pension.model_validate(lists)


def permits(*ends: date | None) -> Uppehallstillstand:
    return Uppehallstillstand.model_validate(
        {
            "arenden": [
                {"id": f"u{n}", "period": {"from": date(2024, 1, n), "tom": end}}
                for n, end in enumerate(ends, 1)
            ]
        }
    )


def report(code: str) -> Arbetssokande:
    return Arbetssokande.model_validate({"aktivitetsrapport": {"svar": {"kod": code, "text": "X"}}})


def fund(*suspensions: Any) -> Arbetsloshetsersattning:
    return Arbetsloshetsersattning.model_validate({"akassor": [{"id": "u1", "avstangningar": suspensions}]})


def seen(part: Told, *items: Any) -> list[str]:
    found = signals(sources_of([part], items, NAMES), Asked(PERIOD, TODAY))
    return [" ".join((one.kod, *one.underlag)) for one in found]


APPLIED: dict[str, Any] = {"ansokt": date(2026, 10, 1), "aktivt": True}
LATER = date(2026, 12, 30)


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        (insurance(**APPLIED), ["SOKT_EJ_BESLUTAT FK:u8"]),
        (insurance(ansokt=date(2026, 10, 1)), []),
        (insurance(**APPLIED, beslut=[GRANT]), []),
        (insurance(**APPLIED, avslaget=True), ["AVSLAG FK:u8"]),
        (insurance(beslut=[GRANT | {"period": WHOLE}]), ["BESLUTAD_EJ_UTBETALD FK:u9"]),
        (insurance(beslut=[GRANT | {"period": SHORT}]), []),
        (insurance(beslut=[GRANT | {"period": WHOLE, "beslutatBrutto": "0"}]), []),
        (pension(ansprak=[CLAIM]), ["SOKT_EJ_BESLUTAT FK:u1"]),
        (pension(ansprak=[CLAIM], beslut=[decided()]), []),
        (pension(ansprak=[CLAIM], beslut=[decided(beslutsdag=date(2026, 9, 1))]), ["SOKT_EJ_BESLUTAT FK:u1"]),
        (pension(beslut=[decided(utfall={"kod": "AVSLAG", "text": "Avslag"})]), ["AVSLAG FK:u2"]),
        (fund(SUSPENSION), ["AVSTANGD FK:u4"]),
        (fund(SUSPENSION | {"period": {"from": LATER}}), []),
        (fund({"id": "u4"}), []),
        (report("501"), ["AKTIVITETSRAPPORT_SAKNAS FK:aktivitetsrapport"]),
        (report("500"), []),
        (report("200"), []),
        (permits(date(2026, 10, 1)), ["TILLSTAND_LOPER_UT FK:u1"]),
        (permits(LATER), ["TILLSTAND_LOPER_UT FK:u1"]),
        (permits(date(2026, 12, 31)), []),
        (permits(date(2026, 7, 31)), []),
        (permits(date(2026, 10, 1), None), []),
    ],
)
def test_one_section(section: Sektion, expected: list[str]) -> None:
    assert seen(told(sections=[section])) == expected


def test_a_decision_that_is_paid_is_not_unpaid() -> None:
    part = told(sections=[insurance(beslut=[GRANT | {"period": WHOLE}])])
    paid = [item(n, (f"2026-{month}-25", "1300")) for n, month in enumerate(("08", "09", "10"), 1)]
    assert seen(part, *paid) == []


@pytest.mark.parametrize(
    "part",
    [
        told(
            sections=[insurance(beslut=[GRANT | {"period": WHOLE}])],
            groups=["socialforsakring.bostadsbidrag"],
        ),
        told(until=TODAY.replace(month=10), sections=[insurance(beslut=[GRANT | {"period": WHOLE}])]),
        told(sections=[pension(ansprak=[CLAIM])], groups=["pension.ansprak"]),
    ],
)
def test_what_was_not_asked_for_or_is_not_known_yet_tells_nothing(part: Told) -> None:
    assert seen(part) == []


@pytest.mark.parametrize(("months", "expected"), [((6,), 1), ((6, 9), 0), ((5, 9), 0)])
def test_study_grant_in_september(months: tuple[int, ...], expected: int) -> None:
    payments = [{"id": f"u{n}"} for n, _ in enumerate(months, 1)]
    stod = {"kod": "STUDIEHJALP", "text": "Studiehjälp"}
    section = Studiestod.model_validate({"arenden": [{"id": "u0", "stod": stod, "utbetalningar": payments}]})
    items = [item(n, (f"2026-{month:02}-28", "1250")) for n, month in enumerate(months, 1)]
    period = type(PERIOD)(date(2026, 6, 1), PERIOD.last)
    part = told(Utfall.BESVARAD, sections=[section], period=period)
    found = signals(sources_of([part], items, NAMES), Asked(period, TODAY))
    assert [one.kod for one in found].count("STUDIEBIDRAG_SEPTEMBER") == expected


HELP = KodText(kod="STUDIEHJALP", text="Studiehjälp")
STUDY_GRANT, SUPPLEMENT = KodText(kod="GRUND", text="Studiebidrag"), KodText(kod="TILL", text="Extra tillägg")


@pytest.mark.parametrize(
    ("by_part", "expected"),
    [(True, ["BORTFALLEN Studiehjälp, Extra tillägg (Försäkringskassan)"]), (False, [])],
)
def test_a_part_that_is_a_benefit_of_its_own_ends_by_itself(by_part: bool, expected: list[str]) -> None:
    """Else the part only details the payment, and may be there one month and not the next."""
    rows = [("08", STUDY_GRANT), ("09", STUDY_GRANT), ("09", SUPPLEMENT), ("10", STUDY_GRANT)]
    amounts = {"GRUND": "1250", "TILL": "100"}
    items = [
        item(n, (f"2026-{month}-28", amounts[part.kod])).like({"forman": HELP, "delforman": part})
        for n, (month, part) in enumerate(rows, 1)
    ]
    found = signals(sources_of([replace(told(), by_part=by_part)], items, NAMES), Asked(PERIOD, TODAY))
    gone = [one for one in found if one.kod == "BORTFALLEN"]
    assert [f"{one.kod} {one.text.split(' betalades')[0]}" for one in gone] == expected


@pytest.mark.parametrize(("paid", "expected"), [(SUPPLEMENT, ["BESLUTAD_EJ_UTBETALD u9"]), (STUDY_GRANT, [])])
def test_a_grant_of_studies_is_paid_by_its_own_form(paid: KodText, expected: list[str]) -> None:
    case = {"id": "u8", "stod": HELP, "stodform": STUDY_GRANT, "beviljade": [{"id": "u9", "period": WHOLE}]}
    part = replace(told(sections=[Studiestod.model_validate({"arenden": [case]})]), by_part=True)
    items = [
        item(n, (f"2026-{month}-28", "1250")).like({"forman": HELP, "delforman": paid})
        for n, month in enumerate(("08", "09", "10"), 1)
    ]
    found = signals(sources_of([part], items, NAMES), Asked(PERIOD, TODAY))
    unpaid = [one for one in found if one.kod == "BESLUTAD_EJ_UTBETALD"]
    assert [f"{one.kod} {one.underlag[0].split(':')[1]}" for one in unpaid] == expected
