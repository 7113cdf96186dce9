"""The story of a look-up in the log: intended, concluded, refused, repeated, too late; exact sequences."""

from __future__ import annotations

import asyncio
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from hub.audit import AccessLog, Conclusion
from hub.audit.checkpoint import Verifier
from hub.audit.payload import from_payload
from hub.audit.verify import State
from hub.model.decision import Denial, Refused, Subject
from hub.model.plan import Plan
from hub.problems import AnswerWithheld, CaseRefused, LogUnavailable, QuestionIdReused, QuestionRepeated
from hub.stores import Where
from hub.stores.log_file import verify_stored
from hub.stores.log_tables import entries
from hub.stores.migrate import Database
from hub.stores.where import reading
from messages.koder import Atgard, Led, Skydd, Utfall
from messages.uppgifter import Fel
from tests.support import audit
from tests.support.audit import ORIGIN, OpenLog, grant, grounds, look_up, new_query, opened, plan, results
from tests.support.policy import AN, APPLICANT, PARTNER, SN


@pytest.fixture
def here(tmp_path: Path, where: Where) -> Iterator[OpenLog]:
    with opened(tmp_path, where=where) as log:
        yield log


def records(here: OpenLog) -> list[dict[str, Any]]:
    """All payloads in order."""
    with reading(here.where, Database.LOG) as connection:
        wanted = select(entries.c.payload).order_by(entries.c.idx)
        return [from_payload(it) for it in connection.scalars(wanted)]


def events(here: OpenLog) -> list[str]:
    return [it["handelse"] for it in records(here)]


def holds(here: OpenLog) -> bool:
    verifier = Verifier.parse(here.stores.vault.verifier(ORIGIN))
    return verify_stored(here.where, ORIGIN, verifier).state is State.VALID


async def test_a_look_up_is_an_opening_then_intentions_then_conclusions(here: OpenLog) -> None:
    await look_up(here.log, APPLICANT, PARTNER)
    await look_up(here.log)
    assert events(here) == [
        "EPOK_OPPNAD",
        *["UPPSLAG_AVSETT"] * 4,
        *["UPPSLAG_AVSLUTAT"] * 4,
        *["UPPSLAG_AVSETT"] * 2,
        *["UPPSLAG_AVSLUTAT"] * 2,
    ]
    assert holds(here)


async def test_what_an_intention_holds(here: OpenLog) -> None:
    query, call = new_query(), audit.call(APPLICANT, reference="kort-1")
    intended = await here.log.intend(query, grounds(), Plan((call,), ()))
    record = records(here)[1]
    person = record.pop("person")
    assert here.stores.vault.open(SN, b64decode(person["forseglad"])) == APPLICANT
    assert b64decode(person["nyckel"]) == here.stores.vault.lookup_key(SN, APPLICANT)
    asked = record.pop("fraga")
    digest = here.stores.vault.digest(SN, query.question.model_dump_json().encode())
    assert b64decode(asked.pop("fragaDigest")) == digest
    assert asked == {
        "klient": "sn-arendesystem",
        "organisationsnummer": "2120002411",
        "namnd": "SN",
        "aktor": {"typ": "HANDLAGGARE", "id": "hl000123", "enhet": "Bistånd 2"},
        "arende": {"system": "demo", "id": "EB-2026-001234", "typ": "EKONOMISKT_BISTAND"},
        "andamal": "HANDLAGGNING_EKONOMISKT_BISTAND",
        "forfraganId": query.question.forfraganId,
        "korrelation": "korrelation-1",
        "sparId": "4bf92f3577b34da6a3ce929d0e0e4736",
    }
    assert record == {
        "handelse": "UPPSLAG_AVSETT",
        "loggpostId": intended.entries[Subject(APPLICANT, "CSN")],
        "tidpunkt": "2026-11-21T09:00:00Z",
        "schemaversion": 1,
        "navversion": "1.2",
        "nod": "nod-1",
        "nycklar": {"person": "person-1", "signering": "signering-1", "sokning": "sokning-1"},
        "svarId": intended.svar_id,
        "roll": "SOKANDE",
        "aktualitet": {"visadAv": "REGISTER", "tidpunkt": "2026-11-21T08:00:00Z"},
        "kalla": "CSN",
        "forfattningsstod": ["15 kap. 10 § nya lagen"],
        "avtal": {"id": "csn-ekonomiskt-bistand", "version": "2026-1", "digest": "0" * 64},
        "period": {"from": "2026-08-01", "tom": "2026-10-31"},
        "uppgifter": ["studiestod.ansokningar", "studiestod.arenden", "studiestod.utbetalningar"],
        "vag": {"id": "bro", "version": "11"},
        "anrop": call.id,
        "forsok": 1,
        "tidsgrans": "2026-11-21T09:00:25Z",
        "arendereferens": "kort-1",
    }


async def test_what_a_conclusion_holds(here: OpenLog) -> None:
    intended = await here.log.intend(new_query(), grounds(), plan())
    fault = Fel(led=Led.KALLA, kod="KALLA_TIDSGRANS", text="Sent.", atgard=Atgard.FORSOK_IGEN)
    down = audit.result(
        APPLICANT,
        "FK",
        outcome=Utfall.EJ_TILLGANGLIG,
        fault=fault,
        groups=(),
        withheld=(),
        deviations=0,
        elapsed_ms=None,
        protected=Skydd.OKANT,
    )
    await here.log.conclude(intended, [audit.result(APPLICANT, "CSN"), down])
    head = (
        "loggpostId",
        "tidpunkt",
        "schemaversion",
        "navversion",
        "nod",
        "nycklar",
        "handelse",
        "svarDigest",
    )
    bodies = [{k: v for k, v in it.items() if k not in head} for it in records(here)[3:]]
    assert bodies == [
        {
            "avsiktId": intended.entries[Subject(APPLICANT, "CSN")],
            "kalla": "CSN",
            "utfall": "BESVARAD",
            "uppgifter": ["studiestod.arenden"],
            "undanhallna": ["studiestod.medlantagare"],
            "skydd": "INGET",
            "avvikelser": 1,
            "svarstidMs": 412,
        },
        {
            "avsiktId": intended.entries[Subject(APPLICANT, "FK")],
            "kalla": "FK",
            "utfall": "EJ_TILLGANGLIG",
            "fel": {"led": "KALLA", "kod": "KALLA_TIDSGRANS"},
            "uppgifter": [],
            "undanhallna": [],
            "skydd": "OKANT",
            "avvikelser": 0,
        },
    ]
    assert b64decode(records(here)[3]["svarDigest"]) == here.stores.vault.digest(SN, b"det som lamnades")


async def test_permits_are_one_for_each_call_and_end_with_its_route(here: OpenLog) -> None:
    planned = plan(APPLICANT, PARTNER)
    query = new_query(APPLICANT, PARTNER)
    intended = await here.log.intend(query, grounds(APPLICANT, PARTNER), planned)
    assert set(intended.permits) == {call.id for call in planned.calls}
    permit = intended.permits[planned.calls[0].id]
    assert permit.deadline == here.clock.seconds + 25.0
    assert (permit.correlation, permit.traceparent) == (query.correlation, query.traceparent)
    asked = {Subject(person, source) for person in (APPLICANT, PARTNER) for source in audit.SOURCES}
    assert intended.open == asked


async def test_sources_not_sent_or_denied_are_records_without_conclusion(here: OpenLog) -> None:
    denial = Denial("TNS", "AVTAL_SAKNAS", "Nämnden har inget avtal.")
    allowed = grounds(sources=[grant("CSN"), grant("AF"), denial])
    planned = Plan((replace(audit.call(APPLICANT), grants=(grant("CSN"),)),), (audit.unsent("AF"),))
    intended = await here.log.intend(new_query(), allowed, planned)
    assert events(here)[1:] == ["UPPSLAG_AVSETT", "UPPSLAG_EJ_STALLT", "UPPSLAG_NEKAT"]
    unsent, denied = records(here)[2:]
    assert (unsent["kalla"], unsent["fel"]) == ("AF", {"led": "NYTTONAV", "kod": "SERVICEFONSTER"})
    assert (denied["kalla"], denied["regel"]) == ("TNS", "AVTAL_SAKNAS")
    assert {subject.source for subject in intended.entries} == {"CSN", "AF", "TNS"}
    assert {subject.source for subject in intended.open} == {"CSN"}
    await here.log.conclude(intended, results(intended))
    assert await here.log.recover() == 0


async def test_a_reply_without_anything_asked_has_a_receipt_too(here: OpenLog) -> None:
    allowed = grounds(sources=[grant("AF")])
    intended = await here.log.intend(new_query(), allowed, Plan((), (audit.unsent("AF"),)))
    assert (intended.permits, intended.open) == ({}, frozenset())
    receipt = await here.log.conclude(intended, [])
    assert receipt.checkpoint.startswith("2.")
    assert holds(here)


async def test_a_receipt_names_a_signed_checkpoint_that_covers_the_conclusions(here: OpenLog) -> None:
    intended = await here.log.intend(new_query(), grounds(), plan())
    receipt = await here.log.conclude(intended, results(intended))
    note = await here.log.latest_checkpoint(SN)
    checkpoint = Verifier.parse(here.stores.vault.verifier(ORIGIN)).open(note)
    assert (receipt.log, receipt.checkpoint, checkpoint.size) == (ORIGIN, checkpoint.short(), 5)


async def test_a_question_sent_again_is_told_by_its_reply_and_asks_nothing(here: OpenLog) -> None:
    query = new_query()
    intended = await here.log.intend(query, grounds(), plan())
    with pytest.raises(QuestionRepeated) as repeated:
        await here.log.intend(replace(query, correlation="annan"), grounds(), plan())
    assert repeated.value.reply_id == intended.svar_id
    assert repeated.value.log_entries == tuple(intended.entries.values())
    other = query.question.model_copy(update={"tidigareForfraganId": intended.svar_id})
    with pytest.raises(QuestionIdReused):
        await here.log.intend(replace(query, question=other), grounds(), plan())
    assert events(here) == ["EPOK_OPPNAD", "UPPSLAG_AVSETT", "UPPSLAG_AVSETT"]


async def test_whether_an_id_is_used_is_told_without_using_it(here: OpenLog) -> None:
    query = new_query()
    await here.log.unused(query)
    await here.log.unused(query)
    intended = await here.log.intend(query, grounds(), plan())
    with pytest.raises(QuestionRepeated) as repeated:
        await here.log.unused(replace(query, correlation="annan"))
    assert repeated.value.reply_id == intended.svar_id
    assert repeated.value.log_entries == tuple(intended.entries.values())
    other = query.question.model_copy(update={"tidigareForfraganId": intended.svar_id})
    with pytest.raises(QuestionIdReused):
        await here.log.unused(replace(query, question=other))
    await here.log.unused(replace(query, caller=replace(query.caller, board=AN)))
    assert events(here) == ["EPOK_OPPNAD", "UPPSLAG_AVSETT", "UPPSLAG_AVSETT"]


async def test_the_same_id_from_another_client_is_another_question(here: OpenLog) -> None:
    query = new_query()
    await here.log.intend(query, grounds(), plan())
    other = replace(query, caller=replace(query.caller, client_id="sn-eforvaltning"))
    await here.log.unused(other)
    assert await here.log.intend(other, grounds(), plan())


async def test_of_many_at_once_one_wins_the_question_id(here: OpenLog) -> None:
    query = new_query()
    tries = [here.log.intend(query, grounds(), plan()) for _ in range(20)]
    found = await asyncio.gather(*tries, return_exceptions=True)
    won = [it for it in found if not isinstance(it, BaseException)]
    repeats = [it for it in found if isinstance(it, QuestionRepeated)]
    assert (len(won), len(repeats)) == (1, 19)
    assert {it.reply_id for it in repeats} == {won[0].svar_id}
    assert {it.log_entries for it in repeats} == {tuple(won[0].entries.values())}
    assert events(here).count("UPPSLAG_AVSETT") == 2


async def test_a_refusal_is_a_record_for_each_person_and_claims_nothing(here: OpenLog) -> None:
    query = new_query(APPLICANT, PARTNER)
    refusal = Refused(CaseRefused, 3, "ongoing-case", "15 kap. 10 §", "Ärendet är avslutat.")
    ids = await here.log.refused(query, refusal)
    first, second = records(here)[1:]
    assert (first["loggpostId"], second["loggpostId"]) == ids
    for record, person in ((first, APPLICANT), (second, PARTNER)):
        assert here.stores.vault.open(SN, b64decode(record["person"]["forseglad"])) == person
        told = (record["handelse"], record["grind"], record["regel"], record["lag"], record["problem"])
        assert told == ("UPPSLAG_NEKAT", 3, "ongoing-case", "15 kap. 10 §", "inget-aktuellt-arende")
    assert await here.log.intend(query, grounds(APPLICANT, PARTNER), plan(APPLICANT, PARTNER))


async def test_an_answer_about_somebody_else_is_a_security_event(here: OpenLog) -> None:
    intended = await here.log.intend(new_query(), grounds(), plan())
    wrong = audit.result(APPLICANT, "CSN", wrong_person=True, outcome=Utfall.EJ_TILLGANGLIG)
    await here.log.conclude(intended, [wrong, audit.result(APPLICANT, "FK")])
    assert events(here)[3:] == ["SAKERHETSHANDELSE", "UPPSLAG_AVSLUTAT", "UPPSLAG_AVSLUTAT"]
    event = records(here)[3]
    assert (event["slag"], event["kalla"]) == ("FEL_PERSON", "CSN")
    assert event["anrop"] in intended.permits
    assert event["avsiktId"] == intended.entries[Subject(APPLICANT, "CSN")]


@pytest.mark.parametrize("wrong", ["fewer", "twice", "stranger"])
async def test_a_reply_concludes_exactly_its_own_intentions(here: OpenLog, wrong: str) -> None:
    intended = await here.log.intend(new_query(), grounds(), plan())
    csn, fk = results(intended)
    given: dict[str, list[Conclusion]] = {
        "fewer": [csn],
        "twice": [csn, csn],
        "stranger": [csn, fk, audit.result(PARTNER, "CSN")],
    }
    with pytest.raises(ValueError, match="exactly once"):
        await here.log.conclude(intended, given[wrong])


async def test_a_second_conclusion_is_withheld(here: OpenLog) -> None:
    intended = await here.log.intend(new_query(), grounds(), plan())
    await here.log.conclude(intended, results(intended))
    with pytest.raises(AnswerWithheld):
        await here.log.conclude(intended, results(intended))
    assert events(here).count("UPPSLAG_AVSLUTAT") == 2


async def test_of_two_conclusions_at_once_one_is_given(here: OpenLog) -> None:
    intended = await here.log.intend(new_query(), grounds(), plan())
    tries = [here.log.conclude(intended, results(intended)) for _ in range(10)]
    found = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(it, AnswerWithheld) for it in found) == 9
    assert events(here).count("UPPSLAG_AVSLUTAT") == 2
    assert holds(here)


async def test_the_sweeper_concludes_what_is_over_due_and_the_late_answer_is_withheld(here: OpenLog) -> None:
    intended = await here.log.intend(new_query(), grounds(), plan())
    here.clock.move(25 + 59)
    assert await here.log.sweep() == 0
    here.clock.move(1)
    assert await here.log.sweep() == 2
    assert await here.log.sweep() == 0
    with pytest.raises(AnswerWithheld):
        await here.log.conclude(intended, results(intended))
    swept = sorted(records(here)[3:], key=lambda it: str(it["kalla"]))
    assert [(it["utfall"], it["fel"], it["kalla"]) for it in swept] == [
        ("EJ_TILLGANGLIG", {"led": "NYTTONAV", "kod": "AVBRUTEN"}, source) for source in ("CSN", "FK")
    ]
    assert holds(here)


async def test_when_one_of_several_came_late_the_others_are_logged_as_never_released(here: OpenLog) -> None:
    intended = await here.log.intend(new_query(), grounds(), plan())
    csn = replace(intended, open=frozenset({Subject(APPLICANT, "CSN")}))
    await here.log.conclude(csn, [audit.result(APPLICANT, "CSN")])
    with pytest.raises(AnswerWithheld):
        await here.log.conclude(intended, results(intended))
    assert [(it["kalla"], it["utfall"]) for it in records(here)[3:]] == [
        ("CSN", "BESVARAD"),
        ("FK", "UNDANHALLEN"),
    ]
    assert "svarDigest" not in records(here)[4]


async def test_what_a_dead_process_left_open_is_concluded_at_the_next_start(tmp_path: Path) -> None:
    with opened(tmp_path) as before:
        lost = await before.log.intend(new_query(), grounds(), plan())
    with opened(tmp_path) as here:
        assert await here.log.recover() == 2
        assert await here.log.recover() == 0
        assert {it["avsiktId"] for it in records(here)[3:]} == set(lost.entries.values())
        with pytest.raises(AnswerWithheld):
            await here.log.conclude(lost, results(lost))
        assert holds(here)


async def test_a_log_without_board_is_the_operators(here: OpenLog) -> None:
    await here.log.security(None, "OKAND_NYCKEL", "klient-1")
    assert await here.stores.log.logs() == ("nyttonav/operator",)


async def test_many_boards_have_a_log_each(here: OpenLog) -> None:
    await look_up(here.log)
    await here.log.security(replace(SN, board="AN"), "PROV")
    assert await here.stores.log.logs() == ("nyttonav/2120002411/AN", "nyttonav/2120002411/SN")
    assert holds(here)


async def test_a_closed_log_says_so(tmp_path: Path) -> None:
    with opened(tmp_path) as here:
        log: AccessLog = here.log
    with pytest.raises(LogUnavailable):
        await log.intend(new_query(), grounds(), plan())
