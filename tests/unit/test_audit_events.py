"""The catalogue of events: documented, canonical, and found by what it says."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import orjson
import pytest

from hub.audit import KeyVault
from hub.audit.events import CATALOGUE, EpochOpened, LogRead, LogSearched, SecurityEvent
from hub.audit.parts import ActorRef, Header, SealedPerson
from hub.audit.payload import from_payload, plain, to_payload, words
from hub.audit.refs import refs_of
from hub.audit.scribe import STRUCK, Scribe, new_id, trace_id, without_numbers
from hub.model.ledger import RefKind
from tests.support.policy import APPLICANT, NOW, SN
from tests.unit.test_keys import ring

SCRIBE = Scribe(KeyVault(ring()), "nod-1", "1.2")


@pytest.mark.parametrize("kind", [*CATALOGUE, Header], ids=lambda kind: kind.__name__)
def test_every_field_has_a_word_of_its_own_and_a_sentence(kind: type) -> None:
    described = words(kind)
    assert [name for name, _ in described] == [it.name for it in fields(kind)]
    swedish = [word.swedish for _, word in described]
    assert len(set(swedish)) == len(swedish)
    assert all(word.text and word.swedish.isascii() for _, word in described)
    if kind is not Header:
        head = {word.swedish for _, word in words(Header)}
        assert not head & set(swedish), "a field of the body would hide one of the head"


def test_names_of_events_are_unique() -> None:
    assert len({kind.name for kind in CATALOGUE}) == len(CATALOGUE)


def test_every_record_begins_with_the_same_head() -> None:
    entry = SCRIBE.entry(LogRead("granskare", "x"), NOW)
    content = from_payload(entry.payload)
    assert content == {
        "handelse": "LOGG_LAST",
        "klient": "granskare",
        "last": "x",
        "loggpostId": entry.entry_id,
        "navversion": "1.2",
        "nod": "nod-1",
        "nycklar": {"person": "person-1", "signering": "signering-1", "sokning": "sokning-1"},
        "schemaversion": 1,
        "tidpunkt": "2026-11-21T09:00:00Z",
    }
    assert len(entry.salt) == 32
    assert entry.salt != SCRIBE.entry(LogRead("granskare", "x"), NOW).salt


def test_a_payload_is_one_canonical_line() -> None:
    east = datetime(2026, 11, 21, 10, 0, tzinfo=timezone(timedelta(hours=1)))
    made = to_payload({"b": "rad\nbrytning", "a": plain(LogSearched("k", "åäö", first=east))})
    assert (
        made
        == '{"a":{"fran":"2026-11-21T09:00:00Z","klient":"k","skal":"åäö"},"b":"rad\\nbrytning"}'.encode()
    )
    assert to_payload(orjson.loads(made)) == made


def test_absent_values_are_left_out_and_bytes_are_base64() -> None:
    assert plain(ActorRef("HANDLAGGARE", "hl1", "Enhet")) == {
        "typ": "HANDLAGGARE",
        "id": "hl1",
        "enhet": "Enhet",
    }
    assert plain(SealedPerson(b"\x00\xff", b"k")) == {"forseglad": "AP8=", "nyckel": "aw=="}


def test_a_record_is_found_by_the_person_it_names() -> None:
    sealed = SCRIBE.sealed(SN, APPLICANT, NOW)
    entry = SCRIBE.entry(SecurityEvent("FEL_PERSON", person=sealed), NOW)
    assert [(ref.kind, ref.key) for ref in entry.refs] == [(RefKind.PERSON, sealed.key[:16])]
    assert refs_of(from_payload(SCRIBE.entry(EpochOpened(1, "x"), NOW).payload)) == ()


def test_ids_are_uuids_in_the_order_of_time() -> None:
    ids = [new_id(NOW + timedelta(milliseconds=ms)) for ms in range(50)]
    assert ids == sorted(ids)
    assert {UUID(it).version for it in ids} == {7}
    assert len({new_id(NOW) for _ in range(1000)}) == 1000
    assert int.from_bytes(UUID(ids[0]).bytes[:6], "big") == int(NOW.replace(tzinfo=UTC).timestamp() * 1000)


def test_free_text_with_a_personal_number_is_struck_out() -> None:
    assert without_numbers("Försörjningsstöd 2") == "Försörjningsstöd 2"
    assert without_numbers(f"granskar {APPLICANT.value[:8]}-{APPLICANT.value[8:]}") == STRUCK


@pytest.mark.parametrize(
    ("traceparent", "trace"),
    [("00-" + "a" * 32 + "-" + "b" * 16 + "-01", "a" * 32), ("", None), ("00-kort-b-01", None)],
)
def test_the_trace_id_of_a_traceparent(traceparent: str, trace: str | None) -> None:
    assert trace_id(traceparent) == trace
