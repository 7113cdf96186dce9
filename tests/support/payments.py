"""Payments of the five sources, built by hand: each source's section with what matters for income items."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from messages.arbetsloshetsersattning import Akassa, Arbetsloshetsersattning, Ersattningsutbetalning
from messages.beskattning import Beskattning, Skattekontoutbetalning
from messages.delar import KodText, Period
from messages.forsakringsuppgifter import Forsakringsutbetalning
from messages.pension import Pension, Pensionsutbetalning, Pensionsutbetalningsrad
from messages.socialforsakring import Socialforsakring
from messages.studiestod import Studiestod, Studiestodsarende, Studieutbetalning, Utbetaldtid

FK_PAYS, PM_PAYS = (
    KodText(kod="1001", text="Försäkringskassan"),
    KodText(kod="1003", text="Pensionsmyndigheten"),
)


def day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)


def amount(written: str | None) -> Decimal | None:
    return None if written is None else Decimal(written)


def time(written: str) -> Period:
    """`2026-10-01/2026-10-31`."""
    first, _, last = written.partition("/")
    return Period(from_=day(first), tom=day(last))


def code(written: str) -> KodText:
    """`ABB Barnbidrag`: the first word is the code."""
    kod, _, text = written.partition(" ")
    return KodText(kod=kod, text=text)


# ---------------------------------------------------------------- Försäkringskassan


def fk(benefit: str, net: str | None, paid: str | None, **more: Any) -> Forsakringsutbetalning:
    return Forsakringsutbetalning(
        id="u1", formansfamilj=code(benefit), netto=amount(net), utbetalningsdag=day(paid), **more
    )


def insurance(
    *made: Forsakringsutbetalning, coming: tuple[Forsakringsutbetalning, ...] = ()
) -> Socialforsakring:
    return Socialforsakring(utbetalningar=list(made), preliminaraUtbetalningar=list(coming))


# ---------------------------------------------------------------- Pensionsmyndigheten


def pm(kinds: str, net: str | None, paid: str | None, **more: Any) -> Pensionsutbetalning:
    """`PM:AP PM:IP`: the group and the types of the amounts in it."""
    group, *types = kinds.split()
    rows = [
        Pensionsutbetalningsrad(
            formansgrupp=KodText(kod=group, text=f"Grupp {group}"),
            beloppstyp=KodText(kod=kind, text=f"Typ {kind}"),
        )
        for kind in types
    ]
    return Pensionsutbetalning(id="u1", netto=amount(net), utbetalningsdag=day(paid), rader=rows, **more)


def pension(*made: Pensionsutbetalning, coming: tuple[Pensionsutbetalning, ...] = ()) -> Pension:
    return Pension(utbetalningar=list(made), preliminaraUtbetalningar=list(coming))


# ---------------------------------------------------------------- CSN, a-kassorna, Skatteverket


def csn(
    total: str | None, paid: str | None, weeks: str = "", *, state: str = "Utbetald"
) -> Studieutbetalning:
    times = [Utbetaldtid(period=time(weeks))] if weeks else []
    status = KodText(kod=state.upper(), text=state) if state else None
    return Studieutbetalning(
        id="u1", utbetalningsdag=day(paid), status=status, tider=times, totalbelopp=amount(total)
    )


def studies(support: str, *payments: Studieutbetalning, form: str | None = None) -> Studiestod:
    """`STUDIEHJALP Studiehjälp` with a form of CSN's own, `GRUND Studiebidrag`."""
    case = Studiestodsarende(
        id="u0", stod=code(support), stodform=code(form) if form else None, utbetalningar=list(payments)
    )
    return Studiestod(arenden=[case])


def so(after_tax: str | None, paid: str | None, left: str | None = None) -> Ersattningsutbetalning:
    return Ersattningsutbetalning(
        id="u1", utbetalningsdag=day(paid), nettoEfterSkatt=amount(after_tax), nettoEfterAvdrag=amount(left)
    )


def fund(*payments: Ersattningsutbetalning) -> Arbetsloshetsersattning:
    return Arbetsloshetsersattning(akassor=[Akassa(id="u0", utbetalningar=list(payments))])


def skv(paid_out: str | None, booked: str | None) -> Skattekontoutbetalning:
    return Skattekontoutbetalning(id="u1", belopp=amount(paid_out), bokforingsdag=day(booked))


def account(*payouts: Skattekontoutbetalning) -> Beskattning:
    return Beskattning(skattekontoutbetalningar=list(payouts))
