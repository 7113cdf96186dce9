"""The layout of a list's file: one truth for the reader, the command's help and the page `layout.md`."""

from __future__ import annotations

from dataclasses import dataclass

from hub.model.calendar import CLOSED_AHEAD
from messages.arende import Arendestatus, Arendetyp
from messages.arendelistor import MOST_IN_CASE, MOST_PERSONS
from messages.koder import Roll, Skydd


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its exact name, and what stands in it, in Swedish."""

    name: str
    text: str


COLUMNS = (
    Column("arende_id", "Ärendets id i ärendesystemet, högst 100 tecken. Aldrig ett personnummer."),
    Column("arendetyp", f"{', '.join(Arendetyp)}."),
    Column("status", f"{', '.join(Arendestatus)}."),
    Column("oppnat", "Dagen ärendet öppnades, ÅÅÅÅ-MM-DD. Tomt bara för den som inte är öppnad än."),
    Column(
        "avslutat",
        "Dagen ärendet avslutades, ÅÅÅÅ-MM-DD. Bara för AVSLUTAT, och "
        f"högst {CLOSED_AHEAD.days} dagar efter den tidpunkt som listan avser.",
    ),
    Column("personidentitet", "Personnummer eller samordningsnummer, tolv siffror (eller tio)."),
    Column("roll", f"{', '.join(Roll)}."),
    Column("skydd", f"{', '.join(Skydd)}. Tomt är OKANT, som räknas som skyddad."),
    Column("from", "Första dagen personen hör till ärendet, ÅÅÅÅ-MM-DD. Tomt: från början."),
    Column("tom", "Sista dagen personen hör till ärendet, ÅÅÅÅ-MM-DD. Tomt: tills vidare."),
)
HEADER = ";".join(column.name for column in COLUMNS)

_RULES = f"""\
- UTF-8, med eller utan BOM. Fälten skiljs åt med semikolon. Första raden är rubrikraden, ordagrant som ovan.
- En rad för varje person i varje ärende. Ett ärendes rader får stå var som helst i filen, och säger detsamma
  om ärendet. En person står en gång i ett ärende, och ett ärende har högst {MOST_IN_CASE} personer.
- Listan är hel: ett ärende som inte står i den är okänt där. Den förs in hel eller inte alls.
- Högst {MOST_PERSONS} rader. Filens namn får inte rymma ett personnummer.
"""


def page() -> str:
    """The layout as a page in Markdown."""
    rows = "".join(f"| `{column.name}` | {column.text} |\n" for column in COLUMNS)
    return (
        "# Listan över ärenden: filens layout\n\n"
        "Det som `nyttonav arenden importera` läser. Sidan skrivs av `nyttonav arenden layout`.\n\n"
        f"```\n{HEADER}\n```\n\n"
        f"| Kolumn | Vad som står där |\n|---|---|\n{rows}\n{_RULES}"
    )
