"""Whoever is flagged, whatever fails and in whatever order: does anything that is hidden leave the hub?"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console

from hub import page
from hub.model.decision import Lift
from hub.model.outcome import Protection
from hub.model.reply import Reply
from hub.page import figures
from messages import json_codec, xml_codec
from messages.koder import Skydd, SkyddLyft
from messages.uppgifter import Kvitto, Uppgiftssvar
from tests.support.page import WORDS
from tests.support.policy import NOW, STRANGER
from tests.support.protected import (
    GRAVEST_FIRST,
    SAYS,
    Household,
    grounds_of,
    households,
    logged,
    outcome,
    registry,
    reply_of,
)

ROUNDS = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))


def answered(reply: Reply) -> Uppgiftssvar:
    return reply.with_receipt(Kvitto(logg="logg", kontrollpunkt="1.x"), NOW)


def in_messages(reply: Reply) -> tuple[str, str]:
    """In JSON and in XML."""
    answer = answered(reply)
    return json_codec.encode(answer).decode(), xml_codec.encode(answer).decode()


def on_pages(reply: Reply) -> Iterator[str]:
    """The whole page and the short one, each as HTML and in a terminal."""
    tree = page.answer_of(json_codec.encode(answered(reply)))
    for made in (page.page_of(tree, WORDS), page.glance_of(tree, WORDS)):
        yield page.html(made)
        console = Console(file=io.StringIO(), width=400, highlight=False)
        page.show(console, made)
        assert isinstance(console.file, io.StringIO)
        yield console.file.getvalue()


def found(marks: set[str], text: str) -> set[str]:
    return {mark for mark in marks if mark in text}


def lost(household: Household, text: str) -> list[str]:
    """Amounts, dates and codes (benefits, decisions) that are not there."""
    marks = [it.marks for it in household.whole]
    shown = [mark for it in marks for mark in it.amounts | it.dates | it.codes]
    written = {mark: {mark, figures.amount(mark), mark.replace(".", ",")} for mark in shown}
    return [mark for mark, forms in written.items() if not any(form in text for form in forms)]


@given(households())
@ROUNDS
def test_nothing_hidden_leaves_the_hub_and_nothing_else_is_lost(household: Household) -> None:
    grounds = grounds_of(household)
    reply = reply_of(household, grounds)
    assert reply.protection is household.protection
    assert reply.lifted is None
    for text in in_messages(reply):
        shown = household.secret if household.protection is Skydd.INGET else set()
        assert found(household.secret, text) == shown
        assert lost(household, text) == []
        assert STRANGER.value not in text, "a relative who is not of the case"
    assert found(household.secret, "\n".join(logged(grounds, reply))) == set()


@given(households())
@settings(ROUNDS, max_examples=8)
def test_nothing_hidden_stands_on_a_page_and_everything_else_does(household: Household) -> None:
    if household.protection is Skydd.INGET:
        household = replace(household, told=Skydd.SKYDDAD)
    whole, *others = on_pages(reply_of(household, grounds_of(household)))
    for text in (whole, *others):
        assert found(household.secret, text) == set()
        assert STRANGER.value not in text
    assert lost(household, whole) == []


LIFTS = st.sampled_from(
    [Lift(SkyddLyft.BEHORIGHET_MED_SKAL, "Adressen behövs i ärendet."), Lift(SkyddLyft.UTSEDD_HANDLAGGARE)]
)


@given(households(), LIFTS)
@settings(ROUNDS, max_examples=25)
def test_where_it_is_lifted_the_answer_says_so_and_the_log_marks_it_and_holds_none_of_it(
    household: Household, lift: Lift
) -> None:
    grounds = grounds_of(household, lift)
    reply = reply_of(household, grounds)
    protected = household.protection is not Skydd.INGET
    assert reply.protection is household.protection
    assert answered(reply).skyddLyft == (lift.ground if protected else None)
    for text in in_messages(reply):
        assert found(household.secret, text) == household.secret
        assert STRANGER.value not in text, "it is lifted for the persons of the case"
    lines = logged(grounds, reply)
    assert found(household.secret, "\n".join(lines)) == set()
    concluded = [line for line in lines if "UPPSLAG_AVSLUTAT" in line]
    to_review = protected or lift.reason is not None
    assert {'"granskas":true' in line for line in concluded} <= {to_review}


@pytest.mark.parametrize("first", list(Protection))
@pytest.mark.parametrize("second", list(Protection))
def test_a_flag_that_changes_between_two_answers_of_one_question_covers_them_both(
    first: Protection, second: Protection
) -> None:
    came = {
        (0, "CSN", 1): outcome((0, "CSN", 1), "answered", first),
        (0, "CSN", 2): outcome((0, "CSN", 2), "answered", second),
        (0, "SKV", 0): outcome((0, "SKV", 0), "answered", Protection.SILENT),
    }
    said = {SAYS[flag] for flag in (first, second) if flag in SAYS}
    gravest = next((it for it in GRAVEST_FIRST if it in said), Skydd.INGET)
    for order in (came, {key: came[key] for key in reversed(came)}):
        household = Household((Skydd.INGET,), 1, order)
        reply = reply_of(household, grounds_of(household))
        assert reply.protection is gravest
        assert bool(found(household.secret, in_messages(reply)[0])) is (gravest is Skydd.INGET)


@pytest.mark.parametrize("source", sorted(registry().sources))
def test_what_is_hidden_would_be_seen_where_nobody_is_protected(source: str) -> None:
    """Else the tests above would find nothing however much leaked."""
    came = {(0, source, 0): outcome((0, source, 0), "answered", Protection.NONE)}
    household = Household((Skydd.INGET,), 1, came)
    (whole,) = household.whole
    assert (
        found(household.secret, in_messages(reply_of(household, grounds_of(household)))[0])
        == household.secret
    )
    assert bool(household.secret) is any(registry().whereabouts[it.namn] for it in whole.sections)
