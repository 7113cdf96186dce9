"""JSON Schema (draft 2020-12) of a message, from its model.

A question's schema says what may be sent: nothing unknown. An answer's says what is always there, and leaves
room for what later minor versions add.
"""

from __future__ import annotations

import json
from typing import Any, Final, Literal

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from messages.base import Fraga, Meddelande
from messages.form import DATE, MOMENT

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_SPELLINGS: Final = {"date": DATE, "date-time": MOMENT}


def json_schema(model: type[Meddelande], urn: str) -> dict[str, Any]:
    """The schema of a message, a section or a part, identified as `urn`."""
    mode: Literal["validation", "serialization"] = (
        "validation" if issubclass(model, Fraga) else "serialization"
    )
    schema = model.model_json_schema(mode=mode, schema_generator=_OnTheWire)
    _spell(schema)
    return {"$schema": DIALECT, "$id": urn, **schema}


def json_schema_text(model: type[Meddelande], urn: str) -> str:
    """The schema as it lies in its file."""
    return json.dumps(json_schema(model, urn), ensure_ascii=False, indent=2) + "\n"


class _OnTheWire(GenerateJsonSchema):
    """pydantic's schema, but as the codecs have it: never null, and lists of an answer always there."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        if schema.get("default") is None:
            return self.generate_inner(schema["schema"])
        return super().default_schema(schema)

    def field_title_should_be_set(self, _schema: Any) -> bool:
        return False

    def field_is_required(self, field: Any, total: bool) -> bool:
        inner = field["schema"]
        written = "default_factory" in inner or inner.get("default") is not None
        return (self.mode == "serialization" and written) or super().field_is_required(field, total)


def _spell(schema: Any) -> None:
    """`format` only describes; the pattern binds."""
    if isinstance(schema, dict):
        spelling = _SPELLINGS.get(str(schema.get("format")))
        if spelling is not None:
            schema["pattern"] = f"^{spelling}$"
        for part in schema.values():
            _spell(part)
    elif isinstance(schema, list):
        for part in schema:
            _spell(part)
