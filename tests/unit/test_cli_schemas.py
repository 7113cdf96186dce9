"""`nyttonav schemas`: what is written, and what is found out of step."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from hub.cli import schemas
from messages.published import folders


def test_the_committed_are_in_step_but_for_what_is_missing_or_changed_which_is_mended(tmp_path: Path) -> None:
    root = tmp_path / "schemas"
    shutil.copytree(schemas.ROOT, root)
    (root / "arende/1/message.xsd").unlink()
    (root / "problem/1/examples/refused.xml").write_text("<annat/>", encoding="utf-8")
    stale = ["arende/1/message.xsd", "problem/1/examples/refused.xml"]
    assert schemas.run(root, check=True) == stale
    assert schemas.run(root, check=False) == stale
    for name in stale:
        assert (root / name).read_bytes() == (schemas.ROOT / name).read_bytes()


def test_from_nothing_every_message_gets_its_schemas(tmp_path: Path) -> None:
    written = schemas.run(tmp_path, check=False)
    assert written == [
        f"{folder}/{name}" for folder in folders() for name in ("message.schema.json", "message.xsd")
    ]


def test_an_example_that_is_no_message_stops_with_its_name(tmp_path: Path) -> None:
    example = tmp_path / "arende/1/examples/wrong.json"
    example.parent.mkdir(parents=True)
    example.write_text('{"typ": 1}', encoding="utf-8")
    with pytest.raises(ValueError, match=r"wrong\.json: not a Arende"):
        schemas.run(tmp_path, check=True)
