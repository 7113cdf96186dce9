"""The demo on the screen: the question, the answer at a glance, what the log holds, and what to try next."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from hub import page
from hub.audit.verify import State
from hub.demo.gates import Stopped
from hub.demo.maintenance import LeftAlone
from hub.demo.places import Allowed
from hub.demo.story import Told
from hub.demo.verified import Verified
from hub.page import figures
from hub.page.blocks import Block, Blocks, Column, Fact, Facts, Page, Paragraph, Part, Table, Value, clean
from hub.page.words import source

_VERDICTS = {State.VALID: "giltig", State.ERASED: "gallrad men bevisad", State.INVALID: "OGILTIG"}


@dataclass(frozen=True, slots=True)
class Scene:
    """What the demo knows beside the answer."""

    people: Mapping[str, str]
    """Personal number to the test person in words."""
    down: str = ""
    """The source that the demo has made fail; else empty."""


@dataclass(frozen=True, slots=True)
class Rest:
    """What the gates stopped, what they let through by each place that may show a case, and a source that is
    in maintenance."""

    stopped: Sequence[Stopped]
    allowed: Sequence[Allowed]
    left_alone: LeftAlone


def show(console: Console, told: Told, verified: Verified, scene: Scene) -> None:
    """The whole look-up, in the order it happened."""
    words = page.Words.read()
    answer = page.answer_of(told.received)
    cast = {number: f"Testpersonen {who}" for number, who in scene.people.items()}
    blocks = (
        Part("Frågan", Blocks((Facts(tuple(_question(told.question, scene))),))),
        *page.glance_of(answer, words, cast).blocks.all,
        Part("Loggen", Blocks(tuple(_log(told, verified, words)))),
    )
    title = f"Nyttonav: ett uppslag, {len(answer['personer'])} person" + (
        "er" if len(answer["personer"]) > 1 else ""
    )
    page.show(console, Page(title, title, Blocks(blocks)))


def show_rest(console: Console, rest: Rest) -> None:
    """One refusal for each gate with its sentence and law, one look-up by each place that shows cases, one
    of a source that is not asked."""
    _gates(console, rest.stopped)
    _places(console, rest.allowed)
    _maintenance(console, rest.left_alone)


def _gates(console: Console, stopped: Sequence[Stopped]) -> None:
    told = Paragraph(
        "Före varje fråga prövas fem grindar. Här har varje grind fått en fråga med ett fel i; ingen av dem "
        "lämnade navet, och var och en är en post i loggen."
    )
    rows = tuple(
        (
            Value(str(one.trial.gate)),
            Value(clean(one.trial.tried)),
            Value(clean(one.problem["detail"])),
            Value(clean(one.problem.get("lag", ""))),
        )
        for one in stopped
    )
    heads = tuple(Column(head) for head in ("Grind", "Vad som prövades", "Vad navet svarar", "Lag"))
    console.print()
    page.show(console, Page("Fem grindar", "Fem grindar", Blocks((told, Table("", heads, rows)))))


def _places(console: Console, allowed: Sequence[Allowed]) -> None:
    told = Paragraph(
        "Att ärendet pågår kan visas på flera sätt. Avtalet med källan säger vilka som räcker och hur gammal "
        "uppgiften får vara; svaret och loggen säger vilket det blev."
    )
    rows = tuple(
        (
            Value(clean(one.how)),
            Value(one.place.value),
            Value(clean(figures.moment(one.shown["tidpunkt"]))),
            Value("Ska granskas" if one.shown.get("granskas") else ""),
        )
        for one in allowed
    )
    heads = tuple(Column(head) for head in ("Hur ärendet visades", "visadAv", "Uppgiften är från", ""))
    console.print()
    title = "Ett ärende visas på flera sätt"
    page.show(console, Page(title, title, Blocks((told, Table("", heads, rows)))))


def _maintenance(console: Console, left: LeftAlone) -> None:
    told = Paragraph(
        "Källans egna system, eller nämnden för sina egna frågor, kan meddela att en källa inte ska "
        "tillfrågas. Återkommande uppehåll står i avtalet. Medan uppehållet pågår lämnar ingen fråga navet."
    )
    rows = (
        (
            Value(left.notice["kalla"]),
            Value(clean(left.fault["text"])),
            Value(clean(figures.moment(left.fault["tidigast"]))),
            Value(clean(left.fault["kontakt"])),
        ),
    )
    heads = tuple(Column(head) for head in ("Källa", "Vad navet svarar", "Fråga igen", "Vem man ringer"))
    console.print()
    title = "En källa har driftuppehåll"
    page.show(console, Page(title, title, Blocks((told, Table("", heads, rows)))))


def show_whole_answer(console: Console, file: Path) -> None:
    """Where the answer lies, and how to read all of it."""
    console.print()
    console.rule("[bold]Hela svaret", align="left")
    console.print("Källornas uppgifter i sin helhet, med beslut, perioder och lagrum, som en sida:")
    console.print(f"  nyttonav visa {file} --html svar.html", markup=False, highlight=False, soft_wrap=True)


def show_curl(console: Console, base_url: str, token: str, told: Told) -> None:
    """A line to try. Its `forfraganId` is new: the first time it is answered, the second time 409."""
    asked = json.dumps(told.question | {"forfraganId": str(uuid.uuid4())}, ensure_ascii=False)
    line = (
        f"curl -sS {base_url}/nyttonav/v1/uppgiftsforfragningar \\\n"
        f"  -H 'Authorization: Bearer {token}' \\\n"
        "  -H 'Content-Type: application/json' -H 'Accept: application/xml' \\\n"
        f"  -d '{asked}'"
    )
    console.print()
    console.rule("[bold]Prova själv", align="left")
    console.print(line, markup=False, highlight=False, soft_wrap=True)


def _question(asked: Mapping[str, Any], scene: Scene) -> Iterator[Fact]:
    actor = asked["ingivare"]["aktor"]
    yield _fact("Vem frågar", f"{actor['namn']}, {actor['enhet']}")
    yield _fact("För vad", "Ett beslut om ekonomiskt bistånd, pågående ärende " + asked["arende"]["id"])
    yield _fact("Tid", figures.period(asked["period"]))
    yield Fact(
        "Om vem",
        tuple(
            Value(f"{one['personidentitet']}, testpersonen {scene.people[one['personidentitet']]}")
            for one in asked["personer"]
        ),
    )
    picked = [source(one["kalla"]) for one in asked.get("urval", [])]
    yield _fact("Källor", ", ".join(picked) or "Alla som avtalen öppnar")
    if scene.down:
        yield _fact(
            "Med vilje",
            f"{source(scene.down)} svarar med fel under den här frågan, så att du ser hur en källa som är "
            "nere visas. När svaret har kommit är felet borta.",
        )


def _log(told: Told, verified: Verified, words: page.Words) -> Iterator[Block]:
    by_id = {record["loggpostId"]: record for record in told.records}
    first = told.answer["personer"][0]
    yield Paragraph(
        "Varje uppslag antecknas innan källan får frågan och avslutas innan svaret visas. "
        "Så ser det ut för den första personen:"
    )
    rows = []
    for part in first["kallor"]:
        begun = by_id[part["loggpostId"]]
        ended = by_id.get(begun.get("avslut", ""))
        outcome = words.outcome(part)
        rows.append((source(part["kalla"]), _entry(begun), _entry(ended) if ended else "", outcome))
    heads = ("Källa", "Före (post, tid)", "Efter (post, tid)", "Utfall")
    yield Table(
        "",
        tuple(Column(head) for head in heads),
        tuple(tuple(Value(clean(cell)) for cell in row) for row in rows),
    )
    yield Paragraph(
        f"{verified.proved} av uppslagets {len(told.records)} poster är bevisade mot en undertecknad "
        f"kontrollpunkt. Hela loggen, {verified.entries} poster, är {_VERDICTS[verified.verdict]}."
    )


def _entry(record: Mapping[str, Any]) -> str:
    return f"{record['index']}, {figures.moment(record['tidpunkt']).rpartition(' ')[2]}"


def _fact(name: str, text: str) -> Fact:
    return Fact(name, (Value(clean(text)),))
