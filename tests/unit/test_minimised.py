"""Whatever a source sends: does only what was asked for, and the agreement carries, leave the hub?"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.elements import leaves
from hub.model.decision import Allowed, Grant, PersonGrounds
from hub.model.outcome import Answered, Protection
from hub.model.reply import Reply
from messages import json_codec, xml_codec
from messages.koder import Skydd, UndanhallenOrsak
from messages.uppgifter import Kvitto
from tests.support.marked import Marks, marked
from tests.support.policy import NOW, TODAY
from tests.support.protected import Household, grounds_of, logged, registry, reply_of

ROUNDS = settings(deadline=None, max_examples=30, suppress_health_check=list(HealthCheck))


@st.composite
def selections(draw: st.DrawFn) -> tuple[str, frozenset[str], frozenset[str]]:
    """A source, the groups that its agreement carries, and those that were asked for."""
    source = draw(st.sampled_from(sorted(registry().sources)))
    groups = st.frozensets(st.sampled_from(sorted(registry().source(source).groups)), min_size=1)
    return source, draw(groups), draw(groups)


def answered(source: str, allowed: frozenset[str]) -> tuple[Answered, Marks]:
    """All that the source could ever send; secret is what stands in none of the allowed groups."""
    marks = Marks()
    names = registry().source(source).manifest.sections
    outside = {
        name: frozenset(it.path for it in leaves(registry().sections[name].model) if not it.whole & allowed)
        for name in names
    }
    told = replace(registry(), whereabouts=outside)
    sections = tuple(marked(told, name, marks) for name in names)
    return Answered(sections, Protection.SILENT, (), (), TODAY), marks


def granted(grounds: Allowed, agreed: frozenset[str], asked: frozenset[str]) -> Allowed:
    (person,) = grounds.persons
    (row,) = person.sources
    assert isinstance(row, Grant)
    agreement = replace(row.agreement, groups=agreed)
    grant = replace(row, agreement=agreement, groups=agreed & asked, beyond=asked - agreed)
    return replace(grounds, persons=(PersonGrounds(person.member, (grant,)),))


def in_messages(reply: Reply) -> tuple[str, str]:
    answer = reply.with_receipt(Kvitto(logg="logg", kontrollpunkt="1.x"), NOW)
    return json_codec.encode(answer).decode(), xml_codec.encode(answer).decode()


@given(selections())
@ROUNDS
def test_what_leaves_is_asked_for_and_allowed_and_all_of_that(
    selection: tuple[str, frozenset[str], frozenset[str]],
) -> None:
    source, agreed, asked = selection
    outcome, marks = answered(source, agreed & asked)
    household = Household((Skydd.INGET,), 1, {(0, source, 0): outcome})
    grounds = granted(grounds_of(household), agreed, asked)
    reply = reply_of(household, grounds)
    for text in in_messages(reply):
        assert not {mark for mark in marks.secret if mark in text}
        shown = marks.amounts | marks.dates | marks.codes
        assert all(mark in text for mark in shown) or not agreed & asked
    log = "\n".join(logged(grounds, reply))
    assert not {mark for mark in marks.secret | marks.amounts if mark in log}


@given(selections())
@ROUNDS
def test_what_is_withheld_is_told_with_its_cause_and_what_nobody_asked_for_is_not(
    selection: tuple[str, frozenset[str], frozenset[str]],
) -> None:
    source, agreed, asked = selection
    outcome, _ = answered(source, agreed & asked)
    household = Household((Skydd.INGET,), 1, {(0, source, 0): outcome})
    reply = reply_of(household, granted(grounds_of(household), agreed, asked))
    told = {row.grupp: row.orsak for row in reply.persons[0].kallor[0].undanhallna}
    assert told.keys() == registry().source(source).groups - agreed
    for group, cause in told.items():
        carried = group in registry().statutes
        assert cause is (UndanhallenOrsak.AVTAL if carried else UndanhallenOrsak.SAKNAR_STOD)
