"""What CSN promises beside what every adapter does (test_adapters.py): its statute, and bounds."""

from __future__ import annotations

import re
import time

from adapters.csn.elements import TABLE
from hub.elements import compile_table
from hub.elements.coverage import uncovered
from messages.studiestod import Studiestod
from tests.support.csn import found, source

COMPILED = compile_table(TABLE)


def test_what_the_table_lacks_is_found() -> None:
    assert uncovered(COMPILED, ["Personer/Ny", "@x", "GemensamtFragaEkbistand/vad"]) == ["@x", "Personer/Ny"]


def test_every_row_that_hands_out_names_the_law_or_the_agreement() -> None:
    for row in TABLE.rows:
        if row.place is not None and not row.place.startswith(":"):
            assert row.law == "agreement" or re.match(r"2008:975 2 §, \w", row.law or ""), row.id


def _with_payments(count: int) -> bytes:
    content = source("ordinary")
    start, end = (
        content.index(b"<studiemedel:Utbetalning>"),
        content.index(b"</studiemedel:UtbetalningsPlan>"),
    )
    return content[:start] + content[start:end] * (count // 5) + content[end:]


def test_ten_thousand_payments_are_read_in_bounded_time() -> None:
    content = _with_payments(10_000)
    started = time.perf_counter()
    section = found(content).sections[0]
    elapsed = time.perf_counter() - started
    assert isinstance(section, Studiestod)
    assert len(section.arenden[0].utbetalningar) == 10_000
    assert elapsed < 15


def test_nine_megabytes_of_odd_elements_stay_bounded() -> None:
    odd = b"<csn:okand>" + b"x" * 500 + b"</csn:okand>"
    content = source("ordinary").replace(b"</kf:Personer>", odd * 17_000 + b"</kf:Personer>")
    assert len(content) > 8_500_000
    read = found(content)
    assert [row.plats for row in read.deviations] == ["Personer/okand"]
    assert len(str(read.deviations)) < 1_000


def test_one_text_of_nine_megabytes_is_cut_and_told() -> None:
    content = source("ordinary").replace(b">Grundbidrag<", b">" + b"x" * 9_000_000 + b"<", 1)
    assert "FOR_LANG_TEXT" in {row.kod for row in found(content).deviations}
