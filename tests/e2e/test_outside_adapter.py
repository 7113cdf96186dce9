"""Does an adapter from outside of the repository serve a look-up, with nothing of ours changed for it?

It brings a kind of information (`skulder`) that the hub has never heard of. It is added in both ways: by the
folder's path in the settings, and as an installed package with an entry point.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from hub import sources
from hub.adapter import SectionType
from hub.audit import StartRefused
from hub.main import running
from hub.registry import Registry
from hub.registry.discover import load
from hub.registry.folders import further_folders, own_folders
from hub.settings import Profile, Settings
from tests.support import outside
from tests.support.hub import RunningHub, running_hub
from tests.support.outside.skuldregister import simulator
from tests.support.wire import XML, ask, send

OUTSIDE = Path(outside.__file__).parent
FOLDER, CONTRACTS = OUTSIDE / "skuldregister", OUTSIDE / "contracts"
ROOT = Path(__file__).parents[2]
OURS = ("hub", "adapters", "messages", "schemas", "contracts", "openapi")
SKULDER = "{urn:example:skulder:1}"


@pytest.fixture
def forget_modules() -> Iterator[None]:
    """What was imported as an adapter from outside is forgotten, before and after."""
    _forget()
    yield
    _forget()


def _forget() -> None:
    for name in list(sys.modules):
        if name.startswith(("adapters.skuldregister", "skuldregister")):
            del sys.modules[name]


def install(site: Path) -> None:
    """As an installer leaves it: the package, and beside it what its distribution says of itself."""
    shutil.copytree(FOLDER, site / "skuldregister", ignore=shutil.ignore_patterns("__pycache__"))
    info = site / "skuldregister-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: skuldregister\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[hub.adapters]\nskuldregister = skuldregister\n")


@pytest.fixture(scope="module", params=["by path", "by entry point"])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """A hub that has the adapter, and its register as a real HTTP server."""
    folder, changes = tmp_path_factory.mktemp("utanfor"), dict[str, Any]()
    with pytest.MonkeyPatch.context() as patched:
        if request.param == "by path":
            changes["adapter_paths"] = (FOLDER,)
        else:
            site = tmp_path_factory.mktemp("site")
            install(site)
            patched.syspath_prepend(str(site))
        registers = {"skuldregister": simulator.build}
        with running_hub(folder, further=registers, contracts=CONTRACTS, **changes) as hub:
            yield hub
    _forget()


def question(hub: RunningHub, persona: str, case: int, **changes: Any) -> dict[str, Any]:
    return hub.question_about(persona, case, **{"urval": [{"kalla": "SKULD"}], **changes})


def part_of(answer: dict[str, Any], source: str) -> dict[str, Any]:
    (person,) = answer["personer"]
    (found,) = [one for one in person["kallor"] if one["kalla"] == source]
    return dict(found)


def test_a_look_up_in_json(served: RunningHub) -> None:
    answer = ask(served, question(served, "arbetslos", 1311))
    assert answer.status_code == 200, answer.text
    part = part_of(answer.json(), "SKULD")
    assert part["utfall"] == "BESVARAD"
    assert part["vag"]["id"] == "skuldregister"
    (debt,) = part["uppgifter"]["skulder"]["skulder"]
    assert (debt["borgenar"], debt["belopp"], debt["kontor"]) == ("Elbolaget", "1450.00", "Sundsvall")
    assert served.record(part["loggpostId"])["handelse"] == "UPPSLAG_AVSETT"


def test_the_same_look_up_in_xml_by_the_folders_own_schema(served: RunningHub) -> None:
    answer = ask(served, question(served, "arbetslos", 1311), headers={"Accept": XML})
    assert answer.status_code == 200, answer.text
    root = etree.fromstring(answer.content)
    section = next(root.iter(f"{SKULDER}skulder"))
    etree.XMLSchema(etree.parse(FOLDER / "section.xsd")).assertValid(
        etree.fromstring(etree.tostring(section))
    )
    assert [one.text for one in section.iter(f"{SKULDER}belopp")] == ["1450.00"]


def test_beside_our_own_sources_in_one_answer(served: RunningHub) -> None:
    both = [{"kalla": "CSN"}, {"kalla": "SKULD"}]
    answer = ask(served, question(served, "student", 1234, urval=both)).json()
    assert part_of(answer, "CSN")["utfall"] == "BESVARAD"
    assert part_of(answer, "SKULD")["utfall"] == "INGA_UPPGIFTER"


def test_it_is_narrowed_to_what_was_asked_for(served: RunningHub) -> None:
    wanted = [{"kalla": "SKULD", "uppgifter": ["skulder.belopp"]}]
    part = part_of(ask(served, question(served, "arbetslos", 1311, urval=wanted)).json(), "SKULD")
    (debt,) = part["uppgifter"]["skulder"]["skulder"]
    assert "belopp" in debt
    assert "kontor" not in debt


def test_its_flag_for_protected_identity_counts_for_the_whole_answer(served: RunningHub) -> None:
    answer = ask(served, question(served, "skyddad", 1251)).json()
    assert answer["skydd"] == "SEKRETESSMARKERING"
    assert part_of(answer, "SKULD")["utfall"] == "BESVARAD"


def test_its_failure_is_told_like_ours(served: RunningHub) -> None:
    served.client.post(f"{served.simulators['skuldregister']}/_sim/fel", json={"fel": "HTTP_STATUS"})
    try:
        part = part_of(ask(served, question(served, "arbetslos", 1311)).json(), "SKULD")
    finally:
        served.client.delete(f"{served.simulators['skuldregister']}/_sim/fel")
    assert part["utfall"] == "EJ_TILLGANGLIG"
    assert "uppgifter" not in part or part["uppgifter"] == {}
    assert part["fel"]["led"] == "KALLA"


def test_it_is_described_and_tested_like_ours(served: RunningHub, monkeypatch: pytest.MonkeyPatch) -> None:
    # Whatever look-ups have seen just before.
    monkeypatch.setattr(sources, "KEPT_FOR", timedelta(0))
    told = served.get("/kallor/SKULD").json()
    assert (told["namn"], told["sektioner"]) == ("Skuldregistret", ["skulder"])
    assert told["uppgifter"] == ["skulder.belopp", "skulder.kontor"]
    assert told["avtal"]["id"] == "skuld-ekonomiskt-bistand"
    assert told["vag"]["id"] == "skuldregister"
    assert "SKULD" in {one["kalla"] for one in served.get("/kallor").json()["kallor"]}
    assert served.get("/kallor/SKULD/drift").json()["lage"] == "UPPE"


def test_the_description_of_the_api_knows_nothing_of_it(served: RunningHub) -> None:
    shown = send(served, "GET", "/nyttonav/v1/openapi.json", role=None).json()
    committed = json.loads((ROOT / "openapi" / "openapi.json").read_text(encoding="utf-8"))
    assert {**shown, "servers": None} == {**committed, "servers": None}


def test_nothing_of_ours_has_heard_of_it() -> None:
    heard = [
        path.relative_to(ROOT)
        for part in OURS
        for path in (ROOT / part).rglob("*")
        if path.suffix in {".py", ".yaml", ".json", ".xml", ".xsd", ".md"}
        and re.search(
            "skuldregister|urn:example:skulder", path.read_text(encoding="utf-8", errors="replace"), re.I
        )
    ]
    assert heard == []


@pytest.mark.usefixtures("forget_modules")
def test_our_own_adapters_are_what_they_were() -> None:
    without, beside = load(own_folders()), load([*own_folders(), *further_folders([FOLDER])])
    assert set(beside.sources) - set(without.sources) == {"SKULD"}
    assert _others(beside) == _others(without)


def _others(registry: Registry) -> tuple[dict[str, Any], dict[str, SectionType], dict[str, Any]]:
    manifests = {name: one.manifest for name, one in registry.adapters.items() if name != "skuldregister"}
    sections = {name: one for name, one in registry.sections.items() if name != "skulder"}
    groups = {name: one for name, one in registry.groups.items() if name != "SKULD"}
    return manifests, sections, groups


@pytest.mark.usefixtures("forget_modules")
@pytest.mark.parametrize("named", [frozenset({"csn", "ssbtek"}), frozenset[str]()])
async def test_in_production_it_does_not_load_unless_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: frozenset[str]
) -> None:
    install(tmp_path / "site")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    settings = Settings(
        profile=Profile.PRODUCTION,
        adapters=named,
        adapter_paths=(FOLDER,),
        contracts=_with_it(tmp_path),
        data=tmp_path / "data",
        keys=tmp_path / "keys",
    )
    with pytest.raises(StartRefused, match="SKULD, which no loaded adapter answers for"):
        async with running(settings):
            pytest.fail("the hub started with agreements about what is not loaded")
    loaded = [name for name in sys.modules if name.startswith(("adapters.skuldregister", "skuldregister"))]
    assert loaded == []


def _with_it(folder: Path) -> Path:
    contracts = folder / "contracts"
    shutil.copytree(ROOT / "contracts", contracts, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    shutil.copytree(CONTRACTS, contracts, dirs_exist_ok=True)
    return contracts
