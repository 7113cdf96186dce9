"""The question to Transportstyrelsen: in the form its schema demands, about the person and nothing else."""

from __future__ import annotations

import pytest
from lxml import etree

from adapters.transportstyrelsen.names import QUESTION_FORMAT
from adapters.transportstyrelsen.question import to_payload
from hub.adapter import Payload
from tests.support.ssbtek import WORLD, ask
from tests.support.tns import SCHEMA


def made(key: str) -> Payload:
    asked = ask("TNS", persona=WORLD.personas[key])
    return to_payload(asked, asked.sources[0], QUESTION_FORMAT)


@pytest.mark.parametrize("key", sorted(WORLD.personas))
def test_the_question_is_valid_and_tells_century_and_number_apart(key: str) -> None:
    assert made(key).format == QUESTION_FORMAT
    question = etree.fromstring(made(key).content)
    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(question)
    number = WORLD.personas[key].number.value
    assert [text for text in question.itertext() if text.strip()] == [number[:2], number[2:]]


def test_the_same_question_is_the_same_bytes() -> None:
    assert made("samordnad") == made("samordnad")
