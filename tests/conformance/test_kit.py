"""Does the kit see the adapter that does not keep its promises, in a test and on the command line?"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hub import conformance
from hub.cli import app
from hub.conformance import PROMISES
from hub.conformance.promise import Of
from tests.support.kit import (
    JSON_FOLDER,
    Spoil,
    forget,
    promise,
    replaced,
    right_folder,
    right_json_folder,
    wanting,
)
from tests.support.spoilt import SPOILT, TALK, talking
from tests.support.spoilt_json import SPOILT_JSON

OF_CASE_SYSTEMS = {"case_samples", "case_failures"}
"""Seen broken in test_lifecare.py."""


@pytest.fixture(autouse=True)
def forget_modules() -> Iterator[None]:
    yield
    forget()
    forget(JSON_FOLDER.name)


def test_a_folder_fresh_from_the_template_keeps_every_promise(tmp_path: Path) -> None:
    tried = conformance.check(right_folder(tmp_path))
    assert [each.wanting for each in tried if each.wanting] == []
    assert {each.promise.name for each in tried if each.skipped} == OF_CASE_SYSTEMS


def test_a_folder_that_reads_json_keeps_them_too(tmp_path: Path) -> None:
    tried = conformance.check(right_json_folder(tmp_path))
    assert [each.wanting for each in tried if each.wanting] == []
    assert {each.promise.name for each in tried if each.skipped} == OF_CASE_SYSTEMS
    assert {each.promise.name for each in tried if each.notes} == {"speed"}


def test_a_folder_that_talks_soap_keeps_them_too(tmp_path: Path) -> None:
    folder = right_folder(tmp_path)
    talking(TALK)(folder)
    tried = conformance.check(folder)
    assert [each.wanting for each in tried if each.wanting] == []
    assert "failures" not in {each.promise.name for each in tried if each.notes}


def firsts(spoilt: Mapping[str, tuple[str, Spoil, str]]) -> set[str]:
    """For each promise the first way in which it is broken: in every run, the others in the long one."""
    return set({name: what for what, (name, _, _) in reversed(list(spoilt.items()))}.values())


FIRST, FIRST_JSON = firsts(SPOILT), firsts(SPOILT_JSON)


@pytest.mark.parametrize("what", [what for what in SPOILT if what in FIRST])
def test_it_sees(what: str, tmp_path: Path) -> None:
    seen_broken(right_folder(tmp_path), SPOILT[what])


@pytest.mark.soak
@pytest.mark.parametrize("what", [what for what in SPOILT if what not in FIRST])
def test_it_sees_the_other_ways_too(what: str, tmp_path: Path) -> None:
    seen_broken(right_folder(tmp_path), SPOILT[what])


@pytest.mark.parametrize("what", [what for what in SPOILT_JSON if what in FIRST_JSON])
def test_it_sees_in_json(what: str, tmp_path: Path) -> None:
    seen_broken(right_json_folder(tmp_path), SPOILT_JSON[what])


@pytest.mark.soak
@pytest.mark.parametrize("what", [what for what in SPOILT_JSON if what not in FIRST_JSON])
def test_it_sees_the_other_ways_in_json_too(what: str, tmp_path: Path) -> None:
    seen_broken(right_json_folder(tmp_path), SPOILT_JSON[what])


def seen_broken(folder: Path, spoilt: tuple[str, Spoil, str]) -> None:
    name, spoil, sentence = spoilt
    spoil(folder)
    said = wanting(folder, name)
    assert any(sentence in each for each in said), said


def test_every_promise_is_seen_broken() -> None:
    asked = {promise.name for promise in PROMISES} - OF_CASE_SYSTEMS
    assert {name for name, _, _ in SPOILT.values()} == asked


def test_an_adapter_that_falls_on_its_own_is_told_with_its_place(tmp_path: Path) -> None:
    folder = right_folder(tmp_path)
    replaced("mapping.py", "    return (_payment", "    raise KeyError(1)\n    return (_payment")(folder)
    assert any("raised KeyError at mapping.py:" in each for each in wanting(folder, "incomes"))


# ------------------------------------------------------------ in a test, and on the command line

test_demo = conformance.tests_of("adapters/demo")


def test_what_a_test_says_is_what_to_mend(tmp_path: Path) -> None:
    folder = right_folder(tmp_path)
    (folder / "README.md").unlink()
    broken = conformance.tests_of(folder)
    with pytest.raises(AssertionError, match=r"README\.md: is missing"):
        broken(promise("loads"))
    broken(promise("codes"))


def test_the_command_line_needs_no_pytest() -> None:
    code = (
        "import sys; sys.modules['pytest'] = None; from hub import conformance;"
        "print(sum(len(each.wanting) for each in conformance.check('adapters/demo')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["adapters", *words])
    return done.exit_code, done.output


def test_check_says_that_all_is_well(tmp_path: Path) -> None:
    code, said = run("check", str(right_folder(tmp_path)))
    assert code == 0, said
    asked = [one for one in PROMISES if one.of is not Of.CASE_ASKERS]
    assert f"{tmp_path.name}/prov: all {len(asked)} promises are kept." in said


def test_check_says_what_to_mend(tmp_path: Path) -> None:
    folder = right_folder(tmp_path)
    (folder / "samples" / "hostile" / "source.xml").unlink()
    code, said = run("check", str(folder))
    assert code == 1
    assert "prov/samples/hostile: is missing. Add one that becomes SourceMalformed." in said


def test_check_tells_what_does_not_load(tmp_path: Path) -> None:
    folder = right_folder(tmp_path)
    replaced("manifest.yaml", "sdk: 1", "sdk: 2")(folder)
    code, said = run("check", str(folder))
    assert code == 1
    assert "sdk is 2, this hub offers 1" in said


def test_coverage_is_counted_for_every_source() -> None:
    code, said = run("coverage")
    assert code == 0, said
    rows = {row.split()[0]: row.split() for row in said.splitlines()[1:]}
    assert {"CSN"} <= set(rows)
    assert int(rows["CSN"][2]) > 200
    assert {row[7] for row in rows.values()} == {"100.0"}
    assert rows["CSN"][8:] == ["74", "of", "74"]


def test_coverage_below_the_whole_fails_and_names_what_is_missing(tmp_path: Path) -> None:
    folder = right_folder(tmp_path)
    replaced("elements.py", 'Row("prov.fel", "fel", ":fel", to.text, reason="avgör utfallet"),', "")(folder)
    code, said = run("coverage", str(folder))
    assert code == 1
    rows = [row.split() for row in said.splitlines()]
    assert ["PROV", "prov/svar", "10", "6", "0", "3", "1", "90.0", "-"] in rows
    assert "fel of prov/svar is in no row" in said
