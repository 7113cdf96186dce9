"""Every way a question can be refused names its gate, a law in force that day, and what to do about it."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from hub.model.board import BoardId
from hub.model.decision import Refused
from hub.policy import Gate, asked, asker, case, decide, five_gates, ground, terms
from hub.policy.laws import BY_GATE
from hub.policy.rule import cited
from messages.koder import Atgard
from tests.support.policy import APPLICANT, TODAY, agreement, facts, query

GATES = {
    gate.id: gate for room in (asker, case, asked) for gate in vars(room).values() if isinstance(gate, Gate)
}
TERMS = {
    term.code: term
    for term in (*vars(terms).values(), *terms.ALL, ground.NOTHING_OPEN)
    if isinstance(term, terms.Term)
}
VERBS = """
    Ange Be Begär Fråga Försök Gör Hämta hämta Inhämta Kontrollera Låt Registrera Skicka Ta Öppna
"""
REMEDY = re.compile(rf"\b({'|'.join(VERBS.split())})\b")
# Published: programs tell refusals apart by them. What is taken away or renamed here breaks them.
CODES = """
    ansluten-namnd egen-namnd upptagen-klient
    handlaggarens-enhet namngiven-handlaggare skyddade-uppgifter
    ej-avslutat-arende kant-arende oppnat-arende ratt-slag-av-arende visat-arende
    person-i-arendet
    delperiod kand-kalla kanda-uppgifter paborjad-period
    AVTAL_GALLER_INTE_AN AVTAL_HAR_UPPHORT AVTAL_VILANDE INGEN_KALLA INGET_AVTAL LAGSTOD_SAKNAS VAG_SAKNAS
    AKTOR_OMFATTAS_INTE FUNKTION_OMFATTAS_INTE
    AKTUALITET_FOR_GAMMAL AKTUALITET_RACKER_INTE ANDAMAL_OMFATTAS_INTE ARENDET_INTE_OPPNAT
    INTYGET_INTE_BEKRAFTAT
    ALDER_OMFATTAS_INTE ROLL_OMFATTAS_INTE
    UPPGIFTER_OMFATTAS_INTE UPPGIFTER_OMFATTAS_INTE_DA
"""


def test_the_codes_are_those_that_were_published() -> None:
    assert {*GATES, *TERMS} == set(CODES.split())


@pytest.mark.parametrize("gate", GATES.values(), ids=GATES)
def test_every_gate_says_what_is_wrong_and_what_to_do(gate: Gate) -> None:
    assert 1 <= gate.number <= 5
    assert gate.laws == BY_GATE[gate.number]
    assert REMEDY.search(gate.sentence), gate.sentence
    assert gate.sentence[0].isupper()
    assert gate.sentence.endswith(".")
    assert not re.search(r"[0-9]{6}", gate.sentence)


@pytest.mark.parametrize("term", TERMS.values(), ids=TERMS)
def test_every_term_says_what_is_wrong_and_what_to_do(term: terms.Term) -> None:
    assert term.gate in BY_GATE
    text = term.text.format(kalla="CSN")
    assert REMEDY.search(text), text
    assert text.endswith(".")
    assert ("CSN" in text) == (term is not ground.NOTHING_OPEN)
    assert term.atgard in Atgard


def test_a_period_beyond_the_agreement_says_how_long_it_may_be() -> None:
    refused = decide(five_gates(), query(), facts(agreements={"CSN": (agreement(longest_period_days=30),)}))
    assert isinstance(refused, Refused)
    assert (refused.gate, refused.rule) == (5, "period-inom-avtalet")
    assert REMEDY.search(refused.detail)
    assert [pointer.text for pointer in refused.pointers] == [
        "92 dagar. CSN: högst 30 dagar. Gör perioden kortare."
    ]


# ------------------------------------------------------------ the law of the day

NEW_ACT = date(2025, 7, 1)


@pytest.mark.parametrize("gate", sorted(BY_GATE))
@pytest.mark.parametrize(
    ("day", "cites"),
    [(NEW_ACT - timedelta(days=1), "(2001:453)"), (NEW_ACT, "(2025:400)"), (TODAY, "(2025:400)")],
)
def test_each_gate_cites_the_act_in_force_and_no_other(gate: int, day: date, cites: str) -> None:
    text = cited(BY_GATE[gate], day)
    assert text
    acts = {act for act in ("(2001:453)", "(2025:400)") if act in text}
    assert acts == ({cites} if gate in {3, 4} else set())


def test_each_refusal_carries_the_law_of_its_gate() -> None:
    known = facts(case=None)
    refused = decide(five_gates(), query(), known)
    assert isinstance(refused, Refused)
    assert refused.law == cited(BY_GATE[3], known.today)
    unagreed = decide(five_gates(), query(urval=[{"kalla": "FK"}]), facts())
    assert isinstance(unagreed, Refused)
    assert (unagreed.gate, unagreed.law) == (1, cited(BY_GATE[1], TODAY))


def test_no_refusal_of_a_case_tells_anything_of_the_case_but_that_it_is_refused() -> None:
    """The sentence of each gate is constant, and no place tells a person, a day or another board."""
    unknown = decide(five_gates(), query(), facts(case=None))
    elsewhere = decide(five_gates(), query(arende={"system": "demo", "id": "EB-2026-009999"}), facts())
    assert isinstance(unknown, Refused)
    assert unknown == elsewhere
    told = f"{unknown.detail} {unknown.pointers}"
    assert not any(word in told for word in (APPLICANT.value, "EB-2026", str(BoardId("2120002411", "SN"))))
