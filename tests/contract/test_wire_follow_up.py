"""Does a board read how its sources have kept their promises to it, and nobody else's?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from hub.cli import app
from hub.demo.stage import CONTRACTS
from hub.model.measured import month_of, months_before
from tests.support.hub import RunningHub, running_hub
from tests.support.wire import (
    API,
    XML,
    ask,
    fault,
    in_case,
    names_nobody,
    only_part,
    problem,
    registered,
    send,
    valid,
    valid_xml,
)

PROMISED = "utlovat: {tillganglighetProcent: 99.5, svarstid: {andelProcent: 95, inomMs: 5000}}"


@pytest.fixture(scope="module")
def promising(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """A hub in whose contracts CSN promises something, and nobody else does."""
    folder = tmp_path_factory.mktemp("promising")
    sources = folder / "contracts" / "kallor"
    sources.mkdir(parents=True)
    agreed = (CONTRACTS / "kallor" / "csn.yaml").read_text("utf-8")
    (sources / "csn.yaml").write_text(f"{agreed}\n{PROMISED}\n", "utf-8")
    with running_hub(folder / "hub", contracts=folder / "contracts") as running:
        yield running


def followed(
    hub: RunningHub, source: str = "CSN", role: str = "arendesystem", **months: str
) -> dict[str, Any]:
    answer = send(hub, "GET", f"{API}/kallor/{source}/uppfoljning?{httpx.QueryParams(months)}", role=role)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    valid("kalluppfoljning/1", found)
    return found


def put(hub: RunningHub, persona: str = "student", source: str = "CSN") -> dict[str, Any]:
    case = registered(hub, persona)
    answer = ask(hub, in_case(hub, case, persona, urval=[{"kalla": source}]))
    return only_part(answer.json())


def test_what_was_asked_stands_in_the_month_with_what_became_of_it(promising: RunningHub) -> None:
    assert followed(promising)["manader"] == []
    assert put(promising)["utfall"] == "BESVARAD"
    assert put(promising, "okand")["utfall"] == "INGA_UPPGIFTER"
    with fault(promising, "DELFEL", kalla="CSN"):
        failed = put(promising)
    assert failed["utfall"] == "EJ_TILLGANGLIG"
    found = followed(promising)
    this = month_of(datetime.now(UTC))
    assert (found["kalla"], found["fran"], found["tom"]) == ("CSN", months_before(this, 2), this)
    (row,) = found["manader"]
    assert (row["manad"], row["pagar"], row["vag"]) == (this, True, "ssbtek")
    assert row["avtal"] == {"id": "csn-ekonomiskt-bistand", "version": "2026-1"}
    assert (row["fragor"], row["besvarade"], row["nekade"], row["ejStallda"]) == (3, 2, 0, [])
    assert row["obesvarade"] == [{"led": "KALLA", "kod": failed["fel"]["kod"], "antal": 1}]
    # Three questions are too few to judge by: what is promised is told, and no verdict.
    assert row["tillganglighet"] == {"raknade": 3, "mattProcent": "66.66", "utlovadProcent": "99.5"}
    times = row["svarstid"]
    assert (times["raknade"], times["inomMs"], times["utlovadProcent"]) == (2, 5000, "95")
    assert times["p95HogstMs"] <= 5000
    assert sum(it["antal"] for it in times["fordelning"]) == 2
    assert "uppfyllt" not in times
    assert followed(promising, role="annanNamnd")["manader"] == [], "another board sees none of it"
    assert followed(promising, fran="2026-01", tom="2026-02")["manader"] == []


def test_what_promises_nothing_is_measured_all_the_same(promising: RunningHub) -> None:
    assert put(promising, source="FK")["fragad"]
    (row,) = followed(promising, "FK")["manader"]
    assert "utlovadProcent" not in row["tillganglighet"] | row["svarstid"]
    assert row["fragor"] == 1


def test_what_is_shut_is_told_and_does_not_count(promising: RunningHub) -> None:
    shut = {"fran": (datetime.now(UTC) - timedelta(minutes=1)).isoformat(), "text": "Planerat underhåll."}
    told = send(promising, "POST", f"{API}/kallor/SKV/driftmeddelanden", shut)
    assert told.status_code == 200, told.text
    assert put(promising, source="SKV")["utfall"] == "EJ_STALLD"
    (row,) = followed(promising, "SKV")["manader"]
    assert row["ejStallda"] == [{"led": "KALLA", "kod": "KALLA_STANGD", "antal": 1}]
    assert (row["fragor"], row["tillganglighet"]) == (1, {"raknade": 0})


def test_it_comes_as_xml_too(promising: RunningHub) -> None:
    answer = send(promising, "GET", f"{API}/kallor/FK/uppfoljning", headers={"Accept": XML})
    assert answer.headers["content-type"] == XML
    valid_xml("kalluppfoljning/1", answer.content)


def test_who_may_not_read_sources_reads_no_follow_up_either(promising: RunningHub) -> None:
    path = f"{API}/kallor/CSN/uppfoljning"
    problem(send(promising, "GET", path, role=None), 401, "INTE_INLOGGAD")
    problem(send(promising, "GET", path, role="loggkontrollant"), 403, "INTE_BEHORIG")


def test_an_unknown_source_and_what_is_no_month_are_refused_in_sentences(promising: RunningHub) -> None:
    found = problem(send(promising, "GET", f"{API}/kallor/XX/uppfoljning"), 404, "FINNS_INTE")
    assert "CSN" in found["detail"]
    number = promising.number("student")
    for asked, place in (
        ("fran=2026-13", "fran"),
        (f"tom={number}", "tom"),
        ("fran=2026-11&tom=2026-10", "fran"),
    ):
        answer = send(promising, "GET", f"{API}/kallor/CSN/uppfoljning?{asked}")
        refused = problem(answer, 422, "FELAKTIG_FRAGA")
        assert [one["plats"] for one in refused["fel"]] == [place]
        names_nobody(promising, answer.text)


def test_the_command_shows_what_has_been_kept(tmp_path: Path) -> None:
    with running_hub(tmp_path / "hub") as hub:
        assert put(hub)["utfall"] == "BESVARAD"
    # A clean stop has written what no round had.
    data = str(hub.settings.data)
    run = CliRunner()
    shown = run.invoke(app, ["avtal", "uppfoljning", "--data", data, "--json"])
    assert shown.exit_code == 0, shown.output
    (found,) = json.loads(shown.stdout)
    assert (found["namnd"], found["kalla"]) == ("2120002411/SN", "CSN")
    assert found["manader"][0]["besvarade"] == 1
    table = run.invoke(app, ["avtal", "uppfoljning", "--data", data, "--kalla", "CSN"]).stdout
    for told in (
        "2120002411/SN, 20",
        "(pågår)",
        "ssbtek",
        "100.00 %",
        "csn-ekonomiskt-bistand 2026-1: inget utlovat.",
    ):
        assert told in table
    nothing = run.invoke(app, ["avtal", "uppfoljning", "--data", data, "--kalla", "AF"])
    assert "ingenting är räknat av AF" in nothing.stdout
    wrong = run.invoke(app, ["avtal", "uppfoljning", "--data", data, "--manad", "november"])
    assert wrong.exit_code == 2
    empty = run.invoke(app, ["avtal", "uppfoljning", "--data", str(tmp_path)])
    assert empty.exit_code == 1
