"""Known income items sent back: what is new, changed, gone or undecided, in JSON and XML; nothing is kept."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

import pytest

from messages import json_codec, xml_codec
from messages.published import SECTIONS
from messages.uppgifter import Uppgiftsforfragan, Uppgiftssvar
from tests.support.hub import RunningHub
from tests.support.wire import JSON, XML, answered, ask, fault, places, problem, sending, valid_xml

LISTS = ("nya", "andrade", "borta", "ejAvgjorda", "oforandrade")
MARK = "kand-7f3a9c51"
ODD_AMOUNT = "73519.46"


def person_of(hub: RunningHub, **changes: Any) -> dict[str, Any]:
    """CSN's answer about the demo's student, the only person asked about."""
    (person,) = answered(ask(hub, hub.question(**changes)))["personer"]
    found: dict[str, Any] = person
    return found


def sent(hub: RunningHub, *known: dict[str, Any]) -> list[dict[str, Any]]:
    """The person of the demo's question with known items."""
    return [{"personidentitet": hub.number("student"), "kandaInkomstposter": list(known)}]


@pytest.fixture(scope="module")
def items(hub: RunningHub) -> list[dict[str, Any]]:
    """What an earlier look-up gave."""
    person = person_of(hub)
    assert "jamforelse" not in person
    found: list[dict[str, Any]] = person["inkomstposter"]
    assert len(found) >= 2
    return found


def compared(hub: RunningHub, *known: dict[str, Any]) -> dict[str, Any]:
    """The comparison; every list of it is there, also when it is empty."""
    found: dict[str, Any] = person_of(hub, personer=sent(hub, *known))["jamforelse"]
    assert list(found) == list(LISTS)
    return found


def asked_again(hub: RunningHub, raw: bytes, media: str, accept: str) -> dict[str, Any]:
    answer = ask(hub, raw, headers={"Content-Type": media, "Accept": accept})
    assert answer.status_code == 200, answer.text
    if accept == JSON:
        (person,) = answered(answer)["personer"]
        found: dict[str, Any] = person["jamforelse"]
        return found
    valid_xml("uppgiftssvar/1", answer.content)
    message = xml_codec.decode(Uppgiftssvar, answer.content, {one.namn: one for one in SECTIONS})
    as_json: dict[str, Any] = json.loads(json_codec.encode(message))["personer"][0]["jamforelse"]
    return as_json


@pytest.mark.parametrize("accept", [JSON, XML])
@pytest.mark.parametrize("media", [JSON, XML])
def test_items_sent_back_as_they_were_answered_are_unchanged(
    hub: RunningHub, items: list[dict[str, Any]], media: str, accept: str
) -> None:
    raw = json.dumps(hub.question(personer=sent(hub, *items))).encode()
    if media == XML:
        raw = xml_codec.encode(json_codec.decode(Uppgiftsforfragan, raw, {}))
    same = [{"inkomstpostId": item["id"], "kandId": item["id"]} for item in items]
    nothing: dict[str, Any] = {name: [] for name in LISTS}
    assert asked_again(hub, raw, media, accept) == nothing | {"oforandrade": same}


def test_what_differs_is_named(hub: RunningHub, items: list[dict[str, Any]]) -> None:
    first, *rest = items
    before = first | {"id": "er-1", "belopp": {"netto": "1.00"}, "anmarkning": "Egen anteckning."}
    found = compared(hub, before, *rest)
    assert found["andrade"] == [{"inkomstpostId": first["id"], "kandId": "er-1", "falt": ["belopp.netto"]}]
    assert (found["nya"], found["borta"], found["ejAvgjorda"]) == ([], [], [])
    assert len(found["oforandrade"]) == len(rest)


def test_what_was_not_known_is_new(hub: RunningHub, items: list[dict[str, Any]]) -> None:
    first, *rest = items
    found = compared(hub, *rest)
    assert found["nya"] == [first["id"]]
    assert len(found["oforandrade"]) == len(rest)


def unknown_to_csn(hub: RunningHub, items: list[dict[str, Any]], day: str) -> dict[str, Any]:
    """A payment that CSN does not tell of, of a benefit that it does not have."""
    benefit = {"kod": "ANNAT", "text": "Ett annat stöd"}
    return items[0] | {"id": MARK, "forman": benefit, "utbetalningsdag": day, "avser": {}}


def test_what_a_source_has_told_all_of_and_does_not_tell_is_gone(
    hub: RunningHub, items: list[dict[str, Any]]
) -> None:
    first_day = hub.question()["period"]["from"]
    found = compared(hub, *items, unknown_to_csn(hub, items, first_day))
    assert found["borta"] == [MARK]
    assert (found["nya"], found["andrade"], found["ejAvgjorda"]) == ([], [], [])


def test_outside_the_period_nothing_is_gone(hub: RunningHub, items: list[dict[str, Any]]) -> None:
    found = compared(hub, *items, unknown_to_csn(hub, items, "2009-01-25"))
    (undecided,) = found["ejAvgjorda"]
    assert undecided["kandId"] == MARK
    assert undecided["text"] == "Utbetalningen ligger utanför den tid som CSN frågades om."
    assert found["borta"] == []


def test_from_a_source_that_failed_nothing_is_gone(hub: RunningHub, items: list[dict[str, Any]]) -> None:
    with fault(hub, "TOM", kalla="CSN"):
        found = compared(hub, *items)
    assert [one["kandId"] for one in found["ejAvgjorda"]] == [item["id"] for item in items]
    assert {one["text"] for one in found["ejAvgjorda"]} == {
        "CSN kunde inte läsas. Det är inget tecken på att utbetalningen är borta."
    }
    assert all(found[name] == [] for name in LISTS if name != "ejAvgjorda")


def test_of_a_source_that_was_not_asked_nothing_is_gone(hub: RunningHub, items: list[dict[str, Any]]) -> None:
    found = compared(hub, *items, items[0] | {"id": MARK, "kalla": "PM"})
    (undecided,) = found["ejAvgjorda"]
    assert undecided["kandId"] == MARK
    assert undecided["text"].startswith("PM frågades inte")


def test_two_equal_payments_are_two(hub: RunningHub, items: list[dict[str, Any]]) -> None:
    """The asker has one twice that the source has paid once."""
    first_day = hub.question()["period"]["from"]
    paid = next(
        it for it in items if it["tillstand"] == "UTBETALD" and it.get("utbetalningsdag", "") >= first_day
    )
    found = compared(hub, *items, paid | {"id": MARK})
    assert found["borta"] == [MARK]
    assert len(found["oforandrade"]) == len(items)


def test_nothing_of_what_is_known_is_kept(hub: RunningHub, items: list[dict[str, Any]]) -> None:
    """Neither the id nor the amount nor the note is in any file of the hub's data, the logs' journals too."""
    told = items[0] | {"id": MARK, "belopp": {"netto": ODD_AMOUNT}, "anmarkning": f"{MARK}-anteckning"}
    (changed,) = compared(hub, told)["andrade"]
    assert changed["kandId"] == MARK
    files = [path for path in Path(hub.settings.data).rglob("*") if path.is_file()]
    assert {"logg.db", "register.db"} <= {path.name for path in files}
    for path in files:
        content = path.read_bytes()
        assert MARK.encode() not in content, path.name
        assert ODD_AMOUNT.encode() not in content, path.name


# ------------------------------------------------------------ what is refused


def refused(hub: RunningHub, *known: dict[str, Any]) -> dict[str, Any]:
    with sending(hub, 0):
        answer = ask(hub, hub.question(personer=sent(hub, *known)))
    return problem(answer, 422, "FELAKTIG_FRAGA", remedy="RATTA_FRAGAN")


def test_more_than_three_hundred_are_refused(hub: RunningHub, items: list[dict[str, Any]]) -> None:
    many = [items[0] | {"id": str(uuid.uuid4())} for _ in range(301)]
    assert places(refused(hub, *many)) == ["/personer/0/kandaInkomstposter"]
    assert len(compared(hub, *many[:300])["oforandrade"]) == 1


def test_one_id_twice_is_refused(hub: RunningHub, items: list[dict[str, Any]]) -> None:
    found = refused(hub, items[0], items[1] | {"id": items[0]["id"]})
    assert [one["text"] for one in found["fel"]] == ["Samma id står två gånger i kandaInkomstposter."]


def test_an_unknown_field_is_refused_by_name(hub: RunningHub, items: list[dict[str, Any]]) -> None:
    assert places(refused(hub, items[0] | {"handlaggare": "x"})) == [
        "/personer/0/kandaInkomstposter/0/handlaggare"
    ]


def test_payments_that_were_not_asked_for_are_not_gone(hub: RunningHub) -> None:
    question = hub.question()
    known = {
        "id": MARK,
        "kalla": "FK",
        "forman": {"kod": "BOB", "text": "Bostadsbidrag"},
        "belopp": {"netto": "1300.00"},
        "utbetalningsdag": question["period"]["from"],
        "tillstand": "UTBETALD",
    }
    narrowed = [{"kalla": "FK", "uppgifter": ["socialforsakring.bostadstillagg"]}]
    person = person_of(hub, personer=sent(hub, known), urval=narrowed)
    assert [part["utfall"] for part in person["kallor"]] == ["INGA_UPPGIFTER"]
    assert person["jamforelse"]["borta"] == []
    assert [one["kandId"] for one in person["jamforelse"]["ejAvgjorda"]] == [MARK]
    whole = person_of(hub, personer=sent(hub, known), urval=[{"kalla": "FK"}])
    assert whole["jamforelse"]["borta"] == [MARK], whole["jamforelse"]
