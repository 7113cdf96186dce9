"""A list of cases as it stands in a path, and as it stands in an answer."""

from __future__ import annotations

import re

from starlette.requests import Request

from hub.api.describe import path_text
from hub.model.listed import StoredList
from hub.problems import MalformedQuestion, Pointer
from messages.arendelistor import Arendelistlage, Listtillstand

LIST = (
    path_text(
        "id",
        "Listans id, listaId i svaret när den anmäldes. The list's id.",
        "01a200b5-bada-7e90-bfc2-898eee837700",
    ),
)
PART = (*LIST, path_text("nr", "Delens nummer, från 1. The part's number, from 1.", "1"))

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_NUMBER = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)


def list_id(request: Request) -> str:
    """A dependency. Raises MalformedQuestion, without repeating what stood in the path."""
    found: str = request.path_params["id"]
    if not _UUID.fullmatch(found):
        raise MalformedQuestion("Listan kan inte anges så i adressen.", fel=[Pointer("/id", "är inget UUID")])
    return found


def part_number(request: Request) -> int:
    """A dependency. Raises MalformedQuestion, without repeating what stood in the path."""
    found: str = request.path_params["nr"]
    if not _NUMBER.fullmatch(found):
        raise MalformedQuestion(
            "Delen kan inte anges så i adressen.", fel=[Pointer("/nr", "är inget nummer från 1")]
        )
    return int(found)


def lage(found: StoredList) -> Arendelistlage:
    """How far a list has come, as it is answered."""
    head = found.head
    return Arendelistlage(
        listaId=found.id,
        tillstand=Listtillstand.INFORD if found.active else Listtillstand.PABORJAD,
        system=head.system,
        avser=head.as_of,
        digest=head.digest,
        delar=head.parts,
        arenden=head.cases,
        personer=head.persons,
        nastaDel=found.next_part,
    )
