"""What a source does wrong is an outcome in a whole answer: where it lies, what to do, and one conclusion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from hub import registry, sources
from hub.model.registry import Registry
from hub.registry import discover
from tests.support.hub import RunningHub, running_hub
from tests.support.wire import (
    API,
    answered,
    ask,
    concluded_once,
    events,
    fault,
    in_case,
    now,
    only_part,
    registered,
    send,
    sending,
    since,
    valid,
    valid_xml,
)

READ_S, WHOLE_S = 0.3, 0.6
AGAIN, SOURCE, OPERATOR = "FORSOK_IGEN", "KONTAKTA_KALLAN", "KONTAKTA_FORVALTAREN"
Wrong = tuple[str, Mapping[str, Any], str, str, str, str]

UNAVAILABLE: dict[str, Wrong] = {
    # fault switch, its details, outcome, hop, code, remedy
    "resets": ("AVBRUTEN", {}, "EJ_TILLGANGLIG", "NATVERK", "NATVERK_AVBROTT", AGAIN),
    "half an answer": ("HALV", {}, "EJ_TILLGANGLIG", "NATVERK", "NATVERK_AVBROTT", AGAIN),
    "an HTML page": ("HTML", {}, "EJ_TILLGANGLIG", "FORMEDLARE", "SVAR_EJ_LASBART", SOURCE),
    "nothing": ("TOM", {}, "EJ_TILLGANGLIG", "FORMEDLARE", "SVAR_EJ_LASBART", SOURCE),
    "20 MB": ("JATTE", {}, "EJ_TILLGANGLIG", "FORMEDLARE", "SVAR_FOR_STORT", SOURCE),
    "500": (
        "HTTP_STATUS",
        {"status": 500},
        "EJ_TILLGANGLIG",
        "FORMEDLARE",
        "FORMEDLARE_DRIFTSTORNING",
        AGAIN,
    ),
    "503": (
        "HTTP_STATUS",
        {"status": 503},
        "EJ_TILLGANGLIG",
        "FORMEDLARE",
        "FORMEDLARE_DRIFTSTORNING",
        AGAIN,
    ),
    "302": (
        "HTTP_STATUS",
        {"status": 302},
        "EJ_TILLGANGLIG",
        "FORMEDLARE",
        "FORMEDLARE_HANVISNING",
        SOURCE,
    ),
    "403": ("HTTP_STATUS", {"status": 403}, "NEKAD", "FORMEDLARE", "FORMEDLARE_BEHORIGHET", OPERATOR),
    "404": ("HTTP_STATUS", {"status": 404}, "NEKAD", "FORMEDLARE", "FORMEDLARE_NEKADE", OPERATOR),
    "a SOAP fault": ("SOAP_FEL", {}, "EJ_TILLGANGLIG", "FORMEDLARE", "FORMEDLARE_FEL", AGAIN),
    "SSBTEK's own error for the agency": (
        "DELFEL",
        {"felkalla": "SSBT"},
        "EJ_TILLGANGLIG",
        "FORMEDLARE",
        "FORMEDLARE_FEL",
        AGAIN,
    ),
    "the agency silent towards SSBTEK": (
        "DELFEL",
        {"felkalla": "SSBT", "felkod": "TIMEOUT"},
        "EJ_TILLGANGLIG",
        "FORMEDLARE",
        "KALLA_TIDSGRANS",
        AGAIN,
    ),
    "the agency's error": ("DELFEL", {"felkalla": "BT"}, "EJ_TILLGANGLIG", "KALLA", "KALLA_FEL", AGAIN),
    "the agency's refusal": (
        "DELFEL",
        {"kalla": "CSN", "felkod": "-1005"},
        "NEKAD",
        "KALLA",
        "ARENDE_ID_FOR_LANGT",
        OPERATOR,
    ),
    "bad base64": ("TRASIG_BASE64", {}, "EJ_TILLGANGLIG", "KALLA", "SVAR_EJ_LASBART", SOURCE),
    "what XML forbids": ("TRASIG_DEL", {}, "EJ_TILLGANGLIG", "KALLA", "SVAR_EJ_LASBART", SOURCE),
    "10,000 levels": ("DJUP", {}, "EJ_TILLGANGLIG", "KALLA", "SVAR_EJ_LASBART", SOURCE),
    "a DOCTYPE with entities": ("DOCTYPE", {}, "EJ_TILLGANGLIG", "FORMEDLARE", "SVAR_EJ_LASBART", SOURCE),
    "another version": ("FEL_NAMNRYMD", {}, "EJ_TILLGANGLIG", "FORMEDLARE", "SVAR_EJ_LASBART", SOURCE),
    "data and error": ("DATA_OCH_FEL", {}, "EJ_TILLGANGLIG", "KALLA", "SVAR_EJ_LASBART", SOURCE),
    "no part for the agency": ("DEL_SAKNAS", {}, "EJ_TILLGANGLIG", "FORMEDLARE", "SVAR_SAKNAS", SOURCE),
    "another question's answer": (
        "ANNAN_KORRELATION",
        {},
        "EJ_TILLGANGLIG",
        "FORMEDLARE",
        "FEL_KORRELATION",
        SOURCE,
    ),
}


@pytest.fixture(scope="module")
def hurried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """A hub whose SSBTEK manifest has short deadlines; all else is as it is."""

    def shortened(**how: Any) -> Registry:
        found = discover(**how)
        loaded = found.adapters["ssbtek"]
        assert loaded.manifest.route is not None
        route = replace(loaded.manifest.route, connect_s=READ_S, read_s=READ_S, whole_s=WHOLE_S)
        loaded = replace(loaded, manifest=replace(loaded.manifest, route=route))
        return replace(found, adapters={**found.adapters, "ssbtek": loaded})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(registry, "discover", shortened)
        with running_hub(tmp_path_factory.mktemp("hurried")) as running:
            yield running


def failing(hub: RunningHub, wrong: Wrong) -> dict[str, Any]:
    """The answer while the source goes wrong: 200, the right fault, protection unknown, concluded once."""
    kind, details, outcome, hop, code, remedy = wrong
    moment = now()
    with fault(hub, kind, **details), sending(hub, 1):
        answer = answered(ask(hub, hub.question()))
    part = only_part(answer)
    assert (part["utfall"], part["fragad"]) == (outcome, True)
    told = part["fel"]
    assert (told["led"], told["kod"], told["atgard"]) == (hop, code, remedy)
    assert told["text"].endswith(".")
    assert "csn.example" in told["kontakt"]
    assert part["uppgifter"] == {}
    assert answer["personer"][0]["inkomstposter"] == []
    # CSN carries the flag and has not spoken: the register's own INGET is not enough.
    assert answer["skydd"] == "OKANT"
    concluded_once(hub, moment, part)
    return answer


@pytest.mark.parametrize("wrong", UNAVAILABLE.values(), ids=UNAVAILABLE.keys())
def test_what_a_source_does_wrong_is_told_and_concluded(hub: RunningHub, wrong: Wrong) -> None:
    failing(hub, wrong)


def test_the_next_question_is_answered_when_the_source_is_well_again(hub: RunningHub) -> None:
    with fault(hub, "AVBRUTEN", antal=1):
        first = only_part(answered(ask(hub, hub.question())))
        second = only_part(answered(ask(hub, hub.question())))
    assert (first["utfall"], second["utfall"]) == ("EJ_TILLGANGLIG", "BESVARAD")


def test_a_silent_source_is_given_up_by_the_manifest_s_read_deadline(hurried: RunningHub) -> None:
    answer = failing(hurried, ("TYST", {}, "EJ_TILLGANGLIG", "FORMEDLARE", "KALLA_TIDSGRANS", "FORSOK_IGEN"))
    assert READ_S * 1000 <= only_part(answer)["svarstidMs"] < WHOLE_S * 1000


def test_a_slow_source_is_given_up_and_one_slow_within_the_deadline_is_not(hurried: RunningHub) -> None:
    late = ("LANGSAM", {"sekunder": 5}, "EJ_TILLGANGLIG", "FORMEDLARE", "KALLA_TIDSGRANS", "FORSOK_IGEN")
    answer = failing(hurried, late)
    assert only_part(answer)["svarstidMs"] < WHOLE_S * 1000
    with fault(hurried, "LANGSAM", sekunder=0.05):
        assert only_part(answered(ask(hurried, hurried.question())))["utfall"] == "BESVARAD"


def test_a_silent_source_does_not_hold_up_other_questions(hurried: RunningHub) -> None:
    """Two persons of one case are asked about at the same time: the whole takes no longer than one."""
    case = registered(hurried, "student", "omstallare")
    with fault(hurried, "TYST"), sending(hurried, 2):
        answer = answered(ask(hurried, in_case(hurried, case, "student", "omstallare")))
    parts = [person["kallor"][0] for person in answer["personer"]]
    assert [part["utfall"] for part in parts] == ["EJ_TILLGANGLIG"] * 2
    assert all(part["svarstidMs"] < WHOLE_S * 1000 for part in parts)


def test_one_person_s_fault_is_not_the_other_s(hub: RunningHub) -> None:
    case = registered(hub, "student", "omstallare")
    with fault(hub, "AVBRUTEN", persona="student"):
        answer = answered(ask(hub, in_case(hub, case, "student", "omstallare")))
    outcomes = [person["kallor"][0]["utfall"] for person in answer["personer"]]
    assert outcomes == ["EJ_TILLGANGLIG", "BESVARAD"]
    assert answer["skydd"] == "OKANT"


@pytest.mark.parametrize(("kind", "hop"), [("ANNAN_PERSON", "KALLA"), ("ANNAN_FRAGA", "FORMEDLARE")])
def test_an_answer_about_somebody_else_is_discarded_and_a_security_event(
    hub: RunningHub, kind: str, hop: str
) -> None:
    moment = now()
    with fault(hub, kind), sending(hub, 1):
        response = ask(hub, hub.question())
    answer = answered(response)
    part = only_part(answer)
    assert (part["utfall"], part["fragad"], part["uppgifter"]) == ("EJ_TILLGANGLIG", True, {})
    assert (part["fel"]["kod"], part["fel"]["led"]) == ("FEL_PERSON", hop)
    assert part["fel"]["atgard"] == "KONTAKTA_KALLAN"
    assert answer["skydd"] == "OKANT"
    others = set(hub.world.personas) - {"student"}
    assert not any(hub.number(persona) in response.text for persona in others)
    records = concluded_once(hub, moment, part)
    assert events(records) == ["UPPSLAG_AVSETT", "SAKERHETSHANDELSE", "UPPSLAG_AVSLUTAT"]
    event = records[1]
    assert (event["slag"], event["kalla"], event["avsiktId"]) == ("FEL_PERSON", "CSN", part["loggpostId"])
    assert event["personidentitet"] == hub.number("student")


def test_agencies_that_were_not_asked_are_thrown_away_and_named(hub: RunningHub) -> None:
    with fault(hub, "OMBEDD_INTE"):
        answer = answered(ask(hub, hub.question()))
    part = only_part(answer)
    assert part["utfall"] == "BESVARAD"
    assert {one["kod"] for one in part["avvikelser"]} == {"EJ_TILLFRAGAD_KALLA"}


def test_a_failing_source_is_told_in_xml_as_well(hub: RunningHub) -> None:
    with fault(hub, "HTML"):
        response = ask(hub, hub.question(), headers={"Accept": "application/xml"})
    root = valid_xml("uppgiftssvar/1", response.content)
    assert root.findtext(".//{*}fel/{*}kod") == "SVAR_EJ_LASBART"


@pytest.mark.soak
def test_a_silent_source_is_given_up_within_the_shipped_deadlines(hub: RunningHub) -> None:
    """25 seconds of silence, then an answer before a caller of 30 seconds gives up."""
    answer = failing(hub, ("TYST", {}, "EJ_TILLGANGLIG", "FORMEDLARE", "KALLA_TIDSGRANS", AGAIN))
    assert 24_900 <= only_part(answer)["svarstidMs"] < 28_000


def test_the_state_of_a_source_is_told_without_asking_about_anybody(
    hurried: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = now()
    with fault(hurried, "HTTP_STATUS", status=503), sending(hurried, 1):
        # What look-ups have seen just before is as good as a test call: here it is not to be.
        with monkeypatch.context() as patch:
            patch.setattr(sources, "KEPT_FOR", timedelta(0))
            down = send(hurried, "GET", f"{API}/kallor/CSN/drift").json()
        # Kept for a while, so that curious callers do not load a source that is down already.
        assert send(hurried, "GET", f"{API}/kallor/CSN/drift").json() == down
    valid("kalldrift/1", down)
    assert (down["lage"], down["fel"]["kod"]) == ("NERE", "FORMEDLARE_DRIFTSTORNING")
    assert down["sedan"] <= down["tidpunkt"]
    up = send(hurried, "GET", f"{API}/kallor/CSN/drift", role="annanNamnd").json()
    assert up["lage"] == "UPPE"
    with fault(hurried, "TYST"):
        silent = send(hurried, "GET", f"{API}/kallor/CSN/drift", role="annanKommun").json()
    assert (silent["lage"], silent["fel"]["kod"]) == ("NERE", "KALLA_TIDSGRANS")
    assert since(hurried, moment) == []
