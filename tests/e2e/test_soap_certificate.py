"""Does a case system that shows its certificate and sends no token get its answer, for its own board only?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from ssl import PEM_cert_to_DER_cert
from urllib.parse import quote

import pytest
import trustme
import yaml

from hub.demo.stage import CONTRACTS
from messages.wire.ssbtek import VERSIONS, Data, Svar, read_answer
from tests.support.hub import RunningHub, running_hub
from tests.support.soap import as_sent, fraga, post, refused
from tests.support.wire import now, registered, since

HEADER = "X-SSL-Client-Cert"


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RunningHub, dict[str, str]]]:
    """A hub behind a proxy on this machine, and the header with a certificate of Sundsvall's SN."""
    folder = tmp_path_factory.mktemp("soap")
    pem = trustme.CA().issue_cert("system@example.test").cert_chain_pems[0].bytes().decode()
    path = Path("kommuner") / "sundsvall.yaml"
    written = yaml.safe_load((CONTRACTS / path).read_text("utf-8"))
    for client in written["namnder"][0]["klienter"]:
        if client["id"] == "sundsvall-sn-arendesystem":
            client["certifikat"] = [{"sha256": sha256(PEM_cert_to_DER_cert(pem)).hexdigest()}]
    (folder / "agreed" / "kommuner").mkdir(parents=True)
    (folder / "agreed" / path).write_text(yaml.safe_dump(written, allow_unicode=True), "utf-8")
    with running_hub(
        folder / "hub",
        contracts=folder / "agreed",
        certificate_header=HEADER,
        certificate_header_from=("127.0.0.1",),
    ) as hub:
        yield hub, {HEADER: quote(pem, safe="")}


@pytest.mark.parametrize("version", ["10", "11"])
def test_the_certificate_is_enough(shown: tuple[RunningHub, dict[str, str]], version: str) -> None:
    hub, header = shown
    case, moment = registered(hub, "student"), now()
    came = post(hub, version, as_sent(version, fraga(hub, "student", case)), role=None, headers=header)
    assert came.status_code == 200, came.text
    found = read_answer(came.content, VERSIONS[version])
    assert isinstance(found, Svar)
    assert isinstance(found.delar["CSN"], Data)
    assert {it["klient"] for it in since(hub, moment) if "klient" in it} == {"sundsvall-sn-arendesystem"}


def test_without_it_or_in_another_boards_name_nothing_is_asked(
    shown: tuple[RunningHub, dict[str, str]],
) -> None:
    hub, header = shown
    asked = fraga(hub, "student", registered(hub, "student"))
    status, fault = refused(hub, "11", as_sent("11", asked), role=None)
    assert (status, fault.felkod) == (401, "INTE_INLOGGAD")
    other = replace(asked.generella, ingivare=replace(asked.generella.ingivare, namn="Arbetsmarknadsnämnden"))
    status, fault = refused(
        hub, "11", as_sent("11", replace(asked, generella=other)), role=None, headers=header
    )
    assert fault.felkod == "INTE_BEHORIG"
    assert "upptagen hos den nämnd" in " ".join(fault.felmeddelanden)
