"""Which ids are a system's, and which a caseworker's."""

from __future__ import annotations

import pytest

from hub.model.nobody import invented

SYSTEMS = [
    "system",
    "System",
    "SYSTEM",
    "admin",
    "admin1",
    "test",
    "test01",
    "test-user",
    "service",
    "svc-ifo",
    "srv.lifecare",
    "robot7",
    "rpa_bistand",
    "handlaggare",
    "Handläggare",
    "okänd",
    "system@sundsvall.se",
    "0",
    "000000",
    "xxx",
    "nyttonav",
]
PEOPLE = [
    "hl000123",
    "annand01",
    "anna.test",
    "aa12",
    "na34",
    "123456",
    "anna.andersson@sundsvall.se",
    "SUNDSVALL/anna01",
]


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_systems_word_is_no_caseworker(name: str) -> None:
    assert invented(name)


@pytest.mark.parametrize("name", PEOPLE)
def test_a_person_is(name: str) -> None:
    assert not invented(name)
