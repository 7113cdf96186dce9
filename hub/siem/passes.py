"""What passes to the SIEM: for each event of the catalogue its place in ECS and the fields that go with it.

A field that does not stand here does not pass, so a new one never leaks. Persons pass neither by number nor
sealed nor by keyed hash: whoever holds the SIEM must not be able to tell that two records are about the same
one. Neither do cases, since one case is one household; nor free text; nor ids that a caller has made up,
where anything may stand. The caseworker's id does, in clear. It is personal data too, but somebody who
misuses the hub is what a SIEM is there to find, and a pseudonym would only have to be opened again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hub.audit import board_events as board
from hub.audit import case_events as case
from hub.audit import events, own_events
from hub.audit.key_events import KeyRotated

Fields = dict[str, str]
"""Where it stands in the record, dotted, to its field in ECS."""

HEAD: Fields = {"navversion": "observer.version", "nod": "observer.name"}
"""Of what all records share; beside it each line has id, time, number and whose log it is."""

_AGREEMENT: Fields = {"avtal.id": "labels.agreement", "avtal.version": "labels.agreement_version"}
_FAULT: Fields = {"fel.kod": "event.reason", "fel.led": "labels.hop"}
_CLIENT: Fields = {"klient": "labels.client"}
_SOURCE: Fields = {"kalla": "labels.source"}
_ACTOR: Fields = {"aktor.id": "user.id", "aktor.typ": "labels.user_kind"}
_ASKED: Fields = {
    **{f"fraga.{name}": place for name, place in (_CLIENT | _ACTOR).items()},
    "fraga.andamal": "labels.purpose",
    "fraga.sparId": "trace.id",
}
_LIFT: Fields = {"skyddLyft.grund": "labels.protection_lifted"}


@dataclass(frozen=True, slots=True)
class Passes:
    """One kind of event in ECS. `outcome` stands where the record's own `utfall` does not say it."""

    category: str
    type: tuple[str, ...]
    fields: Fields = field(default_factory=dict)
    outcome: str = "success"
    kind: str = "event"


PASSES: Mapping[str, Passes] = {
    events.LookupIntended.name: Passes(
        "api",
        ("access", "start"),
        _ASKED
        | _SOURCE
        | _AGREEMENT
        | _LIFT
        | {
            "svarId": "labels.reply",
            "anrop": "labels.call",
            "vag.id": "labels.route",
            "aktualitet.visadAv": "labels.case_shown_by",
            "aktualitet.harlettUr": "labels.case_derived_from",
            "aktualitet.granskas": "labels.review",
        },
        "unknown",
    ),
    events.LookupConcluded.name: Passes(
        "api",
        ("access", "end"),
        _ASKED
        | _SOURCE
        | _FAULT
        | _LIFT
        | {"avsiktId": "labels.intention", "utfall": "labels.outcome", "svarstidMs": "labels.elapsed_ms"},
    ),
    events.LookupRefused.name: Passes(
        "api",
        ("access", "denied"),
        _ASKED | _SOURCE | {"regel": "event.reason", "grind": "labels.gate", "problem": "labels.problem"},
        "failure",
    ),
    events.LookupUnsent.name: Passes(
        "api",
        ("access", "denied"),
        _ASKED | _SOURCE | _AGREEMENT | _FAULT | {"svarId": "labels.reply"},
        "failure",
    ),
    events.MaintenanceTold.name: Passes(
        "configuration", ("change",), _CLIENT | _SOURCE | {"driftmeddelandeId": "labels.notice"}
    ),
    events.SourceSilent.name: Passes("api", ("info",), _SOURCE | _FAULT | _AGREEMENT, "failure", "alert"),
    events.SourceHeard.name: Passes("api", ("info",), _SOURCE),
    events.ContractsInForce.name: Passes(
        "configuration", ("change",), {"orsak": "event.reason", "digest": "labels.contracts"}
    ),
    events.SecurityEvent.name: Passes(
        "intrusion_detection",
        ("info",),
        _CLIENT | _SOURCE | {"slag": "event.reason", "anrop": "labels.call", "avsiktId": "labels.intention"},
        "unknown",
        "alert",
    ),
    case.CaseRegistered.name: Passes("database", ("change",), _CLIENT),
    case.CaseEventTold.name: Passes("database", ("change",), _CLIENT),
    case.CasesLoaded.name: Passes(
        "database", ("change",), _CLIENT | {"system": "labels.case_system", "antalArenden": "labels.cases"}
    ),
    case.CasesErased.name: Passes("database", ("change",), {"arenden": "labels.cases"}),
    case.CaseAsked.name: Passes(
        "api",
        ("access", "start"),
        _ASKED | {"system": "labels.case_system", "anrop": "labels.call"},
        "unknown",
    ),
    case.CaseAnswered.name: Passes(
        "api", ("access", "end"), _FAULT | {"avsiktId": "labels.intention", "utfall": "labels.outcome"}
    ),
    case.StatementMade.name: Passes("api", ("creation",), _CLIENT | _ACTOR | {"intygId": "labels.statement"}),
    case.StatementConfirmed.name: Passes(
        "api", ("change",), _CLIENT | _ACTOR | {"intygId": "labels.statement"}
    ),
    case.OngoingChecked.name: Passes(
        "api",
        ("access",),
        _CLIENT | _ACTOR | {"fragandeNamnd": "labels.asking_board", "tillfragadNamnd": "labels.asked_board"},
    ),
    case.QuestionVouched.name: Passes("api", ("access",), _CLIENT | _SOURCE | {"stalld": "labels.vouched"}),
    board.BoardHandedOver.name: Passes(
        "database", ("access",), {"utlamningId": "labels.handover", "antalArenden": "labels.cases"}
    ),
    board.BoardReceived.name: Passes(
        "database", ("change",), {"utlamningId": "labels.handover", "antalArenden": "labels.cases"}
    ),
    own_events.ClockStepped.name: Passes(
        "host", ("info",), {"efterMs": "labels.behind_ms", "stoppade": "labels.stopped"}, "failure", "alert"
    ),
    own_events.KeysMissed.name: Passes("host", ("info",), {}, "failure", "alert"),
    KeyRotated.name: Passes(
        "configuration", ("change",), {"anvandning": "labels.key_use", "nyckelId": "labels.key_id"}
    ),
    events.LogSearched.name: Passes("database", ("access",), _CLIENT | {"granskas": "labels.review"}),
    events.LogRead.name: Passes("database", ("access",), _CLIENT | {"last": "labels.read"}),
    events.EpochOpened.name: Passes("database", ("info",), {"epok": "labels.epoch"}),
}
"""By the event's name in the log: all of the catalogue."""
