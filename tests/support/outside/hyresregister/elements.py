"""The element tables of hyra/v1: one document, read as tenancies and as the housing queue."""

from __future__ import annotations

from hub.elements import AGREEMENT, Alternative, Protects, Removed, Row, Table
from hub.elements import convert as to
from messages.delar import KodText

from . import shapes
from .section import Hyresavtal, Hyresgast, Hyresko

DROP = Removed.DROP
KINDS = (
    Alternative("bostad", "", KodText(kod="BOSTAD", text="Bostad"), "bostader"),
    Alternative("lokal", "", KodText(kod="LOKAL", text="Lokal"), "lokaler"),
)
OF_THE_ANSWER = (
    Row("hyra.svar", ".", reason="en person per svar", record=True),
    Row("hyra.status", "status", ":status", to.text, reason="avgör utfallet", required=True),
    Row("hyra.person", "person", reason="samlar"),
    Row("hyra.nummer", "person/personnummer", ":person", to.text, reason="avgör utfallet", required=True),
)

TENANCIES = Table(
    format="hyra/v1-avtal",
    section=Hyresavtal,
    root=None,
    namespaces={},
    choices={"slag": KINDS},
    rows=(
        *OF_THE_ANSWER,
        Row("hyra.skyddad", "person/skyddad", ":skyddad", to.text, reason="skyddsflagga"),
        Row("hyra.avtalen", "avtal", reason="samlar"),
        Row(
            "hyra.avtal",
            "avtal/<slag>",
            "<slag>[]",
            None,
            AGREEMENT,
            removed=DROP,
            numbered=True,
            mark="slag",
        ),
        Row(
            "hyra.tecknat", "avtal/bostad/tecknat", "bostader[].tecknat", shapes.day, AGREEMENT, removed=DROP
        ),
        Row(
            "hyra.avtalsstatus",
            "avtal/<slag>/status",
            "<slag>[].status",
            shapes.code(shapes.STATUS),
            AGREEMENT,
            removed=DROP,
            of=("kod",),
            beside=("text",),
            reason="listans egen text visas",
        ),
        Row(
            "hyra.hyra",
            "avtal/<slag>/hyra",
            "<slag>[].hyra",
            shapes.rent,
            AGREEMENT,
            removed=DROP,
            of=("belopp", "valuta"),
        ),
        Row("hyra.villkor", "avtal/<slag>/villkor", "<slag>[].villkor", None, AGREEMENT, removed=DROP),
        Row(
            "hyra.uppsagning",
            "avtal/<slag>/villkor/uppsagning",
            "<slag>[].villkor.uppsagning",
            to.integer,
            AGREEMENT,
            removed=DROP,
        ),
        Row(
            "hyra.andrahand",
            "avtal/<slag>/villkor/andrahand",
            "<slag>[].villkor.andrahand",
            shapes.truth,
            AGREEMENT,
            removed=DROP,
        ),
        Row(
            "hyra.adress",
            "avtal/bostad/adress",
            "bostader[].adress",
            to.text,
            AGREEMENT,
            Protects.WHEREABOUTS,
            DROP,
        ),
        Row(
            "hyra.boende",
            "avtal/bostad/boende",
            "bostader[].boende[]",
            shapes.lives_there,
            AGREEMENT,
            Protects.RELATIVE,
            DROP,
            of=("personnummer", "relation"),
            beside=("namn",),
            reason="namn på andra behövs inte",
        ),
        Row(
            "hyra.anmarkning",
            "avtal/bostad/anmarkningar",
            "bostader[].anmarkningar[]",
            to.text,
            AGREEMENT,
            removed=DROP,
        ),
        Row("hyra.yta", "avtal/lokal/yta", "lokaler[].yta", to.decimal, AGREEMENT, removed=DROP),
        Row("hyra.gast", "hyresgast", reason="egen sektion", record=True, section=Hyresgast),
        Row("hyra.gast.namn", "hyresgast/namn", "benamning", to.text, AGREEMENT, removed=DROP),
        Row("hyra.gast.ort", "hyresgast/ort", "ort", to.text, AGREEMENT, Protects.WHEREABOUTS, DROP),
        Row("hyra.ko", "ko", reason="bostadskön; läses som hyra/v1-ko", opaque=True),
    ),
)

QUEUE = Table(
    format="hyra/v1-ko",
    section=Hyresko,
    root=None,
    namespaces={},
    rows=(
        *OF_THE_ANSWER,
        Row("ko.skyddad", "person/skyddad", reason="läses som hyra/v1-avtal", opaque=True),
        Row("ko.avtal", "avtal", reason="hyresavtal; läses som hyra/v1-avtal", opaque=True),
        Row("ko.gast", "hyresgast", reason="hyresgästen; läses som hyra/v1-avtal", opaque=True),
        Row("ko.plats", "ko", "platser[]", None, AGREEMENT, removed=DROP, numbered=True),
        Row("ko.omrade", "ko/omrade", "platser[].omrade", to.text, AGREEMENT, removed=DROP),
        Row("ko.sedan", "ko/sedan", "platser[].sedan", to.day, AGREEMENT, removed=DROP),
    ),
)
