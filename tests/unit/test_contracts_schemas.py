"""Do the schemas of contracts/ describe every key, and take every file that we have and nothing faulty?"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from hub.agreements.schemas import FILES, schema, schema_files
from hub.cli import app, schemas
from hub.model.document import FaultyDocuments, read_document

ROOT = Path(__file__).parents[2]
FOLDERS = (
    ROOT / "contracts",
    ROOT / "tests" / "support" / "contracts",
    ROOT / "tests" / "support" / "outside" / "contracts",
)
WHERE = {"kalla": "kallor/*.yaml", "kommun": "kommuner/*.yaml", "inkomstslag": "inkomstslag.yaml"}
WRITTEN = [(name, file) for name, part in WHERE.items() for at in FOLDERS for file in sorted(at.glob(part))]


class AsText(yaml.SafeLoader):
    """Days stay texts, as in YAML 1.2 and as the hub reads them."""


AsText.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read(file: Path) -> Any:
    return yaml.load(file.read_text("utf-8"), Loader=AsText)


def keys(part: Any, at: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key of every object in a schema, with its own schema."""
    if isinstance(part, dict):
        for name, below in part.get("properties", {}).items():
            yield f"{at}.{name}", below
        for name, below in part.items():
            yield from keys(below, f"{at}/{name}")
    elif isinstance(part, list):
        for below in part:
            yield from keys(below, at)


def test_the_committed_schemas_are_in_step_with_the_classes() -> None:
    assert schemas.brought_in_step(schemas.CONTRACTS, schema_files(), check=True) == []
    there = {path.name for path in schemas.CONTRACTS.iterdir()}
    assert there == set(schema_files())


@pytest.mark.parametrize("name", FILES)
def test_a_schema_is_one_and_says_which(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))
    assert schema(name)["$id"] == f"urn:nyttonav:contracts:{name}:1"


@pytest.mark.parametrize("name", FILES)
def test_every_key_is_described(name: str) -> None:
    described = dict(keys(schema(name), name))
    assert described
    assert [
        key for key, below in described.items() if not str(below.get("description", "")).endswith(".")
    ] == []


@pytest.mark.parametrize("name", FILES)
def test_every_object_refuses_keys_that_it_does_not_have(name: str) -> None:
    made = schema(name)
    objects = [made, *(it for it in made["$defs"].values() if "properties" in it)]
    assert {it["additionalProperties"] for it in objects} == {False}


@pytest.mark.parametrize(("name", "file"), WRITTEN, ids=[str(it[1].relative_to(ROOT)) for it in WRITTEN])
def test_every_file_that_we_have_is_as_its_schema_says(name: str, file: Path) -> None:
    assert [error.message for error in Draft202012Validator(schema(name)).iter_errors(read(file))] == []


def test_no_kind_of_file_is_left_out() -> None:
    assert {name for name, _ in WRITTEN} == set(FILES) == set(WHERE)


def without(key: str) -> Any:
    return lambda written: written.pop(key)


def put(value: Any, *steps: Any) -> Any:
    def change(written: Any) -> None:
        for step in steps[:-1]:
            written = written[step]
        written[steps[-1]] = value

    return change


MISTAKES = [
    ("kalla", without("roller")),
    ("kalla", put("x", "rollar")),
    ("kalla", put(["SAMBO"], "roller")),
    ("kalla", put([], "andamal")),
    ("kalla", put([], "forfattningsstod")),
    ("kalla", put("35 dagar", "aktualitet", "REGISTER")),
    ("kalla", put("1d", "aktualitet", "SAMTYCKE")),
    ("kalla", put("2026", "galler", "from")),
    ("kalla", put(2026, "version")),
    ("kalla", put("366", "period", "langstDagar")),
    ("kalla", put([{"from": "2026-03-01"}], "vilande")),
    ("kalla", put({"SAMBO": "avtalet"}, "rollstod")),
    ("kalla", put({"BARN": {"from": 16}}, "aldrar")),
    ("kommun", put(2120002411, "organisationsnummer")),
    ("kommun", put("sn", "namnder", 0, "id")),
    ("kommun", put(["logg:skriv"], "namnder", 0, "klienter", 0, "behorigheter")),
    ("kommun", put([{"sha256": "AB:CD"}], "namnder", 0, "klienter", 0, "certifikat")),
    ("kommun", put([""], "namnder", 0, "ingivarnamn")),
    ("kommun", put([], "namnder", 0, "vagar", 0, "kallor")),
    ("kommun", put({"url": 1}, "namnder", 0, "vagar", 0, "installningar")),
    ("kommun", put(0, "namnder", 0, "gallring", "ar")),
    ("kommun", put("35", "namnder", 0, "aktualitetskontroll", "hogstAlder")),
    ("inkomstslag", put("fk", "rader", 0, "kalla")),
    ("inkomstslag", put("Bostadsbidrag", "rader", 0, "forman")),
    ("inkomstslag", put([], "rad")),
]
EXAMPLES = {
    "kalla": "kallor/csn.yaml",
    "kommun": "kommuner/sundsvall.yaml",
    "inkomstslag": "inkomstslag.yaml",
}


@pytest.mark.parametrize(("name", "change"), MISTAKES)
def test_what_the_schema_refuses_the_hub_refuses_too(name: str, change: Any) -> None:
    written = deepcopy(read(ROOT / "contracts" / EXAMPLES[name]))
    change(written)
    assert not Draft202012Validator(schema(name)).is_valid(written)
    with pytest.raises(FaultyDocuments):
        read_document(FILES[name], yaml.safe_dump(written, allow_unicode=True).encode(), name)


def test_the_command_writes_what_is_missing_and_tells_what_is_out_of_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schemas, "CONTRACTS", tmp_path)
    monkeypatch.setattr(schemas, "run", lambda *_: [])
    found = CliRunner().invoke(app, ["schemas", "--check"])
    assert found.exit_code == 1
    assert found.stdout.splitlines() == [
        f"contracts/schemas/{name} is out of step with the models. Run: make fix" for name in schema_files()
    ]
    assert CliRunner().invoke(app, ["schemas"]).exit_code == 0
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == schema_files()
    assert CliRunner().invoke(app, ["schemas", "--check"]).stdout == ""
