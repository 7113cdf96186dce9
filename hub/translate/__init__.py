"""From what came back to one reply. Pure: no clock, no network, no log.

interpret.py  one payload to an outcome, about the right person
compose.py    outcomes to one reply: minimised, in the order asked
complete.py   until when a source can know all
protect.py    the effective protection of the whole answer
incomes.py    payments as income items
signals.py    what a caseworker should notice in all that
known.py      how the items differ from those that the asker has (known_pairs.py: which is which)
faults.py     faults as callers read them
"""

from hub.translate.compose import compose
from hub.translate.interpret import interpret
from hub.translate.signals import Asked

__all__ = ["Asked", "compose", "interpret"]
