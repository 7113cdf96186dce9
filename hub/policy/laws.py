"""The laws behind the five gates, by the day they are cited. Source: facts checked in 2026-04."""

from __future__ import annotations

from datetime import date

from hub.policy.rule import Law

_NEW_ACT = date(2025, 7, 1)
_OLD_ACT_ENDS = date(2025, 6, 30)

CONTROLLER = (
    Law("11 § förordningen (2001:637) om behandling av personuppgifter inom socialtjänsten"),
    Law("8 kap. 1-2 §§ och 26 kap. 1 § offentlighets- och sekretesslagen (2009:400)"),
)
"""The controller is each nämnd; boards of one municipality are kept apart by secrecy."""

ACCESS = (Law("6-7 a och 10 §§ lagen (2001:454) om behandling av personuppgifter inom socialtjänsten"),)
"""Access is decided, limited to what the work needs, and documented."""

ONGOING_CASE = (
    Law("11 kap. 11-11 b §§ socialtjänstlagen (2001:453)", last=_OLD_ACT_ENDS),
    Law("15 kap. 10-12 §§ socialtjänstlagen (2025:400)", first=_NEW_ACT),
    Law("13 § studiestödsdataförordningen (2009:321)"),
    Law("12 § lagen (2002:546) och 16 § förordningen (2002:623)"),
)
"""The duty to tell a social board, and the condition of direktåtkomst: persons "aktuella i ärenden"."""

LIMITED = (
    Law("artikel 5.1 b och c i dataskyddsförordningen (EU) 2016/679"),
    Law("6-7 a §§ lagen (2001:454) om behandling av personuppgifter inom socialtjänsten"),
)
"""Purpose and minimisation: no more than the case needs, for no longer time."""

BY_GATE = {1: CONTROLLER, 2: ACCESS, 3: ONGOING_CASE, 4: ONGOING_CASE, 5: LIMITED}
