"""May we ask? Pure: `decide(rules, query, facts)`. No clock, no network, no log.

Beside the verb: `suffices` (is what is known of the case enough?) and `refused_anyhow` (would the question be
refused whatever a case system said?), by which `hub.facts` knows whether to ask one; `may_match`,
`with_caseworker` and `ongoing`, by which `hub.by_person` finds the case of a question that names none.

rule.py     what a rule is: gate, law with dates, sentence, places
combine.py  AllOf, and the bypass that production cannot build
asker.py    gates 1 and 2: the board and who asks
case.py     gates 3 and 4: the case and its household
evidence.py which of several facts about a case counts, and what they say of its persons together
asked.py    gate 5: the period, and what is asked for
matching.py gate 3 for a client that names no real case yet: the one ongoing case of the person, until a day
limits.py   how long and how far a period may be
laws.py     the references that rules cite
terms.py    what one agreement says to one source, term by term
ground.py   all sources for all persons
decide.py   the verbs
"""

from hub.policy.combine import AllOf, UnsafeAllowAll
from hub.policy.decide import decide, five_gates, ongoing, refused_anyhow, suffices
from hub.policy.matching import may_match, with_caseworker
from hub.policy.rule import Gate, Law, Rule

__all__ = [
    "AllOf",
    "Gate",
    "Law",
    "Rule",
    "UnsafeAllowAll",
    "decide",
    "five_gates",
    "may_match",
    "ongoing",
    "refused_anyhow",
    "suffices",
    "with_caseworker",
]
