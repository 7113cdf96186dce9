"""What Lifecare's records say of ongoing cases; what cannot be told is an error and never no case."""

from __future__ import annotations

from datetime import date

import pytest

from messages.arende import Arendestatus, Arendetyp
from messages.koder import Roll, Skydd
from messages.values import Personidentitet
from tests.support.lifecare import (
    CHILD,
    PARTNER,
    PERSON,
    Row,
    actualisation,
    investigation,
    member,
    own,
    service,
    shelf,
    told,
)

LODGER = Personidentitet("200607092384")


# ------------------------------------------------------------ what is an ongoing case


async def test_an_open_service_is_a_case() -> None:
    (case,) = await told(shelf([service()]))
    assert (case.case_id, case.kind) == ("insats-901", Arendetyp.EKONOMISKT_BISTAND)
    assert (case.status, case.opened, case.closed) == (Arendestatus.PAGAENDE, date(2026, 9, 1), None)
    assert [(one.person, one.role, one.protection) for one in case.persons] == [
        (PERSON, Roll.SOKANDE, Skydd.INGET)
    ]


@pytest.mark.parametrize(
    ("end", "open_"),
    [
        (None, True),
        ("", True),
        ("2026-11-20T00:00:00", False),
        ("2026-11-21T23:59:59", False),
        ("2026-11-22T00:00:00", True),
        ("2026-11-21", False),
        ("2026-11-22", True),
        # A moment with an offset is a Swedish day: an hour later in winter, two in summer.
        ("2026-11-21T22:59:59Z", False),
        ("2026-11-21T23:00:00Z", True),
        ("2026-11-22T00:30:00+02:00", False),
        ("2026-11-21T18:00:00-05:00", True),
        ("2026-11-21T23:00:00.0000000Z", True),
        ("9999-12-31T00:00:00", True),
    ],
)
async def test_it_is_open_until_the_swedish_day_it_ends(end: str | None, open_: bool) -> None:
    cases = await told(shelf([service(EndDate=end)], [investigation(ToDate=end)]))
    assert [case.case_id for case in cases] == (["insats-901", "utredning-801"] if open_ else [])


async def test_summer_time_is_summer_time() -> None:
    (case,) = await told(shelf([service(StartDate="2026-06-30T22:30:00Z")]))
    assert case.opened == date(2026, 7, 1)


async def test_an_open_investigation_is_a_case_by_its_dossier_too() -> None:
    (case,) = await told(shelf(investigations=[investigation()]))
    assert (case.case_id, case.status) == ("utredning-801", Arendestatus.PAGAENDE)


@pytest.mark.parametrize(
    ("changes", "waiting"),
    [
        ({}, True),
        ({"DecisionId": 0}, True),
        ({"DecisionId": 77}, False),
        ({"DecisionId": 77, "Status": "Något annat"}, False),
        ({"Status": "AVSLUTAD "}, False),
        ({"Status": "pågående"}, True),
    ],
)
async def test_an_actualisation_counts_until_it_is_decided_on(changes: Row, waiting: bool) -> None:
    cases = await told(shelf(actualisations=[actualisation(**changes)]))
    assert [(case.case_id, case.status) for case in cases] == (
        [("aktualisering-1201", Arendestatus.AKTUALISERAT)] if waiting else []
    )


async def test_what_has_not_begun_is_not_ongoing() -> None:
    assert await told(shelf([service(StartDate="2026-11-22T00:00:00")])) == ()


async def test_other_types_are_passed_by_and_the_settings_say_which_are_ours() -> None:
    rows = [service(Type="Kontaktperson"), service(Id=902, Type=" försörjningsstöd ")]
    assert [case.case_id for case in await told(shelf(rows))] == ["insats-902"]
    rows = [service(Type="Återkrav"), service(Id=902, Type="FUT"), service(Id=903)]
    cases = await told(shelf(rows), economicAid="Bistånd", recovery="återkrav", control="FUT; Kontroll")
    assert [case.kind for case in cases] == [Arendetyp.ATERKRAV, Arendetyp.KONTROLL]


async def test_a_person_without_records_is_in_no_case() -> None:
    assert await told(shelf()) == ()


# ------------------------------------------------------------ the household


async def test_roles_come_from_names_flags_and_ages() -> None:
    people = [
        member(PARTNER, "Bo Ek"),
        member(PERSON, "Anna Ek"),
        member(CHILD, "Cia Ek"),
        member(LODGER, "Dan Ek"),
    ]
    (case,) = await told(shelf([service(CoApplicant="Bo Ek", ServicePersonDTOs=people)]))
    assert [(one.person, one.role) for one in case.persons] == [
        (PARTNER, Roll.MEDSOKANDE),
        (PERSON, Roll.SOKANDE),
        (CHILD, Roll.BARN),
        (LODGER, Roll.HUSHALLSMEDLEM),
    ]
    flagged = [member(PARTNER, "B", CoApplicant=True), member(PERSON, CoApplicant=False)]
    (case,) = await told(shelf(investigations=[investigation(InvestigationPersonDTOs=flagged)]))
    assert [one.role for one in case.persons] == [Roll.MEDSOKANDE, Roll.SOKANDE]


async def test_a_name_that_two_share_points_at_neither() -> None:
    people = [member(PARTNER, "Anna Ek"), member(PERSON, "Anna Ek")]
    (case,) = await told(shelf([service(ServicePersonDTOs=people)]))
    assert {one.role for one in case.persons} == {Roll.HUSHALLSMEDLEM}


async def test_somebody_without_a_personal_number_is_left_out() -> None:
    people = [member(PERSON), member("19900101TF01", "Okänd"), member("", "Tom")]
    (case,) = await told(shelf([service(ServicePersonDTOs=people)]))
    assert [one.person for one in case.persons] == [PERSON]


@pytest.mark.parametrize(
    ("flags", "protection"),
    [
        ({}, Skydd.INGET),
        ({"AddressProtection": True}, Skydd.SEKRETESSMARKERING),
        ({"ProtectedRegistration": True}, Skydd.SKYDDAD_FOLKBOKFORING),
        ({"AddressProtection": True, "ProtectedRegistration": True}, Skydd.SKYDDAD_FOLKBOKFORING),
        ({"AddressProtection": None}, Skydd.OKANT),
        ({"ProtectedRegistration": "nej"}, Skydd.OKANT),
    ],
)
async def test_both_flags_must_say_no(flags: Row, protection: Skydd) -> None:
    people = [member(PERSON), member(PARTNER, "Bo Ek")]
    (case,) = await told(shelf([service(ServicePersonDTOs=people)], person=own(**flags)))
    assert [one.protection for one in case.persons] == [protection, Skydd.OKANT]
