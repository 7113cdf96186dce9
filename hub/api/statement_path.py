"""A statement's id as it stands in a path."""

from __future__ import annotations

from pydantic import TypeAdapter, ValidationError
from starlette.requests import Request

from hub.api.describe import path_text
from hub.problems import MalformedQuestion, Pointer
from messages.values import Uuid

PARAMETERS = (path_text("id", "Intygets id. The statement's id.", "7c1b7f0e-3f5b-4c39-9f0e-0a6f2f4d5a10"),)

_uuid: TypeAdapter[str] = TypeAdapter(Uuid)


def url(statement: str) -> str:
    return f"/nyttonav/v1/intyg/{statement}"


def statement_id(request: Request) -> str:
    """A dependency. Raises MalformedQuestion, without repeating what stood in the path."""
    try:
        return _uuid.validate_python(request.path_params["id"])
    except ValidationError:
        raise MalformedQuestion(
            "Intygets id är ett UUID med små bokstäver.", fel=[Pointer("/id", "är inget UUID")]
        ) from None
