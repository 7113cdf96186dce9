"""The question to Migrationsverket: in the form its schema demands, person and asker and no period."""

from __future__ import annotations

import pytest
from lxml import etree

from adapters.migrationsverket.names import QUESTION_FORMAT
from adapters.migrationsverket.question import to_payload
from hub.adapter import Payload
from tests.support.miv import SCHEMA
from tests.support.ssbtek import CORRELATION, WORLD, ask


def made(key: str) -> Payload:
    asked = ask("MIV", persona=WORLD.personas[key])
    return to_payload(asked, asked.sources[0], QUESTION_FORMAT)


@pytest.mark.parametrize("key", ["student", "samordnad"])
def test_the_question_is_valid_and_tells_whom_and_by_whom(key: str) -> None:
    assert made(key).format == QUESTION_FORMAT
    question = etree.fromstring(made(key).content)
    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(question)
    assert [text for text in question.itertext() if text.strip()] == [
        CORRELATION,
        WORLD.personas[key].number.value,
        "hl000123",
        "Socialnämnden, Sundsvalls kommun",
        "162120002411",
    ]


def test_the_same_question_is_the_same_bytes() -> None:
    assert made("nyanland") == made("nyanland")
