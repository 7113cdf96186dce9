"""`nyttonav contracts` and `nyttonav adapters`: what they print, where, and with which exit code."""

from __future__ import annotations

import re
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
    *remarks, counted = done.stdout.splitlines()
    assert counted == f"{CONTRACTS}: agreements 8, boards 3, no faults"
    # The examples' windows are over sooner or later.
    assert all(remark.startswith("remark: contracts/kallor/") for remark in remarks)


ONCE = "driftuppehall:\n"
"""Windows of CSN's, each after those before it."""
PAST = "  - {fran: 2026-03-01T22:00, till: 2026-03-02T06:00, text: Byte av datahall}\n"
TO_COME = "  - {fran: 2099-03-01T22:00, till: 2099-03-02T06:00, text: Byte av datahall}\n"
UNDER_WAY = "  - {fran: 2026-03-01T22:00, till: 2099-03-02T06:00, text: Byte av datahall}\n"


@pytest.fixture
def csn(tmp_path: Path) -> Path:
    """CSN's file, of contracts in the working folder in which no source has a window."""
    shutil.copytree(CONTRACTS, tmp_path / "contracts")
    for path in (tmp_path / "contracts" / "kallor").glob("*.yaml"):
        left = re.sub(r"^driftuppehall:\n(  - .*\n)+", "", path.read_text("utf-8"), flags=re.MULTILINE)
        path.write_text(left, "utf-8")
    return tmp_path / "contracts" / "kallor" / "csn.yaml"


def test_a_window_that_is_over_is_remarked_and_no_fault(csn: Path) -> None:
    with csn.open("a", encoding="utf-8") as file:
        file.write("\n" + ONCE + TO_COME + PAST)
    done = CliRunner().invoke(contracts.app, ["check"])
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        (
            "remark: contracts/kallor/csn.yaml: driftuppehall[1] was over at 2026-03-02 06:00 and closes "
            "nothing any more. Remove it."
        ),
        "contracts: agreements 8, boards 3, no faults",
    ]


def test_windows_to_come_under_way_and_each_week_are_not_remarked(csn: Path) -> None:
    weekly = 'servicefonster: [{dagar: [SON], fran: "02:00", till: "06:00", text: Underhåll}]\n'
    with csn.open("a", encoding="utf-8") as file:
        file.write("\n" + weekly + ONCE + TO_COME + UNDER_WAY)
    done = CliRunner().invoke(contracts.app, ["check"])
    assert (done.exit_code, done.stdout) == (0, "contracts: agreements 8, boards 3, no faults\n")


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
