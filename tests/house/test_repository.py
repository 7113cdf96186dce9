"""Does the repository speak of the project alone, and only of what is there?"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any

import pytest
import typer
import typer.main
from typer.core import TyperGroup

from hub.cli import app, audit_events
from hub.cli.config import PAGE, rendered
from tests.support.house import ROOT, File, tracked

ITSELF = "tests/house/test_repository.py"
MACHINE = re.compile(
    r"(?<![\w.~$}{/<:-])(?:/(?:home|Users|root|work|workspace|mnt|tmp)/[\w.-]+|[A-Z]:\\[\w.-]+)"
)
REGISTRY = re.compile(
    r"pypi|pythonhosted|npmjs|docker\.io|ghcr\.io|quay\.io|artifactory|nexus|index-url", re.IGNORECASE
)
PAGES = [
    file
    for file in tracked()
    if file.name == "README.md"
    or file.name.startswith("hub/decisions/")
    or re.fullmatch(r"adapters/\w+/README.md", file.name)
]
FILE_NAME = re.compile(r"[\w*-][\w.*-]*\.(?:py|md|yaml|toml|lock|json|xsd|xml)")
RUN_TIME = {"nyttonav.toml", "ready.json", "innehall.json"}
"""Files that whoever runs the hub writes or names."""


@pytest.mark.parametrize("pattern", [MACHINE, REGISTRY], ids=["machine paths", "registries"])
def test_no_machine_and_no_registry_is_named(pattern: re.Pattern[str]) -> None:
    found = [
        f"{file.at(match.start())} {match[0]}"
        for file in tracked()
        if file.name != ITSELF
        for match in pattern.finditer(file.text)
    ]
    assert found == []


@pytest.mark.parametrize("page", PAGES, ids=lambda file: file.name)
def test_every_path_that_a_page_names_is_there(page: File) -> None:
    assert [path for path in paths(page) if not there(path, page)] == []


def test_every_path_that_the_makefile_names_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"(?<![\w./-])[\w-]+(?:/[\w.-]+)*\.(?:py|toml|lock|md|yaml)\b", makefile))
    packages = re.findall(r"-m (tests[\w.]*)", makefile)
    assert named
    assert packages
    assert [name for name in named if not (ROOT / name).exists()] == []
    assert [name for name in packages if not (ROOT / name.replace(".", "/")).is_dir()] == []


def paths(page: File) -> Iterator[str]:
    """What stands in backticks and reads as a path of ours."""
    tops = {file.name.partition("/")[0] for file in tracked()}
    for token in re.findall(r"`([^`\s]+)`", page.text):
        if token in RUN_TIME or not re.fullmatch(r"[\w./*-]+", token) or token.startswith("/"):
            continue
        if token.partition("/")[0] in tops or FILE_NAME.fullmatch(token.rpartition("/")[2]):
            yield token


def there(path: str, page: File) -> bool:
    """From the root; a page may name what lies beside it, or a file that is unmistakable by its name."""
    if "/" in path:
        return any(ROOT.glob(path.rstrip("/"))) or any(page.path.parent.glob(path.rstrip("/")))
    return any(file.name.rpartition("/")[2] == path for file in tracked()) or (ROOT / path).exists()


def test_the_readmes_make_commands_are_targets() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(
        re.findall(r"(?:^|`)make ([a-z]+)", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert {"demo", "test"} <= named
    assert named <= targets


@pytest.mark.parametrize("page", PAGES, ids=lambda file: file.name)
def test_every_command_that_a_page_names_exists(page: File) -> None:
    named = re.findall(r"(?:^|`|/)nyttonav((?: [a-z]+(?:-[a-z]+)*(?![\w-]))+)", page.text, re.MULTILINE)
    assert [words for words in named if not is_command(words.split())] == []


def is_command(words: list[str]) -> bool:
    command: Any = typer.main.get_command(app)
    for word in words:
        if not isinstance(command, TyperGroup):
            return True
        command = command.get_command(typer.Context(command), word)
        if command is None:
            return False
    return True


def test_a_command_that_there_is_none_of_is_seen() -> None:
    assert is_command(["contracts", "check"])
    assert not is_command(["contracts", "chekc"])
    assert not is_command(["contract"])


def test_a_new_machine_runs_what_the_readme_says() -> None:
    run = ROOT / ".ci" / "run"
    assert "make test" in run.read_text(encoding="utf-8")
    assert os.access(run, os.X_OK)


def test_the_page_of_settings_is_in_step() -> None:
    assert PAGE.read_text(encoding="utf-8") == rendered(), "run: make fix"


def test_the_page_of_events_is_in_step() -> None:
    assert audit_events.PAGE.read_text(encoding="utf-8") == audit_events.rendered(), "run: make fix"
