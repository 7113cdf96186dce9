"""Is each agency's part its own document, untouched where it may be, or an error that says who failed?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hub import registry
from hub.adapter import Payload
from hub.model.decision import Subject
from hub.model.reply import Document, Handed, Reply
from hub.ssbtek import parts_of
from hub.ssbtek.documents import Unmaskable, handed_on
from messages.koder import Atgard, Led, Skydd, Utfall
from messages.uppgifter import Fel, Kallsvar
from messages.wire.ssbtek import VERSIONS, Data, Delfel
from tests.support.policy import APPLICANT

LOADED = registry.discover()
ELEVEN = VERSIONS["11"]
ENTRY = "01a202d6-606b-7bf7-a32a-cf4bf81abc89"


def sample() -> bytes:
    root = Path(__file__).parents[2] / "adapters" / "csn" / "samples"
    return next(it for it in sorted(root.glob("*/source.xml"))).read_bytes()


def answered(content: bytes, groups: frozenset[str]) -> Handed:
    part = Kallsvar(kalla="CSN", utfall=Utfall.BESVARAD, fragad=True, loggpostId=ENTRY)
    document = Document(Payload("csn/kommunfraga", content), groups)
    return Handed(Subject(APPLICANT, "CSN"), part, (), (), wrong_person=False, document=document)


def failed(source: str, led: Led) -> Handed:
    fault = Fel(led=led, kod="KALLA_FEL", text="Det gick inte.", atgard=Atgard.FORSOK_IGEN)
    part = Kallsvar(kalla=source, utfall=Utfall.EJ_TILLGANGLIG, fragad=True, loggpostId=ENTRY, fel=fault)
    return Handed(Subject(APPLICANT, source), part, (), (), wrong_person=False)


def reply(*handed: Handed) -> Reply:
    return Reply("s", "f", Skydd.INGET, (), handed, household=frozenset({APPLICANT}))


def test_where_all_may_be_handed_on_it_is_the_very_same_document() -> None:
    content = sample()
    one = answered(content, LOADED.sources["CSN"].groups)
    found = handed_on(one, reply(one), LOADED.tables)
    assert found is not None
    assert one.document is not None
    assert found.content is one.document.payload.content, "not even a copy of it"


def test_what_is_not_carried_is_taken_out_and_the_rest_still_reads() -> None:
    one = answered(sample(), frozenset({"studiestod.arenden"}))
    found = handed_on(one, reply(one), LOADED.tables)
    assert found is not None
    assert len(found.content) < len(sample())
    LOADED.sources["CSN"].to_section(found)


def test_what_cannot_be_masked_becomes_an_error_of_the_hubs() -> None:
    one = answered(b"<kaputt", LOADED.sources["CSN"].groups)
    with pytest.raises(Unmaskable):
        handed_on(one, reply(one), LOADED.tables)
    part = parts_of(reply(one), ELEVEN, {"CSN"}, {}, LOADED)["CSN"]
    assert isinstance(part, Delfel)
    assert (part.kalla, part.felkod) == ("SSBT", "SVAR_EJ_LASBART")
    strange = replace(one, document=Document(Payload("okant/format", b"<a/>"), frozenset()))
    with pytest.raises(Unmaskable):
        handed_on(strange, reply(strange), LOADED.tables)


@pytest.mark.parametrize("led", Led)
def test_an_error_says_whether_the_agency_or_the_way_there_failed(led: Led) -> None:
    part = parts_of(reply(failed("TNS", led)), ELEVEN, {"TNS"}, {}, LOADED)["TNS"]
    assert isinstance(part, Delfel)
    assert part.kalla == ("BT" if led is Led.KALLA else "SSBT")
    assert (part.felkod, part.felmeddelande[0]) == ("KALLA_FEL", "Det gick inte.")


def test_who_was_not_asked_is_absent() -> None:
    one = answered(sample(), LOADED.sources["CSN"].groups)
    parts = parts_of(reply(one), ELEVEN, {"CSN", "MIV"}, {}, LOADED)
    assert set(parts) == {"CSN"}
    assert isinstance(parts["CSN"], Data)
