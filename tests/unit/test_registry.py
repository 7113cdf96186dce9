"""Adapters found, checked and indexed: one folder is enough, and what is wrong with it is a sentence."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from hub.model.document import FaultyDocuments
from hub.model.outcome import Protection
from hub.own_format import WrongQuestion
from hub.registry import discover, folders
from hub.registry.discover import load
from messages.studiestod import Studiestod
from tests.support.folders import MANIFEST, MAPPING, QUESTION, write_adapter


@pytest.fixture(autouse=True)
def forget_modules() -> Iterator[None]:
    """What a test imported as an adapter is forgotten, so that the next one starts clean."""
    before = set(sys.modules)
    yield
    for name in set(sys.modules) - before:
        if name.startswith(("adapters.", "provpaket")):
            del sys.modules[name]


def faults(*found: folders.Folder, allowed: frozenset[str] | None = None) -> tuple[str, ...]:
    with pytest.raises(FaultyDocuments) as caught:
        load(found, allowed)
    return caught.value.faults


# ------------------------------------------------------------ found


def test_one_folder_is_enough(tmp_path: Path) -> None:
    loaded = load([write_adapter(tmp_path)])
    source = loaded.source("PROV")
    assert source.adapter == "provkalla"
    assert source.manifest.case_reference_max == 31
    assert source.groups == frozenset(Studiestod.grupper)
    assert loaded.groups == {"PROV": source.groups}
    assert set(loaded.readers) == {"provkalla/svar"}
    assert set(loaded.askers) == {"provkalla/fraga"}
    assert loaded.sections["studiestod"].model is Studiestod
    assert loaded.routes["provkalla"].carries["PROV"].question == "provkalla/fraga"
    assert callable(loaded.route("provkalla").fetch)
    assert callable(loaded.to_payload("provkalla/fraga"))
    assert callable(source.to_section)


def test_its_flags_are_read_as_the_manifest_says(tmp_path: Path) -> None:
    flag = load([write_adapter(tmp_path)]).source("PROV").protection
    assert flag is not None
    assert [flag.read(value) for value in (None, "", "  ", "J", " J", "?")] == [
        Protection.NONE,
        Protection.NONE,
        Protection.NONE,
        Protection.CONFIDENTIALITY,
        Protection.CONFIDENTIALITY,
        Protection.UNREADABLE,
    ]


def test_the_houses_own_adapters_load() -> None:
    loaded = discover()
    assert loaded.source("CSN").groups >= {"studiestod.utbetalningar"}
    assert "CSN" in loaded.routes["ssbtek"].carries


def test_simulators_are_never_imported() -> None:
    code = (
        "import sys; from hub.registry import discover; discover();"
        "print([m for m in sys.modules if m.startswith('adapters.') and m.endswith('.simulator')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_further_folder_joins_our_own(tmp_path: Path) -> None:
    folder = write_adapter(tmp_path)
    loaded = discover(further=[folder.path])
    assert {"CSN", "PROV"} <= set(loaded.sources)


def test_a_folder_from_outside_may_import_its_own_modules(tmp_path: Path) -> None:
    mapping = "from adapters.provkalla.elements import WORDS\n" + MAPPING + "\nassert WORDS\n"
    folder = write_adapter(tmp_path, mapping=mapping, elements="WORDS = ('ett',)\n")
    assert "PROV" in load([folder]).sources


def test_an_installed_package_joins_by_its_entry_point(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_adapter(tmp_path, "provpaket")
    monkeypatch.syspath_prepend(str(tmp_path))
    entry = EntryPoint("provpaket", "provpaket", "hub.adapters")
    monkeypatch.setattr(folders, "entry_points", lambda group: [entry])
    assert "PROV" in discover().sources
    broken = EntryPoint("borta", "paketet_som_inte_finns", "hub.adapters")
    monkeypatch.setattr(folders, "entry_points", lambda group: [broken])
    with pytest.raises(FaultyDocuments, match="borta names paketet_som_inte_finns, which is no package"):
        discover()


def test_only_named_adapters_are_loaded_when_names_are_given(tmp_path: Path) -> None:
    wanted = write_adapter(tmp_path, "ena", "ENA")
    broken = write_adapter(tmp_path, "andra", "ANDRA", mapping="raise RuntimeError('should not be run')")
    assert set(load([wanted, broken], frozenset({"ena"})).sources) == {"ENA"}
    (fault,) = faults(wanted, allowed=frozenset({"enna"}))
    assert fault == "settings: adapters names enna, which is not found. Nearest: ena."


def test_a_folder_that_holds_nothing_is_no_adapter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("__pycache__", "tom", ".git"):
        (tmp_path / name).mkdir()
    (tmp_path / "halv").mkdir()
    (tmp_path / "halv" / "mapping.py").write_text("")
    package = type(sys)("provpaketet")
    package.__path__ = [str(tmp_path)]
    monkeypatch.setitem(sys.modules, "provpaketet", package)
    monkeypatch.setattr(folders, "PACKAGE", "provpaketet")
    assert [folder.id for folder in folders.own_folders()] == ["halv"]
    (fault,) = faults(*folders.own_folders())
    assert fault.endswith("halv/manifest.yaml: is missing. Write one, or take the folder away.")


# ------------------------------------------------------------ clients that speak the sources' own formats


def test_who_reads_a_clients_own_question_is_found_by_its_format(tmp_path: Path) -> None:
    question = QUESTION + "def wanted(content, format): return (content, format)\n"
    loaded = load([write_adapter(tmp_path, question=question)])
    assert loaded.wanted("provkalla/fraga", b"x") == (b"x", "provkalla/fraga")  # type: ignore[comparison-overlap]


def test_a_format_that_nobody_reads_is_a_wrong_question(tmp_path: Path) -> None:
    loaded = load([write_adapter(tmp_path)])
    for name in ("provkalla/fraga", "provkalla/annan"):
        with pytest.raises(WrongQuestion, match="OKANT_FRAGEFORMAT") as refused:
            loaded.wanted(name, b"x")
        assert name not in refused.value.text


def test_who_makes_one_document_of_several_is_found_by_their_formats(tmp_path: Path) -> None:
    joins = write_adapter(tmp_path, "ena", "ENA", mapping=MAPPING + "def joined(parts, question): ...\n")
    loaded = load([joins, write_adapter(tmp_path, "andra", "ANDRA")])
    assert loaded.joining(["ena/svar"]) is not None
    for formats in ([], ["andra/svar"], ["ena/svar", "andra/svar"], ["ena/svar", "okand/svar"]):
        assert loaded.joining(formats) is None


def test_lefi_is_one_document_of_two() -> None:
    loaded = discover()
    assert loaded.joining(["lefi/v9-fk", "lefi/v9-pm"]) is not None
    assert loaded.joining(["lefi/v9-pm"]) is not None
    assert loaded.joining(["lefi/v9-fk", "csn/kommunfraga"]) is None


# ------------------------------------------------------------ wrong

PLAIN = MANIFEST.format(id="provkalla", source="PROV")


def manifest(old: str, new: str) -> dict[str, str]:
    assert old in PLAIN
    return {"manifest": PLAIN.replace(old, new, 1)}


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        (manifest("id: provkalla", "id: annan"), "id is annan but the folder is provkalla"),
        (manifest("sdk: 1", "sdk: 2"), "sdk is 2, this hub offers 1"),
        (
            manifest("sections:", "section:"),
            "sources.PROV.section is not a known key. Remove it. Nearest: sections.",
        ),
        (manifest("[studiestod]", "[studiestöd]"), "sources.PROV.sections[0]"),
        (
            manifest("[studiestod]", "[studiested]"),
            "which no mapping.py brings in SECTIONS. Nearest: studiestod.",
        ),
        (manifest("caseReferenceMax: 31", "caseReferenceMax: 10"), "sources.PROV.caseReferenceMax is 10"),
        (manifest("otherwise: UNREADABLE", "otherwise: MAYBE"), "sources.PROV.protection.otherwise"),
        (manifest("connect: 2", "connect: 20"), "route.deadlines do not rise"),
        (
            manifest("question: provkalla/fraga", "question: prov/frga"),
            "route.carries.PROV.question is prov/frga",
        ),
        (manifest("required: true", "required: true, default: x"), "url is required and has a default"),
        (manifest("name: key", "name: url"), "route.settings names url twice"),
        (
            manifest("name: key", "name: version, default: '3'"),
            "which is not in route.versions. There is: 1, 2.",
        ),
        ({"adapter": ""}, "adapter.py: has no fetch, which its manifest promises"),
        ({"adapter": "async def fetch(a, p, t): ..."}, "adapter.py: has no ping"),
        ({"question": ""}, "question.py: has no to_payload"),
        ({"mapping": "SECTIONS = ()"}, "mapping.py: has no to_section"),
        ({"mapping": "import nothing_of_that_name"}, "mapping.py: cannot be imported: ModuleNotFoundError"),
        ({"mapping": "def ("}, "mapping.py: cannot be imported: SyntaxError"),
        ({"manifest": ""}, "manifest.yaml: is missing"),
        ({"manifest": "- x"}, "manifest.yaml: holds no keys"),
        ({"manifest": "a: &a [*a]"}, "manifest.yaml: holds what is neither text"),
        (
            {"manifest": "id: provkalla\nname: P\nowner: T\nsdk: 1\n"},
            "has neither sources, route nor caseSystem",
        ),
    ],
)
def test_a_fault_is_a_sentence_with_file_and_place(
    tmp_path: Path, files: dict[str, str], sentence: str
) -> None:
    told = faults(write_adapter(tmp_path, **files))
    assert any(sentence in fault for fault in told), told
    assert all("/provkalla/" in fault and fault.endswith(".") for fault in told)


def test_a_source_a_format_and_a_name_have_one_owner(tmp_path: Path) -> None:
    first = write_adapter(tmp_path, "ena", "PROV")
    second = write_adapter(tmp_path, "andra", "PROV")
    again = write_adapter(tmp_path / "bredvid", "ena", "ANNAN")
    same_format = write_adapter(
        tmp_path,
        "tredje",
        "TREDJE",
        manifest=MANIFEST.format(id="tredje", source="TREDJE").replace("tredje/", "ena/"),
    )
    told = "\n".join(faults(first, second, again, same_format))
    assert "the source PROV is ena's already" in told
    assert "another adapter is called ena too" in told
    assert "the payload format ena/svar is ena's already" in told
    assert "the question format ena/fraga is ena's already" in told


def test_two_folders_may_fill_one_section_but_not_mean_different_things_by_it(tmp_path: Path) -> None:
    first, second = write_adapter(tmp_path, "ena", "ENA"), write_adapter(tmp_path, "andra", "ANDRA")
    assert set(load([first, second]).sections) == {"studiestod"}
    own = MAPPING.replace("Studiestod.namnrymd", "'urn:annan:studiestod:1'")
    other = write_adapter(tmp_path, "tredje", "TREDJE", mapping=own)
    (fault,) = faults(first, other)
    assert "the section studiestod is ena's already" in fault


def test_of_two_that_fill_a_section_the_one_that_reads_its_payments_is_kept(tmp_path: Path) -> None:
    reads = MAPPING.replace("Studiestod, None", "Studiestod, lambda section, source: ()")
    silent, reader = (
        write_adapter(tmp_path, "ena", "ENA"),
        write_adapter(tmp_path, "andra", "ANDRA", mapping=reads),
    )
    for order in ((silent, reader), (reader, silent)):
        assert load(order).sections["studiestod"].incomes is not None
    (fault,) = faults(reader, write_adapter(tmp_path, "tredje", "TREDJE", mapping=reads))
    assert "the section studiestod is andra's already" in fault


def test_all_faults_of_all_folders_are_told_at_once(tmp_path: Path) -> None:
    one = write_adapter(tmp_path, "ena", "ENA", question="")
    other = write_adapter(tmp_path, "andra", "ANDRA", manifest="")
    assert len(faults(one, other)) == 2
