"""Does whoever watches the hub see how it goes, in figures that name nobody, and of no other board?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics
from prometheus_client.parser import text_string_to_metric_families as plain_text

from hub.model.manifest import RouteManifest
from hub.problems import catalogue
from hub.registry import discover
from messages.koder import Led
from tests.support.hub import RunningHub, running_hub
from tests.support.wire import API, ask, fault, in_case, names_nobody, problem, registered, send

OPENMETRICS = "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5"
SN, AN = "2120002411/SN", "2120002411/AN"
Figures = Mapping[tuple[str, frozenset[tuple[str, str]]], float]


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    with running_hub(tmp_path_factory.mktemp("watched")) as running:
        yield running


def scraped(hub: RunningHub, accept: str = OPENMETRICS) -> Figures:
    answer = send(hub, "GET", "/metrics", role="drift", headers={"Accept": accept})
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    names_nobody(hub, answer.text)
    read = openmetrics if "openmetrics" in answer.headers["content-type"] else plain_text
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in read(answer.text)
        for sample in family.samples
    }


def value(found: Figures, name: str, **labels: str) -> float:
    return found.get((name, frozenset(labels.items())), 0)


def test_a_look_up_a_refusal_and_a_dead_source_are_seen(watched: RunningHub) -> None:
    case = registered(watched, "student")
    before = scraped(watched)
    assert ask(watched, in_case(watched, case, "student")).status_code == 200
    refused = ask(watched, in_case(watched, case, "pensionar"))
    with fault(watched, "DELFEL", kalla="CSN"):
        assert ask(watched, in_case(watched, case, "student")).status_code == 200
    after = scraped(watched)

    def more(name: str, **labels: str) -> float:
        return value(after, name, **labels) - value(before, name, **labels)

    csn = {"board": SN, "source": "CSN", "route": "ssbtek"}
    assert more("nyttonav_questions_total", board=SN, outcome="BESVARAD") == 2
    assert more("nyttonav_questions_total", board=SN, outcome="INGET_AKTUELLT_ARENDE") == 1
    assert more("nyttonav_gate_refusals_total", board=SN, gate=str(refused.json()["grind"])) == 1
    assert more("nyttonav_source_questions_total", **csn, outcome="answered", hop="") == 1
    assert more("nyttonav_source_questions_total", **csn, outcome="unanswered", hop="KALLA") == 1
    assert more("nyttonav_source_answer_seconds_count", **csn) == 1
    assert more("nyttonav_source_answer_seconds_bucket", **csn, le="30.0") == 1
    assert value(after, "nyttonav_source_up", board=SN, source="CSN") == 0
    assert value(before, "nyttonav_log_records_total", board=SN) > 0
    assert more("nyttonav_log_records_total", board=SN) == 5, "two and two of questions, and a refusal"
    assert more("nyttonav_log_commits_total") > 0
    assert (value(after, "nyttonav_log_failures_total"), value(after, "nyttonav_log_open_intentions")) == (
        0,
        0,
    )
    assert value(after, "nyttonav_health_faults") == 0
    assert value(after, "nyttonav_disk_free_bytes") > 0
    assert value(after, "process_resident_memory_bytes") > 10_000_000
    assert any(name == "nyttonav_build_info" for name, _ in after)


def test_the_older_text_is_there_for_who_wants_it(watched: RunningHub) -> None:
    for accept in ("text/plain", "*/*", ""):
        assert value(scraped(watched, accept), "nyttonav_log_commits_total") > 0


def test_it_takes_a_right_of_its_own(watched: RunningHub) -> None:
    problem(send(watched, "GET", "/metrics", role=None), 401, "INTE_INLOGGAD")
    for role in ("arendesystem", "loggkontrollant"):
        problem(send(watched, "GET", "/metrics", role=role), 403, "INTE_BEHORIG")


def boards(found: Figures) -> set[str]:
    return {dict(labels)["board"] for _, labels in found if "board" in dict(labels)}


def test_each_board_sees_its_own_and_who_watches_them_all_sees_all(
    watched: RunningHub, tmp_path_factory: pytest.TempPathFactory
) -> None:
    def stir(hub: RunningHub) -> None:
        case = registered(hub, "student", role="annanNamnd")
        asked = in_case(hub, case, "student")
        asked["ingivare"] = asked["ingivare"] | {"namnd": "AN"}
        assert ask(hub, asked, role="annanNamnd").status_code == 200
        assert ask(hub, in_case(hub, registered(hub, "student"), "student")).status_code == 200
        send(hub, "GET", f"{API}/kallor", role=None)

    stir(watched)
    assert boards(scraped(watched)) == {SN}
    folder = tmp_path_factory.mktemp("all")
    with running_hub(folder, monitors=frozenset({"sundsvall-sn-drift"})) as hub:
        stir(hub)
        assert {SN, AN, "-"} <= boards(scraped(hub))


# ------------------------------------------------------------ nothing that anybody wrote becomes a label

LOADED = discover()
ROUTE_NAMES = {name for name, one in LOADED.adapters.items() if isinstance(one.manifest.route, RouteManifest)}
CLOSED = {
    "board": {SN, AN, "2120002395/SN", "-"},
    "source": set(LOADED.sources),
    "route": ROUTE_NAMES,
    "hop": {"", *(led.value for led in Led)},
    "outcome": {
        "answered",
        "refused",
        "unanswered",
        "not_sent",
        "BESVARAD",
        *(it.kod() for it in catalogue()),
    },
    "problem": {it.kod() for it in catalogue()},
    "gate": set("12345"),
}


def paths(hub: RunningHub) -> set[str]:
    told = send(hub, "GET", f"{API}/openapi.json", role=None).json()
    return {*told["paths"], "/metrics", "/health/live", "/health/ready", "-"}


WORDS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=20),
    st.sampled_from(["198401032399", "19840103-2399", 'a"} 1\n', "{board=", "CSN", "../metrics"]),
)


def test_whatever_is_sent_every_label_is_one_of_ours(watched: RunningHub) -> None:
    number, known = watched.number("student"), CLOSED | {"path": paths(watched)}

    @settings(max_examples=20)
    @given(WORDS)
    def sent(word: str) -> None:
        for text in (word, f"{word}{number}"):
            _everywhere(watched, text)
        for _name, labels in scraped(watched):
            for label, found in labels:
                assert label in known or label in {"le", "version"}, label
                assert found in known.get(label, {found}), (label, found)

    sent()


def _everywhere(hub: RunningHub, text: str) -> None:
    """In every place that a caller can reach."""
    in_path = quote(text, safe="")
    for path in (f"{API}/kallor/{in_path}", f"{API}/kallor/CSN/uppfoljning?fran={in_path}", f"/{in_path}"):
        send(hub, "GET", path)
    for changed in (
        {"urval": [{"kalla": text}]},
        {"arende": {"system": text, "id": text}},
        {"andamal": text},
    ):
        ask(hub, hub.question(**changed))
    send(hub, "GET", "/metrics", role="drift", headers={"Accept": in_path})


def test_a_word_in_accept_does_not_come_back(watched: RunningHub) -> None:
    number = watched.number("student")
    accept = f"application/openmetrics-text; version={number}; escaping={number}"
    answer = send(watched, "GET", "/metrics", role="drift", headers={"Accept": accept})
    assert answer.status_code == 200
    assert number not in str(answer.headers)
