"""Can every decision be found, argued with and, one day, seen to be wrong?"""

from __future__ import annotations

import re

import pytest

from tests.support.house import File, tracked

RECORDS = [file for file in tracked() if file.name.startswith("hub/decisions/")]
NAMED = re.compile(r"hub/decisions/([0-9]{4})-[a-z0-9]+(-[a-z0-9]+)*\.md")
PARTS = ["Context", "Choice", "Consequence", "How we would know we were wrong"]


def test_they_are_numbered_without_gaps() -> None:
    matches = [NAMED.fullmatch(file.name) for file in RECORDS]
    assert all(matches), [file.name for file in RECORDS]
    assert [int(match[1]) for match in matches if match] == list(range(1, len(RECORDS) + 1))


@pytest.mark.parametrize("record", RECORDS, ids=lambda file: file.name.rpartition("/")[2])
def test_each_has_its_four_parts(record: File) -> None:
    headings = re.findall(r"^## (.+)$", record.text, re.MULTILINE)
    in_order = [part for heading in headings for part in PARTS if heading.startswith(part)]
    assert in_order == PARTS
    for part in PARTS:
        said = re.search(rf"^## {part}.*?\n(.*?)(?=^## |\Z)", record.text, re.MULTILINE | re.DOTALL)
        assert said is not None
        assert len(said[1].split()) >= 10, f"{part} says next to nothing"
