"""Does a look-up through SSBTEK hold over real HTTP, and does the simulator answer as the service does?"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import trustme

from adapters.ssbtek.simulator import build
from hub.adapter import Payload, SourceError, SourceMalformed, SourceRefused, SourceUnavailable, WrongPerson
from hub.simulators import discovery
from hub.simulators.faults import Fault, FaultKind, Switches
from hub.simulators.personas import MAN, number_of
from hub.simulators.server import Tls, running
from hub.stores.transport import ClientCertificate
from messages.koder import Led
from messages.wire.ssbtek import (
    VERSIONS,
    Svar,
    Tidsperiod,
    read_answer,
    write_question,
)
from messages.wire.ssbtek import (
    Fault as SoapFault,
)
from tests.support.ssbtek import (
    AGENCIES,
    SMALL_PARTS,
    STUDENT,
    WORLD,
    Bench,
    SmallPart,
    ask,
    body_of,
    question,
    schema,
    simulated,
)

BOTH = pytest.mark.parametrize("version", ["10", "11"])


@pytest.fixture(scope="module")
def served() -> Iterator[Bench]:
    switches = Switches()
    with running(build(WORLD, SMALL_PARTS, switches)) as base_url:
        yield Bench(base_url, switches)


@pytest.fixture
def bench(served: Bench) -> Bench:
    served.switches.clear()
    return served


def documents(fetched: Any) -> dict[str, bytes]:
    return {source: part.content for source, part in fetched.items() if isinstance(part, Payload)}


async def error_of(bench: Bench, **given: Any) -> SourceError:
    with pytest.raises(SourceError) as raised:
        await bench.fetch(**given)
    return raised.value


@BOTH
async def test_seven_agencies_answer_about_the_person_asked(bench: Bench, version: str) -> None:
    for path in ("/", "/ssbtek", f"/ssbtek/{version}"):
        fetched = await bench.fetch(ask(*AGENCIES, version=version), path=path)
        assert set(documents(fetched)) == set(AGENCIES)
        assert all(STUDENT.number.value.encode() in content for content in documents(fetched).values())


@BOTH
async def test_what_the_simulator_says_validates(version: str) -> None:
    asked = question(version, *AGENCIES, fraganSkallInkluderasISvaret=True)
    async with simulated(*discovery.parts()) as bench:
        bench.set(Fault(FaultKind.DELFEL, kalla="TNS", antal=1))
        response = await bench.post(write_question(VERSIONS[version], asked))
    assert response.headers["content-type"] == "text/xml; charset=utf-8"
    schema(version).assertValid(body_of(response.content))
    read = read_answer(response.content, VERSIONS[version])
    assert isinstance(read, Svar)
    assert read.fragadPerson == STUDENT.number.value
    assert read.korrelationsid == asked.generella.korrelationsid


async def test_agencies_not_asked_for_are_absent(bench: Bench) -> None:
    response = await bench.post(write_question(VERSIONS["11"], question("11", "CSN", "TNS")))
    read = read_answer(response.content, VERSIONS["11"])
    assert isinstance(read, Svar)
    assert set(read.delar) == {"CSN", "TNS"}


async def test_an_agency_without_a_part_answers_error_ssbt() -> None:
    async with simulated(SmallPart("CSN")) as bench:
        fetched = await bench.fetch(ask("CSN", "AF"))
        missing = fetched["AF"]
        assert isinstance(missing, SourceUnavailable)
        assert missing.led is Led.FORMEDLARE
        states = await bench.ping()
        assert states["CSN"] is None
        assert isinstance(states["AF"], SourceUnavailable)


async def test_a_person_outside_the_world_is_still_a_question(bench: Bench) -> None:
    stranger = number_of(date(1984, 1, 3), MAN)
    fetched = await bench.fetch(ask("CSN", person=stranger))
    assert stranger.value.encode() in documents(fetched)["CSN"]


# ------------------------------------------------------------ wrongly formed questions


REVERSED = Tidsperiod(date(2026, 10, 31), date(2026, 8, 1))


@pytest.mark.parametrize(
    "asked",
    [
        question("11", "CSN", lagtext=""),
        question("11", "CSN", syfte=" "),
        question("11", "CSN", arendeidentitet=" "),
        question("11", "CSN", tidsperiod=REVERSED),
    ],
    ids=["lagtext", "syfte", "arendeidentitet", "period"],
)
async def test_what_the_schema_allows_and_the_service_does_not(bench: Bench, asked: Any) -> None:
    await _internal_error(bench, write_question(VERSIONS["11"], asked))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"integration/ssbt/11", b"integration/ssbt/12"),
        (b'<s:AF inkludera="false"/>', b""),
        (b"EB-2026-001234", b""),
        (b"<s:fraga>", b"<!--"),
        (b"</soap:Body>", b""),
        (b"2026-08-01", b"i augusti"),
    ],
    ids=["namespace", "agency", "case", "block", "envelope", "date"],
)
async def test_a_wrongly_formed_question_gets_one_generic_fault(bench: Bench, old: bytes, new: bytes) -> None:
    body = write_question(VERSIONS["11"], question("11", "CSN", "SKV"))
    if new == b"<!--":
        body = body[: body.index(b"<s:fraga>")] + body[body.index(b"</s:fraga>") + len(b"</s:fraga>") :]
    else:
        assert old in body
        body = body.replace(old, new)
    await _internal_error(bench, body)


async def test_the_address_of_one_version_does_not_take_another(bench: Bench) -> None:
    await _internal_error(bench, write_question(VERSIONS["10"], question("10", "CSN")), "/ssbtek/11")
    error = await error_of(bench, asked=ask(version="10"), path="/ssbtek/11")
    assert (error.code, error.led) == ("FORMEDLARE_FEL", Led.FORMEDLARE)


async def _internal_error(bench: Bench, body: bytes, path: str = "/ssbtek") -> None:
    response = await bench.post(body, path)
    assert response.status_code == 500
    read = read_answer(response.content, VERSIONS["11"])
    assert isinstance(read, SoapFault)
    assert read.text == "Internal error"


# ------------------------------------------------------------ faults on request


@pytest.mark.parametrize(
    ("fault", "kind", "code"),
    [
        (Fault(FaultKind.AVBRUTEN), SourceUnavailable, "NATVERK_AVBROTT"),
        (Fault(FaultKind.HALV), SourceUnavailable, "NATVERK_AVBROTT"),
        (Fault(FaultKind.HTTP_STATUS, status=503), SourceUnavailable, "FORMEDLARE_DRIFTSTORNING"),
        (Fault(FaultKind.HTTP_STATUS, status=403), SourceRefused, "FORMEDLARE_BEHORIGHET"),
        (Fault(FaultKind.HTTP_STATUS, status=302), SourceMalformed, "FORMEDLARE_HANVISNING"),
        (Fault(FaultKind.HTML), SourceMalformed, "SVAR_EJ_LASBART"),
        (Fault(FaultKind.TOM), SourceMalformed, "SVAR_EJ_LASBART"),
        (Fault(FaultKind.JATTE), SourceMalformed, "SVAR_FOR_STORT"),
        (Fault(FaultKind.ANNAN_FRAGA), WrongPerson, "FEL_PERSON"),
        (Fault(FaultKind.ANNAN_KORRELATION), SourceMalformed, "FEL_KORRELATION"),
        (Fault(FaultKind.SOAP_FEL), SourceUnavailable, "FORMEDLARE_FEL"),
        (Fault(FaultKind.FEL_NAMNRYMD), SourceMalformed, "SVAR_EJ_LASBART"),
        (Fault(FaultKind.DOCTYPE), SourceMalformed, "SVAR_EJ_LASBART"),
    ],
    ids=lambda it: it.fel.value + str(it.status) if isinstance(it, Fault) else "",
)
async def test_a_fault_of_the_whole_call(
    bench: Bench, fault: Fault, kind: type[SourceError], code: str
) -> None:
    bench.set(fault)
    error = await error_of(bench, asked=ask("CSN", "AF"))
    assert type(error) is kind
    assert error.code == code
    assert error.led in {Led.FORMEDLARE, Led.NATVERK}


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (FaultKind.DELFEL, "KALLA_FEL"),
        (FaultKind.DEL_SAKNAS, "SVAR_SAKNAS"),
        (FaultKind.DATA_OCH_FEL, "SVAR_EJ_LASBART"),
        (FaultKind.TRASIG_BASE64, "SVAR_EJ_LASBART"),
        (FaultKind.TRASIG_DEL, "SVAR_EJ_LASBART"),
        (FaultKind.DJUP, "SVAR_EJ_LASBART"),
    ],
)
async def test_a_fault_of_one_agency_costs_that_agency(bench: Bench, kind: FaultKind, code: str) -> None:
    bench.set(Fault(kind, kalla="CSN"))
    fetched = await bench.fetch(ask(*AGENCIES))
    broken = fetched["CSN"]
    assert isinstance(broken, SourceError)
    assert broken.code == code
    assert set(documents(fetched)) == set(AGENCIES) - {"CSN"}


async def test_another_persons_data_come_in_the_part_that_was_told_to(bench: Bench) -> None:
    bench.set(Fault(FaultKind.ANNAN_PERSON, kalla="CSN"))
    fetched = documents(await bench.fetch(ask("CSN", "SO")))
    assert STUDENT.number.value.encode() not in fetched["CSN"]
    assert any(one.number.value.encode() in fetched["CSN"] for one in WORLD.personas.values())
    assert STUDENT.number.value.encode() in fetched["SO"]


async def test_uninvited_answers_are_thrown_away(bench: Bench) -> None:
    bench.set(Fault(FaultKind.OMBEDD_INTE))
    fetched = await bench.fetch(ask("CSN"))
    payload = fetched["CSN"]
    assert set(fetched) == {"CSN"}
    assert isinstance(payload, Payload)
    assert {odd.kod for odd in payload.deviations} == {"EJ_TILLFRAGAD_KALLA"}


async def test_slow_is_late_and_silent_is_never(bench: Bench) -> None:
    bench.set(Fault(FaultKind.LANGSAM, sekunder=0.3, antal=1))
    started = time.monotonic()
    assert documents(await bench.fetch())
    assert time.monotonic() - started >= 0.3
    bench.set(Fault(FaultKind.TYST, antal=1))
    error = await error_of(bench, seconds=0.3)
    assert isinstance(error, SourceUnavailable)
    assert error.led is Led.FORMEDLARE
    assert documents(await bench.fetch())


async def test_a_fault_can_hold_for_one_person_or_a_number_of_times(bench: Bench) -> None:
    bench.set(Fault(FaultKind.HTML, persona="pensionar"))
    bench.set(Fault(FaultKind.TOM, persona="student", antal=2))
    await error_of(bench)
    await error_of(bench)
    assert documents(await bench.fetch())
    await error_of(bench, asked=ask(persona=WORLD.personas["pensionar"]))


async def test_switches_and_questions_over_http(bench: Bench) -> None:
    given = {"fel": "DELFEL", "kalla": "CSN", "felkod": "-1005", "persona": "student"}
    response = await bench.post(str(given).replace("'", '"').encode(), "/_sim/fel")
    assert [one["felkod"] for one in response.json()] == ["-1005"]
    fetched = await bench.fetch()
    assert isinstance(fetched["CSN"], SourceRefused)
    received = (await bench.get("/_sim/fragor"))[-1]
    assert received["sokvag"] == "/ssbtek"
    assert received["rubriker"]["soapaction"] == '""'
    assert "<s:arendeidentitet>EB-2026-001234</s:arendeidentitet>" in received["kropp"]
    for wrong in (b'{"fel": "NONSENS"}', b'{"okant": 1}', b"[]", b"{"):
        assert (await bench.post(wrong, "/_sim/fel")).status_code == 422


async def test_ping_and_a_service_that_is_down(bench: Bench) -> None:
    for version in VERSIONS:
        assert await bench.ping(version) == dict.fromkeys(AGENCIES)
    bench.set(Fault(FaultKind.DELFEL, kalla="CSN", felkalla="SSBT", felkod="TIMEOUT", antal=1))
    states = await bench.ping()
    assert [source for source, state in states.items() if state is not None] == ["CSN"]
    bench.set(Fault(FaultKind.SOAP_FEL))
    with pytest.raises(SourceUnavailable):
        await bench.ping()


# ------------------------------------------------------------ certificates and discovery


async def test_the_service_knows_a_municipality_by_its_certificate(tmp_path: Path) -> None:
    ca, stranger = trustme.CA(), trustme.CA()
    ca.cert_pem.write_to_path(tmp_path / "ca.pem")
    for name, maker in (("server", ca), ("kommun", ca), ("annan", stranger)):
        made = maker.issue_cert("127.0.0.1")
        made.private_key_and_cert_chain_pem.write_to_path(tmp_path / f"{name}.pem")
        (tmp_path / f"{name}.pem").chmod(0o600)
    server = tmp_path / "server.pem"
    async with simulated(tls=Tls(server, server, tmp_path / "ca.pem")) as bench:
        bench.certificates = {
            name: ClientCertificate(tmp_path / f"{name}.pem", ca=tmp_path / "ca.pem")
            for name in ("kommun", "annan")
        }
        named = {**ask().settings, "credentials": "kommun"}
        assert documents(await bench.fetch(ask(settings=named)))
        for settings in (
            {**named, "credentials": "annan"},
            {**named, "credentials": "finns-inte"},
            ask().settings,
        ):
            assert isinstance(await error_of(bench, asked=ask(settings=settings)), SourceUnavailable)


def test_parts_and_simulators_are_found_in_the_folders() -> None:
    assert "ssbtek" in discovery.builders()
    sources = [part.source for part in discovery.parts()]
    assert len(sources) == len(set(sources))


def test_the_small_parts_cover_every_agency() -> None:
    assert tuple(part.source for part in SMALL_PARTS) == AGENCIES


@BOTH
async def test_the_folders_own_parts_answer_about_everyone_in_the_world(version: str) -> None:
    parts = discovery.parts()
    async with simulated(*parts) as bench:
        for persona in WORLD.personas.values():
            fetched = await bench.fetch(
                ask(*(part.source for part in parts), version=version, persona=persona)
            )
            assert set(fetched) == {part.source for part in parts}
            assert not [part for part in fetched.values() if isinstance(part, SourceMalformed)]
        refused = await bench.fetch(ask("CSN", version=version, case_reference="x" * 32))
        assert getattr(refused["CSN"], "code", None) == "ARENDE_ID_FOR_LANGT"
        assert documents(await bench.fetch(ask("CSN", version=version, case_reference="x" * 31)))
