"""Our element groups and LEFI's codes, both ways: we are asked in groups, LEFI is asked in codes.

A code stands in one of the six lists of the question, and a group may need several. That a code brings a
list of the answer is inferred: LEFI publishes the names of both, not which belongs to which.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

KINDS = (
    "formansinformation",
    "ansprak",
    "beslut",
    "preliminaraUtbetalningar",
    "utbetalningar",
    "ovrigInformation",
)
"""The lists of codes in the question, in its order; `avvikelser` in the answer has the same."""

SOURCES = ("FK", "PM")


class Wanted(NamedTuple):
    """One code in one list of the question: ("formansinformation", "FK:ABB")."""

    kind: str
    code: str


_CASES: Mapping[str, str] = {
    "aktivitetsstod": "FK:AS",
    "allmanPension": "FK:AP",
    "arbetsskada": "FK:EJO",
    "barnbidrag": "FK:ABB",
    "barnbidragsmottagare": "FK:MABB",
    "bostadsbidrag": "FK:BOB",
    "bostadstillagg": "FK:BTI",
    "foraldrapenning": "FK:FP",
    "forebyggandeSjukpenning": "FK:FSJP",
    "graviditetspenning": "FK:GP",
    "handikappersattning": "FK:HE",
    "merkostnadsersattning": "FK:MEK",
    "narstaendepenning": "FK:NP",
    "omvardnadsbidrag": "FK:OMV",
    "program": "FK:PROG",
    "programdagar": "FK:PJOB",
    "rehabiliteringsersattning": "FK:RBE",
    "sjukOchAktivitetsersattning": "FK:SA",
    "sjukpenning": "FK:SJP",
    "smittbararpenning": "FK:SBP",
    "tillfalligForaldrapenning": "FK:TFP",
    "totalforsvarsplikt": "FK:DPE",
    "underhallsstod": "FK:US",
    "vardbidrag": "FK:VB",
    "yrkesskada": "FK:YL",
}

_REGISTERED: Mapping[str, str] = {
    "programanvisningar": "FK:PANV",
    "sjukpenninggrundandeInkomst": "FK:SGI",
    "skatteuppgifter": "FK:SKUP",
    "studiemedelsaviseringar": "FK:STAV",
}

# What FK:BST and FK:ET stand for is not published. No case list is theirs, but what was paid is money.
_PAID = (*sorted(_CASES.values()), "FK:BST", "FK:ET")

_PENSIONS = ("PM:AP", "PM:BTI", "PM:EF")

_PERSON = (
    "namn",
    "fodelse",
    "civilstand",
    "medborgarskap",
    "folkbokforing",
    "adress",
    "arbetsstallen",
    "barn",
    "samhoriga",
)

CARRIES: Mapping[str, frozenset[Wanted]] = {
    **{
        f"socialforsakring.{name}": frozenset({Wanted("formansinformation", c)}) for name, c in _CASES.items()
    },
    **{
        f"socialforsakring.{name}": frozenset({Wanted("ovrigInformation", c)})
        for name, c in _REGISTERED.items()
    },
    # Payments are incomes: they are asked for whatever the benefit, also where its cases are not.
    **{
        f"socialforsakring.{kind}": frozenset(Wanted(kind, code) for code in _PAID)
        for kind in ("utbetalningar", "preliminaraUtbetalningar")
    },
    # One code brings all that is known of the person: it is asked for when any of it may be told.
    **{f"person.{name}": frozenset({Wanted("ovrigInformation", "FK:GEPI")}) for name in _PERSON},
    **{
        f"pension.{kind}": frozenset(Wanted(kind, code) for code in _PENSIONS)
        for kind in ("ansprak", "beslut", "utbetalningar", "preliminaraUtbetalningar")
    },
    "pension.levnadsintyg": frozenset({Wanted("ovrigInformation", "PM:LINT")}),
    "pension.pensionsbehallning": frozenset({Wanted("ovrigInformation", "PM:PBH")}),
    "pension.pensionsunderlag": frozenset({Wanted("ovrigInformation", "PM:PU")}),
}
"""Element group to what LEFI must be asked for it."""

UNASKED = frozenset(
    f"socialforsakring.{name}" for name in ("efterlevandepension", "intjanande", "levnadsintyg")
)
"""Groups that no known code asks for: what comes of them is carried, but nothing brings it."""


UNCARRIED = frozenset(Wanted("formansinformation", code) for code in ("FK:BST", "FK:ET"))
"""What may be asked for and brings no list that anybody knows: no group carries it."""


@lru_cache(maxsize=256)
def wanted_of(groups: frozenset[str]) -> frozenset[Wanted]:
    """What LEFI must be asked for these groups; nothing for a group that no code asks for."""
    return frozenset[Wanted]().union(*(CARRIES.get(group, frozenset()) for group in groups))


def groups_of(kind: str, code: str) -> frozenset[str]:
    """The groups that go without when LEFI leaves this code of this list out; none for a code nobody knows.

    `kind` is the list of the question, or of `avvikelser` in the answer; `code` like FK:ABB.
    """
    return _NEEDING.get(Wanted(kind, code), frozenset())


@lru_cache(maxsize=256)
def groups_in(codes: frozenset[Wanted]) -> frozenset[str]:
    """The groups that these codes ask for, wholly or in part: payments of one benefit are payments."""
    return frozenset[str]().union(*(groups_of(*wanted) for wanted in codes))


_NEEDING: Mapping[Wanted, frozenset[str]] = {
    wanted: frozenset(group for group, needs in CARRIES.items() if wanted in needs)
    for wanted in wanted_of(frozenset(CARRIES))
}
