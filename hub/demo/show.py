"""Question, answer and log as people read them; colour and tables where there is a terminal."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import Any

from rich.console import Console
from rich.json import JSON
from rich.panel import Panel
from rich.table import Table

from hub.audit.verify import State
from hub.demo.story import Told
from hub.demo.verified import Verified

_COLOURS = {
    "BESVARAD": "green",
    "DELVIS_BESVARAD": "yellow",
    "INGA_UPPGIFTER": "cyan",
    "EJ_TILLGANGLIG": "red",
    "NEKAD": "red",
    "EJ_STALLD": "magenta",
}


_VERDICTS = {State.VALID: "giltig", State.ERASED: "gallrad men bevisad", State.INVALID: "OGILTIG"}


def show(console: Console, told: Told, verified: Verified) -> None:
    """The whole look-up, in the order it happened."""
    console.rule("[bold]Frågan")
    console.print(JSON(json.dumps(told.question, ensure_ascii=False)))
    console.rule("[bold]Svaret")
    for person in told.answer["personer"]:
        _person(console, person, told.answer["skydd"])
    console.rule("[bold]Loggen")
    console.print(_records(told.records))
    console.print(
        f"{verified.proved} av {len(told.records)} poster bevisade mot en undertecknad kontrollpunkt; "
        f"hela loggen, {verified.entries} poster: [bold]{_VERDICTS[verified.verdict]}[/]"
    )


def show_curl(console: Console, base_url: str, token: str, told: Told) -> None:
    """A line to try. Its `forfraganId` is new: the first time it is answered, the second time 409."""
    asked = json.dumps(told.question | {"forfraganId": str(uuid.uuid4())}, ensure_ascii=False)
    line = (
        f"curl -sS {base_url}/nyttonav/v1/uppgiftsforfragningar \\\n"
        f"  -H 'Authorization: Bearer {token}' \\\n"
        "  -H 'Content-Type: application/json' -H 'Accept: application/xml' \\\n"
        f"  -d '{asked}'"
    )
    console.rule("[bold]Prova själv")
    console.print(line, markup=False, highlight=False, soft_wrap=True)


def _person(console: Console, person: dict[str, Any], skydd: str) -> None:
    shown = person["aktualitet"]
    console.print(
        Panel(
            f"[bold]{person['personidentitet']}[/]  {person['roll']}\n"
            f"aktuellt ärende visat av {shown['visadAv']}, {shown['tidpunkt']}; skydd: {skydd}",
            expand=False,
        )
    )
    table = Table("Källa", "Utfall", "Väg", "Svarstid", "Uppgifter", title="Källor", title_justify="left")
    for part in person["kallor"]:
        way = part.get("vag", {})
        table.add_row(
            part["kalla"],
            f"[{_COLOURS[part['utfall']]}]{part['utfall']}[/]",
            f"{way.get('id', '')} {way.get('version', '')}".strip(),
            f"{part['svarstidMs']} ms" if "svarstidMs" in part else "",
            "\n".join(_told(part)),
        )
    console.print(table)
    if person["inkomstposter"]:
        console.print(_incomes(person["inkomstposter"]))


def _told(part: dict[str, Any]) -> Iterator[str]:
    yield from (f"{name}: {_size(section)}" for name, section in part["uppgifter"].items())
    yield from (f"undanhållet: {one['grupp']} ({one['orsak']})" for one in part["undanhallna"])
    yield from (f"avvikelse: {one['text']}" for one in part["avvikelser"])
    if "fel" in part:
        yield f"{part['fel']['text']} ({part['fel']['led']}, {part['fel']['atgard']})"


def _size(section: dict[str, Any]) -> str:
    """What its lists hold. A section has a list for each kind of thing, so the empty ones are not named."""
    held = [f"{len(value)} {name}" for name, value in section.items() if isinstance(value, list) and value]
    return ", ".join(held) or "inget i listorna"


def _incomes(items: list[dict[str, Any]]) -> Table:
    columns = ("Källa", "Förmån", "Utbetalas", "Netto", "Tillstånd")
    table = Table(*columns, title="Inkomstposter", title_justify="left")
    for item in items:
        netto = item["belopp"].get("netto", "")
        day = item.get("utbetalningsdag", "")
        table.add_row(item["kalla"], item["forman"]["text"], day, f"{netto} kr", item["tillstand"])
    return table


def _records(records: list[dict[str, Any]]) -> Table:
    table = Table("Nr", "Tid (UTC)", "Händelse", "Vem", "Källa", "Utfall")
    for record in records:
        table.add_row(
            str(record["index"]),
            record["tidpunkt"][11:19],
            record["handelse"],
            record.get("aktor", {}).get("id", ""),
            record.get("kalla", ""),
            record.get("utfall", ""),
        )
    return table
