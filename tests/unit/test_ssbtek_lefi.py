"""Do Försäkringskassan and Pensionsmyndigheten share one element of SSBTEK without costing each other?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from adapters.ssbtek import adapter
from hub.adapter import (
    Ask,
    Fetched,
    Payload,
    SourceAsk,
    SourceError,
    SourceMalformed,
    SourceRefused,
    SourceUnavailable,
)
from messages.koder import Led
from messages.wire.ssbtek import (
    VERSIONS,
    Data,
    Delfel,
    Hamta,
    Lefifraga,
    RawData,
    read_question,
    write_answer,
)
from tests.support.ssbtek import CORRELATION, Answering, answering, ask, body_of, question, schema, source_ask
from tests.support.transport import OnePermit

ELEVEN = VERSIONS["11"]
QUESTION = Payload("lefi/v9", b'{"formansinformation":["FK:ABB"],"beslut":["PM:AP"]}')
DOCUMENT = Data(b'{"utlamnare":[]}')
CSN = Data(b"<CSNSvar/>")
BOTH = pytest.mark.parametrize("version", ["10", "11"])
EITHER_ALONE = pytest.mark.parametrize("source", ["FK", "PM"])


def lefi_ask(*sources: str, own: Payload | None = QUESTION, **changes: Any) -> Ask:
    return ask(sources=tuple(_asked(source, own) for source in sources), **changes)


def _asked(source: str, own: Payload | None) -> SourceAsk:
    return replace(source_ask(source), question=own) if source in {"FK", "PM"} else source_ask(source)


def came(parts: Any, **given: Any) -> Answering:
    return answering(write_answer(ELEVEN, parts, **{"correlation": CORRELATION, **given}))


async def fetch(asked: Ask, transport: Answering) -> Fetched:
    return await adapter.fetch(asked, OnePermit(), transport)


def sent(transport: Answering) -> Hamta:
    [request] = transport.sent
    read = read_question(request.body)
    assert isinstance(read, Hamta)
    return read


# ------------------------------------------------------------ what is sent


@BOTH
@pytest.mark.parametrize("sources", [("FK",), ("PM",), ("FK", "PM"), ("PM", "CSN", "FK")])
async def test_the_element_is_included_once_with_one_question(version: str, sources: tuple[str, ...]) -> None:
    transport = answering(write_answer(VERSIONS[version], {}, correlation=CORRELATION))
    await fetch(lefi_ask(*sources, version=version), transport)
    schema(version).assertValid(body_of(transport.sent[0].body))
    asked = sent(transport).fraga.specifika
    assert set(asked) == {"FK", *sources} - {"PM"}
    assert asked["FK"].lefi == Lefifraga("026-51", QUESTION.content, "v9")


async def test_neither_asked_leaves_the_element_out() -> None:
    transport = came({"CSN": CSN})
    await fetch(ask("CSN"), transport)
    assert b'<s:FK inkludera="false"/>' in transport.sent[0].body


@pytest.mark.parametrize("sources", [("FK", "PM"), ("PM", "FK")])
async def test_a_source_with_another_question_is_left_out_since_that_was_not_put(
    sources: tuple[str, ...],
) -> None:
    first, second = (_asked(source, QUESTION) for source in sources)
    second = replace(second, question=Payload("lefi/v9", b'{"beslut":["PM:EF"]}'))
    transport = came({"FK": DOCUMENT})
    fetched = await fetch(ask(sources=(first, second)), transport)
    lefi = sent(transport).fraga.specifika["FK"].lefi
    assert lefi is not None
    assert lefi.lefiJsonFraga == QUESTION.content
    assert isinstance(fetched[sources[0]], Payload)
    left_out = fetched[sources[1]]
    assert isinstance(left_out, SourceRefused)
    assert (left_out.code, left_out.led) == ("FRAGA_SAKNAS", Led.NYTTONAV)


@EITHER_ALONE
async def test_one_without_a_question_does_not_cost_the_other(source: str) -> None:
    other = {"FK": "PM", "PM": "FK"}[source]
    fetched = await fetch(
        ask(sources=(_asked(source, None), _asked(other, QUESTION))), came({"FK": DOCUMENT})
    )
    left_out = fetched[source]
    assert isinstance(left_out, SourceRefused)
    assert left_out.code == "FRAGA_SAKNAS"
    assert isinstance(fetched[other], Payload)


async def test_without_an_actor_id_neither_is_asked_and_the_others_are() -> None:
    asked = lefi_ask("FK", "CSN", "PM")
    settings = {key: value for key, value in asked.settings.items() if key != "aktorsid"}
    transport = came({"CSN": CSN})
    fetched = await fetch(replace(asked, settings=settings), transport)
    assert set(sent(transport).fraga.specifika) == {"CSN"}
    assert isinstance(fetched["CSN"], Payload)
    for source in ("FK", "PM"):
        left_out = fetched[source]
        assert isinstance(left_out, SourceUnavailable)
        assert (left_out.code, left_out.led) == ("NYTTONAV_INSTALLNING", Led.NYTTONAV)


# ------------------------------------------------------------ what comes back


async def test_each_gets_the_document_to_read_its_own_part_of() -> None:
    fetched = await fetch(lefi_ask("FK", "PM"), came({"FK": DOCUMENT}))
    assert fetched == {
        "FK": Payload("lefi/v9-fk", DOCUMENT.content),
        "PM": Payload("lefi/v9-pm", DOCUMENT.content),
    }


@EITHER_ALONE
async def test_asked_alone_its_element_is_not_told_as_unasked(source: str) -> None:
    fetched = await fetch(lefi_ask(source), came({"FK": DOCUMENT}))
    assert fetched == {source: Payload(f"lefi/v9-{source.lower()}", DOCUMENT.content)}


async def test_the_element_is_unasked_when_neither_could_be_asked() -> None:
    """What came for a source that was left out answers a question that was not put."""
    fetched = await fetch(lefi_ask("PM", "CSN", own=None), came({"CSN": CSN, "FK": DOCUMENT}))
    payload = fetched["CSN"]
    assert isinstance(payload, Payload)
    assert [(odd.kod, odd.plats) for odd in payload.deviations] == [("EJ_TILLFRAGAD_KALLA", "svarsdata/FK")]
    assert isinstance(fetched["PM"], SourceRefused)


@pytest.mark.parametrize(
    ("part", "kind", "code"),
    [
        (Delfel("BT", "UNKNOWN_VERSION", ("Okänd version",)), SourceUnavailable, "KALLA_FEL"),
        (Delfel("SSBT", "TIMEOUT", ("x",)), SourceUnavailable, "KALLA_TIDSGRANS"),
        (RawData(b"<s:lefiJsonSvar>*</s:lefiJsonSvar>"), SourceMalformed, "SVAR_EJ_LASBART"),
        (None, SourceMalformed, "SVAR_SAKNAS"),
    ],
    ids=["error", "timeout", "broken", "absent"],
)
async def test_what_fails_in_the_element_fails_for_both_and_nobody_else(
    part: Any, kind: type[SourceError], code: str
) -> None:
    parts = {"CSN": CSN} if part is None else {"CSN": CSN, "FK": part}
    fetched = await fetch(lefi_ask("FK", "CSN", "PM"), came(parts))
    assert isinstance(fetched["CSN"], Payload)
    for source in ("FK", "PM"):
        error = fetched[source]
        assert type(error) is kind
        assert isinstance(error, SourceError)
        assert error.code == code


async def test_an_echo_of_the_question_does_not_disturb() -> None:
    echo = question("11", "FK", fraganSkallInkluderasISvaret=True)
    fetched = await fetch(lefi_ask("FK", "PM"), came({"FK": DOCUMENT}, echo=echo))
    assert all(isinstance(part, Payload) for part in fetched.values())


@BOTH
async def test_the_question_has_its_place_so_nothing_is_told_as_unput(version: str) -> None:
    transport = answering(write_answer(VERSIONS[version], {"FK": DOCUMENT}, correlation=CORRELATION))
    fetched = await fetch(lefi_ask("FK", "PM", version=version), transport)
    assert [part.deviations for part in fetched.values() if isinstance(part, Payload)] == [(), ()]
