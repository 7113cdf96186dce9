"""Do the parts of two authorities become one LEFI document that says of each what it said, and no more?"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cache
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.forsakringskassan.elements import FK, PENSION
from adapters.forsakringskassan.groups import CARRIES, KINDS, SOURCES, UNCARRIED, Wanted, groups_of
from adapters.forsakringskassan.joining import LEFT_OUT, LISTS, STATES, joined
from adapters.forsakringskassan.mapping import to_section
from adapters.forsakringskassan.simulated import KNOWN, known_of
from adapters.forsakringskassan.simulated_answer import Asking
from adapters.forsakringskassan.simulated_question import ACTORS, Question
from hub.adapter import Found, NoRecord, Payload, SourceError, SourceMalformed
from hub.conformance.promises.masking import told
from hub.elements import NOBODY_PROTECTED, compile_table, keep_groups, mask, whereabouts
from hub.own_format import Absence, Absent
from hub.simulators.faults import Fault, FaultKind
from messages.pension import Pension
from messages.person import Person
from messages.socialforsakring import Socialforsakring
from tests.support.fk import strict
from tests.support.ssbtek import WORLD

FIRST, LAST = date(2026, 8, 1), date(2026, 12, 20)
TABLES = {"FK": compile_table(FK), "PM": compile_table(PENSION)}
OWN = {source: table.groups for source, table in TABLES.items()}
EVERY_CODE = frozenset[Wanted]().union(*CARRIES.values())
RIGHT = sorted(set(KNOWN) - {"regelbrytare"})

Part = Payload | Absent


def codes_of(*sources: str) -> frozenset[Wanted]:
    return frozenset(wanted for wanted in EVERY_CODE if wanted.code[:2] in sources)


def question(codes: frozenset[Wanted]) -> Payload:
    lists = {kind: sorted(one.code for one in codes if one.kind == kind) for kind in KINDS}
    asked = {
        "personnummer": WORLD.personas["foralder"].number.value,
        "period": {"from": FIRST.isoformat(), "tom": LAST.isoformat()},
        **{kind: named for kind, named in lists.items() if named},
    }
    return Payload("lefi/v9", json.dumps(asked).encode())


ASKED = {sources: question(codes_of(*sources)) for sources in (("FK",), ("PM",), SOURCES)}


@cache
def lefi(key: str, sources: tuple[str, ...], *faults: Fault) -> bytes:
    """What LEFI answers when it is asked for all that these authorities have."""
    groups = {
        kind: tuple(sorted(one.code for one in codes_of(*sources) if one.kind == kind)) for kind in KINDS
    }
    asking = Asking(Question("0", FIRST, LAST, groups), ACTORS["026-51"], faults)
    return json.dumps(asking.answer(known_of(WORLD.personas[key], WORLD))).encode()


def payload(source: str, content: bytes, **more: Any) -> Payload:
    return Payload(f"lefi/v9-{source.lower()}", content, question=ASKED[SOURCES], **more)


def apart(key: str, source: str) -> Payload:
    """One authority's payload, from a question to it alone."""
    return payload(source, lefi(key, (source,)))


def joined_of(parts: Mapping[str, Part], codes: Payload = ASKED[SOURCES]) -> bytes:
    made = joined(parts, codes)
    assert made is not None
    return made


def read(source: str, content: bytes) -> Found | NoRecord | SourceError:
    try:
        return to_section(payload(source, content))
    except SourceError as error:
        return error


def sections(outcome: Found | NoRecord | SourceError) -> Any:
    return outcome.sections if isinstance(outcome, Found) else type(outcome)


def lists_of(content: bytes, source: str) -> Mapping[str, Any]:
    return {name: rows for name, rows in json.loads(content).items() if name in LISTS[source]}


def states(document: Any) -> dict[str, str]:
    return {row["utlamnare"]["kod"]: row["tillstand"]["kod"] for row in document["utlamnare"]}


def left_out(content: bytes) -> dict[str, set[Wanted]]:
    """Reason to the codes that the document says it leaves out for it."""
    reasons: dict[str, set[Wanted]] = {}
    for kind, rows in json.loads(content).get("avvikelser", {}).items():
        for row in rows:
            named = row["ovrigInformationstyp" if kind == "ovrigInformation" else "formansgrupp"]["kod"]
            reasons.setdefault(row["avvikelse"]["kod"], set()).add(Wanted(kind, named))
    return reasons


# ------------------------------------------------------------ whatever each of them gave


@pytest.mark.parametrize("key", sorted(KNOWN))
def test_two_documents_become_one_that_says_of_each_what_it_said(key: str) -> None:
    fk, pm = apart(key, "FK"), apart(key, "PM")
    made = joined_of({"FK": fk, "PM": pm})
    for source, own in (("FK", fk), ("PM", pm)):
        assert sections(read(source, made)) == sections(read(source, own.content)), source
    if key in RIGHT:
        assert [error.json_path for error in strict().iter_errors(json.loads(made))] == []
        assert states(json.loads(made)) == {"FK": "OK", "PM": "OK"}
        assert json.loads(made) == json.loads(lefi(key, SOURCES)), "as LEFI itself would have answered"


@pytest.mark.parametrize("key", sorted(KNOWN))
def test_one_document_for_both_comes_back_untouched(key: str) -> None:
    content = lefi(key, SOURCES)
    assert joined({source: payload(source, content) for source in SOURCES}, ASKED[SOURCES]) is content


LACKING = [
    (None, None),
    (Absence.SILENT, "OTILLGANGLIG"),
    (Absence.FAILED, "FELANDE"),
    (Absence.DENIED, "OK"),
]


@pytest.mark.parametrize(("source", "other"), [("FK", "PM"), ("PM", "FK")])
@pytest.mark.parametrize(("why", "state"), LACKING)
@pytest.mark.parametrize("together", [False, True])
def test_of_one_alone_its_part_stays_and_the_other_is_told(
    source: str, other: str, why: Absence | None, state: str | None, together: bool
) -> None:
    """Also where the other's data came with it in one document: nobody said that they may be handed out."""
    codes = ASKED[SOURCES] if why else ASKED[(source,)]
    told_around = set[str]()
    for key in RIGHT:
        whole = payload(source, lefi(key, SOURCES)) if together else apart(key, source)
        parts: dict[str, Part] = {source: whole} | ({} if why is None else {other: Absent(why)})
        made = joined_of(parts, codes)
        told_around.add(json.dumps({name: json.loads(made).get(name, []) for name in (STATES, LEFT_OUT)}))
        assert lists_of(made, source) == lists_of(whole.content, source)
        assert lists_of(made, other) == {}
        assert states(json.loads(made)) == {source: "OK"} | ({other: state} if state else {})
        reason = "OBEHORIG" if why is Absence.DENIED else "INTERNT_FEL"
        assert left_out(made) == ({reason: codes_of(other)} if why else {})
        if key in ("foralder", "nyanland"):
            assert isinstance(read(other, made), SourceError), "who is missing never reads as nothing"
        if why is None and not together:
            assert made is whole.content
    (around,) = told_around
    named = {name: value for name, value in json.loads(around).items() if value}
    assert [error.json_path for error in strict().iter_errors(named)] == []


def test_nobody_is_no_document() -> None:
    for parts in product((None, *Absence), repeat=2):
        absent = {source: Absent(why) for source, why in zip(SOURCES, parts, strict=True) if why is not None}
        assert joined(absent, ASKED[SOURCES]) is None


def test_nobody_else_has_a_part() -> None:
    with pytest.raises(ValueError, match="FK and PM"):
        joined({"CSN": Absent(Absence.SILENT)}, ASKED[SOURCES])


# ------------------------------------------------------------ what LEFI says itself


@pytest.mark.parametrize("state", ["FELANDE", "OTILLGANGLIG"])
def test_lefis_own_word_for_who_is_down_stands(state: str) -> None:
    """In one document it has told the other's state already: nothing is to be put into its mouth."""
    content = lefi("foralder", SOURCES, Fault(FaultKind.TILLSTAND, kalla="PM", felkod=state))
    made = joined({"FK": payload("FK", content), "PM": Absent(Absence.SILENT)}, ASKED[SOURCES])
    assert made is content


@pytest.mark.parametrize("state", ["OK", "", "NYTT"])
def test_a_state_that_does_not_say_that_it_is_down_is_not_told_for_who_is_missing(state: str) -> None:
    """It answered well, and what it said could not be used; or LEFI did not say how it was."""
    content = lefi("foralder", SOURCES, Fault(FaultKind.TILLSTAND, kalla="PM", felkod=state, text="x"))
    made = joined_of({"FK": payload("FK", content), "PM": Absent(Absence.FAILED)})
    assert states(json.loads(made)) == {"FK": "OK", "PM": "FELANDE"}
    assert left_out(made) == {"INTERNT_FEL": codes_of("PM")}


def test_what_would_not_have_been_handed_out_is_refused_and_did_not_fail() -> None:
    """To ask again later would not help."""
    absent = Absent(Absence.SILENT, frozenset({"pension.beslut", "pension.utbetalningar"}))
    made = joined_of({"FK": apart("foralder", "FK"), "PM": absent})
    failed = {wanted for wanted in codes_of("PM") if wanted.kind in ("beslut", "utbetalningar")}
    assert left_out(made) == {"INTERNT_FEL": failed, "OBEHORIG": codes_of("PM") - failed}


def test_what_no_group_carries_is_refused_though_its_authority_answered() -> None:
    asked = codes_of("FK") | UNCARRIED
    made = joined_of({"FK": apart("foralder", "FK")}, question(asked))
    assert left_out(made) == {"OBEHORIG": UNCARRIED}


def test_who_is_refused_by_lefi_is_told_once() -> None:
    content = lefi("foralder", SOURCES, Fault(FaultKind.AVVIKELSE, kalla="PM", felkod="OBEHORIG"))
    made = joined({"FK": payload("FK", content), "PM": Absent(Absence.DENIED)}, ASKED[SOURCES])
    assert made is not None
    assert json.loads(made)["utlamnare"] == json.loads(content)["utlamnare"]
    assert left_out(made) == {"OBEHORIG": codes_of("PM")}
    assert sum(len(rows) for rows in json.loads(made)["avvikelser"].values()) == len(codes_of("PM"))


def test_what_each_left_out_is_told_and_what_concerns_both_once() -> None:
    fk, pm = (json.loads(lefi("pensionar", (source,))) for source in SOURCES)
    nobodys = {"avvikelse": {"kod": "INTERNT_FEL", "beskrivning": "x"}}
    of = {
        code: {**nobodys, "formansgrupp": {"kod": code, "beskrivning": "y"}} for code in ("FK:BOB", "PM:AP")
    }
    fk["avvikelser"] = {"utbetalningar": [of["FK:BOB"], nobodys, of["PM:AP"]]}
    pm["avvikelser"] = {
        "utbetalningar": [nobodys, of["PM:AP"], of["FK:BOB"], "x"],
        "nytt": [{}],
        "beslut": {},
    }
    parts = {"FK": payload("FK", json.dumps(fk).encode()), "PM": payload("PM", json.dumps(pm).encode())}
    deviations = json.loads(joined_of(parts))["avvikelser"]
    assert deviations == {"utbetalningar": [of["FK:BOB"], nobodys, of["PM:AP"]], "beslut": [{}]}


def test_a_state_that_lefi_did_not_tell_is_not_told_for_it() -> None:
    fk = json.loads(lefi("foralder", ("FK",)))
    fk["utlamnare"] = [{"utlamnare": {"kod": "PM"}}, {"utlamnare": "FK"}, "FK", {}]
    parts = {"FK": payload("FK", json.dumps(fk).encode()), "PM": apart("foralder", "PM")}
    assert states(json.loads(joined_of(parts))) == {"PM": "OK"}


def test_numbers_stay_as_they_were_written_and_of_a_key_twice_what_is_read_of_it() -> None:
    lists = '"utbetalningsuppgift":[{"nettobelopp":{"summa":1250.50,"valuta":"SEK"}}],"skatteuppgift":[]'
    state = '{"utlamnare":{"kod":"FK"},"tillstand":{"kod":"OK"}}'
    content = f'{{"utlamnare":[{state}],"formansinformation":{{{lists}}},"nytt":1,"nytt":2}}'.encode()
    made = joined_of({"FK": payload("FK", content)}, ASKED[("FK",)])
    assert made == f'{{"utlamnare":[{state}],"formansinformation":{{{lists}}}}}'.encode()


def test_what_cannot_be_read_is_not_put_together() -> None:
    for content in (b"", b"{", b"[]", b"\xff"):
        with pytest.raises(SourceMalformed):
            joined({"FK": payload("FK", content), "PM": apart("foralder", "PM")}, ASKED[SOURCES])


# ------------------------------------------------------------ what is handed out of it


def handed_out(
    source: str, content: bytes, keep: frozenset[str], hidden: Mapping[str, Any] = NOBODY_PROTECTED
) -> Payload:
    return mask(payload(source, content, groups=keep), keep, TABLES[source], hidden=hidden)


some_groups = st.fixed_dictionaries(
    {source: st.frozensets(st.sampled_from(sorted(OWN[source]))) for source in SOURCES}
)


@given(some_groups, st.sampled_from(RIGHT), st.booleans())
def test_masked_each_by_its_own_table_nothing_withheld_of_either_stays(
    keep: Mapping[str, frozenset[str]], key: str, together: bool
) -> None:
    came = {source: lefi(key, SOURCES if together else (source,)) for source in SOURCES}
    made = joined_of({source: handed_out(source, came[source], keep[source]) for source in SOURCES})
    assert [error.json_path for error in strict().iter_errors(json.loads(made))] == []
    for source in SOURCES:
        left, whole = (to_sections(source, content) for content in (made, came[source]))
        for name, section in left.items():
            assert keep_groups(section, keep[source])[1] == (), "something withheld is still there"
            if name == "pension":
                types = {row["informationstyp"]["kod"] for row in json.loads(made)["ovrigInformation"] or ()}
                assert all(groups_of("ovrigInformation", code) & keep[source] for code in types)
            was = whole.get(name, type(section)())  # "nothing", of which something is withheld, is no more
            assert Counter(told(section)) == Counter(told(keep_groups(was, keep[source])[0]))
    kept = keep["FK"] | keep["PM"]
    withheld = {wanted for wanted in EVERY_CODE if groups_of(*wanted).isdisjoint(kept)}
    assert left_out(made) == ({"OBEHORIG": withheld} if withheld else {})


def to_sections(source: str, content: bytes) -> Mapping[str, Any]:
    """By name."""
    found = read(source, content)
    return {section.namn: section for section in found.sections} if isinstance(found, Found) else {}


def test_all_handed_out_of_one_document_is_the_very_document() -> None:
    """Of nobody else: what is told of others goes with any masking."""
    content = lefi("sjuk", SOURCES)
    assert json.loads(content)["formansinformation"]["utbetalningsuppgift"]
    assert "utbetalningar" in json.loads(content)
    assert joined_of({source: handed_out(source, content, OWN[source]) for source in SOURCES}) == content


def test_where_a_protected_person_is_stays_in_neither_part() -> None:
    hidden = {
        model.namn: whereabouts(TABLES.values(), model) for model in (Socialforsakring, Person, Pension)
    }
    content = lefi("skyddad", SOURCES)
    address = json.loads(content)["formansinformation"]["generellPersoninformation"][0]["adress"]
    assert address
    masked = {source: handed_out(source, content, OWN[source], hidden) for source in SOURCES}
    person = json.loads(joined_of(masked))["formansinformation"]["generellPersoninformation"][0]
    assert person["skyddad"] is True
    assert not person.get("adress")
    assert not person.get("folkbokford")


@pytest.mark.parametrize("kept", SOURCES)
def test_one_of_which_nothing_is_handed_out_is_refused_and_the_other_whole(kept: str) -> None:
    content = lefi("pensionar", SOURCES)
    keep = {source: OWN[source] if source == kept else frozenset[str]() for source in SOURCES}
    made = joined_of({source: handed_out(source, content, keep[source]) for source in SOURCES})
    other = next(source for source in SOURCES if source != kept)
    left, whole = to_sections(kept, made), to_sections(kept, content)
    assert {name: Counter(told(one)) for name, one in left.items()} == {
        name: Counter(told(one)) for name, one in whole.items()
    }
    assert left_out(made) == {"OBEHORIG": codes_of(other)}
    assert "allmanpensionsarende" in json.loads(content)["formansinformation"]
    made_of = json.loads(made)
    if other == "FK":
        (person,) = made_of["formansinformation"].pop("generellPersoninformation")
        assert person.keys() == {"personnummer", "skyddad"}
        assert made_of["formansinformation"] == {}
    else:
        assert {name: rows for name, rows in made_of.items() if name in KINDS[1:]} == {"ovrigInformation": []}
