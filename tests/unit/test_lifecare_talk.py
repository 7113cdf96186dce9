"""Lifecare asked page by page: a permit for each call, and what is wrong is an error, never no case."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.lifecare.adapter import MOST_PAGES, case_facts
from hub.adapter import Response, SourceError, SourceMalformed, SourceRefused, SourceUnavailable, WrongPerson
from tests.support.lifecare import (
    PARTNER,
    PERSON,
    RESOURCES,
    Permits,
    Row,
    Shelf,
    actualisation,
    case_ask,
    investigation,
    member,
    ok,
    own,
    page,
    service,
    shelf,
    told,
)


async def failed(answers: Shelf, **changes: str) -> SourceError:
    with pytest.raises(SourceError) as caught:
        await told(answers, **changes)
    return caught.value


async def test_each_call_has_a_permit_of_its_own_and_the_contracts_form() -> None:
    permits, answers = Permits(), shelf([service()])
    await case_facts(case_ask(keyServices="annan nyckel"), permits, answers)
    assert permits.asked == RESOURCES
    assert all(permit.used for permit in permits.given)
    first, second = answers.sent[:2]
    path, _, query = first.url.partition("?")
    assert path == "http://127.0.0.1:1/WESE.FC.Api.FC/apifc/v1/Services"
    assert query == (
        f"personId={PERSON.value}&startDate=1900-01-01T00%3A00%3A00&endDate=2026-11-21T23%3A59%3A59"
        "&pageSize=100&pageNr=0&ascending=true&domain=2281&key=annan+nyckel"
    )
    assert first.headers["X-API-Key"] == "annan nyckel"
    assert second.headers["X-API-Key"] == "nyckel-personbaserad"
    assert {request.method for request in answers.sent} == {"GET"}


async def test_pages_are_read_until_all_records_are_there() -> None:
    pages: list[Any] = [page(service(Id=1), service(Id=2), total=3), page(service(Id=3), total=3)]
    permits = Permits()
    cases = await case_facts(case_ask(pageSize="2"), permits, shelf(Services=pages))
    assert [case.case_id for case in cases] == ["insats-1", "insats-2", "insats-3"]
    assert permits.asked.count("Services") == 2


async def test_without_a_count_a_short_page_is_the_last() -> None:
    def bare(*rows: Row) -> Row:
        return {"Result": [*rows]}

    pages: list[Any] = [bare(service(Id=1), service(Id=2)), bare()]
    assert len(await told(shelf(Services=pages), pageSize="2")) == 2
    assert isinstance(
        await failed(shelf(Services=[bare(service(), service(Id=2))]), pageSize="1"), SourceError
    )


@pytest.mark.parametrize(
    "pages",
    [
        pytest.param([page(service(Id=1), total=2)], id="the same page again"),
        pytest.param([page(service(Id=1), total=2), page(total=2)], id="fewer than told"),
        pytest.param([page(service(Id=1), service(Id=2), total=1)], id="more than told"),
        pytest.param([page(service(), service())], id="a record twice"),
        pytest.param([page(service(Id=n), total=999) for n in range(1, MOST_PAGES + 2)], id="no end"),
    ],
)
async def test_pages_that_do_not_add_up_are_unreadable(pages: list[Any]) -> None:
    answers = shelf(Services=pages)
    assert isinstance(await failed(answers), SourceMalformed)
    assert len(answers.sent) <= MOST_PAGES


async def test_a_key_that_sees_nobody_is_never_no_case() -> None:
    """A key licensed for something else may be answered with empty lists and no error."""
    gone = Response(404, {"content-type": "application/json"}, b'{"Message":"Not found"}')
    error = await failed(shelf(person=gone))
    assert (type(error), error.code) == (SourceRefused, "PERSONEN_SYNS_INTE")


@pytest.mark.parametrize("resource", RESOURCES)
@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (Response(401, {}, b""), SourceRefused),
        (Response(503, {}, b""), SourceUnavailable),
        (Response(400, {}, b""), SourceRefused),
        (Response(200, {"content-type": "text/html"}, b"<html>"), SourceMalformed),
        (ok(b'{"Result": [], "Result": []}'), SourceMalformed),
        (ok(b'{"Result": ['), SourceMalformed),
        (ok(b"[" * 10_000), SourceMalformed),
        (ok({}), SourceMalformed),
        (ok({"Result": [1]}), SourceMalformed),
        (SourceUnavailable("KALLA_TIDSGRANS", "Mottagaren svarade inte i tid."), SourceUnavailable),
    ],
)
async def test_one_resource_that_fails_is_enough(resource: str, answer: Any, kind: type[SourceError]) -> None:
    error = await failed(shelf([service()], **{resource: [answer]}))
    assert isinstance(error, kind)
    assert PERSON.value not in str(error)


@pytest.mark.parametrize(
    "answers",
    [
        shelf([service(ServicePersonDTOs=[member(PARTNER)])]),
        shelf(investigations=[investigation(InvestigationPersonDTOs=[member(PARTNER)], ToDate="2020-01-01")]),
        shelf(actualisations=[actualisation(PersonId=PARTNER.value)]),
        shelf(actualisations=[actualisation(PersonId=None)]),
        shelf(person=own(PersonId=PARTNER.value)),
        shelf(person=own(PersonId=PERSON.value[2:])),
    ],
)
async def test_another_person_in_the_answer_is_discovered(answers: Shelf) -> None:
    assert isinstance(await failed(answers), WrongPerson)


@pytest.mark.parametrize(
    "answers",
    [
        shelf([service(StartDate=None)]),
        shelf([service(StartDate="i fjol")]),
        shelf([service(EndDate="2026-13-01T00:00:00")]),
        shelf([service(EndDate="0001-01-01T00:00:00Z")]),
        shelf([service(EndDate="2026-08-31T00:00:00")]),
        shelf([service(EndDate=20261231)]),
        shelf([service(Id="901")]),
        shelf([service(Id=0)]),
        shelf([service(Id=True)]),
        shelf([service(Type=None)]),
        shelf([service(ServicePersonDTOs=None)]),
        shelf([service(ServicePersonDTOs=[PERSON.value])]),
        shelf([service(ServicePersonDTOs=[member(PERSON), member(PERSON)])]),
        shelf(actualisations=[actualisation(Date=None)]),
        shelf(actualisations=[actualisation(Status=None)]),
        shelf(actualisations=[actualisation(Status="Vilande")]),
        shelf(actualisations=[actualisation(DecisionId=[])]),
    ],
)
async def test_what_cannot_be_told_is_no_answer(answers: Shelf) -> None:
    error = await failed(answers)
    assert isinstance(error, SourceMalformed)
    assert not isinstance(error, WrongPerson)


@pytest.mark.parametrize("missing", ["url", "domain", "key", "pageSize"])
async def test_without_its_settings_nothing_is_sent(missing: str) -> None:
    answers, permits = shelf(), Permits()
    with pytest.raises(SourceUnavailable, match=missing):
        await case_facts(case_ask(**{missing: ""}), permits, answers)
    assert not answers.sent
    assert not permits.asked
