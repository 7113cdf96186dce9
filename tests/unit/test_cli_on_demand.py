"""Is each command loaded when it is called, and only then?"""

from __future__ import annotations

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from hub.cli import app
from hub.cli.on_demand import ALONE, FAMILIES


def test_the_list_names_every_command_with_what_it_does() -> None:
    listed = CliRunner().invoke(app, ["--help"]).output.partition("Commands:\n")[2]
    rows = [row.split(None, 1) for row in listed.splitlines()]
    assert [name for name, _does in rows] == [*ALONE, *FAMILIES]


@pytest.mark.parametrize("name", ALONE + FAMILIES)
def test_each_tells_of_itself(name: str) -> None:
    done = CliRunner().invoke(app, [name, "--help"])
    assert done.exit_code == 0
    assert done.output.lstrip().startswith(f"Usage: nyttonav {name} ")


def test_a_misspelt_one_is_wrong_use_and_hears_the_nearest() -> None:
    done = CliRunner().invoke(app, ["contrats", "check"])
    assert done.exit_code == 2
    assert "No such command 'contrats'. Did you mean 'contracts'?" in done.stderr


def test_who_asks_for_one_does_not_wait_for_the_others() -> None:
    code = (
        "import sys\nfrom hub.cli import app\n"
        "app(['visa', '--help'], standalone_mode=False)\n"
        "ours = {'hub.serving', 'hub.agreements', 'hub.audit', 'messages.published'}\n"
        "print('loaded:', *ours & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "loaded:"
