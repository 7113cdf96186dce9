"""Gate 5: the period is current and limited, and what is asked for exists.

What depends on an agreement (longest period, horizon, how far back) is judged in `ground.py`, for the
sources that would otherwise be asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from hub.model.query import Facts, Query
from hub.policy.laws import LIMITED
from hub.policy.rule import Gate
from hub.problems import BadPeriod, MalformedQuestion, Pointer, UnknownSource


def _in_future(query: Query, facts: Facts) -> Iterator[Pointer]:
    question = query.question
    periods = [("/period", question.period)]
    periods += [(f"/urval/{n}/period", row.period) for n, row in enumerate(question.urval) if row.period]
    for place, period in periods:
        if period.from_ > facts.today:
            yield Pointer(f"{place}/from", f"Börjar efter i dag, {facts.today}.")


def _wider_than_question(query: Query, _facts: Facts) -> Iterator[Pointer]:
    whole = query.question.period
    for place, row in enumerate(query.question.urval):
        if row.period and (row.period.from_ < whole.from_ or row.period.tom > whole.tom):
            yield Pointer(f"/urval/{place}/period", f"Ligger inte inom {whole.from_} - {whole.tom}.")


def _unknown_source(query: Query, facts: Facts) -> Iterator[Pointer]:
    for place, row in enumerate(query.question.urval):
        if row.kalla not in facts.sources:
            yield Pointer(f"/urval/{place}/kalla", f"Okänd källa.{_nearest(row.kalla, facts.sources)}")


def _unknown_group(query: Query, facts: Facts) -> Iterator[Pointer]:
    for place, row in enumerate(query.question.urval):
        if not row.uppgifter:
            continue
        groups = known_groups(row.kalla, facts)
        for spot, group in enumerate(row.uppgifter):
            if groups and group not in groups:
                where = f"/urval/{place}/uppgifter/{spot}"
                yield Pointer(where, f"Uppgiftsgruppen finns inte hos {row.kalla}.{_nearest(group, groups)}")


def known_groups(source: str, facts: Facts) -> frozenset[str]:
    """All element groups of a source: its adapter's, or the agreements' where the adapter tells none.

    Empty for a source that neither describes; then no group of it can be called unknown.
    """
    named = facts.groups.get(source)
    if named:
        return named
    return frozenset().union(*(version.groups for version in facts.agreements.get(source, ())))


def _nearest(given: str, known: frozenset[str]) -> str:
    close = get_close_matches(given, sorted(known), n=1, cutoff=0.4)
    return f" Närmast: {close[0]}." if close else ""


PERIOD_BEGUN = Gate(
    5,
    "paborjad-period",
    LIMITED,
    BadPeriod,
    "Perioden börjar i framtiden. Fråga om en period som har börjat.",
    _in_future,
)
PERIOD_NARROWED = Gate(
    5,
    "delperiod",
    LIMITED,
    BadPeriod,
    "En källas period går utanför frågans. Gör källans period snävare, eller frågans längre.",
    _wider_than_question,
)
SOURCE_KNOWN = Gate(
    5,
    "kand-kalla",
    LIMITED,
    UnknownSource,
    "En källa i urval finns inte. Ange en som finns; GET kallor visar vilka.",
    _unknown_source,
)
GROUPS_KNOWN = Gate(
    5,
    "kanda-uppgifter",
    LIMITED,
    MalformedQuestion,
    "En uppgiftsgrupp i urval finns inte. Begär en som källan har; GET kallor/{id} visar vilka.",
    _unknown_group,
)
