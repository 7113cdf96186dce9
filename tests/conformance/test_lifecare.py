"""The kit sees each promise broken in a folder that only asks a case system; test_kit.py tries it whole."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.kit import Spoil, forget, gone, replaced, wanting
from tests.support.lifecare import FOLDER

NAME = "lifeprov"
TALK = "            raise SIDE.of_transport(error) from None\n"

NOTHING = '            return {"Result": [], "PersonId": self.ask.person.value}\n'
ROWS = "if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):"

SPOILT: dict[str, tuple[str, Spoil, str]] = {
    "a sample missing": ("case_samples", gone("case_samples/nothing"), "case_samples/nothing: is missing"),
    "a sample that becomes something else": (
        "case_samples",
        replaced("case_samples/ordinary/cases.json", "2026-09-01", "2026-09-02"),
        "case_samples/ordinary: differs from what the adapter makes of it",
    ),
    "a sample of another kind": (
        "case_samples",
        replaced("case_samples/another-person/answers.json", "198401032399", "200306062381"),
        "case_samples/another-person: does not become what its name says",
    ),
    "a failure that is no case": (
        "case_failures",
        replaced("adapter.py", TALK, NOTHING),
        "when Services is silent, it gives cases. It should be SourceUnavailable",
    ),
    "a status that is not looked at": (
        "case_failures",
        replaced("adapter.py", "if response.status != 200:", "if response.status == 999:"),
        "does not know the caller (401), it gives SourceMalformed. It should be SourceRefused",
    ),
    "a key that stands twice": (
        "case_failures",
        replaced("reading.py", "if len(found) < len(pairs):", "if not pairs:"),
        "it gives cases. It should be SourceError",
    ),
    "an answer that is a list of anything": (
        "case_failures",
        replaced("reading.py", ROWS, "if not isinstance(rows, list):"),
        "AttributeError at",
    ),
    "a permit used for two calls": (
        "case_failures",
        replaced("adapter.py", "permit = await self.permits.next(resource)",
                 "permit = await self.permits.next(resource)\n        await self.permits.next(resource)"),
        "does not take one permit for each call",
    ),
    "a number in a resource's name": (
        "discretion",
        replaced("adapter.py", "self.permits.next(resource)", "self.permits.next(self.ask.person.value)"),
        "a personal number is in a header, a resource's name or an error's text",
    ),
    "a number in a header": (
        "discretion",
        replaced("adapter.py", '"X-API-Key": key}', '"X-API-Key": key, "X-Person": about["personId"]}'),
        "a personal number is in a header",
    ),
    "thinking that looks at a clock": (
        "pure",
        replaced("cases.py", "from datetime import date\n", "import random\nfrom datetime import date\n"),
        "imports random",
    ),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Lifecare's folder under another name, its modules imported from there."""
    copy = tmp_path / NAME
    shutil.copytree(FOLDER, copy, ignore=shutil.ignore_patterns("__pycache__"))
    for path in (*copy.glob("*.py"), copy / "manifest.yaml"):
        text = path.read_text("utf-8").replace("adapters.lifecare", f"adapters.{NAME}")
        text = text.replace("from adapters.lifecare import", f"from adapters.{NAME} import")
        path.write_text(text.replace("id: lifecare\n", f"id: {NAME}\n"), "utf-8")
    forget(NAME)
    yield copy
    forget(NAME)


LONG = {"a status that is not looked at", "a key that stands twice", "an answer that is a list of anything"}


@pytest.mark.parametrize("what", [what for what in SPOILT if what not in LONG])
def test_the_kit_sees(what: str, folder: Path) -> None:
    seen(what, folder)


@pytest.mark.soak
@pytest.mark.parametrize("what", sorted(LONG))
def test_the_kit_sees_the_other_ways_too(what: str, folder: Path) -> None:
    seen(what, folder)


def seen(what: str, folder: Path) -> None:
    name, spoil, sentence = SPOILT[what]
    spoil(folder)
    said = wanting(folder, name)
    assert any(sentence in each for each in said), said
