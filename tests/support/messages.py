"""Messages for tests: two built by hand, and hypothesis strategies for every message, from its own schema."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, ClassVar, TypeVar

from hypothesis import strategies as st
from pydantic import Field

from messages import json_codec
from messages.arende import Arende, Arendeperson
from messages.arendelistor import Arendelistdel, ListatArende
from messages.base import Meddelande, Sektion
from messages.delar import KodText, Period
from messages.drift import Driftmeddelande
from messages.handelser import COMES, TELLS, Handelse, Handelsetyp
from messages.intyg import Intyg, Intygssvar
from messages.json_schema import json_schema
from messages.laddning import Arendeladdning
from messages.logg import Loggsokning
from messages.published import SECTIONS
from messages.shape import Kind, Member, Sections, shape_of
from messages.signerat_intyg import Intygsarende, SigneratIntyg
from messages.skyddade import SkyddadeUppgifter
from messages.uppgifter import Aktor, FragadPerson, Tidsperiod, Uppgiftsforfragan, Uppgiftssvar
from messages.values import (
    JWS_PATTERN,
    TEXT_PATTERN,
    Moment,
    Personidentitet,
    Tal,
    Text,
    holds_personal_number,
    luhn_valid,
)

M = TypeVar("M", bound=Meddelande)
Raw = dict[str, Any]

EXAMPLES = Path(__file__).parent.parent.parent / "schemas"


class Farg(StrEnum):
    ROD = "ROD"
    GRON = "GRÖN"


class Provdel(Meddelande):
    """A part that may be empty."""

    text: Text | None = None
    period: Period | None = None


class Prov(Sektion):
    """A section from outside, with a field of every kind."""

    namn: ClassVar[str] = "prov"
    namnrymd: ClassVar[str] = "urn:example:prov:1"

    text: Text
    belopp: Tal | None = None
    antal: int
    flagga: bool | None = None
    dag: date | None = None
    tid: Moment | None = None
    farg: Farg | None = None
    person: Personidentitet | None = None
    koder: list[KodText] = Field(default_factory=list)
    texter: list[Text] = Field(default_factory=list)
    tal: list[Tal] = Field(default_factory=list)
    heltal: list[Annotated[int, Field(ge=-5, le=5)]] = Field(default_factory=list)
    flaggor: list[bool] = Field(default_factory=list)
    dagar: list[date] = Field(default_factory=list)
    tider: list[Moment] = Field(default_factory=list)
    farger: list[Farg] = Field(default_factory=list)
    personer: list[Personidentitet] = Field(default_factory=list)
    del_: Provdel | None = Field(default=None, alias="del")


CATALOGUE: Mapping[str, type[Sektion]] = {**{section.namn: section for section in SECTIONS}, Prov.namn: Prov}


def question() -> Uppgiftsforfragan:
    """The question of the published example."""
    return _example(Uppgiftsforfragan, "uppgiftsforfragan/1/examples/asked-by-caseworker.json")


def answer() -> Uppgiftssvar:
    """The answer of the published example: CSN answered, FK did not."""
    return _example(Uppgiftssvar, "uppgiftssvar/1/examples/answer.json")


def ongoing_case() -> Arende:
    """The ongoing case of the published example: two persons, one of them protected."""
    return _example(Arende, "arende/1/examples/ongoing.json")


def _example(model: type[M], name: str) -> M:
    return json_codec.decode(model, (EXAMPLES / name).read_bytes(), CATALOGUE)


_MANY, _FEW = 8, 4


def messages(model: type[M]) -> st.SearchStrategy[M]:
    """Any message of the model, awkward ones first of all."""
    facets = json_schema(model, "urn:test")
    definitions = {**facets.get("$defs", {}), model.__name__: facets}
    return _parts(model, definitions).map(model.model_validate)


def _parts(model: type[Meddelande], definitions: Raw) -> st.SearchStrategy[Raw]:
    facets = definitions[model.__name__]
    required: dict[str, st.SearchStrategy[Any]] = {}
    optional: dict[str, st.SearchStrategy[Any]] = {}
    for member in shape_of(model).members:
        strategy = _member(member, facets["properties"][member.name], definitions)
        (required if member.name in facets.get("required", ()) else optional)[member.name] = strategy
    return _with_some(required, optional).map(_MENDED.get(model, lambda raw: raw))


def _with_some(
    required: Mapping[str, st.SearchStrategy[Any]], optional: Mapping[str, st.SearchStrategy[Any]]
) -> st.SearchStrategy[Raw]:
    """Of very many that may be there, a few at a time: all at once take long to draw, and hide each other."""
    if len(optional) <= _MANY:
        return st.fixed_dictionaries(dict(required), optional=dict(optional))
    return st.frozensets(st.sampled_from(sorted(optional)), max_size=_FEW).flatmap(
        lambda names: st.fixed_dictionaries({**required, **{name: optional[name] for name in sorted(names)}})
    )


def _member(member: Member, facets: Raw, definitions: Raw) -> st.SearchStrategy[Any]:
    if isinstance(member.value, Sections):
        return _sections()
    if not member.many:
        return _value(member.value, facets, definitions)
    items = _value(member.value, facets["items"], definitions)
    return st.lists(items, min_size=facets.get("minItems", 0), max_size=max(2, facets.get("minItems", 0)))


def _value(
    value: Kind | type[Meddelande] | Sections, facets: Raw, definitions: Raw
) -> st.SearchStrategy[Any]:
    if isinstance(value, Kind):
        return _scalar(value, definitions[facets["$ref"].rsplit("/", 1)[-1]] if "$ref" in facets else facets)
    assert not isinstance(value, Sections)
    return _parts(value, definitions)


def _sections() -> st.SearchStrategy[dict[str, Sektion]]:
    every: dict[str, st.SearchStrategy[Sektion]] = {
        name: messages(model) for name, model in CATALOGUE.items()
    }
    return _with_some({}, every)


AWKWARD = st.sampled_from(
    ["", " ", "\r", "\n", "\r\n", "\t", "  a  ", "a\r\nb", "]]>", "<a>&amp;</a>", "&#13;", "null", "'\"`{}"]
) | st.sampled_from(["\x7f", "\u0085\u2028", "\ufeff", "\ud7ff\ue000\ufffd", "\U0001f600"])  # fmt: skip
_CARRIED = st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff").filter(
    lambda char: char >= " " or char in "\t\r\n"
)
_TEXTS = st.one_of(AWKWARD, st.text(_CARRIED, max_size=12))
_MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
_NUMBERS = st.builds(
    lambda whole, decimals: Decimal(whole).scaleb(-decimals),
    st.integers(-(10**12) + 1, 10**12 - 1),
    st.integers(0, 6),
)


_SEGMENTS = st.text("Az09_-", min_size=1, max_size=8)


def _scalar(kind: Kind, facets: Raw) -> st.SearchStrategy[Any]:
    match kind:
        case Kind.CODE:
            return st.sampled_from(facets["enum"])
        case Kind.TEXT:
            return _text(facets)
        case Kind.PERSON:
            return st.builds(series_number, st.dates(date(1911, 1, 1), date(2025, 12, 31)), st.booleans())
        case Kind.BOOL:
            return st.booleans()
        case Kind.INT:
            return st.integers(facets.get("minimum", -(10**20)), facets.get("maximum", 10**20))
        case Kind.DATE:
            return st.dates()
        case Kind.MOMENT:
            return _MOMENTS
        case Kind.DECIMAL:
            return _NUMBERS


def _text(facets: Raw) -> st.SearchStrategy[str]:
    if facets["pattern"] == TEXT_PATTERN:
        shortest, longest = facets.get("minLength", 0), facets["maxLength"]
        return _TEXTS.map(lambda text: text[:longest].ljust(shortest, "x"))
    if facets["pattern"] == JWS_PATTERN:
        return st.lists(_SEGMENTS, min_size=3, max_size=3).map(".".join)
    return _matching(facets["pattern"]).filter(lambda text: not holds_personal_number(text))


def _matching(pattern: str) -> st.SearchStrategy[str]:
    return st.from_regex(re.compile(pattern.removesuffix("$") + r"\Z"))


def series_number(born: date, woman: bool) -> str:
    """A number of the published test series: birth number 238 for women, 239 for men."""
    nine = f"{born:%y%m%d}{238 if woman else 239}"
    check = next(digit for digit in "0123456789" if luhn_valid(nine + digit))
    return f"{born:%Y}"[:2] + nine + check


def _each_once(rows: list[Raw], name: str) -> list[Raw]:
    return list({row[name]: row for row in rows}.values())


def _in_order(raw: Raw) -> Raw:
    if "from" in raw and "tom" in raw:
        raw["from"], raw["tom"] = sorted((raw["from"], raw["tom"]))
    return raw


def _actor(raw: Raw) -> Raw:
    if raw["typ"] == "AUTOMATISERAD_FUNKTION":
        return {"funktion": "Återansökan", "beslut": "B-1", **raw}
    return {name: value for name, value in raw.items() if name not in ("funktion", "beslut")}


def _question(raw: Raw) -> Raw:
    raw["personer"] = _each_once(raw["personer"], "personidentitet")
    raw["urval"] = _each_once(raw.get("urval", []), "kalla")
    return raw


def _known(raw: Raw) -> Raw:
    return {**raw, "kandaInkomstposter": _each_once(raw.get("kandaInkomstposter", []), "id")}


def _search(raw: Raw) -> Raw:
    raw["skydd"] = [it for it in raw.get("skydd", []) if it != "INGET"]
    sought = raw.keys() & {"personidentitet", "handlaggare", "arende", "fran", "till"}
    return raw if sought else {**raw, "handlaggare": "hl000123"}


def _case(raw: Raw) -> Raw:
    days = sorted((raw.pop("oppnat", date(2026, 1, 2)), raw.pop("avslutat", date(2026, 3, 4))))
    if raw["status"] != "AKTUALISERAT":
        raw["oppnat"] = days[0]
    if raw["status"] == "AVSLUTAT":
        raw["avslutat"] = days[1]
    return {**raw, "personer": _each_once(raw["personer"], "personidentitet")}


def _reason(raw: Raw) -> Raw:
    """A reason is a sentence; what was generated follows it as far as there is room, and holds no number."""
    added = "" if holds_personal_number(raw["skal"]) else raw["skal"]
    return {**raw, "skal": f"Systemet har driftstopp: {added}"[:1_000]}


def _statement(raw: Raw) -> Raw:
    return {**_reason(raw), "personer": _each_once(raw["personer"], "personidentitet")}


def _event(raw: Raw) -> Raw:
    """What its kind tells and nothing else; days only where a person comes."""
    told: Raw = {
        "arendetyp": "KONTROLL",
        "dag": date(2026, 1, 2),
        "person": {"personidentitet": series_number(date(1984, 1, 3), woman=False), "roll": "SOKANDE"},
        "rattarHandelseId": "6d0f3f6e-6a3c-4a53-9a57-0c1c2b3d4e01",
    }
    kind = Handelsetyp(raw["typ"])
    kept = {name: value for name, value in raw.items() if name not in told}
    kept |= {name: raw.get(name, told[name]) for name in TELLS[kind]}
    if "person" in kept and kind not in COMES:
        days = ("from", "tom")
        kept["person"] = {name: value for name, value in kept["person"].items() if name not in days}
    return kept


def _notice(raw: Raw) -> Raw:
    added = "" if holds_personal_number(raw["text"]) else raw["text"]
    return _in_time({**raw, "text": f"Driftstopp: {added}"[:500]})


def _in_time(raw: Raw) -> Raw:
    if "till" in raw:
        raw["fran"], raw["till"] = sorted((raw["fran"], raw["till"]))
        if raw["fran"] == raw["till"]:
            del raw["till"]
    return raw


def _load(raw: Raw) -> Raw:
    return {**raw, "arenden": list({(it["system"], it["id"]): it for it in raw["arenden"]}.values())}


# What a model checks beyond its fields, brought about in what was generated.
_MENDED: Mapping[type[Meddelande], Callable[[Raw], Raw]] = {
    Tidsperiod: _in_order,
    Arendeperson: _in_order,
    Aktor: _actor,
    Uppgiftsforfragan: _question,
    FragadPerson: _known,
    Arende: _case,
    ListatArende: _case,
    Handelse: _event,
    Intyg: _statement,
    Intygssvar: _reason,
    SkyddadeUppgifter: _reason,
    Arendeladdning: _load,
    Arendelistdel: lambda raw: {**raw, "arenden": _each_once(raw["arenden"], "id")},
    Intygsarende: lambda raw: {"oppnat": date(2026, 1, 2), **raw},
    SigneratIntyg: lambda raw: {**raw, "personer": _each_once(raw["personer"], "personidentitet")},
    Loggsokning: _search,
    Driftmeddelande: _notice,
}
