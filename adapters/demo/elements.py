"""The element table of demo/svar: what everything is, and where it goes."""

from __future__ import annotations

from pathlib import Path

from hub.elements import AGREEMENT, Protects, Removed, Row, Table, load_codes
from hub.elements import convert as to

from .section import DemoUppgifter

STATUS = load_codes("demo-status", Path(__file__).parent / "codes")

TABLE = Table(
    format="demo/svar",
    section=DemoUppgifter,
    root="d:svar",
    namespaces={"d": ("urn:example:demo:svar",)},
    rows=(
        Row("demo.svar", ".", reason="en person per svar", record=True),
        Row("demo.utfall", "@utfall", ":utfall", to.text, reason="avgör utfallet", required=True),
        Row("demo.person", "@person", ":person", to.text, reason="avgör utfallet", required=True),
        Row("demo.skyddad", "@skyddad", ":skyddad", str, reason="skyddsflagga"),
        Row("demo.fel", "fel", ":fel", to.text, reason="avgör utfallet"),
        Row("demo.post", "post", "poster[]", law=AGREEMENT, removed=Removed.DROP, numbered=True),
        Row(
            "demo.post.benamning",
            "post/benamning",
            "poster[].benamning",
            to.text,
            AGREEMENT,
            removed=Removed.EMPTY,
            required=True,
        ),
        Row(
            "demo.post.status",
            "post/status",
            "poster[].status",
            STATUS.read,
            AGREEMENT,
            removed=Removed.DROP,
        ),
        Row("demo.post.dag", "post/dag", "poster[].dag", to.day, AGREEMENT, removed=Removed.DROP),
        Row(
            "demo.post.belopp",
            "post/belopp",
            "poster[].belopp",
            to.decimal,
            AGREEMENT,
            removed=Removed.DROP,
        ),
        Row(
            "demo.post.ort",
            "post/ort",
            "poster[].ort",
            to.text,
            AGREEMENT,
            Protects.WHEREABOUTS,
            Removed.DROP,
        ),
    ),
)
