"""A case as it stands in a path: its system and id, never a personal number."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import Request

from hub.api.describe import path_text
from hub.problems import MalformedQuestion, Pointer
from messages.values import holds_personal_number, is_identifier

PARAMETERS = (
    path_text("system", "Ärendesystemets id i nämndens fil. The case system's id.", "demo"),
    path_text(
        "id", "Ärendets id, aldrig ett personnummer. The case id, never a personal number.", "EB-2026-001234"
    ),
)


@dataclass(frozen=True, slots=True)
class CasePath:
    """System and case id, both well formed."""

    system: str
    case_id: str

    @property
    def url(self) -> str:
        return f"/nyttonav/v1/arenden/{quote(self.system, safe='')}/{quote(self.case_id, safe='/')}"


def case_path(request: Request) -> CasePath:
    """A dependency. Raises MalformedQuestion, without repeating what stood in the path."""
    faults = [
        Pointer(f"/{name}", _fault(request.path_params[name]))
        for name in ("system", "id")
        if not is_identifier(request.path_params[name])
    ]
    if faults:
        raise MalformedQuestion("Ärendet kan inte anges så i adressen.", fel=faults)
    return CasePath(request.path_params["system"], request.path_params["id"])


def _fault(text: str) -> str:
    if holds_personal_number(text):
        return "innehåller ett personnummer; använd ärendesystemets eget nummer"
    return "skrivs med högst 100 bokstäver, siffror och tecknen . _ : / @ -"
