"""Försäkringskassan's own promises, beyond the kit's: coverage by the types, what is whereabouts, bounds."""

from __future__ import annotations

import copy
import json
import re
import time
from typing import Any

import pytest

from adapters.forsakringskassan.elements import FK, PENSION
from adapters.forsakringskassan.mapping import to_section
from hub.adapter import SourceMalformed
from hub.elements import AGREEMENT, Protects, compile_table, hide, whereabouts
from hub.elements.coverage import json_paths, uncovered, unfounded
from hub.elements.step import Kind
from messages.person import Person
from messages.socialforsakring import Socialforsakring
from tests.support.fk import SAMPLES, SCHEMA, TABLE, answer, found, general, payload, section, source

NAMES = {folder.name for folder in SAMPLES.iterdir()}


def test_every_path_of_the_types_is_in_both_tables_and_nothing_beside() -> None:
    paths = set(json_paths(SCHEMA))
    assert len(paths) == 1669
    for table in (TABLE, compile_table(PENSION)):
        assert uncovered(table, paths) == []
        assert unfounded(table, paths) == []


def test_what_one_authority_reads_the_other_leaves() -> None:
    """Nothing is carried twice, and of the lists nothing is left by both."""
    theirs = compile_table(PENSION)
    left = {path for path, step in TABLE.steps.items() if step.kind == Kind.OPAQUE}
    assert left == {"ansprak", "beslut", "preliminaraUtbetalningar", "utbetalningar", "ovrigInformation"}
    assert all(theirs.steps[path].kind != Kind.OPAQUE for path in left)
    ours = {path for path, step in TABLE.steps.items() if step.places}
    assert ours & {path for path, step in theirs.steps.items() if step.places} == set()


def test_every_oddity_has_a_sample() -> None:
    strayings = {
        "amounts-as-text",
        "century-missing",
        "code-unknown",
        "dates-with-time",
        "group-left-out",
        "half-days",
        "key-twice",
        "key-unknown",
        "list-unknown",
        "other-currency",
        "payments-equal",
        "protected-child",
        "rule-breaker",
        "single-for-list",
        "sole-trader",
        "state-missing",
        "two-persons",
        "utf-16",
    }
    assert strayings <= NAMES


def test_every_row_that_hands_out_names_the_law_or_the_agreement() -> None:
    for row in FK.rows:
        if row.place is not None and not row.place.startswith(":"):
            assert row.law == AGREEMENT or re.match(r"2008:975 3 §, \w", row.law or ""), row.id


@pytest.mark.parametrize("refused", ["beslut[].fattat", "avslaget", "preliminaraUtbetalningar[].netto"])
def test_what_the_statute_does_not_name_an_agreement_carries(refused: str) -> None:
    """A decision's day, a refusal and what is not paid yet: 3 § has none of them."""
    laws = {row.law for row in FK.rows if (row.place or "").endswith(refused)}
    assert laws == {AGREEMENT}


def test_where_a_protected_person_is_goes_and_the_rest_stays() -> None:
    read = found(source("protected"))
    social, person = read.sections
    kept, groups = hide(person, whereabouts([TABLE], Person))
    assert groups == ("person.adress", "person.folkbokforing")
    assert isinstance(kept, Person)
    assert (kept.namn_, kept.civilstand, kept.adresser) == ("Maja Nyström", person.civilstand, [])  # type: ignore[attr-defined]
    kept_social, groups = hide(social, whereabouts([TABLE], Socialforsakring))
    assert groups == ("socialforsakring.arbetsskada", "socialforsakring.barnbidragsmottagare")
    text = kept_social.model_dump_json()
    assert not any(word in text for word in ("Exempelhemmet", "Exempelbolaget", "Provgränd"))
    assert kept_social.utbetalningar == social.utbetalningar  # type: ignore[attr-defined]


def test_amounts_decisions_and_payments_never_tell_where_somebody_is() -> None:
    telling = {
        place
        for step in TABLE.steps.values()
        if step.row.protects is Protects.WHEREABOUTS and step.section is Socialforsakring
        for place in step.places
    }
    assert {re.split(r"[.\[]", place)[0] for place in telling} == {
        "arbetsskadeEfterlevande",
        "arbetsskadelivranta",
        "barnbidragsmottagare",
        "intjanandear",
        "levnadsintyg",
        "yrkesskadeEfterlevande",
        "yrkesskadelivranta",
    }


# ---------------------------------------------------------------- bounds


def _ordinary() -> Any:
    return json.loads(source("ordinary"))


def test_five_thousand_payment_details_are_all_carried_in_bounded_time() -> None:
    document = _ordinary()
    payment = document["formansinformation"]["utbetalningsuppgift"][2]
    payment["utbetalningsdetalj"] *= 5_000
    started = time.perf_counter()
    assert len(section(document).utbetalningar[2].detaljer) == 5_000
    assert time.perf_counter() - started < 5


def test_nine_megabytes_of_odd_keys_stay_bounded() -> None:
    document = _ordinary()
    cases = document["formansinformation"]["barnbidragsarende"]
    cases.extend({f"okand{place}": "x" * 500} for place in range(17_000))
    read = found(document)
    assert len(read.deviations) == 201
    assert read.deviations[-1].kod == "FLER_AVVIKELSER"
    assert len(str(read.deviations)) < 60_000


def test_a_list_of_texts_without_end_is_bounded() -> None:
    rows = copy.deepcopy(general(namn="x" * 4_000_000))
    (told,) = found(answer(generellPersoninformation=rows)).sections[1:]
    assert len(told.model_dump_json()) < 20_000


def test_beyond_twelve_million_bytes_it_is_malformed() -> None:
    with pytest.raises(SourceMalformed):
        to_section(payload(b" " * 12_000_001))
