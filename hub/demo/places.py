"""Where a case may be known: one look-up allowed by each place, and what the answer says of it."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
from joserfc.jwk import OKPKey

from hub.demo.story import BOARD, SYSTEM, TOKENS, StoryError, bearer, question
from hub.settings import Settings
from hub.signed import sign, stated
from hub.simulators.world import World
from messages.arende import Arende, Arendeperson, Arendestatus, Arendetyp
from messages.koder import Roll, Skydd, VisadAv
from messages.signerat_intyg import Signaturalgoritm
from messages.uppgifter import Uppgiftsforfragan

KEY_ID = "demo-intyg"
"""The key that the demo's case system signs with; its public half stands in the demo's copy of the file."""

_ASK = "/nyttonav/v1/uppgiftsforfragningar"


@dataclass(frozen=True, slots=True)
class Allowed:
    """A look-up that one place made possible."""

    place: VisadAv
    how: str
    """In a caseworker's words."""
    shown: Mapping[str, Any]
    """`aktualitet` of the answer."""
    outcome: str


@dataclass(frozen=True, slots=True)
class Scene:
    """What every look-up here needs."""

    client: httpx.AsyncClient
    tokens: Mapping[str, str]
    world: World
    settings: Settings

    def case_id(self, number: int) -> str:
        return f"EB-{self.world.today.year}-{number:06}"

    def about(self, persona: str, case_id: str, system: str = SYSTEM) -> dict[str, Any]:
        """A question to CSN about one person, in a case that the register need not know."""
        asked = question(self.world)
        return asked | {
            "arende": {"system": system, "id": case_id},
            "personer": [{"personidentitet": self.world.personas[persona].number.value}],
            "urval": [{"kalla": "CSN"}],
        }


async def allowed(scene: Scene) -> list[Allowed]:
    """One look-up for each place. Raises StoryError for one that is not allowed, or by another place."""
    found = []
    for place, how, asked_by in PLACES:
        answer = await asked_by(scene)
        (person,) = answer["personer"]
        shown = person["aktualitet"]
        if shown["visadAv"] != place:
            raise StoryError(f"Uppslaget visades av {shown['visadAv']} i stället för {place}.")
        found.append(Allowed(place, how, shown, person["kallor"][0]["utfall"]))
    return found


async def _registered(scene: Scene) -> dict[str, Any]:
    return await _post(scene, _ASK, scene.about("student", scene.case_id(1234)))


async def _live(scene: Scene) -> dict[str, Any]:
    """The other board's case system is Lifecare: its simulator holds the same households."""
    board, _ = TOKENS["annanNamnd"]
    asked = scene.about("sjuk", "insats-1325", "lifecare")
    asked["ingivare"] = asked["ingivare"] | {"namnd": board.board}
    return await _post(scene, _ASK, asked, role="annanNamnd")


async def _listed(scene: Scene) -> dict[str, Any]:
    """A list of one case, handed over as `nyttonav arenden importera` does."""
    asked = scene.about("bilagare", scene.case_id(2003))
    one = {
        "id": asked["arende"]["id"],
        "typ": "EKONOMISKT_BISTAND",
        "status": "PAGAENDE",
        "oppnat": (scene.world.today - timedelta(days=40)).isoformat(),
        "personer": [it | {"roll": "SOKANDE", "skydd": "INGET"} for it in asked["personer"]],
    }
    part = {"arenden": [one]}
    announced = {
        "organisationsnummer": BOARD.organisation_number,
        "namnd": BOARD.board,
        "system": SYSTEM,
        "avser": datetime.now(UTC).isoformat(),
        "digest": sha256(json.dumps(part).encode()).hexdigest(),
        "delar": 1,
        "arenden": 1,
        "personer": 1,
    }
    path = "/nyttonav/v1/arendelistor"
    made = await _post(scene, path, announced)
    await _post(scene, f"{path}/{made['listaId']}/delar/1", part, method="PUT")
    await _post(scene, f"{path}/{made['listaId']}/inforanden", {})
    return await _post(scene, _ASK, asked)


async def _signed(scene: Scene) -> dict[str, Any]:
    asked = scene.about("anstalld", scene.case_id(2001))
    asked["arende"]["signeratIntyg"] = _statement(scene, asked)
    return await _post(scene, _ASK, asked)


def _statement(scene: Scene, asked: Mapping[str, Any]) -> str:
    """What the case system signs: that the person is in the case, for this very question."""
    case = Arende(
        typ=Arendetyp.EKONOMISKT_BISTAND,
        status=Arendestatus.PAGAENDE,
        tidpunkt=datetime.now(UTC),
        oppnat=scene.world.today - timedelta(days=20),
        personer=[
            Arendeperson(personidentitet=one["personidentitet"], roll=Roll.SOKANDE, skydd=Skydd.INGET)
            for one in asked["personer"]
        ],
    )
    said = stated(
        Uppgiftsforfragan.model_validate(asked),
        case,
        TOKENS["arendesystem"][1],
        scene.settings.audience,
        datetime.now(UTC),
    )
    key = OKPKey.import_key(json.loads(key_file(scene.settings.keys).read_text(encoding="utf-8")))
    return sign(said, key, KEY_ID, Signaturalgoritm.ED25519)


async def _stated(scene: Scene) -> dict[str, Any]:
    asked = scene.about("sjuk", scene.case_id(2002))
    statement = {
        "ingivare": asked["ingivare"],
        "arende": asked["arende"],
        "arendetyp": "EKONOMISKT_BISTAND",
        "oppnat": (scene.world.today - timedelta(days=1)).isoformat(),
        "personer": [one | {"roll": "SOKANDE", "skydd": "INGET"} for one in asked["personer"]],
        "skal": "Ärendesystemet ligger nere under dagen och ansökan kom på papper.",
    }
    made = await _post(scene, "/nyttonav/v1/intyg", statement)
    second = asked["ingivare"]["aktor"] | {"id": "hl000456", "namn": "Handläggare 456"}
    confirmed = {"ingivare": asked["ingivare"] | {"aktor": second}}
    await _post(scene, f"/nyttonav/v1/intyg/{made['intygId']}/bekraftelser", confirmed)
    asked["arende"]["intygId"] = made["intygId"]
    return await _post(scene, _ASK, asked)


PLACES: tuple[tuple[VisadAv, str, Callable[[Scene], Awaitable[dict[str, Any]]]], ...] = (
    (VisadAv.REGISTER, "Ärendesystemet har registrerat ärendet i navet", _registered),
    (VisadAv.ARENDESYSTEM, "Ärendesystemet har tillfrågats i samma stund", _live),
    (VisadAv.LISTA, "Ärendesystemet har lämnat en lista över sina ärenden", _listed),
    (VisadAv.SIGNERAT_INTYG, "Ärendesystemet har undertecknat ett intyg för just frågan", _signed),
    (VisadAv.EGET_INTYG, "En handläggare har intygat ärendet och en annan bekräftat det", _stated),
)
"""In the order that they are shown."""


def key_file(keys: Path) -> Path:
    """Where the demo's case system keeps the private half of its key."""
    return keys / "arendesystem.jwk"


async def _post(
    scene: Scene, path: str, body: Mapping[str, Any], *, role: str = "arendesystem", method: str = "POST"
) -> dict[str, Any]:
    answer = await scene.client.request(method, path, json=body, headers=bearer(scene.tokens[role]))
    if answer.status_code not in {200, 201}:
        raise StoryError(f"Navet svarade {answer.status_code}: {answer.json().get('detail', '')}")
    found: dict[str, Any] = answer.json()
    return found
