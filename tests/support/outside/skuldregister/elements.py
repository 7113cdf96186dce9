"""The element table of skuldregister/svar."""

from __future__ import annotations

from hub.elements import AGREEMENT, Protects, Removed, Row, Table
from hub.elements import convert as to

from .section import Skulder

TABLE = Table(
    format="skuldregister/svar",
    section=Skulder,
    root="s:svar",
    namespaces={"s": ("urn:example:skuldregister",)},
    rows=(
        Row("skuld.svar", ".", reason="en person per svar", record=True),
        Row("skuld.person", "@person", ":person", to.text, reason="avgör utfallet", required=True),
        Row("skuld.skyddad", "@skyddad", ":skyddad", str, reason="skyddsflagga"),
        Row("skuld.fel", "@fel", ":fel", to.text, reason="avgör utfallet"),
        Row("skuld", "skuld", "skulder[]", law=AGREEMENT, removed=Removed.DROP, numbered=True),
        *(
            Row(
                f"skuld.{name}",
                f"skuld/{name}",
                f"skulder[].{name}",
                convert,
                AGREEMENT,
                Protects.WHEREABOUTS if name == "kontor" else Protects.NOTHING,
                Removed.DROP,
            )
            for name, convert in (
                ("borgenar", to.text),
                ("belopp", to.decimal),
                ("forfallodag", to.day),
                ("kontor", to.text),
            )
        ),
    ),
)
