"""Who asks, when a certificate is shown and no token: known for certain once the question names its board.

A certificate tells a client. Where a system asks for several boards of a municipality it is a client of each,
and `ingivare` in the question says for which.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import NoReturn

from starlette.requests import Request

from hub.api import certificates, counts
from hub.api.certificates import Certificate
from hub.api.hub import Hub
from hub.api.hub import of as hub_of
from hub.model.board import Board, BoardId, CertificateHolder
from hub.model.calendar import swedish_day
from hub.model.query import Caller
from hub.problems import NotAuthenticated, NotAuthorised

STRANGER = "KLIENT_EJ_UPPTAGEN"
"""The security event of a client that its board's file does not give the right it asks by."""

_TO_LIST = "Be förvaltaren av navet att ta upp den."


async def by_certificate(request: Request) -> tuple[Caller, ...]:
    """One for each board that lists the certificate shown; each may hold all that the board lets it.

    Raises NotAuthenticated, CertificateRefused, NotAuthorised and LogUnavailable.
    """
    presented = certificates.presented(request.scope)
    if presented is None:
        raise NotAuthenticated(
            "Skicka en åtkomstbiljett (Authorization: Bearer <biljett>) eller visa ett klientcertifikat."
        )
    hub = hub_of(request)
    now = hub.clock.now()
    certificate = certificates.valid(presented, now)
    listed = hub.certificates.get(certificate.fingerprint, ())
    if not listed:
        await _nobody(hub, certificate)
    today = swedish_day(now)
    held = [one for one in listed if _on(one, today)]
    if not held:
        await not_listed(hub, map(_caller, listed), _outside(listed, today))
    return tuple(map(_caller, held))


async def caller_for(
    request: Request, candidates: Collection[Caller], organisation_number: str, name: str
) -> Caller:
    """The candidate whose board a question's `ingivare` names; ten digits, and the name as it was sent.

    A name that means a board decides. One that means none does where the client is of one board only: systems
    write there what they like. Raises NotAuthorised and LogUnavailable.
    """
    hub = hub_of(request)
    fits = [one for one in candidates if one.board.organisation_number == organisation_number]
    if not fits:
        await not_listed(
            hub, candidates, f"Klienten är inte upptagen hos den organisation som ingivare anger. {_TO_LIST}"
        )
    named = _boards(hub.boards.values(), organisation_number, name)
    if named:
        fits = [one for one in fits if one.board in named]
    if not fits:
        await not_listed(
            hub, candidates, f"Klienten är inte upptagen hos den nämnd som ingivare anger. {_TO_LIST}"
        )
    if len(fits) > 1:
        await not_listed(
            hub,
            candidates,
            "Klienten frågar för flera nämnder, och ingivare.namn säger inte för vilken. Skriv där ett av "
            "namnen i nämndens fil.",
        )
    (caller,) = fits
    counts.of(request).of_board(request, caller.board)
    return caller


def _boards(boards: Iterable[Board], organisation_number: str, name: str) -> frozenset[BoardId]:
    """Those that a name means: no more than one where the file of the municipality tells them apart."""
    return frozenset(
        one.id for one in boards if one.id.organisation_number == organisation_number and one.called(name)
    )


async def not_listed(hub: Hub, callers: Iterable[Caller], detail: str) -> NoReturn:
    """Refuse with this detail, told in the log of each of these callers' boards: it must be looked into."""
    entries = []
    for caller in callers:
        served = caller.board if caller.board in hub.boards else None
        entries.append(await hub.log.security(served, STRANGER, caller.client_id))
    raise NotAuthorised(detail, grind=1, log_entries=entries)


async def _nobody(hub: Hub, certificate: Certificate) -> NoReturn:
    """The operator's to look into: an issuer that we believe vouches for whoever it is."""
    entry = await hub.log.security(None, STRANGER, certificate.as_printed)
    raise NotAuthorised(
        "Klientcertifikatet är inte upptaget i någon nämnds fil. Be förvaltaren av navet att ta upp det.",
        grind=1,
        log_entries=[entry],
    )


def _caller(holder: CertificateHolder) -> Caller:
    return Caller(holder.client.id, holder.board, holder.client.scopes)


def _on(holder: CertificateHolder, day: date) -> bool:
    listed = holder.listed
    return (listed.first is None or listed.first <= day) and (listed.last is None or day <= listed.last)


def _outside(listed: Iterable[CertificateHolder], day: date) -> str:
    if any(one.listed.first is not None and day < one.listed.first for one in listed):
        return "Klientcertifikatet får inte visas än, enligt nämndens fil. Visa det som gäller nu."
    return "Klientcertifikatet får inte visas längre, enligt nämndens fil. Visa det som har kommit efter det."
