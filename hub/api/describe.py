"""How an endpoint describes itself in OpenAPI: what it takes, gives, and which problems it may answer."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from hub.problems import CertificateRefused, Problem, catalogue
from messages.base import Meddelande

JSON, XML = "application/json", "application/xml"
ALWAYS = (406, 500)
GUARDED = (401, 403)


def operation(
    *,
    summary: str,
    description: str,
    answer: type[Meddelande],
    problems: tuple[int, ...],
    question: type[Meddelande] | None = None,
    created: bool = False,
    guarded: bool = True,
    parameters: tuple[dict[str, Any], ...] = (),
) -> dict[str, Any]:
    """Keyword arguments for a route. Examples are put in from schemas/ when the description is built."""
    statuses = sorted({*problems, *ALWAYS, *(GUARDED if guarded else ())})
    extra: dict[str, Any] = {"responses": {"default": _problem(None)}}
    if question is not None:
        extra["requestBody"] = {"required": True, "content": _content(question)}
    if parameters:
        extra["parameters"] = list(parameters)
    success = {"description": "Svaret. The answer.", "content": _content(answer)}
    return {
        "summary": summary,
        "description": description,
        "response_class": Response,
        "response_model": None,
        "responses": {
            200: success,
            **({201: {**success, "description": "Nytt. Created."}} if created else {}),
            **{status: _problem(status) for status in statuses},
        },
        "openapi_extra": extra,
    }


def path_text(name: str, description: str, example: str) -> dict[str, Any]:
    """A path parameter that is a text."""
    return _parameter(name, "path", description, {"type": "string"}, example)


def query_text(name: str, description: str, pattern: str, example: str) -> dict[str, Any]:
    """A parameter that may stand after the path's question mark."""
    return _parameter(name, "query", description, {"type": "string", "pattern": pattern}, example)


def _parameter(
    name: str, where: str, description: str, schema: dict[str, Any], example: str
) -> dict[str, Any]:
    return {
        "name": name,
        "in": where,
        "required": where == "path",
        "description": description,
        "schema": schema,
        "example": example,
    }


def _content(model: type[Meddelande]) -> dict[str, Any]:
    reference = {"$ref": f"#/components/schemas/{model.__name__}"}
    return {JSON: {"schema": reference}, XML: {"schema": reference}}


def _problem(status: int | None) -> dict[str, Any]:
    # Certificates are shown where SSBTEK is spoken, which has its WSDL and is not described here.
    described = [kind for kind in catalogue() if kind is not CertificateRefused]
    kinds = [kind for kind in described if status is None or kind.status == status]
    reference = {"$ref": "#/components/schemas/Problembeskrivning"}
    return {
        "description": _told(kinds) if status is not None else "Fel. A problem.",
        "content": {
            "application/problem+json": {"schema": reference, "example": _example(kinds[0])},
            "application/problem+xml": {"schema": reference},
        },
    }


def _told(kinds: list[type[Problem]]) -> str:
    return "; ".join(f"{kind.kod()}: {kind.title}" for kind in kinds)


def _example(kind: type[Problem]) -> dict[str, Any]:
    return {
        "type": kind.type_uri(),
        "title": kind.title,
        "status": kind.status,
        "detail": "En mening om vad som hände och vad som kan göras.",
        "kod": kind.kod(),
        "led": kind.led.value,
        "atgard": kind.atgard.value,
        "loggposter": [],
        "fel": [],
    }
