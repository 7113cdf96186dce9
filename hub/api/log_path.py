"""A log record's id as it stands in a path."""

from __future__ import annotations

from pydantic import TypeAdapter, ValidationError
from starlette.requests import Request

from hub.api.describe import path_text
from hub.problems import MalformedQuestion, Pointer
from messages.values import Uuid

PARAMETERS = (path_text("id", "Loggpostens id. The record's id.", "3b0e6c1e-8c0f-4a63-9d57-6f1c5a1c2b77"),)

_uuid: TypeAdapter[str] = TypeAdapter(Uuid)


def entry_id(request: Request) -> str:
    """A dependency. Raises MalformedQuestion, without repeating what stood in the path."""
    try:
        return _uuid.validate_python(request.path_params["id"])
    except ValidationError:
        raise MalformedQuestion(
            "Loggpostens id är ett UUID med små bokstäver.", fel=[Pointer("/id", "är inget UUID")]
        ) from None
