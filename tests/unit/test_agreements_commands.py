"""`nyttonav contracts` and `nyttonav adapters`: what they print, where, and with which exit code."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hub.cli import adapters, contracts
from hub.model.board import RouteChoice
from tests.support.policy import board, registry

CONTRACTS = Path(__file__).parents[2] / "contracts"


@pytest.fixture(autouse=True)
def no_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty working folder and no settings in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in ("NYTTONAV_CONFIG", "NYTTONAV_CONTRACTS"):
        monkeypatch.delenv(name, raising=False)


def test_right_files_are_counted_and_end_with_0() -> None:
    done = CliRunner().invoke(contracts.app, ["check", "--path", str(CONTRACTS)])
    assert done.exit_code == 0
    assert done.stdout.strip() == f"{CONTRACTS}: agreements 8, boards 3, no faults"


def test_the_working_folders_contracts_are_checked_when_nothing_else_is_said(tmp_path: Path) -> None:
    shutil.copytree(CONTRACTS, tmp_path / "contracts")
    assert CliRunner().invoke(contracts.app, ["check"]).exit_code == 0


def test_faults_are_told_on_standard_error_and_end_with_1(tmp_path: Path) -> None:
    shutil.copytree(CONTRACTS, tmp_path / "contracts")
    path = tmp_path / "contracts" / "kallor" / "csn.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("studiestod.utbetalningar", "studiestod.lan"))
    done = CliRunner().invoke(contracts.app, ["check"])
    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr.strip() == (
        "contracts/kallor/csn.yaml: uppgifter[3] names studiestod.lan, which studiestod/1 does not have. "
        "Nearest: studiestod.arenden."
    )


def test_a_folder_that_is_not_there_is_wrong_use_and_ends_with_2(tmp_path: Path) -> None:
    done = CliRunner().invoke(contracts.app, ["check", "--path", str(tmp_path / "borta")])
    assert done.exit_code == 2


def test_show_tells_agreements_and_boards() -> None:
    done = CliRunner().invoke(contracts.app, ["show", "--path", str(CONTRACTS)])
    assert done.exit_code == 0
    for expected in ("csn-ekonomiskt-bistand 2026-1", "2120002411/AN", "CSN over ssbtek", "version=11"):
        assert expected in done.stdout


def test_secret_settings_are_not_shown() -> None:
    choice = RouteChoice("bro", {"version": "11", "url": "http://127.0.0.1:1", "key": "hemlig"})
    text = "\n".join(contracts.board_lines(board(routes={"CSN": choice}), registry()))
    assert "hemlig" not in text
    assert "key=(hidden)" in text


def test_adapters_list_tells_sources_and_routes() -> None:
    done = CliRunner().invoke(adapters.app, ["list"])
    assert done.exit_code == 0
    assert "source CSN: CSN; studiestod; reads csn/kommunfraga" in done.stdout
    assert "versions 10, 11" in done.stdout
