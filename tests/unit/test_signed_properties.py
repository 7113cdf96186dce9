"""Of a signed statement no byte may be another, nothing leaks, and the gates judge it like any fact."""

from __future__ import annotations

import asyncio
import json
import logging
import traceback
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hub.model.case import CaseFact, Unshown
from hub.model.decision import Allowed, Grant, Refused
from hub.policy import decide, five_gates
from hub.problems import LogUnavailable
from hub.signed import SignedStatements
from messages.arende import Arendestatus
from messages.koder import VisadAv
from tests.support import policy
from tests.support.audit import SetClock, opened
from tests.support.policy import APPLICANT, CHILD, NOW, STRANGER
from tests.support.signed import Pair, claims, compact, pair
from tests.support.signed_office import CLIENT, Office, carrying

OWN = pair()
OFFICE = Office.with_keys(own=(OWN,))
QUERY = policy.query(by=policy.caller())
WRITTEN = compact(claims(QUERY.question, CLIENT, NOW), OWN)
BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def refused(written: str, office: Office = OFFICE) -> None:
    found, _ = office.ask(carrying(QUERY, written))
    assert isinstance(found, Unshown), "a changed statement is believed"


@pytest.mark.parametrize("algorithm", ["Ed25519", "ES256", "RS256"])
def test_no_bit_of_it_can_be_another(algorithm: str) -> None:
    """Every place, each of the six bits that its character stands for: also those that decode to nothing."""
    own = OWN if algorithm == "Ed25519" else pair(algorithm)
    office = Office.with_keys(own=(own,))
    written = compact(claims(QUERY.question, CLIENT, NOW), own)
    assert isinstance(office.ask(carrying(QUERY, written))[0], CaseFact)
    # The whole of the shortest; of the others the signature, which is where they differ.
    begins = 0 if algorithm == "Ed25519" else written.rindex(".") + 1
    for place in range(begins, len(written)):
        if written[place] == ".":
            refused(written[:place] + written[place + 1 :], office)
            continue
        bit = 1 << (place % 6) if place < len(written) - 1 else 1
        other = BASE64URL[BASE64URL.index(written[place]) ^ bit]
        refused(written[:place] + other + written[place + 1 :], office)


@given(st.integers(0, len(WRITTEN) - 1), st.characters())
@example(0, "=")
@example(len(WRITTEN) - 1, "\n")
@example(len(WRITTEN) - 1, "/")
def test_no_character_of_it_can_be_another(place: int, other: str) -> None:
    if other != WRITTEN[place]:
        refused(WRITTEN[:place] + other + WRITTEN[place + 1 :])


@given(st.text(st.sampled_from(BASE64URL + ".="), max_size=300) | st.text(max_size=50))
@example("")
@example("..")
@example("a.b.c.d")
@example(WRITTEN + "=")
@example(WRITTEN + ".")
@example(WRITTEN.rsplit(".", 1)[0] + ".")
@example(WRITTEN.rsplit(".", 1)[0])
def test_nothing_else_is_a_statement_and_nothing_is_raised(written: str) -> None:
    refused(written)


# ------------------------------------------------------------ what is said of it


@pytest.mark.parametrize("by", [OWN, pair(), pair(kid="okand")], ids=["own", "forged", "unknown"])
def test_its_persons_are_told_nowhere(
    by: Pair, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    said = claims(QUERY.question, CLIENT, NOW, personer=[{"personidentitet": STRANGER.value, "x": 1}])
    for payload in (said, json.dumps(said).encode()[:-1], f'"{STRANGER.value}"'.encode()):
        written = compact(payload, by)
        found, _ = OFFICE.ask(carrying(QUERY, written))
        assert isinstance(found, Unshown)
        told = (
            repr(found),
            repr(carrying(QUERY, written).question.personer),
            caplog.text,
            *capsys.readouterr(),
        )
        assert not any(STRANGER.value in text for text in told)


def test_an_alarm_that_cannot_be_written_stops_the_question_and_tells_nobody(tmp_path: Path) -> None:
    forged = compact(claims(QUERY.question, CLIENT, NOW), pair())
    with opened(tmp_path, SetClock()) as here:
        origin = SignedStatements(OFFICE.boards, "nyttonav", here.log, here.clock)
        here.free[0] = 0
        with pytest.raises(LogUnavailable) as caught:
            asyncio.run(origin.fact(carrying(QUERY, forged), OFFICE.board))
    told = "".join(traceback.format_exception(caught.value))
    assert forged not in told
    assert APPLICANT.value not in told


# ------------------------------------------------------------ the gates


def decided(*origin: CaseFact | Unshown | None, taken: int | None = 3600) -> object:
    evidence = {VisadAv.REGISTER: 86_400} | ({VisadAv.SIGNERAT_INTYG: taken} if taken else {})
    facts = policy.facts(
        cases=tuple(it for it in origin if isinstance(it, CaseFact)),
        unshown=tuple(it for it in origin if isinstance(it, Unshown)),
        agreements={"CSN": (policy.agreement(evidence=evidence),)},
    )
    return decide(five_gates(), QUERY, facts)


def told(by: Pair = OWN, **changes: object) -> CaseFact | Unshown | None:
    written = compact(claims(QUERY.question, CLIENT, NOW, **changes), by)
    return OFFICE.ask(carrying(QUERY, written))[0]


def test_it_is_what_the_source_is_asked_on_where_the_agreement_takes_it() -> None:
    allowed = decided(told())
    assert isinstance(allowed, Allowed)
    ((grant,),) = (it.sources for it in allowed.persons)
    assert isinstance(grant, Grant)
    assert grant.shown.origin is VisadAv.SIGNERAT_INTYG
    assert isinstance(decided(told(), taken=None), Refused)


def test_one_that_is_not_believed_is_not_no_case_unless_another_place_shows_it() -> None:
    refusal = decided(told(by=pair()))
    assert isinstance(refusal, Refused)
    assert (refusal.gate, refusal.problem.slug) == (3, "arendet-ej-visat")
    assert [it.plats for it in refusal.pointers] == ["/arende"]
    assert isinstance(decided(policy.case(), told(by=pair())), Allowed)


def test_for_another_person_it_does_not_carry() -> None:
    refusal = decided(told(personer=[{"personidentitet": CHILD.value, "roll": "BARN"}]))
    assert isinstance(refusal, Refused)
    assert refusal.gate == 4
    gone = decided(
        told(personer=[{"personidentitet": APPLICANT.value, "roll": "SOKANDE", "tom": "2026-11-20"}])
    )
    assert isinstance(gone, Refused)
    assert gone.gate == 4


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"status": "AVSLUTAT"}, "ej-avslutat-arende"),
        ({"typ": "KONTROLL"}, "ratt-slag-av-arende"),
        ({"oppnat": "2026-11-22"}, "oppnat-arende"),
    ],
)
def test_a_case_that_does_not_carry_is_refused_by_its_gate(changes: dict[str, str], rule: str) -> None:
    refusal = decided(told(arende=claims(QUERY.question, CLIENT, NOW)["arende"] | changes))
    assert isinstance(refusal, Refused)
    assert (refusal.gate, refusal.rule) == (3, rule)


def test_a_newer_statement_overrules_an_older_register_and_the_other_way_round() -> None:
    closed = policy.case(status=Arendestatus.AVSLUTAT, closed=NOW.date())
    assert isinstance(decided(closed, told()), Allowed)
    later = replace(closed, as_of=NOW.replace(hour=10))
    assert isinstance(decided(later, told()), Refused)
