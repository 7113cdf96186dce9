"""A source in maintenance: the board's system tells of it, a question is put, and it is called off again."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from hub.demo.story import StoryError, bearer, question
from hub.simulators.world import World

SOURCE = "CSN"
_LONG = timedelta(hours=8)
_TEXT = "Byte av svarstjänst"


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """What was told, and what whoever asked meanwhile was answered (`fel`)."""

    notice: Mapping[str, Any]
    fault: Mapping[str, Any]


async def left_alone(client: httpx.AsyncClient, token: str, world: World) -> LeftAlone:
    """Raises StoryError where the source was asked all the same."""
    now = datetime.now(UTC)
    notice = await _tell(client, token, fran=now, till=now + _LONG)
    try:
        asked = {**question(world), "forfraganId": str(uuid.uuid4()), "urval": [{"kalla": SOURCE}]}
        answer = await client.post("/nyttonav/v1/uppgiftsforfragningar", json=asked, headers=bearer(token))
        (part,) = answer.raise_for_status().json()["personer"][0]["kallor"]
    finally:
        over = now - timedelta(seconds=1)
        replaced = notice["driftmeddelandeId"]
        await _tell(client, token, fran=over - _LONG, till=over, ersatter=replaced)
    if part["utfall"] != "EJ_STALLD":
        raise StoryError(f"{SOURCE} tillfrågades fast ett driftuppehåll var meddelat.")
    return LeftAlone(notice, part["fel"])


async def _tell(client: httpx.AsyncClient, token: str, **said: Any) -> dict[str, Any]:
    content = {name: it.isoformat() if isinstance(it, datetime) else it for name, it in said.items()}
    path = f"/nyttonav/v1/kallor/{SOURCE}/driftmeddelanden"
    answer = await client.post(path, json={"text": _TEXT, **content}, headers=bearer(token))
    found: dict[str, Any] = answer.raise_for_status().json()
    return found
