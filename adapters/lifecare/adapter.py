"""Lifecare asked whether a person is in an ongoing case: four resources, page by page, one call at a time.

Its contract puts the personal number and the key in the address. No log line, no error and no trace of ours
holds an address.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from adapters.lifecare import cases, reading
from adapters.lifecare.faults import SIDE, of_status
from adapters.lifecare.reading import Row
from hub.adapter import Request, SourceMalformed, SourceUnavailable, Transport
from hub.case_system import CaseAsk, CaseEvidence, CasePermits

BASE = "/WESE.FC.Api.FC/apifc/v1"
FIRST_DAY = "1900-01-01"
"""Records are asked for since then: a case that is open today may have begun at any time."""
MOST_PAGES = 50
MOST_BYTES = 4_000_000


async def case_facts(ask: CaseAsk, permits: CasePermits, transport: Transport) -> tuple[CaseEvidence, ...]:
    """See `hub.case_system.AsksCases`.

    The person's own record is asked for too. It holds the protection, and it shows that the key sees the
    person at all: a key that is licensed for something else may be answered with empty lists and no error.
    """
    talk = _Talk(ask, permits, transport, _Access.of(ask.settings))
    told = cases.Told(
        services=await talk.all_of("Services"),
        investigations=await talk.all_of("Investigations"),
        actualisations=await talk.all_of("Actualisations"),
        person=await talk.get("Persons", {}),
    )
    return cases.ongoing(ask, told)


@dataclass(frozen=True, slots=True)
class _Access:
    """The settings that the calls need. Raises SourceUnavailable where one is missing: nothing is sent."""

    url: str
    domain: str
    keys: Mapping[str, str] = field(repr=False)
    page_size: int
    credentials: str | None

    @classmethod
    def of(cls, settings: Mapping[str, str]) -> _Access:
        for name in ("url", "domain", "key"):
            if not settings.get(name):
                raise SIDE.setting_missing(name)
        size = settings.get("pageSize", "")
        if not (size.isascii() and size.isdigit() and 1 <= int(size) <= 1000):
            raise SIDE.setting_missing("pageSize")
        keys = {
            resource: settings.get(f"key{resource}") or settings["key"]
            for resource in ("Services", "Investigations", "Actualisations", "Persons")
        }
        url = settings["url"].rstrip("/")
        return cls(url, settings["domain"], keys, int(size), settings.get("credentials") or None)

    def request(self, resource: str, about: Mapping[str, str]) -> Request:
        key = self.keys[resource]
        query = urlencode({**about, "domain": self.domain, "key": key})
        return Request(
            "GET",
            f"{self.url}{BASE}/{resource}?{query}",
            {"Accept": "application/json", "X-API-Key": key},
            max_bytes=MOST_BYTES,
            credentials=self.credentials,
        )


@dataclass(frozen=True, slots=True)
class _Talk:
    ask: CaseAsk
    permits: CasePermits
    transport: Transport
    access: _Access

    async def all_of(self, resource: str) -> list[Row]:
        """Every record of the person, none of them twice. Raises SourceError."""
        found: list[Row] = []
        for number in range(MOST_PAGES):
            page = reading.page(await self.get(resource, self._window(number)), resource)
            found += page.rows
            ids = [reading.number(row, "Id", resource) for row in found]
            if len(set(ids)) < len(ids):
                raise SIDE.unreadable(f"{resource} har en post två gånger")
            if self._is_last(page, len(found), resource):
                return found
        raise SIDE.unreadable(f"{resource} har för många sidor")

    def _window(self, number: int) -> Mapping[str, str]:
        """The whole of the past. Dates need a time of day, and seconds; pages are counted from 0."""
        return {
            "startDate": f"{FIRST_DAY}T00:00:00",
            "endDate": f"{self.ask.today.isoformat()}T23:59:59",
            "pageSize": str(self.access.page_size),
            "pageNr": str(number),
            "ascending": "true",
        }

    def _is_last(self, page: reading.Page, so_far: int, resource: str) -> bool:
        """By the number of records in all where it is told, else a page that is not full."""
        if page.total is None:
            if len(page.rows) > self.access.page_size:
                raise SIDE.unreadable(f"{resource} har fler poster på en sida än som begärdes")
            return len(page.rows) < self.access.page_size
        if so_far > page.total or (so_far < page.total and not page.rows):
            raise SIDE.unreadable(f"{resource} har inte så många poster som det säger")
        return so_far == page.total

    async def get(self, resource: str, how: Mapping[str, str]) -> Row:
        """One call, with a permit of its own."""
        request = self.access.request(resource, {"personId": self.ask.person.value, **how})
        permit = await self.permits.next(resource)
        try:
            response = await self.transport.send(request, permit)
        except (SourceUnavailable, SourceMalformed) as error:
            raise SIDE.of_transport(error) from None
        if response.status != 200:
            raise of_status(resource, response)
        return reading.document(response.body, response.headers.get("content-type", ""))
