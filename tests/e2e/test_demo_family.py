"""Does the demo show a family's look-up so that somebody who has never seen the hub can read it?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from hub import page
from hub.cli import app
from hub.demo import cast, gates, places, story
from hub.demo.choice import Choice, asked
from hub.demo.run import DOWN
from hub.simulators.personas import FAMILY
from tests.support.forks import Done, command
from tests.support.hub import RunningHub, running_hub
from tests.support.plain import plain_async_client

SOURCES = frozenset({"CSN", "FINNS_EJ", "FK", DOWN})
"""One of them is known here and not to the hub."""

ROLES = ["Sökande", "Medsökande", "Barn", "Barn", "Barn"]


@dataclass(frozen=True, slots=True)
class Evening:
    """What a demo left behind it."""

    screen: str
    folder: Path

    @property
    def words(self) -> str:
        """The screen as running text: without frames, whatever the width broke."""
        return " ".join(re.sub(r"[─━│┃┏┓┗┛┡┩╇┳┴┼╭╮╰╯└┘]", " ", self.screen).split())

    def person(self, number: int) -> str:
        """The screen from one person's heading to the next."""
        return re.split(r"\n(?=(?:Sökande|Medsökande|Barn), \d{12} ─)", self.screen)[number]


def played(folder: Path, *words: str) -> Done:
    place = {"COLUMNS": "100"}
    return command("demo", "--once", "--port", "0", *words, environment=place, folder=folder, within_s=100)


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Evening:
    folder = tmp_path_factory.mktemp("family")
    done = played(folder)
    assert done.returncode == 0, done.stderr
    return Evening(done.stdout, folder)


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    with running_hub(tmp_path_factory.mktemp("demo")) as running:
        yield running


def test_every_person_is_shown_in_the_order_of_the_case(evening: Evening) -> None:
    assert re.findall(r"\n(\w+), \d{12} ─", evening.screen) == ROLES
    assert re.findall(r"\nTestpersonen (\w+):", evening.screen) == [
        "foralder",
        "foralder2",
        "gymnasist",
        "barn1",
        "barn2",
    ]


def test_what_was_down_says_where_and_what_to_do_for_the_adults_alone(evening: Evening) -> None:
    for adult in (1, 2):
        shown = evening.person(adult)
        for words in ("Inget användbart svar.", "Var felet ligger: Källan.", "Vad du kan göra: Försök igen."):
            assert words in shown
        assert "• Uppgifter från A-kassorna kunde inte hämtas." in shown
    assert "Inget användbart svar." not in evening.person(3)


def test_nothing_found_and_not_asked_are_not_the_same(evening: Evening) -> None:
    child = evening.person(5)
    assert "Inga uppgifter. Källan har svarat" in child
    assert "Navet fick inte fråga. Det betyder inte att personen saknar inkomster." in child
    assert "Avtalet med källan omfattar inte" in child


def test_the_whole_answer_is_protected_and_amounts_stay(evening: Evening) -> None:
    assert "Skyddade personuppgifter: sekretessmarkering" in evening.words
    assert re.search(r"Undanhållet: \w+ \(.*?\)\. Skyddade\s", evening.person(5)) is not None
    assert "Föräldrapenning" in evening.person(1)
    answer = answer_in(evening.folder)
    paid = [
        item for item in answer["personer"][0]["inkomstposter"] if item["forman"]["text"] == "Föräldrapenning"
    ]
    assert paid
    for item in paid:
        net = f"{int(item['belopp']['netto'].removesuffix('.00')):,}".replace(",", "\u00a0")
        assert f"{net},00" in evening.person(1)
        assert item["utbetalningsdag"] in evening.person(1)


def test_every_signal_is_a_sentence_on_the_screen(evening: Evening) -> None:
    told = [one["text"] for person in answer_in(evening.folder)["personer"] for one in person["signaler"]]
    assert any("har inte beslutats än" in text for text in told)
    for text in told:
        assert f"• {text}" in evening.words


def test_the_answer_is_kept_for_visa_and_only_its_owner_reads_it(evening: Evening) -> None:
    file = evening.folder / ".nyttonav/demo/svar.json"
    assert file.stat().st_mode & 0o777 == 0o600
    assert "nyttonav visa .nyttonav/demo/svar.json --html svar.html" in evening.screen
    tree = page.answer_of(file.read_bytes())
    assert tree["skydd"] == "SEKRETESSMARKERING"
    assert len(tree["personer"]) == 5


def test_each_gate_has_a_row_on_the_screen(evening: Evening) -> None:
    rows = re.findall(r"│ ([1-5])\s+│", evening.screen.partition("Fem grindar")[2])
    assert rows == ["1", "2", "3", "4", "5"]


def test_each_place_that_shows_a_case_has_a_row_on_the_screen(evening: Evening) -> None:
    table = evening.screen.partition("Ett ärende visas på flera sätt")[2]
    shown = re.findall(r"│ ([A-Z_]{5,})\s+│", table)
    assert shown == [place.value for place, _, _ in places.PLACES]
    assert table.count("granskas") == 1


def test_a_source_in_maintenance_is_told_with_when_to_ask_again(evening: Evening) -> None:
    told = evening.screen.partition("En källa har driftuppehåll")[2]
    assert "CSN har driftuppehåll" in re.sub(r"[\s│]+", " ", told)
    assert "CSN, stöd" in told


async def test_each_gate_stops_its_question_with_a_sentence_and_a_law(hub: RunningHub) -> None:
    async with plain_async_client(hub.base_url) as client:
        stopped = await gates.stopped(client, hub.token(), hub.world)
    assert [one.problem["grind"] for one in stopped] == [1, 2, 3, 4, 5]
    assert all(one.problem["detail"] and one.problem["lag"] for one in stopped)
    assert all(
        hub.record(entry)["handelse"] == "UPPSLAG_NEKAT"
        for one in stopped
        for entry in one.problem["loggposter"]
    )


def test_the_log_is_proved(evening: Evening) -> None:
    proved = re.search(r"(\d+) av uppslagets (\d+) poster är bevisade", evening.words)
    assert proved is not None
    assert proved[1] == proved[2] != "0"
    assert "är giltig." in evening.words


def test_one_person_and_one_source_as_json(tmp_path: Path) -> None:
    done = played(tmp_path, "--json", "--person", "student", "--kalla", "CSN")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert set(told) == {"fraga", "svar", "loggposter", "verifiering"}
    (person,) = told["svar"]["personer"]
    assert [(part["kalla"], part["utfall"]) for part in person["kallor"]] == [("CSN", "BESVARAD")]
    assert person["inkomstposter"]
    assert told["svar"] == answer_in(tmp_path)


def test_a_person_nobody_knows_and_persons_of_two_cases_are_sentences() -> None:
    for words, told in (
        (["--person", "ingen"], r"Testpersonen 'ingen' finns inte\. Välj bland: student, .*regelbrytare\."),
        (["--kalla", "fkk"], r"Källan 'FKK' finns inte\. Välj bland: AF, CSN, FK, .*TNS\."),
        (["--person", "student", "--person", "barn1"], r"i olika: student i EB-\d{4}-001234, barn1 i EB-"),
    ):
        done = CliRunner().invoke(app, ["demo", *words])
        assert done.exit_code == 1
        assert re.search(told, done.stderr) is not None, done.stderr


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        (Choice(("student",), ("FINNS_EJ",)), "Källan finns inte. .* Okänd källa."),
        (Choice(("pensionar",)), "Personen är inte i ett aktuellt ärende. Ärendet är avslutat"),
        (Choice(("student", "student")), "Samma person står två gånger i personer."),
    ],
)
async def test_a_refusal_is_told_in_the_hubs_own_words(hub: RunningHub, choice: Choice, told: str) -> None:
    async with plain_async_client(hub.base_url) as client:
        with pytest.raises(story.StoryError, match=told) as refused:
            await story.ask(client, {"arendesystem": hub.token()}, asked(choice, hub.world, SOURCES))
    assert not re.search(r"\d{12}", str(refused.value))


def test_the_answer_comes_in_the_order_asked(hub: RunningHub) -> None:
    wanted = ("barn1", "foralder", "gymnasist")
    answer = hub.ask(asked(Choice(wanted, ("FK",)), hub.world, SOURCES))
    assert answer.status_code == 200, answer.text
    came = [person["personidentitet"] for person in answer.json()["personer"]]
    assert came == [hub.number(key) for key in wanted]


async def test_the_source_is_up_again_when_the_question_is_over(hub: RunningHub) -> None:
    question = asked(Choice(("foralder",), (DOWN,)), hub.world, SOURCES)
    async with cast.down(hub.simulators[cast.INTERMEDIARY], DOWN, FAMILY):
        during = hub.ask(question).json()
    after = hub.ask(question | {"forfraganId": hub.question()["forfraganId"]}).json()
    outcomes = [one["personer"][0]["kallor"][0]["utfall"] for one in (during, after)]
    assert outcomes == ["EJ_TILLGANGLIG", "INGA_UPPGIFTER"]


def answer_in(folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((folder / ".nyttonav/demo/svar.json").read_bytes())
    return told
