"""What Pensionsmyndigheten's part of LEFI's answer becomes: every value kept, of the right person."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.forsakringskassan.pension import PENSION
from adapters.forsakringskassan.pension_mapping import to_section
from hub.adapter import (
    Found,
    NoRecord,
    SourceMalformed,
    SourceRefused,
    SourceUnavailable,
    TenDigits,
    WrongPerson,
)
from hub.elements import NOBODY_PROTECTED, compile_table, keep_groups, mask
from messages.delar import KodText, Period
from messages.values import Personidentitet
from tests.support import lefi_pm as pm
from tests.support.lefi_pm import EVERYTHING, answer, decision, found, kod, other, payload, told

# ---------------------------------------------------------------- what stands in the section


def test_a_claim_keeps_the_day_it_came_in_also_while_undecided() -> None:
    claim = {
        "ansprakid": "A-1",
        "ankomstdatum": "2026-09-02",
        "formansgrupp": kod("PM:BTI", "Bostadstillägg"),
        "yrkadPeriod": {"from": "2026-10-01"},
    }
    (read,) = pm.section(answer(ansprak=[claim])).ansprak
    assert (read.id, read.ansprakId, read.ankomstdag) == ("u1", "A-1", date(2026, 9, 2))
    assert read.formansgrupp == KodText(kod="PM:BTI", text="Bostadstillägg")
    assert read.yrkadPeriod == Period(from_=date(2026, 10, 1))


def test_a_decision_keeps_every_amount_with_how_often_and_what_it_was_reckoned_from() -> None:
    granted = {
        "beslutatBelopp": {"belopp": 3120, "beloppsfrekvens": kod("MANAD")},
        "period": {"from": "2026-04-01", "tom": "2026-12-31"},
        "ersattningstyp": kod("PM:GARP"),
        "omfattning": 0.75,
        "underlag": {
            "garp": {"antal40delar": 38, "ylAvdrag": 0},
            "tp": {"folkpensiontillagg": 12, "medelpoang": 4.10},
            "livaranta": {"livrantefaktor": 0.3333333333, "skadedatum": "1976-05-04", "arbetsgivarkod": 17},
            "samordning": {
                "beloppForeSamordning": 4000,
                "samordningstyper": [kod("PM:YL"), kod("PM:OVR", "Övr")],
            },
        },
    }
    document = answer(beslut=[decision(beslutadErsattning=[granted, {}])])
    (read,) = pm.section(document).beslut
    first, second = read.ersattningar
    assert (first.belopp, first.beloppsfrekvens) == (Decimal(3120), KodText(kod="MANAD", text="Per månad"))
    assert (first.omfattning, first.period) == (
        Decimal("0.75"),
        Period(from_=date(2026, 4, 1), tom=date(2026, 12, 31)),
    )
    basis = first.underlag
    assert basis is not None
    assert basis.garantipension is not None
    assert basis.samordning is not None
    assert (basis.garantipension.antal40delar, basis.garantipension.ylAvdrag) == (Decimal(38), Decimal(0))
    assert [one.text for one in basis.samordning.samordningstyper] == ["Livränta efter yrkesskada", "Övr"]
    assert basis.tillaggspension is not None
    assert str(basis.tillaggspension.folkpensionstillagg) == "12"
    assert basis.livranta is not None
    assert (basis.livranta.livrantefaktor, basis.livranta.arbetsgivarkod) == (Decimal("0.333333"), "17")
    assert second.model_dump(exclude_none=True) == {}
    assert told(document) == [("AVRUNDAT_TAL", "beslut/beslutadErsattning/underlag/livaranta/livrantefaktor")]


def test_a_refusal_is_told_as_one() -> None:
    (read,) = pm.section(answer(beslut=[decision(beslutsutfall=kod("AVSLAG"))])).beslut
    assert read.utfall == KodText(kod="AVSLAG", text="Avslag")
    assert read.ersattningar == []


def test_others_in_a_decision_are_reduced_to_relation_and_year_unless_they_are_of_the_case() -> None:
    dead = {"person": pm.DEAD, "dodsfallsdatum": "2026-01-22", "fodelsedatum": "1895-06-29"}
    more = {
        "bostadsInkomststod": {"berakningsunderlag": {"bostadskostnadBrutto": 6200, "medsokande": pm.SPOUSE}},
        "efterlevandeformaner": {
            "avlidna": [dead, {"fodelsedatum": "1907-04-01"}],
            "ovrigaBerattigadeEfterlevande": [{"person": pm.CHILD}, {"person": "199001"}],
        },
    }
    document = answer(beslut=[decision(tillagg=more)])
    kept, _ = keep_groups(pm.section(document), EVERYTHING, {Personidentitet(pm.CHILD)})
    added = kept.beslut[0].tillagg
    assert added is not None
    assert added.model_dump(mode="json", exclude_none=True) == {
        "bostadsOchInkomststod": {
            "bostadskostnadBrutto": "6200",
            "medsokande": {"relation": {"kod": "MEDSOKANDE", "text": "Medsökande"}, "fodelsear": 1984},
        },
        "efterlevandeformaner": {
            "avlidna": [
                {
                    "person": {"relation": {"kod": "AVLIDEN", "text": "Avliden"}, "fodelsear": 1895},
                    "dodsfallsdag": "2026-01-22",
                },
                {"person": {"relation": {"kod": "AVLIDEN", "text": "Avliden"}, "fodelsear": 1907}},
            ],
            "ovrigaBerattigade": [
                {
                    "relation": {"kod": "EFTERLEVANDE", "text": "Annan efterlevande"},
                    "fodelsear": 2008,
                    "personidentitet": pm.CHILD,
                },
                {"relation": {"kod": "EFTERLEVANDE", "text": "Annan efterlevande"}},
            ],
        },
    }
    assert told(document) == [
        ("OLASBART_VARDE", "beslut/tillagg/efterlevandeformaner/ovrigaBerattigadeEfterlevande")
    ]


def test_accounts_years_and_the_proof_of_being_alive_come_out_of_one_list() -> None:
    event = {
        "kontohandelsetyp": kod("ARSOMRAKNING"),
        "kontohandelsetidpunkt": "2026-01-01T01:30:00+01:00",
        "kontotransaktioner": [{"kontotransaktionstyp": kod("FORVALTNINGSKOSTNAD"), "belopp": -364}],
    }
    worth = {"varde": 1204300, "gallerFrom": "2026-01", "faststallelsear": "2025", "kontohandelse": event}
    others = [
        other("PM:LINT", levnadsintyg={"senastUppdaterad": "2026-05-04", "levnadsintygsstatus": kod(2)}),
        other(
            "PM:PBH", pensionsbehallning={"pensionskonton": [{"kontotyp": kod("IP"), "kontovarden": [worth]}]}
        ),
        other(
            "PM:PU",
            pensionsunderlag={"intjanandear": [{"artal": "1998", "pensionsgrundandeBeloppForStudier": 9000}]},
        ),
    ]
    document = answer(ovrigInformation=others)
    read = pm.section(document)
    assert read.levnadsintyg[0].status == KodText(kod="2", text="Intyget är komplett")
    value = read.pensionskonton[0].varden[0]
    assert (value.varde, value.gallerFran, value.faststallelsear) == (
        Decimal(1204300),
        date(2026, 1, 1),
        2025,
    )
    assert value.handelse is not None
    assert value.handelse.tidpunkt == datetime(2026, 1, 1, 0, 30, tzinfo=UTC)
    assert value.handelse.transaktioner[0].belopp == Decimal(-364)
    assert (read.pensionsunderlag[0].ar, read.pensionsunderlag[0].studier) == (1998, Decimal(9000))
    assert told(document) == []


def test_two_proofs_of_being_alive_are_both_kept() -> None:
    proofs = [other("PM:LINT", levnadsintyg={"levnadsintygsstatus": kod(code)}) for code in (1, 24)]
    read = pm.section(answer(ovrigInformation=proofs))
    assert [one.status.kod for one in read.levnadsintyg if one.status] == ["1", "24"]


def test_items_are_numbered_through_all_lists() -> None:
    read = pm.section(answer(ansprak=[{}, {}], utbetalningar=[pm.payment()], beslut=[decision()]))
    lists = (read.ansprak, read.beslut, read.utbetalningar)
    ids = [str(one.model_dump()["id"]) for each in lists for one in each]
    assert sorted(ids) == ["u1", "u2", "u3", "u4"]


def test_what_lefi_adds_tomorrow_is_named_and_not_lost_in_silence() -> None:
    document = answer(utbetalningar=[pm.payment(nyttFalt={"a": 1})], heltNytt=[1])
    assert told(document) == [("OKANT_ELEMENT", "utbetalningar/nyttFalt"), ("OKANT_ELEMENT", "heltNytt")]


def test_forsakringskassans_part_is_passed_by() -> None:
    fk = {"barnbidragsarende": [{"beslut": [{"fattades": "2026-01-01"}]}], "utbetalningsuppgift": []}
    document = answer(utbetalningar=[pm.payment()], formansinformation=fk)
    assert told(document) == []
    assert len(pm.section(document).utbetalningar) == 1


def test_a_masked_answer_holds_what_may_be_handed_out_and_nobody_else() -> None:
    deaths = {"avlidna": [{"person": pm.DEAD, "fodelsedatum": "1895-06-29", "dodsfallsdatum": "2026-01-22"}]}
    document = answer(
        beslut=[decision(tillagg={"efterlevandeformaner": deaths})],
        utbetalningar=[pm.payment()],
        ovrigInformation=[other("PM:LINT", levnadsintyg={"levnadsintygsstatus": kod(2)})],
        formansinformation={**person(pm.PENSIONER), "barnbidragsarende": [{"startades": "2026-01-01"}]},
    )
    kept = frozenset({"pension.beslut"})
    masked = mask(payload(document), kept, compile_table(PENSION), hidden=NOBODY_PROTECTED)
    for gone in (pm.DEAD, "1895", "startades", "nettobelopp", "levnadsintygsstatus", "namn"):
        assert gone.encode() not in masked.content
    read = to_section(masked)
    assert isinstance(read, Found)
    assert read.person == Personidentitet(pm.PENSIONER)
    assert keep_groups(read.sections[0], kept)[1] == ()


# ---------------------------------------------------------------- whom it is about, and what is no answer


def person(number: str) -> dict[str, Any]:
    return {"generellPersoninformation": [{"personnummer": number, "skyddad": False, "namn": "Ek"}]}


def test_whom_the_document_is_about_holds_for_this_part_too() -> None:
    document = answer(utbetalningar=[pm.payment()], formansinformation=person(pm.PENSIONER))
    assert found(document).person == Personidentitet(pm.PENSIONER)
    ten = answer(formansinformation=person(pm.PENSIONER[2:]))
    read = to_section(payload(ten))
    assert isinstance(read, NoRecord)
    assert read.person == TenDigits(pm.PENSIONER[2:])
    assert found(answer(utbetalningar=[pm.payment()])).person is None


def test_two_persons_in_one_answer_are_one_too_many() -> None:
    two = person(pm.PENSIONER)["generellPersoninformation"] + person(pm.SPOUSE)["generellPersoninformation"]
    with pytest.raises(WrongPerson):
        to_section(payload(answer(formansinformation={"generellPersoninformation": two})))


def test_a_number_that_cannot_be_read_stops_the_answer_without_being_repeated() -> None:
    with pytest.raises(SourceMalformed, match="PERSON_OLASBAR") as raised:
        to_section(payload(answer(formansinformation=person("190704019802"))))
    assert "190704019802" not in str(raised.value)


@pytest.mark.parametrize("broken", ["inte en lista", ["inte ett objekt"], {"a": 1}, 5])
def test_a_list_that_cannot_be_read_is_not_empty(broken: Any) -> None:
    document = answer(ovrigInformation=broken)
    with pytest.raises(SourceMalformed, match="LISTA_OLASBAR"):
        to_section(payload(document, EVERYTHING))


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'"text"', b"<xml/>", b'{"a":' * 5000])
def test_what_is_no_document_is_malformed(content: bytes) -> None:
    with pytest.raises(SourceMalformed):
        to_section(payload(content))


KEYS = st.sampled_from([*pm.LISTS, "avvikelser", "utlamnare", "formansinformation"])
INNER = st.sampled_from(
    ["kod", "beskrivning", "from", "belopp", "avdrag", "tillagg", "person", "underlag", "utlamnare", "beslut"]
)
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
ANYTHING = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(INNER, inner, max_size=3),
    max_leaves=12,
)


@given(parts=st.dictionaries(KEYS, ANYTHING))
def test_no_document_breaks_the_reading(parts: dict[str, Any]) -> None:
    document = {**answer(), **parts} if parts else {}
    with contextlib.suppress(SourceMalformed, SourceUnavailable, SourceRefused):
        to_section(payload(document, EVERYTHING))
