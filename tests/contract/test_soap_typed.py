"""Are our description's types those of the service, and does every answer of ours keep to them?"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import requests
import zeep
from lxml import etree

from hub.simulators.personas import ROWS
from messages.wire.ssbtek import VERSIONS
from tests.support.hub import RunningHub
from tests.support.soap import as_sent, fraga, post
from tests.support.ssbtek import body_of, schema
from tests.support.wire import case_state, case_url, send

XSD = "{http://www.w3.org/2001/XMLSchema}"
STRAYS = {"AF": ("AktivetetsRapportDatum", "Fraga", "LagParagraf")}
"""What the outline requires and real answers lack, and so the simulated ones too."""
LAWFUL = [row.key for row in ROWS if row.key != "regelbrytare"]
"""All but the one whose answers break every rule there is, and go through as they came."""
TYPES = {
    "AF": "api.arbetsformedlingen.se/arbetssokande/ersattningsstod/v2}SvarMeddelande",
    "SKV": "beskattningws.ws.service.bs.zg.rsv.se/}BeskattningsuppgifterResponseTYPE",
    "SO": "INT014.UBPService.Schemas}GetUnemploymentBenefitPaymentResponseType",
    "TNS": "schema.transportstyrelsen.se/ssbtek/hamtauppgifterresponder/1}HamtaUppgifterResponseType",
    "MIV": "schema.migrationsverket.se/ssbtek/1/}findByPersonnummerResponse",
}


def asked(hub: RunningHub, persona: str, version: str) -> etree._Element:
    case = {"system": "demo", "id": f"TYP-{persona}"}
    assert send(hub, "PUT", case_url(case["id"]), case_state(hub, persona)).status_code in {200, 201}
    return body_of(post(hub, version, as_sent(version, fraga(hub, persona, case))).content)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("persona", LAWFUL)
def test_every_answer_is_valid_but_for_what_agencies_leave_out(
    hub: RunningHub, persona: str, version: str
) -> None:
    known = schema(version)
    known.validate(asked(hub, persona, version))
    for fault in known.error_log:
        strays = [it for agency, them in STRAYS.items() for it in them if f"/s:{agency}/" in str(fault.path)]
        assert any(it in fault.message for it in strays), fault


@cache
def described(url: str, version: str) -> Any:
    session = requests.Session()
    session.trust_env = False
    untyped: Any = zeep
    return untyped.Client(f"{url}/ssbtek/{version}?wsdl", transport=untyped.Transport(session=session))


@pytest.mark.parametrize("version", VERSIONS)
def test_a_generated_client_knows_each_agencys_own_type(hub: RunningHub, version: str) -> None:
    found = described(hub.base_url, version).get_type(
        f"{{{VERSIONS[version].namespace}}}SammansattBastjanstSvarData"
    )
    data = {name: part.type.elements[0][1].type for name, part in found.elements}
    assert {name: f"{it.qname}" for name, it in data.items() if name in TYPES} == {
        name: f"{{http://{it}" for name, it in TYPES.items()
    }
    assert [name for name, _ in data["TNS"].elements][:3] == ["resultat", "fordonsinnehav", "felresultat"]


def test_each_schema_leads_on_to_addresses_that_answer_and_to_no_file_besides(hub: RunningHub) -> None:
    waiting, seen = [f"{hub.base_url}/ssbtek/11?xsd"], set[str]()
    while waiting:
        address = waiting.pop()
        answer = hub.client.get(address)
        assert answer.status_code == 200, address
        seen.add(address.split("?")[1])
        waiting += [
            str(it.get("schemaLocation")) for it in etree.fromstring(answer.content).iter(f"{XSD}import")
        ]
    assert seen == {
        "xsd",
        "xsd=akassor/int014",
        "xsd=arbetsformedlingen/ersattningsstod",
        "xsd=migrationsverket/ssbtek",
        "xsd=skatteverket/tjanst",
        "xsd=transportstyrelsen/responder",
        "xsd=transportstyrelsen/fordon",
        "xsd=transportstyrelsen/person",
    }
    for other in ("csn/person", "../../pyproject", "skatteverket/svar", "akassor/int014.xsd", "x" * 2_000):
        refused = hub.client.get("/ssbtek/11", params={"xsd": other})
        assert (refused.status_code, "?wsdl" in refused.text) == (404, True)


def test_the_schemas_are_served_as_they_lie_but_for_where_they_lead() -> None:
    """What the tests above hold answers against is what a client is given."""
    folder = Path(__file__).parents[2]
    for path in (folder / "schemas" / "ssbtek").rglob("ssbt.xsd"):
        for place in re.findall(r'schemaLocation="([^"]+)"', path.read_text("utf-8")):
            assert (path.parent / place).resolve().is_relative_to(folder / "adapters")
