"""Several places know of one case: which word counts, whatever they say and in whatever order they say it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.model.case import PLACES, CaseFact, CasePerson, Unshown
from hub.model.decision import Allowed, Decision, Grant, Refused
from hub.policy import decide, five_gates
from hub.policy.decide import OF_THE_CASE
from hub.policy.evidence import led
from messages.arende import Arendestatus, Arendetyp
from messages.koder import Roll, Skydd, VisadAv
from tests.support.policy import APPLICANT, CHILD, NOW, PARTNER, TODAY, agreement, case, facts, query

SYSTEMS = tuple(origin for origin in PLACES if origin is not VisadAv.EGET_INTYG)
ALL_DAY = dict.fromkeys(PLACES, 86_400)
BOTH: dict[str, Any] = {"personer": [{"personidentitet": it.value} for it in (APPLICANT, CHILD)]}
EARLIER = Arendestatus.AKTUALISERAT


def told(origin: VisadAv, minutes_ago: int, **changes: Any) -> CaseFact:
    return case(origin=origin, as_of=NOW - timedelta(minutes=minutes_ago), **changes)


def closed(origin: VisadAv, minutes_ago: int) -> CaseFact:
    return told(origin, minutes_ago, status=Arendestatus.AVSLUTAT, closed=TODAY)


def decided(*cases: CaseFact, asked: Any = None, evidence: Any = ALL_DAY, **changes: Any) -> Decision:
    terms = agreement(evidence=evidence, direct_access=False)
    known = facts(cases=cases, agreements={"CSN": (terms,)}, **changes)
    return decide(five_gates(), asked or query(), known)


def counted(cases: Sequence[CaseFact]) -> tuple[CaseFact, ...]:
    return led(OF_THE_CASE, query(), facts(cases=tuple(cases))).cases


def granted(decision: Decision) -> Grant:
    assert isinstance(decision, Allowed), decision
    row = decision.persons[0].sources[0]
    assert isinstance(row, Grant)
    return row


def rule(decision: Decision) -> str:
    assert isinstance(decision, Refused), decision
    return decision.rule


WITHOUT_CHILD = tuple(it for it in case().persons if it.person != CHILD)
_KINDS: Sequence[dict[str, Any]] = (
    {},
    {"status": Arendestatus.AVSLUTAT, "closed": TODAY},
    {"status": EARLIER, "opened": None},
    {"kind": Arendetyp.KONTROLL},
    {"persons": WITHOUT_CHILD[1:]},
    {"case_id": "EB-2026-000009"},
)
FACTS = st.builds(
    lambda origin, minutes, changes: told(origin, minutes, **changes),
    st.sampled_from(list(PLACES)),
    st.integers(0, 600),
    st.sampled_from(_KINDS),
)
STANDING = st.builds(told, st.sampled_from(list(PLACES)), st.integers(0, 600))


# ------------------------------------------------------------ what is newer overrules


@given(st.sampled_from(SYSTEMS), st.lists(STANDING, min_size=1, max_size=4), st.integers(0, 4))
def test_a_newer_closing_always_wins(origin: VisadAv, open_: list[CaseFact], place: int) -> None:
    """At the same moment too: of two words as new as each other the one that refuses counts."""
    newest = min(int((NOW - it.as_of).total_seconds()) // 60 for it in open_)
    cases = [*open_[:place], closed(origin, newest), *open_[place:]]
    assert rule(decided(*cases)) == "ej-avslutat-arende"


@given(st.sampled_from(SYSTEMS), st.sampled_from(SYSTEMS), st.integers(0, 60), st.integers(1, 60))
def test_a_case_that_was_opened_again_is_open(a: VisadAv, b: VisadAv, ago: int, before: int) -> None:
    opened, older = told(a, ago), closed(b, ago + before)
    assert granted(decided(older, opened)).shown is opened


@pytest.mark.parametrize("origin", SYSTEMS)
@pytest.mark.parametrize("minutes", [0, 60, 600_000])
def test_a_caseworker_s_own_word_never_overrules_a_system_s(origin: VisadAv, minutes: int) -> None:
    """However old the system's word is, and whichever stands first in the board's file."""
    own = told(VisadAv.EGET_INTYG, 0)
    assert rule(decided(own, closed(origin, minutes))) == "ej-avslutat-arende"
    gone = told(origin, minutes, persons=WITHOUT_CHILD[1:])
    if origin is not VisadAv.SIGNERAT_INTYG:
        assert rule(decided(own, gone)) == "person-i-arendet"
    not_yet = told(origin, minutes, status=EARLIER, opened=None)
    assert rule(decided(own, not_yet, evidence=dict.fromkeys(PLACES, 10**9))) == "arendet-inte-oppnat"


@given(st.sampled_from(SYSTEMS), st.integers(0, 600))
def test_a_caseworker_s_own_closing_does_not_close_what_a_system_has_open(it: VisadAv, ago: int) -> None:
    assert granted(decided(closed(VisadAv.EGET_INTYG, 0), told(it, ago))).shown.origin is it


def test_two_systems_that_contradict_each_other_are_refused_by_the_newer() -> None:
    live = told(VisadAv.ARENDESYSTEM, 0, kind=Arendetyp.KONTROLL)
    assert rule(decided(told(VisadAv.REGISTER, 5), live)) == "ratt-slag-av-arende"
    left = told(VisadAv.LISTA, 0, persons=WITHOUT_CHILD)
    assert rule(decided(told(VisadAv.REGISTER, 5), left, asked=query(**BOTH))) == "person-i-arendet"
    assert granted(decided(told(VisadAv.REGISTER, 5), left)).shown.origin is VisadAv.REGISTER


def test_a_newer_word_that_the_case_is_not_opened_is_not_evaded_by_an_older_one() -> None:
    early = told(VisadAv.REGISTER, 5, status=EARLIER, opened=None)
    assert rule(decided(told(VisadAv.LISTA, 9), early)) == "arendet-inte-oppnat"
    live = told(VisadAv.ARENDESYSTEM, 0)
    assert granted(decided(early, live)).shown is live


def test_a_signed_statement_does_not_say_that_others_have_left() -> None:
    register = told(VisadAv.REGISTER, 60)
    signed = told(VisadAv.SIGNERAT_INTYG, 0, persons=case().persons[:1])
    assert granted(decided(signed, register, asked=query(**BOTH))).shown is register
    assert rule(decided(signed, asked=query(**BOTH))) == "person-i-arendet"
    # Why it is refused is told by who said something against it.
    assert rule(decided(signed, closed(VisadAv.REGISTER, 60), asked=query(**BOTH))) == "ej-avslutat-arende"
    # Whom it names as having left, it does speak of.
    out = replace(case().persons[2], first=None, last=TODAY - timedelta(days=1))
    leaving = replace(signed, persons=(case().persons[0], out))
    assert rule(decided(leaving, register, asked=query(**BOTH))) == "person-i-arendet"


def test_a_statement_that_names_only_some_still_tells_what_it_tells_of_them() -> None:
    own = told(VisadAv.EGET_INTYG, 60, statement="i1", review=True)
    applicant = case().persons[:1]
    waiting = told(
        VisadAv.SIGNERAT_INTYG, 0, persons=applicant, status=Arendestatus.AKTUALISERAT, opened=None
    )
    assert not isinstance(decided(waiting, own, asked=query(**BOTH)), Allowed)
    moved = (replace(applicant[0], role=Roll.UMGANGESBARN),)
    signed = told(VisadAv.SIGNERAT_INTYG, 0, persons=moved)
    found = decided(signed, told(VisadAv.REGISTER, 60), asked=query(**BOTH))
    assert isinstance(found, Allowed)
    assert found.persons[0].member.role is Roll.UMGANGESBARN


def test_a_clock_that_is_ahead_makes_no_word_newer() -> None:
    ahead = told(VisadAv.REGISTER, -4)
    assert rule(decided(ahead, closed(VisadAv.ARENDESYSTEM, 0))) == "ej-avslutat-arende"


@pytest.mark.parametrize("flag", [Skydd.SEKRETESSMARKERING, Skydd.SKYDDAD_FOLKBOKFORING])
def test_a_flag_counts_also_where_its_place_is_no_longer_believed(flag: Skydd) -> None:
    flagged = tuple(replace(it, protection=flag) for it in case().persons)
    old = replace(closed(VisadAv.REGISTER, 600), persons=flagged)
    found = decided(old, told(VisadAv.LISTA, 60))
    assert isinstance(found, Allowed)
    assert found.protection is flag


# ------------------------------------------------------------ order, and what changes nothing


@given(st.lists(STANDING, min_size=1, max_size=5))
def test_among_those_that_stand_the_board_s_order_counts(cases: list[CaseFact]) -> None:
    assert counted(cases) == tuple(cases)
    assert granted(decided(*cases)).shown is cases[0]


@given(st.lists(STANDING, min_size=1, max_size=4), st.data())
def test_an_older_word_against_changes_nothing(cases: list[CaseFact], data: st.DataObject) -> None:
    of_systems = [it for it in cases if it.origin is not VisadAv.EGET_INTYG]
    if not of_systems:
        return
    before = min(it.as_of for it in of_systems)
    against = replace(closed(data.draw(st.sampled_from(SYSTEMS)), 0), as_of=before - timedelta(seconds=1))
    kept = counted([*cases, against])
    assert kept == tuple(it for it in cases if it in of_systems)


@given(st.lists(FACTS, max_size=4), st.sampled_from(list(PLACES)), st.integers(0, 4))
def test_a_place_that_cannot_say_never_opens_anything(cases: list[CaseFact], it: VisadAv, n: int) -> None:
    silent = (Unshown(it, "KALLA_TIDSGRANS", "Systemet svarade inte."),) * n
    without, with_ = decided(*cases), decided(*cases, unshown=silent)
    if isinstance(without, Allowed):
        # It takes nothing away; only that it was not heard on anybody's protection is known.
        assert isinstance(with_, Allowed)
        assert with_ == replace(without, unheard=with_.unheard)
        assert with_.unheard >= (n > 0 and it is VisadAv.ARENDESYSTEM)
    else:
        assert isinstance(with_, Refused)
        named = any(fact.case_id == "EB-2026-001234" for fact in cases)
        assert with_ == without if named or not n else rule(with_) == "visat-arende"


@given(st.lists(FACTS, min_size=1, max_size=5), st.randoms())
def test_whether_it_is_allowed_does_not_hang_on_the_order(cases: list[CaseFact], chance: Any) -> None:
    shuffled = list(cases)
    chance.shuffle(shuffled)
    one, other = decided(*cases), decided(*shuffled)
    assert isinstance(one, Allowed) == isinstance(other, Allowed)


def test_no_word_at_all_is_not_the_same_as_none_that_could_be_had() -> None:
    assert rule(decided()) == "kant-arende"
    silent = Unshown(VisadAv.ARENDESYSTEM, "KALLA_NEKAR", "Systemet nekade.")
    refused = decided(unshown=(silent,))
    assert isinstance(refused, Refused)
    assert (refused.rule, refused.problem.kod()) == ("visat-arende", "ARENDET_EJ_VISAT")
    assert [pointer.text for pointer in refused.pointers] == ["Systemet nekade."]


# ------------------------------------------------------------ each source on what suffices for it


def test_each_source_is_asked_on_the_first_fact_that_its_agreement_accepts() -> None:
    register, live = told(VisadAv.REGISTER, 600), told(VisadAv.ARENDESYSTEM, 0)
    old, new = {VisadAv.REGISTER: 86_400}, {VisadAv.REGISTER: 60, VisadAv.ARENDESYSTEM: 60}
    assert granted(decided(register, live, evidence=old)).shown is register
    assert granted(decided(register, live, evidence=new)).shown is live
    assert rule(decided(register, evidence=new)) == "aktualitet-for-gammal"
    assert rule(decided(live, evidence=old)) == "aktualitet-racker-inte"


# ------------------------------------------------------------ the persons, by the newest word


def _one(role: Roll, protection: Skydd = Skydd.INGET) -> dict[str, Any]:
    return {"persons": (CasePerson(APPLICANT, role, protection),)}


def test_a_role_is_what_the_newest_system_says_it_is() -> None:
    """The agreement covers applicants and not lodgers; which one the person is, the newest word tells."""
    register = told(VisadAv.REGISTER, 60, **_one(Roll.SOKANDE))
    moved = told(VisadAv.ARENDESYSTEM, 0, **_one(Roll.HUSHALLSMEDLEM))
    assert rule(decided(register, moved)) == "roll-omfattas-inte"
    own = told(VisadAv.EGET_INTYG, 0, **_one(Roll.SOKANDE))
    lodger = told(VisadAv.REGISTER, 60, **_one(Roll.HUSHALLSMEDLEM))
    assert rule(decided(own, lodger)) == "roll-omfattas-inte"


@given(st.permutations([Skydd.SEKRETESSMARKERING, Skydd.INGET, Skydd.OKANT]))
def test_of_the_words_about_protection_the_gravest_counts(said: list[Skydd]) -> None:
    cases = [
        told(it, n, **_one(Roll.SOKANDE, skydd))
        for n, (it, skydd) in enumerate(zip(PLACES, said, strict=False))
    ]
    decision = decided(*cases)
    assert isinstance(decision, Allowed)
    assert decision.persons[0].member.protection is Skydd.SEKRETESSMARKERING


def test_a_household_member_whom_one_place_alone_knows_protects_the_answer_too() -> None:
    flagged = CasePerson(PARTNER, Roll.MEDSOKANDE, Skydd.SKYDDAD_FOLKBOKFORING)
    register = told(VisadAv.REGISTER, 60, **_one(Roll.SOKANDE))
    live = told(VisadAv.ARENDESYSTEM, 0, persons=(*register.persons, flagged))
    decision = decided(register, live)
    assert isinstance(decision, Allowed)
    assert decision.case.persons == (register.persons[0], flagged)
    assert decision.case.origin is VisadAv.REGISTER


# ------------------------------------------------------------ a caseworker's own word, to be confirmed


@pytest.mark.parametrize(("direct", "afterwards", "allowed"), [
    (True, False, False), (True, True, False), (False, False, False), (False, True, True)
])  # fmt: skip
def test_a_word_not_confirmed_shows_nothing_by_direct_access(
    direct: bool, afterwards: bool, allowed: bool
) -> None:
    """Whatever the agreement says: there the ongoing case is a condition in law."""
    own = told(VisadAv.EGET_INTYG, 0, confirmed=False, review=True)
    terms = agreement(evidence=ALL_DAY, direct_access=direct, confirmed_afterwards=afterwards)
    decision = decide(five_gates(), query(), facts(case=own, agreements={"CSN": (terms,)}))
    if allowed:
        assert granted(decision).shown.review
    else:
        assert rule(decision) == "intyget-inte-bekraftat"
    confirmed = replace(own, confirmed=True)
    assert granted(decide(five_gates(), query(), facts(case=confirmed, agreements={"CSN": (terms,)})))


def test_a_case_system_that_was_asked_and_not_heard_leaves_the_protection_unknown() -> None:
    live, register = VisadAv.ARENDESYSTEM, told(VisadAv.REGISTER, 5)
    unread = tuple(replace(it, protection=Skydd.OKANT) for it in case().persons)

    def unheard(*cases: CaseFact, **changes: Any) -> bool:
        decision = decided(*cases, **changes)
        assert isinstance(decision, Allowed)
        return decision.unheard

    failed = Unshown(live, "KALLA_TIDSGRANS", "Systemet svarade inte.")
    assert unheard(register, unshown=(failed,))
    assert not unheard(register, unshown=(replace(failed, asked=False),))
    assert not unheard(register, unshown=(replace(failed, origin=VisadAv.SIGNERAT_INTYG),))
    assert unheard(register, told(live, 1, persons=unread))
    assert not unheard(register, told(live, 1))
    own = tuple(replace(it, protection=Skydd.INGET) if it.person == APPLICANT else it for it in unread)
    assert not unheard(register, told(live, 1, persons=own)), "nobody asked it about the others"
