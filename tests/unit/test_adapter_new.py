"""Is a folder made from the template whole at once, and is a bad name refused with a sentence?"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from adapters.demo import system
from hub.adapter import SourceRefused
from hub.cli import app
from hub.cli.adapters_new import made_from_template, renamed
from hub.cli.adapters_written import sample_files, section_files
from hub.model.document import FaultyDocuments
from hub.registry import discover
from hub.registry.discover import load
from hub.registry.folders import further_folders

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "adapters" / "demo"


@pytest.fixture(autouse=True)
def forget_modules() -> Iterator[None]:
    """What a test imported as an adapter is forgotten."""
    before = set(sys.modules)
    yield
    for name in set(sys.modules) - before:
        if name.startswith("adapters."):
            del sys.modules[name]


@pytest.fixture(params=["x", "fritid", "min_kalla", "demokrati", "en_kalla_med_ett_langt_namn_13"])
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    folder: Path = tmp_path / request.param
    made_from_template(folder)
    return folder


def stale(files: dict[Path, bytes]) -> list[str]:
    return [path.name for path, content in files.items() if path.read_bytes() != content]


def test_the_made_folder_loads_under_its_own_name(made: Path) -> None:
    loaded = load(further_folders([made]))
    name = made.name
    assert set(loaded.sources) == {name.upper()}
    assert set(loaded.readers) == {f"{name}/svar"}
    assert set(loaded.routes[name].carries) == {name.upper()}
    (section,) = loaded.sections
    assert section.lower() == f"{name.replace('_', '')}uppgifter"
    assert loaded.sections[section].namespace == f"urn:example:{section}:1"


def test_what_follows_from_its_files_is_in_step(made: Path) -> None:
    assert stale(section_files(made)) == []
    assert stale(sample_files(made)) == []


def test_nothing_of_the_templates_name_is_left(made: Path) -> None:
    # What Python compiled for itself when the folder was loaded is not ours to read.
    for path in (it for it in made.rglob("*") if "__pycache__" not in it.parts):
        told = path.name + (path.read_text(encoding="utf-8") if path.is_file() else "")
        assert "demo" not in told.lower().replace(made.name, "").replace("demokrati", ""), path.name
        assert "template: true" not in told


def test_it_is_written_as_the_house_writes(made: Path) -> None:
    for arguments in (("check", "--select", "I"), ("format",)):
        command = [
            sys.executable,
            "-m",
            "ruff",
            *arguments,
            "--no-cache",
            "--config",
            ROOT / "pyproject.toml",
        ]
        subprocess.run([*command, *(() if arguments[0] == "format" else ("--fix",)), made], check=True)
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--no-cache", "--config", ROOT / "pyproject.toml", made],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "is no name for an adapter"),
        ("Fritid", "is no name for an adapter"),
        ("fri-tid", "is no name for an adapter"),
        ("åland", "is no name for an adapter"),
        ("7an", "is no name for an adapter"),
        ("_x", "is no name for an adapter"),
        ("a__b", "is no name for an adapter"),
        ("../x", "is no name for an adapter"),
        ("fritid\n", "is no name for an adapter"),
        ("x" * 31, "is no name for an adapter"),
        ("import", "a word of Python's own"),
        ("finns", "is there already"),
    ],
)
def test_a_bad_name_is_refused_with_a_sentence(tmp_path: Path, name: str, sentence: str) -> None:
    (tmp_path / "finns").mkdir()
    result = CliRunner().invoke(app, ["adapters", "new", name, "--into", str(tmp_path)])
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert result.stderr.strip().endswith(".")
    assert [path.name for path in tmp_path.iterdir()] == ["finns"]
    assert list((tmp_path / "finns").iterdir()) == []


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["adapters", "new", "fritid", "--into", str(tmp_path / "borta")])
    assert result.exit_code == 2
    assert "is no folder" in result.stderr


def test_a_name_that_another_adapter_has_for_its_source_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FaultyDocuments, match="has the source CSN already"):
        made_from_template(tmp_path / "csn")
    assert not (tmp_path / "csn").exists()


def test_the_next_steps_are_told(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["adapters", "new", "fritid", "--into", str(tmp_path)])
    assert result.exit_code == 0
    for step in ("manifest.yaml", "adapters section", "adapters samples", "adapters check"):
        assert step in result.stdout


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("demo DEMO Demokällan", "min_kalla MIN_KALLA MinKallakällan"),
        ("class DemoUppgifter: demoUppgifter", "class MinKallaUppgifter: minKallaUppgifter"),
    ],
)
def test_every_form_of_the_name_is_renamed(text: str, expected: str) -> None:
    assert renamed(text, "demo", "min_kalla") == expected


# ------------------------------------------------------------ the template itself


def test_the_template_loads_only_where_it_is_named() -> None:
    assert "demo" not in discover().adapters
    assert "DEMO" in discover(allowed=frozenset({"demo"})).sources


def test_the_templates_files_are_in_step() -> None:
    assert stale(section_files(TEMPLATE)) == []
    assert stale(sample_files(TEMPLATE)) == []


def test_check_tells_what_is_out_of_step(tmp_path: Path) -> None:
    folder = tmp_path / "fritid"
    made_from_template(folder)
    message = folder / "samples" / "ordinary" / "message.json"
    message.write_text("{}")
    run = CliRunner().invoke(app, ["adapters", "samples", "--check", str(folder)])
    assert (run.exit_code, message.read_text()) == (1, "{}")
    assert "ordinary/message.json is out of step with the mapping." in run.stdout
    assert CliRunner().invoke(app, ["adapters", "samples", str(folder)]).exit_code == 0
    assert json.loads(message.read_text())["person"]


def test_it_makes_nothing_up_about_anyone_real() -> None:
    question = '<fraga person="{}" from="2026-09-01" tom="2026-11-30"/>'
    assert b"FINNS" in system.answer(question.format("200306062381").encode())
    with pytest.raises(SourceRefused):
        system.answer(question.format("200306060000").encode())
