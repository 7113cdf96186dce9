"""Events of a case folded into its state: their own moments order them, nothing else does."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hub.model.told import TooManyPersons, state_of
from messages.arende import Arende, Arendestatus, Arendetyp
from messages.handelser import Handelse
from messages.koder import Roll, Skydd
from messages.values import Personidentitet
from tests.support.case_events import START, crowd, event, person, whole
from tests.support.policy import APPLICANT, CHILD, PARTNER

OPENED = event(1, "OPPNAT", 0)


def state(*events: Handelse, before: Arende | None = None) -> Arende:
    found = state_of(before, events)
    assert found is not None
    return found


def roles(case: Arende) -> dict[Personidentitet, Roll]:
    return {it.personidentitet: it.roll for it in case.personer}


@pytest.mark.parametrize("kind", Arendetyp)
def test_a_case_of_any_kind_is_begun_opened_and_closed(kind: Arendetyp) -> None:
    turned = event(1, "AKTUALISERAT", 0, arendetyp=kind.value)
    opened = event(2, "OPPNAT", 1, arendetyp=kind.value, dag="2026-11-20")
    closed = event(3, "AVSLUTAT", 2, dag="2026-11-20")
    first, second, third = state(turned), state(turned, opened), state(turned, opened, closed)
    assert (first.typ, first.status, first.oppnat) == (kind, Arendestatus.AKTUALISERAT, None)
    assert (second.status, second.oppnat) == (Arendestatus.PAGAENDE, date(2026, 11, 20))
    assert (third.status, third.avslutat) == (Arendestatus.AVSLUTAT, date(2026, 11, 20))
    assert [it.tidpunkt for it in (first, second, third)] == [
        START + timedelta(minutes=minute) for minute in range(3)
    ]


def test_what_is_told_late_takes_its_place_in_the_order() -> None:
    closed = event(2, "AVSLUTAT", 10, dag="2026-11-20")
    late = event(3, "PERSON_TILLKOM", 5, person=person(PARTNER, "MEDSOKANDE"))
    found = state(closed, late, OPENED)
    assert found.status is Arendestatus.AVSLUTAT
    assert roles(found) == {APPLICANT: Roll.SOKANDE, PARTNER: Roll.MEDSOKANDE}
    assert found.tidpunkt == closed.tidpunkt


def test_events_of_one_moment_are_ordered_by_their_number() -> None:
    closed = event(2, "AVSLUTAT", 5, dag="2026-11-20", lopnummer=1)
    again = event(3, "OPPNAT", 5, dag="2026-11-20", lopnummer=2)
    before = event(4, "OPPNAT", 5, dag="2026-11-20", lopnummer=0)
    assert state(OPENED, closed, again).status is Arendestatus.PAGAENDE
    assert state(OPENED, closed, before).status is Arendestatus.AVSLUTAT


def test_opening_after_closing_opens_again() -> None:
    closed = event(2, "AVSLUTAT", 1, dag="2026-11-10")
    again = event(3, "OPPNAT", 2, dag="2026-11-15")
    found = state(OPENED, closed, again)
    assert (found.status, found.oppnat, found.avslutat) == (
        Arendestatus.PAGAENDE,
        date(2026, 11, 15),
        None,
    )


def test_somebody_turning_to_the_board_does_not_undo_an_opening() -> None:
    turned = event(2, "AKTUALISERAT", 1, arendetyp="KONTROLL", person=person(PARTNER, "MEDSOKANDE"))
    found = state(OPENED, turned)
    assert (found.typ, found.status) == (Arendetyp.EKONOMISKT_BISTAND, Arendestatus.PAGAENDE)
    assert PARTNER in roles(found)
    closed = event(3, "AVSLUTAT", 2, dag="2026-11-10")
    anew = event(4, "AKTUALISERAT", 3)
    assert state(OPENED, closed, anew).status is Arendestatus.AKTUALISERAT


def test_closed_before_it_opened_is_closed() -> None:
    found = state(OPENED, event(2, "AVSLUTAT", 1, dag="2026-10-01"))
    assert (found.status, found.oppnat, found.avslutat) == (
        Arendestatus.AVSLUTAT,
        None,
        date(2026, 10, 1),
    )


def test_a_person_comes_changes_and_leaves() -> None:
    came = event(
        2, "PERSON_TILLKOM", 1, person=person(CHILD, "BARN", skydd="INGET", **{"from": "2026-11-05"})
    )
    role = event(3, "ROLL_ANDRAD", 2, person=person(CHILD, "UMGANGESBARN"))
    hidden = event(4, "SKYDD_ANDRAT", 3, person=person(CHILD, "UMGANGESBARN", skydd="SEKRETESSMARKERING"))
    left = event(5, "PERSON_LAMNADE", 4, dag="2026-11-18", person=person(CHILD, "UMGANGESBARN"))
    told = (OPENED, came, role, hidden, left)
    child = [state(*told[:count]).personer[1] for count in range(2, 6)]
    assert [it.roll for it in child] == [Roll.BARN, *[Roll.UMGANGESBARN] * 3]
    assert [it.skydd for it in child] == [Skydd.INGET] * 2 + [Skydd.SEKRETESSMARKERING] * 2
    assert [it.from_ for it in child] == [date(2026, 11, 5)] * 4
    assert [it.tom for it in child] == [None] * 3 + [date(2026, 11, 18)]


def test_protection_that_is_no_longer_known_is_told_by_its_own_event_only() -> None:
    hidden = event(2, "SKYDD_ANDRAT", 1, person=person(skydd="SEKRETESSMARKERING"))
    silent = event(3, "ROLL_ANDRAD", 2, person=person(role="HUSHALLSMEDLEM"))
    unknown = event(4, "SKYDD_ANDRAT", 3, person=person())
    assert state(OPENED, hidden, silent).personer[0].skydd is Skydd.SEKRETESSMARKERING
    assert state(OPENED, hidden, unknown).personer[0].skydd is Skydd.OKANT


def test_what_concerns_somebody_who_is_not_there_waits_for_nothing() -> None:
    left = event(2, "PERSON_LAMNADE", 1, dag="2026-11-02", person=person(PARTNER, "MEDSOKANDE"))
    came = event(3, "PERSON_TILLKOM", 2, person=person(PARTNER, "MEDSOKANDE"))
    assert roles(state(OPENED, left)) == {APPLICANT: Roll.SOKANDE}
    assert state(OPENED, left, came).personer[1].tom is None, "came after having left"


def test_who_leaves_before_coming_was_there_that_day_only() -> None:
    came = event(2, "PERSON_TILLKOM", 1, person=person(CHILD, "BARN", **{"from": "2026-12-10"}))
    left = event(3, "PERSON_LAMNADE", 2, dag="2026-12-05", person=person(CHILD, "BARN"))
    child = state(OPENED, came, left).personer[1]
    assert (child.from_, child.tom) == (date(2026, 12, 5), date(2026, 12, 5))


def test_a_corrected_event_counts_as_never_told() -> None:
    closed = event(2, "AVSLUTAT", 1, dag="2026-11-20")
    mended = event(3, "RATTELSE", 2, rattarHandelseId=closed.handelseId)
    for told in ((OPENED, closed, mended), (mended, closed, OPENED)):
        found = state(*told)
        assert found.status is Arendestatus.PAGAENDE
        assert found.tidpunkt == mended.tidpunkt, "the case system told of the case then"


def test_the_moment_of_a_corrected_event_is_nothing_known() -> None:
    closed = event(2, "AVSLUTAT", 9, dag="2026-11-20")
    mended = event(3, "RATTELSE", 2, rattarHandelseId=closed.handelseId)
    assert state(OPENED, closed, mended).tidpunkt == mended.tidpunkt


def test_a_correction_is_not_itself_corrected() -> None:
    closed = event(2, "AVSLUTAT", 1, dag="2026-11-20")
    mended = event(3, "RATTELSE", 2, rattarHandelseId=closed.handelseId)
    undone = event(4, "RATTELSE", 3, rattarHandelseId=mended.handelseId)
    assert state(OPENED, closed, mended, undone).status is Arendestatus.PAGAENDE


def test_without_what_began_it_there_is_no_case() -> None:
    mended = event(2, "RATTELSE", 1, rattarHandelseId=OPENED.handelseId)
    came = event(3, "PERSON_TILLKOM", 2, person=person(PARTNER, "MEDSOKANDE"))
    assert state_of(None, [OPENED, mended, came]) is None
    assert state_of(None, []) is None


def test_a_case_registered_by_mistake_is_none_until_that_is_corrected() -> None:
    mistake = event(2, "FELREGISTRERAT", 1)
    later = event(3, "OPPNAT", 5)
    assert state_of(None, [OPENED, mistake, later]) is None
    assert state_of(whole(10), [mistake]) is None, "also when a newer whole state is told"
    mended = event(4, "RATTELSE", 6, rattarHandelseId=mistake.handelseId)
    assert state(OPENED, mistake, later, mended).status is Arendestatus.PAGAENDE


@pytest.mark.parametrize(("minute", "closed"), [(4, False), (5, False), (6, True)])
def test_a_whole_state_replaces_what_was_told_up_to_its_moment(minute: int, closed: bool) -> None:
    told = state(OPENED, event(2, "AVSLUTAT", minute, dag="2026-11-20"), before=whole(5))
    assert (told.status is Arendestatus.AVSLUTAT) is closed
    assert told.tidpunkt == START + timedelta(minutes=max(5, minute))


def test_a_case_holds_no_more_than_fifty() -> None:
    came = [event(9 + place, "PERSON_TILLKOM", 1, person=one) for place, one in enumerate(crowd(50))]
    assert len(state(OPENED, *came[:49]).personer) == 50
    with pytest.raises(TooManyPersons):
        state_of(None, [OPENED, *came])
