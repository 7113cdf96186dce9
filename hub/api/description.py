"""The API description (OpenAPI 3.1), built from the routes, the messages and the examples in schemas/."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import iter_route_contexts
from pydantic.json_schema import models_json_schema

from hub import __version__
from hub.api import guard
from hub.api.describe import JSON, XML
from messages.base import Meddelande
from messages.published import MESSAGES

PREFIX = "/nyttonav/v1"

INFO = """\
**Svenska.** Nyttonav är ett nav för socialtjänstens frågor till myndigheter. Ett ärendesystem ställer en
standardiserad fråga om personer i ett pågående ärende; navet prövar om den får ställas, skriver den i en
logg som inte kan ändras i efterhand, frågar källorna och svarar med ett standardiserat meddelande.
Begränsningar: bara personer i ett aktuellt ärende hos den egna nämnden; högst 256 kB per fråga (4 MB när
många ärenden registreras på en gång); POST används där annars ett personnummer skulle stå i en adress;
läget är beta och får ändras före 1.0.

**English.** Nyttonav asks agencies on behalf of municipal social services. A question about persons of an
ongoing case is checked, written to a tamper-evident log, asked, and answered with one standardised message.
Limitations: only persons in an ongoing case of the caller's own board; at most 256 kB a question (4 MB for
many cases at once); POST where a personal number would otherwise stand in a URL; beta, and may change
before 1.0.

**Datamodell.** JSON och XML bär samma modell; scheman ligger i schemas/. **Autentisering.** OAuth2-biljett
(JWT) i Authorization. **Livscykel.** Semantiska versioner; inom v1 växer svaren bara, läsare hoppar över
det de inte känner. **Fel.** RFC 9457 med kod, led och åtgärd.
"""


BEARER = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "JWT",
    "description": "OAuth2-biljett som högst gäller fem minuter. OAuth2 access token, at most five minutes.",
}


def build(app: FastAPI, examples: Path) -> dict[str, Any]:
    """The whole description. `examples` is the schemas folder; its examples stand at every message."""
    text = get_openapi(
        title="Nyttonav",
        version=__version__,
        summary="En fråga, alla källor, varje uppslag loggat.",
        description=INFO,
        routes=app.routes,
        terms_of_service="https://github.com/nyttonav/nyttonav#anvandarvillkor",
        license_info={"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
    )
    text["info"]["contact"] = {
        "name": "Nyttonavs förvaltning",
        "url": "https://github.com/nyttonav/nyttonav",
        "email": "forvaltning@nyttonav.example",
    }
    text["servers"] = [{"url": PREFIX, "description": "Det egna navet. Your own hub."}]
    text["externalDocs"] = {
        "description": "Servicenivå: README, avsnittet Drift. Service level: README, Operation.",
        "url": "https://github.com/nyttonav/nyttonav#drift",
    }
    text["paths"] = {path.removeprefix(PREFIX): item for path, item in text["paths"].items()}
    text["components"] = {"securitySchemes": {"bearer": BEARER}}
    _put_scopes(text, app)
    _put_models(text)
    _put_examples(text, examples)
    return text


def _put_scopes(text: dict[str, Any], app: FastAPI) -> None:
    """What each operation needs, read from its guard."""
    for route in iter_route_contexts(app.routes):
        if (scope := guard.scope_of(route)) is None or not str(route.path_format).startswith(PREFIX):
            continue
        for method in route.methods or ():
            operation = text["paths"][str(route.path_format).removeprefix(PREFIX)][method.lower()]
            operation["security"] = [{"bearer": [scope]}]
            operation["description"] += f" Behörighet (scope): `{scope}`."


def _put_models(text: dict[str, Any]) -> None:
    _, schema = models_json_schema(
        [(message, "validation") for message in MESSAGES.values()],
        ref_template="#/components/schemas/{model}",
    )
    models = schema["$defs"]
    for model in models.values():
        for value in model.get("properties", {}).values():
            if value.get("format") == "date":
                value["example"] = "2026-10-31"
            if value.get("format") == "date-time":
                value["example"] = "2026-11-21T09:00:00Z"
    text["components"]["schemas"] = dict(sorted(models.items()))


def _put_examples(text: dict[str, Any], examples: Path) -> None:
    by_name = {message.__name__: message for message in MESSAGES.values()}
    for item in text["paths"].values():
        for operation in item.values():
            contents = [operation.get("requestBody", {}).get("content", {})]
            contents += [answer.get("content", {}) for answer in operation["responses"].values()]
            for content in contents:
                for media_type in (JSON, XML):
                    if media_type in content:
                        name = content[media_type]["schema"]["$ref"].rsplit("/", 1)[1]
                        content[media_type]["example"] = _example(by_name[name], media_type, examples)


def _example(message: type[Meddelande], media_type: str, examples: Path) -> Any:
    """The first example of a message by name. Raises FileNotFoundError when a message has none."""
    folder = examples / next(name for name, known in MESSAGES.items() if known is message) / "examples"
    suffix = "json" if media_type == JSON else "xml"
    found = sorted(folder.glob(f"*.{suffix}"))
    if not found:
        raise FileNotFoundError(f"{folder} holds no example *.{suffix}; every message in the API needs one")
    raw = found[0].read_text(encoding="utf-8")
    return json.loads(raw) if suffix == "json" else raw
