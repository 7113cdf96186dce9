"""Can a SOAP client that knows nothing of us read the description, ask for a family, and show what it got?"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml
import zeep

from tests.support.certificates import fingerprint, on_its_own_loop
from tests.support.hub import RunningHub
from tests.support.soap import lefi
from tests.support.tls import Authority
from tests.support.wire import case_state, case_url, registered, sending

FAMILY = ("foralder", "anstalld", "gymnasist")
NOBODY = {"inkludera": False}
PERIOD = date(2026, 9, 1), date(2026, 11, 20)


def client(hub: RunningHub, version: str) -> Any:
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {hub.token('arendesystem')}"
    return by(session, f"{hub.base_url}/ssbtek/{version}?wsdl")


def by(session: requests.Session, description: str) -> Any:
    session.trust_env = False
    untyped: Any = zeep
    return untyped.Client(description, transport=untyped.Transport(session=session))


def general(number: str, case_id: str, **changes: Any) -> dict[str, Any]:
    return {
        "fraganSkallInkluderasISvaret": False,
        "korrelationsid": "k-1",
        "ingivare": {
            "organisationsnummer": "162120002411",
            "namn": "Socialnämnden",
            "handlaggare": "hl000123",
        },
        "personidentitet": number,
        "arendeidentitet": case_id,
        "tidsperiod": {"fromDatum": PERIOD[0], "tomDatum": PERIOD[1]},
        "syfte": "Handläggning av ekonomiskt bistånd",
        "lagtext": "11 kap. 11 § socialtjänstlagen (2001:453)",
    } | changes


def to_all(version: str, number: str) -> dict[str, Any]:
    tax = {"ar": [2026], "foretagsinformation": False, "individuppgifter": True, "skattekonto": True}
    tax |= {"skatteuppgifter": True, "beskattningsbilagor": False}
    social = {"aktorsid": "026-51", "lefiJsonFraga": lefi(number, *PERIOD)}
    every = {"inkludera": True}
    return dict.fromkeys(("AF", "CSN", "SO", "TNS", "MIV"), every) | {
        "FK": every | {"fraga": social},
        "SKV": every | ({"fraga": tax} if version == "11" else {}),
    }


@pytest.mark.parametrize("version", ["10", "11"])
def test_a_family_is_asked_for_and_read(hub: RunningHub, version: str) -> None:
    service = client(hub, version).service
    case = registered(hub, *FAMILY)
    shown: dict[str, dict[str, str]] = {}
    for persona in FAMILY:
        answer = service.hamtaBastjanstInformation(
            generellaFrageparametrar=general(hub.number(persona), case["id"]),
            specifikaFrageparametrar=to_all(version, hub.number(persona)),
        )
        assert answer.korrelationsid == "k-1"
        shown[persona] = {name: kind(part) for name, part in parts(answer.svarsdata).items()}
    assert set(shown["anstalld"]) == {"AF", "CSN", "FK", "SKV", "SO", "TNS", "MIV"}
    assert set(shown["anstalld"].values()) == {"data"}
    assert shown["gymnasist"]["CSN"] == "data"
    assert shown["gymnasist"]["SKV"] == "SSBT ROLL_OMFATTAS_INTE", "a child's taxes are nobody's business"


def parts(told: Any) -> dict[str, Any]:
    return {name: told[name] for name in told if told[name] is not None}


def kind(part: Any) -> str:
    return "data" if part.error is None else f"{part.error.kalla} {part.error.felkod}"


def test_what_was_nothing_is_the_agencys_own_word_and_what_failed_is_an_error(hub: RunningHub) -> None:
    service, case = client(hub, "11").service, registered(hub, "gymnasist")
    hub.break_source({"fel": "DELFEL", "kalla": "CSN", "felkalla": "BT", "felkod": "-1"})
    try:
        answer = service.hamtaBastjanstInformation(
            generellaFrageparametrar=general(hub.number("gymnasist"), case["id"]),
            specifikaFrageparametrar=to_all("11", hub.number("gymnasist"))
            | dict.fromkeys(("AF", "FK", "SKV", "SO", "MIV"), NOBODY),
        )
    finally:
        hub.mend_sources()
    told = parts(answer.svarsdata)
    assert set(told) == {"CSN", "TNS"}, "who was not asked is absent"
    assert (told["CSN"].error.kalla, told["TNS"].error) == ("BT", None)
    assert (told["TNS"].data.resultat, told["TNS"].data.fordonsinnehav) == ("OK", None)


def test_a_refusal_is_the_services_own_fault(hub: RunningHub) -> None:
    service = client(hub, "11").service
    with sending(hub, 0), pytest.raises(zeep.exceptions.Fault) as refused:
        service.hamtaBastjanstInformation(
            generellaFrageparametrar=general(hub.number("gymnasist"), "EB-0000"),
            specifikaFrageparametrar=to_all("11", hub.number("gymnasist")),
        )
    assert refused.value.code == "soap:Client"
    texts = [it.text for it in refused.value.detail.iter() if it.text]
    assert texts[0] == "INGET_AKTUELLT_ARENDE"
    assert any("låt ärendesystemet registrera ärendet" in it for it in texts)


def test_a_ping_asks_nobody(hub: RunningHub) -> None:
    with sending(hub, 0):
        answer = client(hub, "10").service.testaBastjanstInformation()
    assert {name: (it.anropad, it.error) for name, it in parts(answer).items()} == dict.fromkeys(
        ("AF", "CSN", "FK", "SKV", "SO", "TNS", "MIV"), (True, None)
    )


@contextmanager
def over_tls(hub: RunningHub, folder: Path) -> Iterator[tuple[str, requests.Session]]:
    """The same agencies behind a hub with TLS: its address, and a session that shows a listed certificate."""
    ours = Authority(folder)
    shown = ours.client("system")
    contracts = folder / "contracts"
    shutil.copytree(hub.settings.contracts, contracts)
    path = contracts / "kommuner" / "sundsvall.yaml"
    written = yaml.safe_load(path.read_text("utf-8"))
    for one in written["namnder"][0]["klienter"]:
        if one["id"] == "sundsvall-sn-arendesystem":
            one["certifikat"] = [{"sha256": fingerprint(shown)}]
    path.write_text(yaml.safe_dump(written, allow_unicode=True), "utf-8")
    mine = ours.ca.issue_cert("127.0.0.1")
    mine.cert_chain_pems[0].write_to_path(folder / "nav.pem")
    mine.private_key_pem.write_to_path(folder / "nav.key")
    # Tokens are the same hub's in both, so that the case can be registered.
    shutil.copytree(hub.settings.keys, folder / "keys")
    changes = {
        "data": folder / "data",
        "keys": folder / "keys",
        "contracts": contracts,
        "tls_certificate": folder / "nav.pem",
        "tls_key": folder / "nav.key",
        "tls_client_ca": ours.ca_file,
    }
    # Its connections are kept until the hub has stopped, as case systems keep theirs.
    with (
        on_its_own_loop(hub.settings.model_copy(update=changes)) as (url, _, _),
        requests.Session() as session,
    ):
        session.trust_env = False
        session.verify = str(ours.ca_file)
        session.cert = (str(shown.certificate), str(shown.key))
        yield url, session


def test_the_family_is_asked_for_by_certificate_over_tls(hub: RunningHub, tmp_path: Path) -> None:
    family = ("foralder", "gymnasist")
    with over_tls(hub, tmp_path) as (url, session):
        token = {"Authorization": f"Bearer {hub.token()}"}
        told = session.put(f"{url}{case_url('T-1')}", json=case_state(hub, *family), headers=token)
        assert told.status_code == 201, told.text
        service = by(session, f"{url}/ssbtek/11?wsdl").service
        for persona in family:
            answer = service.hamtaBastjanstInformation(
                generellaFrageparametrar=general(hub.number(persona), "T-1"),
                specifikaFrageparametrar=to_all("11", hub.number(persona)),
            )
            assert kind(answer.svarsdata.CSN) == kind(answer.svarsdata.FK) == "data"
        session.cert = None
        session.close()
        with pytest.raises(zeep.exceptions.Fault) as refused:
            service.testaBastjanstInformation()
    assert next(it.text for it in refused.value.detail.iter() if it.text) == "INTE_INLOGGAD"
