"""Does adapters/README.md lead to a new adapter, followed literally, with nothing changed outside its folder?

Blocks of `sh` are run as they stand, in a copy of the repository; every other block is a file whose name
stands beside it.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COPIED = ("adapters", "hub", "messages", "schemas", "contracts")
FILES = ("Makefile", "pyproject.toml", "requirements.lock")
HEADING = "## An adapter in an afternoon\n"
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
UNWANTED = ("NYTTONAV_", "PYTHONDONTWRITEBYTECODE", "MAKE")
COMMANDS = {"nyttonav": "-c 'from hub.cli import main; main()'", "ruff": "-m ruff"}


def blocks() -> Iterator[tuple[str, str, str]]:
    """Kind, file name and content of every block of the tutorial, in order."""
    text = (ROOT / "adapters" / "README.md").read_text(encoding="utf-8")
    yield from BLOCK.findall(text.partition(HEADING)[2])


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The repository as far as the tutorial needs it, with commands that run what stands in the copy."""
    copied = tmp_path / "nyttonav"
    for part in COPIED:
        shutil.copytree(ROOT / part, copied / part, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy2(ROOT / name, copied / name)
    commands = copied / ".venv" / "bin"
    commands.mkdir(parents=True)
    for name, how in COMMANDS.items():
        (commands / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {how} "$@"\n')
        (commands / name).chmod(0o755)
    # Newer than what it is made of, so that make does not set up anything.
    (copied / ".venv" / ".complete").touch()
    return copied


def run(script: str, folder: Path) -> None:
    """Run a script, which must end well. What it compiles is kept in the copy for the next one."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(UNWANTED)}
    done = subprocess.run(
        ["/bin/sh", "-e", "-c", script],
        cwd=folder,
        env={**clean, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, f"{script}\n{done.stdout}\n{done.stderr}"


def contents(folder: Path) -> dict[str, str]:
    """Every file with its digest, but not what tools keep for themselves."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and not {"__pycache__", ".ruff_cache", ".venv"} & set(path.parts)
    }


def test_followed_literally_it_gives_an_adapter_and_changes_nothing_else(copy: Path) -> None:
    before = contents(copy)
    for kind, name, content in blocks():
        if kind == "sh":
            run(content, copy)
        else:
            assert name, f"a block of {kind} has no file name:\n{content}"
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_text(content, encoding="utf-8")
    after = contents(copy)
    assert {name: after.get(name) for name in before} == before
    assert {name.split("/")[:2][-1] for name in after.keys() - before.keys()} == {"fritid"}


def test_every_step_of_it_is_tried() -> None:
    found = list(blocks())
    assert len([kind for kind, _, _ in found if kind == "sh"]) >= 7
    assert len([kind for kind, _, _ in found if kind == "python"]) >= 4
