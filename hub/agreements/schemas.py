"""The three files of contracts/ as JSON Schema (draft 2020-12), for editors and for those who write them.

The classes that read the files are the source. A schema cannot say all that is checked: what must agree with
the loaded adapters, with another key or with another file is told by `nyttonav contracts check`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from hub.agreements.described import Described
from hub.agreements.kinds import KindsFile
from hub.agreements.municipality_file import MunicipalityFile
from hub.agreements.source_file import SourceFile
from messages.form import DATE
from messages.json_schema import DIALECT

FILES: Mapping[str, type[Described]] = {
    "kalla": SourceFile,
    "kommun": MunicipalityFile,
    "inkomstslag": KindsFile,
}
"""Name of the schema to what reads the file: kallor/*.yaml, kommuner/*.yaml and inkomstslag.yaml."""


def schema(name: str) -> dict[str, Any]:
    """One of `FILES`, identified as `urn:nyttonav:contracts:<name>:1`."""
    made = FILES[name].model_json_schema(schema_generator=_AsWritten)
    return {"$schema": DIALECT, "$id": f"urn:nyttonav:contracts:{name}:1", **made}


def schema_files() -> dict[str, bytes]:
    """File name to content, as they lie in contracts/schemas/."""
    return {
        f"{name}.schema.json": (json.dumps(schema(name), ensure_ascii=False, indent=2) + "\n").encode()
        for name in FILES
    }


class _AsWritten(GenerateJsonSchema):
    """pydantic's schema, each day with the pattern that binds, and no titles that say the keys over again."""

    def date_schema(self, schema: core_schema.DateSchema) -> JsonSchemaValue:
        return {**super().date_schema(schema), "pattern": f"^{DATE}$"}

    def field_title_should_be_set(self, _schema: Any) -> bool:
        return False
