"""A whole answer as a page: the protection first, then person by person. Nothing is summed or concluded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hub.page import figures
from hub.page.blocks import Block, Blocks, Column, Fact, Facts, Notice, Page, Part, Table, Value, clean
from hub.page.generic import empty
from hub.page.parts import further, listing, outcome, part_of
from hub.page.words import PROTECTION, SHOWN_BY, Words, source
from messages.koder import Skydd, VisadAv

_TOLD = frozenset(["svarId", "forfraganId", "besvarad", "skydd", "kvitto", "personer"])
_PERSON_TOLD = frozenset(["personidentitet", "roll", "aktualitet", "kallor", "inkomstposter", "signaler"])
_INCOME_TOLD = frozenset(
    [
        "id",
        "kalla",
        "uppgiftId",
        "forman",
        "delforman",
        "beloppstyp",
        "belopp",
        "utbetalningsdag",
        "avser",
        "tillstand",
        "dagar",
        "anmarkning",
        "loggpostId",
    ]
)
_AMOUNTS = {"brutto": "Brutto", "skatt": "Skatt", "avdrag": "Avdrag", "netto": "Netto"}
_SIGNAL_TOLD = frozenset(["kod", "text", "kalla", "underlag"])


def page_of(answer: Mapping[str, Any], words: Words) -> Page:
    """The page of an answer's tree (reading.py)."""
    skydd = Skydd(answer["skydd"])
    title = f"Uppgiftssvar {answer['svarId']}"
    receipt = answer["kvitto"]
    made = (
        ("Besvarad", figures.moment(answer["besvarad"])),
        ("Svar på förfrågan", answer["forfraganId"]),
        ("Loggad i", receipt["logg"]),
        ("Loggens kontrollpunkt", receipt["kontrollpunkt"]),
    )
    blocks = (
        Notice(*PROTECTION[skydd], grave=skydd is not Skydd.INGET),
        Facts(tuple(Fact(name, (Value(clean(text)),)) for name, text in made)),
        *further(receipt, frozenset({"logg", "kontrollpunkt"})),
        *further(answer, _TOLD),
        *(_person(person, words) for person in answer.get("personer", [])),
    )
    warned = "" if skydd is Skydd.INGET else f" · {PROTECTION[skydd][0]}"
    return Page(title, title + warned, Blocks(blocks))


def _person(person: Mapping[str, Any], words: Words) -> Part:
    shown = person["aktualitet"]
    way = f"{SHOWN_BY[VisadAv(shown['visadAv'])]}, {figures.moment(shown['tidpunkt'])}"
    parts = person.get("kallor", [])
    blocks = (
        Facts((Fact("Att ärendet är aktuellt visades av", (Value(clean(way)),)),)),
        *further(shown, frozenset({"visadAv", "tidpunkt"})),
        *listing("Vad som blev av varje källa", "Källa|Utfall", _outcomes(parts, words)),
        *further(person, _PERSON_TOLD),
        *_signals(person.get("signaler", [])),
        *_incomes(person.get("inkomstposter", []), words),
        *(part_of(part, words) for part in parts),
    )
    role = words.text("roll", person["roll"])
    return Part(clean(f"{role}, {person['personidentitet']}"), Blocks(blocks))


def _outcomes(parts: list[Mapping[str, Any]], words: Words) -> Iterator[tuple[Value | str, ...]]:
    for part in parts:
        asked = "" if empty(part.get("period")) else f", {figures.period(part['period'])}"
        yield source(part["kalla"]) + asked, outcome(part, words)


def _signals(signals: list[Mapping[str, Any]]) -> Iterator[Part]:
    rows = (
        (
            one["text"],
            source(one["kalla"]) if "kalla" in one else "",
            ", ".join(one.get("underlag", [])),
            one["kod"],
        )
        for one in signals
    )
    table = listing("", "Signal|Källa|Underlag|Kod", rows)
    if table:
        grown = (block for one in signals for block in further(one, _SIGNAL_TOLD))
        yield Part("Att uppmärksamma", Blocks((*table, *grown)))


def _incomes(items: list[Mapping[str, Any]], words: Words) -> Iterator[Part]:
    if not items:
        return
    columns = (
        Column("Källa"),
        Column("Förmån"),
        Column("Tillstånd"),
        Column("Utbetalas", figures=True),
        *(Column(head, figures=True) for head in _AMOUNTS.values()),
        Column("Avser"),
        Column("Anmärkning"),
        Column("Post"),
    )
    rows = [_income(item, words) for item in items]
    # Most sources tell a net and nothing else: a column without anything in it is left out.
    held = [order for order in range(len(columns)) if any(row[order] != Value("") for row in rows)]
    table = Table(
        "Belopp i kronor, som källan lämnade dem",
        tuple(columns[order] for order in held),
        tuple(tuple(row[order] for order in held) for row in rows),
    )
    blocks: list[Block] = [table]
    for item in items:
        blocks += further(item, _INCOME_TOLD)
        blocks += further(item["belopp"], frozenset(_AMOUNTS))
    yield Part("Inkomstposter", Blocks(tuple(blocks)))


def _income(item: Mapping[str, Any], words: Words) -> tuple[Value, ...]:
    amounts = item["belopp"]
    return (
        Value(clean(source(item["kalla"]))),
        _benefit(item),
        Value(clean(words.text("tillstand", item["tillstand"]))),
        Value(clean(item.get("utbetalningsdag", ""))),
        *(Value(figures.amount(amounts[name]) if name in amounts else "") for name in _AMOUNTS),
        _concerned(item),
        Value(clean(item.get("anmarkning", ""))),
        _origin(item),
    )


def _benefit(item: Mapping[str, Any]) -> Value:
    """The benefit and what it is more closely; the codes stand small."""
    coded = [item[name] for name in ("forman", "delforman", "beloppstyp") if name in item]
    texts = [one["text"] or one["kod"] for one in coded]
    codes = [one["kod"] for one, text in zip(coded, texts, strict=True) if one["kod"] != text]
    return Value(clean(_each_once(texts)), clean(_each_once(codes)))


def _each_once(texts: list[str]) -> str:
    """A benefit and its only kind often go by the same name."""
    return ", ".join(dict.fromkeys(texts))


def _concerned(item: Mapping[str, Any]) -> Value:
    """The period and the days that are paid for."""
    told = [] if empty(item.get("avser")) else [figures.period(item["avser"])]
    told += [f"{item['dagar'].replace('.', ',')} dagar"] if "dagar" in item else []
    return Value(clean(", ".join(told)))


def _origin(item: Mapping[str, Any]) -> Value:
    """The item's own id, and small the ids of where it comes from."""
    record = f", loggpost {item['loggpostId']}" if "loggpostId" in item else ""
    return Value(clean(item["id"]), clean(f"uppgift {item['uppgiftId']}{record}"))
