"""What happens in the demo: cases are registered and a question is asked, over the hub's own HTTP face."""

from __future__ import annotations

import calendar
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx

from hub.model.board import BoardId
from hub.simulators.world import World

BOARD = BoardId("2120002411", "SN")
SYSTEM = "demo"
TOKENS: Mapping[str, tuple[BoardId, str]] = {
    "arendesystem": (BOARD, "sundsvall-sn-arendesystem"),
    "loggkontrollant": (BOARD, "sundsvall-sn-loggkontroll"),
    "drift": (BOARD, "sundsvall-sn-drift"),
    "annanNamnd": (BoardId("2120002411", "AN"), "sundsvall-an-arendesystem"),
    "annanKommun": (BoardId("2120002395", "SN"), "timra-sn-arendesystem"),
}
"""Role in the demo to the client that plays it."""


class StoryError(Exception):
    """The hub answered otherwise than the demo's story goes."""


@dataclass(frozen=True, slots=True)
class Member:
    """A person of a case, by persona key."""

    persona: str
    roll: str = "SOKANDE"


@dataclass(frozen=True, slots=True)
class DemoCase:
    """A case that the demo registers."""

    number: int
    status: str
    members: tuple[Member, ...]

    def id(self, year: int) -> str:
        return f"EB-{year}-{self.number:06}"

    def named(self, year: int) -> dict[str, str]:
        """As a question names it."""
        return {"system": SYSTEM, "id": self.id(year)}

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(member.persona for member in self.members)

    @property
    def ongoing(self) -> bool:
        return self.status == "PAGAENDE"


CASES: tuple[DemoCase, ...] = (
    DemoCase(1234, "PAGAENDE", (Member("student"), Member("omstallare", "MEDSOKANDE"))),
    DemoCase(
        1240,
        "PAGAENDE",
        (
            Member("foralder"),
            Member("foralder2", "MEDSOKANDE"),
            Member("gymnasist", "BARN"),
            Member("barn1", "BARN"),
            Member("barn2", "BARN"),
        ),
    ),
    DemoCase(1251, "PAGAENDE", (Member("skyddad"),)),
    DemoCase(1263, "PAGAENDE", (Member("samordnad"), Member("okand", "MEDSOKANDE"))),
    DemoCase(1277, "PAGAENDE", (Member("mangfald"),)),
    DemoCase(1311, "PAGAENDE", (Member("arbetslos"),)),
    DemoCase(1318, "PAGAENDE", (Member("programdeltagare"),)),
    DemoCase(1325, "PAGAENDE", (Member("sjuk"),)),
    DemoCase(1332, "PAGAENDE", (Member("nyanland"),)),
    DemoCase(1339, "PAGAENDE", (Member("bilagare"),)),
    DemoCase(1346, "PAGAENDE", (Member("anstalld"),)),
    DemoCase(1353, "PAGAENDE", (Member("folkbokford"),)),
    DemoCase(1360, "PAGAENDE", (Member("regelbrytare"),)),
    DemoCase(1302, "AKTUALISERAT", (Member("startare"),)),
    DemoCase(1108, "AVSLUTAT", (Member("pensionar"),)),
)


@dataclass(frozen=True, slots=True)
class Told:
    """What the look-up caused: question, answer as it came and as read, log records with their proofs."""

    question: dict[str, Any]
    received: bytes
    answer: dict[str, Any]
    records: list[dict[str, Any]]
    proofs: list[dict[str, Any]]


async def register_cases(client: httpx.AsyncClient, token: str, world: World) -> list[dict[str, Any]]:
    """PUT every case; gives them as the ready file tells them."""
    told = []
    for case in CASES:
        case_id = case.id(world.today.year)
        body = _state(case, world)
        answer = await client.put(
            f"/nyttonav/v1/arenden/{SYSTEM}/{case_id}", json=body, headers=bearer(token)
        )
        _expect(answer, 201)
        people = [
            {
                "personidentitet": world.personas[member.persona].number.value,
                "roll": member.roll,
                "beskrivning": world.personas[member.persona].description,
            }
            for member in case.members
        ]
        told.append({"system": SYSTEM, "id": case_id, "status": case.status, "personer": people})
    return told


def question(world: World) -> dict[str, Any]:
    """A question about one person, the first of the first case, for the months that a caseworker compares."""
    first, last = comparison_months(world.today)
    case = CASES[0]
    return {
        "forfraganId": str(uuid.uuid4()),
        "ingivare": {
            "organisationsnummer": BOARD.organisation_number,
            "namnd": BOARD.board,
            "aktor": {
                "typ": "HANDLAGGARE",
                "id": "hl000123",
                "namn": "Handläggare 123",
                "enhet": "Försörjningsstöd 2",
            },
        },
        "arende": case.named(world.today.year),
        "andamal": "HANDLAGGNING_EKONOMISKT_BISTAND",
        "period": {"from": first.isoformat(), "tom": last.isoformat()},
        "personer": [{"personidentitet": world.personas[case.members[0].persona].number.value}],
    }


def comparison_months(today: date) -> tuple[date, date]:
    """The month of `today` and the two before it: what is compared in a decision."""
    months = today.year * 12 + today.month - 1 - 2
    first = date(months // 12, months % 12 + 1, 1)
    return first, today.replace(day=calendar.monthrange(today.year, today.month)[1])


async def ask(client: httpx.AsyncClient, tokens: Mapping[str, str], asked: dict[str, Any]) -> httpx.Response:
    """Ask. Raises StoryError with the hub's own sentence when it refuses the question."""
    answer = await client.post(
        "/nyttonav/v1/uppgiftsforfragningar", json=asked, headers=bearer(tokens["arendesystem"])
    )
    if answer.status_code != 200:
        raise StoryError(_refusal(answer))
    return answer


async def read_log(
    client: httpx.AsyncClient, tokens: Mapping[str, str], asked: dict[str, Any], answer: httpx.Response
) -> Told:
    """What the log says of the look-up, and the proof of each record."""
    reader = bearer(tokens["loggkontrollant"])
    ids = [part["loggpostId"] for person in answer.json()["personer"] for part in person["kallor"]]
    records: list[dict[str, Any]] = []
    for entry in ids:
        record = await _got(client, f"/nyttonav/v1/loggposter/{entry}", reader)
        records.append(record)
        if "avslut" in record:
            records.append(await _got(client, f"/nyttonav/v1/loggposter/{record['avslut']}", reader))
    paths = [f"/nyttonav/v1/loggposter/{record['loggpostId']}/bevis" for record in records]
    proofs = [await _got(client, path, reader) for path in paths]
    return Told(asked, answer.content, answer.json(), records, proofs)


def _state(case: DemoCase, world: World) -> dict[str, Any]:
    now = datetime.now(UTC)
    state: dict[str, Any] = {
        "typ": "EKONOMISKT_BISTAND",
        "status": case.status,
        "tidpunkt": now.isoformat(),
        "personer": [_member(member, world) for member in case.members],
    }
    if case.status != "AKTUALISERAT":
        state["oppnat"] = (world.today - timedelta(days=60)).isoformat()
    if case.status == "AVSLUTAT":
        state["avslutat"] = (world.today - timedelta(days=5)).isoformat()
    return state


def _member(member: Member, world: World) -> dict[str, str]:
    persona = world.personas[member.persona]
    skydd = persona.protection.value
    return {"personidentitet": persona.number.value, "roll": member.roll, "skydd": skydd}


def _refusal(answer: httpx.Response) -> str:
    """A problem (RFC 9457) in sentences, with what it points at unless its detail has said so."""
    problem = answer.json()
    places = [one["text"] for one in problem.get("fel", []) if one["text"] not in problem["detail"]]
    return " ".join([f"{problem['title']}. {problem['detail']}", *places])


async def _got(client: httpx.AsyncClient, path: str, headers: Mapping[str, str]) -> dict[str, Any]:
    answer = await client.get(path, headers=headers)
    _expect(answer, 200)
    found: dict[str, Any] = answer.json()
    return found


def _expect(answer: httpx.Response, status: int) -> None:
    if answer.status_code != status:
        raise StoryError(f"The hub answered {answer.status_code} where {status} was expected: {answer.text}")


def bearer(token: str) -> dict[str, str]:
    """The header that a call is made with."""
    return {"Authorization": f"Bearer {token}"}
