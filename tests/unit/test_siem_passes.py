"""What passes to the SIEM: what the table names, of every event, and never anything of a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, is_dataclass
from datetime import date, datetime
from types import UnionType
from typing import Annotated, Any, ClassVar, get_args, get_origin, get_type_hints

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.audit import KeyVault
from hub.audit.events import CATALOGUE, LookupConcluded, LookupIntended, SecurityEvent
from hub.audit.parts import SealedPerson
from hub.audit.payload import Word, from_payload, words
from hub.audit.scribe import Scribe
from hub.model.ledger import NewEntry, StoredEntry
from hub.siem import ecs
from hub.siem.ecs import STRUCK, line
from hub.siem.passes import PASSES
from tests.support.policy import APPLICANT, NOW, SN
from tests.unit.test_keys import ring

SCRIBE = Scribe(KeyVault(ring()), "nod-1", "1.2")
SEALED = SCRIBE.sealed(SN, APPLICANT, NOW)
NUMBER = APPLICANT.value
SHAPES = (NUMBER, NUMBER[2:], f"{NUMBER[:8]}-{NUMBER[8:]}", f"{NUMBER[2:8]}-{NUMBER[8:]}")
TYPES_OF = {
    "api": {"access", "admin", "allowed", "change", "creation", "deletion", "denied", "end", "info", "start"},
    "configuration": {"access", "change", "creation", "deletion", "info"},
    "database": {"access", "change", "info", "error"},
    "host": {"access", "change", "end", "info", "start"},
    "intrusion_detection": {"allowed", "denied", "info"},
}
"""Categories of ECS that are used here, with the types it expects of each."""


def stored(entry: NewEntry) -> StoredEntry:
    return StoredEntry(SN.origin, 7, entry.entry_id, entry.time, entry.event, entry.payload, b"", b"")


def filled(hint: Any, path: str) -> Any:
    """A value of a type, in which each text is its own place in the record."""
    if get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    if isinstance(hint, UnionType):
        hint = next(it for it in get_args(hint) if it is not type(None))
    if hint is SealedPerson:
        return SEALED
    if is_dataclass(hint):
        return whole(hint, path)
    if get_origin(hint) in {tuple, frozenset, list}:
        return get_origin(hint)([filled(get_args(hint)[0], f"{path}[]")])
    if get_origin(hint) is dict:
        key, value = get_args(hint)
        return {filled(key, f"{path}.key"): filled(value, f"{path}.value")}
    simple = {str: f"<{path}>", int: 4711, bool: True, bytes: b"digest", datetime: NOW, date: NOW.date()}
    return simple[hint]


def whole(kind: Any, path: str = "") -> Any:
    hints = get_type_hints(kind, include_extras=True)
    return kind(**{name: filled(hints[name], f"{path}.{word.swedish}") for name, word in words(kind)})


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, f"{path}.{name}" if path else name)
    else:
        yield path, value


@pytest.mark.parametrize("kind", CATALOGUE, ids=lambda kind: kind.__name__)
def test_of_each_event_passes_what_the_table_names_and_nothing_else(kind: Any) -> None:
    entry = SCRIBE.entry(whole(kind), NOW)
    content = from_payload(entry.payload)
    found = dict(leaves(orjson.loads(line(stored(entry)))))
    assert (found["@timestamp"], found["event.id"]) == ("2026-11-21T09:00:00Z", entry.entry_id)
    assert (found["event.sequence"], found["event.action"]) == (7, kind.name)
    assert (found["organization.id"], found["labels.board"]) == ("2120002411", "SN")
    assert (found["observer.name"], found["observer.version"]) == ("nod-1", "1.2")
    in_record = dict(leaves(content))
    named = PASSES[kind.name].fields
    assert {place: found.get(place) for place in named.values()} == {
        place: in_record[path] for path, place in named.items()
    }, "each stands in the record, and passes as it is"
    always = {"@timestamp", "ecs.version", "labels.log", "labels.board", "organization.id"}
    further = {it for it in found if not it.startswith(("event.", "observer."))} - always
    assert further == {it for it in named.values() if not it.startswith("event.")}
    text = orjson.dumps(found).decode()
    for path, value in in_record.items():
        if isinstance(value, str) and value.startswith("<") and path not in named:
            assert value not in text


def test_the_table_has_all_of_the_catalogue_and_keeps_to_ecs() -> None:
    assert set(PASSES) == {kind.name for kind in CATALOGUE}
    for name, passes in PASSES.items():
        assert set(passes.type) <= TYPES_OF[passes.category], name
        assert passes.kind in {"event", "alert"}
        assert passes.outcome in {"success", "failure", "unknown"}


NEVER = ("person", "personer", "arende", "fraga.arende", "skal", "skyddLyft.skal", "text", "handlaggare")
NEVER_ANYWHERE = ("forfraganId", "korrelation", "arendereferens", "fragaDigest", "svarDigest", "handelseId")


def test_no_person_case_free_text_or_id_of_a_callers_is_named() -> None:
    for name, passes in PASSES.items():
        for path in passes.fields:
            assert not any(path == it or path.startswith(f"{it}.") for it in NEVER), (name, path)
            assert path.rpartition(".")[2] not in {*NEVER_ANYWHERE, "forseglad", "nyckel"}, (name, path)


def numbered(kind: Any) -> st.SearchStrategy[Any]:
    """Events in which any text may be a personal number, or hold one."""
    written = [*SHAPES, f"hl {NUMBER}."]
    text = st.one_of(st.sampled_from(written), st.text(max_size=5).map(lambda it: f"{it}{NUMBER}{it}"))

    def of(hint: Any) -> st.SearchStrategy[Any]:
        if get_origin(hint) is Annotated:
            hint = get_args(hint)[0]
        if isinstance(hint, UnionType):
            return st.one_of(*(st.none() if it is type(None) else of(it) for it in get_args(hint)))
        if hint is SealedPerson:
            return st.just(SEALED)
        if is_dataclass(hint):
            return numbered(hint)
        if get_origin(hint) is dict:
            return st.dictionaries(*map(of, get_args(hint)), max_size=2)
        if get_origin(hint) in {tuple, frozenset, list}:
            return st.lists(of(get_args(hint)[0]), max_size=2).map(get_origin(hint))
        if get_origin(hint) is dict:
            return st.dictionaries(*map(of, get_args(hint)), max_size=2)
        simple: dict[Any, st.SearchStrategy[Any]] = {
            str: text,
            int: st.integers(0, 9999),
            bool: st.booleans(),
            bytes: st.just(b"digest"),
            datetime: st.just(NOW),
            date: st.just(NOW.date()),
        }
        return simple[hint]

    hints = get_type_hints(kind, include_extras=True)
    return st.builds(kind, **{name: of(hints[name]) for name, _ in words(kind)})


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(CATALOGUE).flatmap(numbered))
def test_whatever_stands_in_a_record_no_personal_number_passes(event: Any) -> None:
    entry = SCRIBE.entry(event, NOW)
    content = orjson.loads(line(stored(entry)))
    assert content["event"].pop("id") == entry.entry_id
    passed = orjson.dumps(content).decode()
    assert not [shape for shape in SHAPES if shape in passed]
    for secret in orjson.loads(orjson.dumps(from_payload(entry.payload).get("person", {}))).values():
        assert secret not in passed


def test_a_field_that_is_added_does_not_pass() -> None:
    @dataclass(frozen=True, slots=True)
    class Grown:
        name: ClassVar[str] = SecurityEvent.name
        kind: Annotated[str, Word("slag", "as before")]
        new: Annotated[str, Word("tillkommet", "a field of a later version")]

    entry = SCRIBE.entry(Grown("FEL_PERSON", "nagot-annat"), NOW)  # type: ignore[arg-type]
    found = line(stored(entry)).decode()
    assert "FEL_PERSON" in found
    assert "tillkommet" not in found
    assert "nagot-annat" not in found


def test_what_could_be_a_personal_number_is_struck_and_the_rest_stands() -> None:
    event = SecurityEvent("FEL_PERSON", client=f"klient-{NUMBER}", source="CSN")
    labels = orjson.loads(line(stored(SCRIBE.entry(event, NOW))))["labels"]
    assert (labels["client"], labels["source"]) == (STRUCK, "CSN")


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        ("BESVARAD", "success"),
        ("INGA_UPPGIFTER", "success"),
        ("NEKAD", "failure"),
        ("EJ_TILLGANGLIG", "failure"),
        ("UNDANHALLEN", "failure"),
    ],
)
def test_the_outcome_is_the_records_own(outcome: str, told: str) -> None:
    entry = SCRIBE.entry(LookupConcluded("i", "CSN", outcome), NOW)
    assert orjson.loads(line(stored(entry)))["event"]["outcome"] == told


def test_an_erased_record_tells_that_it_was_there() -> None:
    entry = StoredEntry(SN.origin, 3, "id-1", NOW, LookupIntended.name, None, None, b"")
    found = orjson.loads(line(entry))
    assert found["labels"] == {"log": SN.origin, "board": "SN", "erased": True}
    assert found["event"]["action"] == "UPPSLAG_AVSETT"


def test_of_an_event_that_nobody_has_decided_on_nothing_passes_but_that_it_was() -> None:
    """One of another version of the hub: it must neither leak nor stop the rest."""
    content = b'{"klient":"k","kalla":"CSN","nod":"n","navversion":"9"}'
    found = orjson.loads(line(StoredEntry(SN.origin, 3, "id-1", NOW, "OKAND", content, b"", b"")))
    assert found["labels"] == {"log": SN.origin, "board": "SN"}
    assert (found["event"]["action"], found["event"]["outcome"]) == ("OKAND", "unknown")


def test_the_operators_log_is_of_no_board() -> None:
    read = b'{"klient":"k","last":"x"}'
    entry = StoredEntry("nyttonav/operator", 0, "id-1", NOW, "LOGG_LAST", read, b"", b"")
    found = orjson.loads(line(entry))
    assert "organization" not in found
    assert found["labels"] == {"log": "nyttonav/operator", "client": "k", "read": "x"}
    assert found["ecs"] == {"version": ecs.VERSION}


def test_every_line_is_one_line() -> None:
    kinds = [SCRIBE.entry(whole(kind), NOW) for kind in CATALOGUE]
    assert all(line(stored(it)).count(b"\n") == 1 for it in kinds)
