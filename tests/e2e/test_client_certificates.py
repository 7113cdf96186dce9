"""Is who asks by a client certificate who it says, over real TLS and behind a proxy, and nobody else ever?"""

from __future__ import annotations

import shutil
import ssl
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
import trustme
from structlog.testing import capture_logs

from hub.api import app as api
from hub.api.asking import STRANGER
from hub.audit import OPERATOR
from hub.demo.stage import CONTRACTS
from hub.settings import Profile, Settings
from hub.stores.transport import ClientCertificate
from tests.support.certificates import (
    AN,
    ASKS,
    HEADER,
    PROBE,
    PROXY,
    SN,
    TIMRA,
    WHO,
    Served,
    asks,
    fingerprint,
    is_client,
    issued,
    listed,
    named,
    on_its_own_loop,
    refused,
)
from tests.support.tls import Authority


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("certificates")
    ours = Authority(folder)
    certificates = issued(ours)
    shutil.copytree(CONTRACTS, folder / "contracts")
    listed(folder / "contracts", certificates)
    mine = ours.ca.issue_cert("127.0.0.1")
    mine.cert_chain_pems[0].write_to_path(folder / "nav.pem")
    mine.private_key_pem.write_to_path(folder / "nav.key")
    settings = Settings(
        profile=Profile.DEVELOPMENT,
        data=folder / "data",
        keys=folder / "keys",
        contracts=folder / "contracts",
        log_level="info",
        tls_certificate=folder / "nav.pem",
        tls_key=folder / "nav.key",
        tls_client_ca=ours.ca_file,
        certificate_header=HEADER,
        certificate_header_from=(PROXY,),
    )
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(api, "ENDPOINTS", (*api.ENDPOINTS, SimpleNamespace(router=PROBE)))
        with on_its_own_loop(settings) as (url, hub, loop):
            yield Served(url, settings, hub, loop, ours, certificates)


# ------------------------------------------------------------ TLS in the hub


def test_every_request_of_a_connection_is_of_the_certificate_it_was_opened_with(served: Served) -> None:
    with served.client("sn") as sn, served.client("timra", version=ssl.TLSVersion.TLSv1_2) as timra:
        ports = set()
        for _ in range(3):
            answer = asks(sn)
            is_client(answer, "sundsvall-sn-arendesystem", SN)
            ports.add(answer.extensions["network_stream"].get_extra_info("client_addr"))
            is_client(asks(timra, TIMRA), "timra-sn-arendesystem", TIMRA)
        assert len(ports) == 1, "the connection was not kept"


def test_a_certificate_and_the_one_after_it_hold_at_once(served: Served) -> None:
    with served.client("sn-next") as client:
        is_client(asks(client), "sundsvall-sn-arendesystem", SN)


def test_without_a_certificate_a_token_works_on_the_same_port(served: Served) -> None:
    with served.client() as client:
        refused(asks(client), 401, "INTE_INLOGGAD", "Skicka en åtkomstbiljett")
        token = served.token(TIMRA, "timra-sn-arendesystem", *ASKS)
        is_client(asks(client, TIMRA, headers=token), "timra-sn-arendesystem", TIMRA)


def test_where_both_are_shown_the_token_says_who_it_is(served: Served) -> None:
    with served.client("sn") as client:
        token = served.token(TIMRA, "timra-sn-arendesystem", *ASKS)
        is_client(asks(client, TIMRA, headers=token), "timra-sn-arendesystem", TIMRA)
        refused(
            asks(client, headers={"Authorization": "Bearer trasig"}),
            401,
            "INTE_INLOGGAD",
            "Åtkomstbiljetten kan inte verifieras",
        )


def test_the_rest_of_the_api_takes_tokens_only(served: Served) -> None:
    with served.client("sn") as client:
        refused(client.get("/nyttonav/v1/kallor"), 401, "INTE_INLOGGAD", "Skicka en åtkomstbiljett")
        assert client.get("/health/live").status_code == 200


def test_one_that_does_not_chain_to_our_cas_or_is_not_valid_gets_no_connection(
    served: Served, tmp_path: Path
) -> None:
    stranger = Authority(tmp_path).client("sn", trust=served.ours.ca_file)
    alone = self_signed(tmp_path)
    refusals = (
        (stranger, "UNKNOWN_CA", "unable to get local issuer certificate"),
        (alone, "UNKNOWN_CA", "self-signed certificate"),
        ("late", "CERTIFICATE_EXPIRED", "certificate has expired"),
        ("early", "BAD_CERTIFICATE", "certificate is not yet valid"),
    )
    for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
        for shown, alert, why in refusals:
            with (
                capture_logs() as lines,
                served.client(shown, version=version) as client,
                pytest.raises(httpx.TransportError, match=alert),
            ):
                asks(client)
            assert [(it["event"], it["why"]) for it in lines] == [("certificate.refused", why)]
            assert "example.test" not in str(lines)
    with served.client("sn") as client:
        is_client(asks(client), "sundsvall-sn-arendesystem", SN)


def self_signed(folder: Path) -> ClientCertificate:
    """A CA's own certificate, shown as a client's."""
    ca = trustme.CA()
    certificate, key = folder / "alone.pem", folder / "alone.key"
    ca.cert_pem.write_to_path(certificate)
    ca.private_key_pem.write_to_path(key)
    return ClientCertificate(certificate, key)


# ------------------------------------------------------------ whom the board's file names


def test_one_that_no_file_lists_is_refused_and_the_operator_told_which(served: Served) -> None:
    with served.client("unlisted") as client:
        found = refused(asks(client), 403, "INTE_BEHORIG", "Klientcertifikatet är inte upptaget")
    (record,) = [it for it in served.records(OPERATOR) if it["loggpostId"] in found["loggposter"]]
    assert record["slag"] == STRANGER
    printed = record["klient"].replace(":", "").lower()
    assert printed == fingerprint(served.certificates["unlisted"])


@pytest.mark.parametrize(("name", "when"), [("past", "längre"), ("ahead", "än")])
def test_outside_the_days_that_the_file_gives_it_is_refused(served: Served, name: str, when: str) -> None:
    with served.client(name) as client:
        found = refused(
            asks(client, TIMRA), 403, "INTE_BEHORIG", f"Klientcertifikatet får inte visas {when}, enligt "
        )
    (record,) = [it for it in served.records(TIMRA.origin) if it["loggpostId"] in found["loggposter"]]
    assert (record["slag"], record["klient"]) == (STRANGER, "timra-sn-arendesystem")


def test_a_client_without_the_right_is_refused(served: Served) -> None:
    with served.client("reviewer") as client:
        found = refused(asks(client), 403, "INTE_BEHORIG", "Klienten är inte upptagen med behörigheten")
    assert len(found["loggposter"]) == 1


def test_a_system_of_two_boards_is_told_apart_by_what_the_question_calls_the_board(served: Served) -> None:
    with served.client("shared") as client:
        is_client(asks(client, SN, "sundsvalls kommun  sn"), "sundsvall-sn-arendesystem", SN)
        is_client(asks(client, AN, "Sundsvalls kommun AN"), "sundsvall-an-arendesystem", AN)
        is_client(asks(client, AN, "Arbetsmarknadsnämnden"), "sundsvall-an-arendesystem", AN)
        found = refused(asks(client, SN), 403, "INTE_BEHORIG", "Klienten frågar för flera nämnder")
    for board in (SN, AN):
        assert [
            it["slag"] for it in served.records(board.origin) if it["loggpostId"] in found["loggposter"]
        ] == [STRANGER]


def test_nobody_asks_in_another_boards_name(served: Served) -> None:
    with served.client("sn") as sn, served.client("timra") as timra:
        refused(
            asks(sn, AN, "Sundsvalls kommun AN"),
            403,
            "INTE_BEHORIG",
            "Klienten är inte upptagen hos den nämnd",
        )
        refused(asks(timra, SN), 403, "INTE_BEHORIG", "Klienten är inte upptagen hos den organisation")
        token = served.token(AN, "sundsvall-an-arendesystem", *ASKS)
        refused(
            asks(timra, SN, "Socialnämnden", headers=token),
            403,
            "INTE_BEHORIG",
            "Klienten är inte upptagen hos den",
        )


def test_one_that_is_taken_out_of_the_file_is_refused_on_the_connection_it_has(served: Served) -> None:
    path = served.settings.contracts / "kommuner" / "timra.yaml"
    before = path.read_text("utf-8")
    with served.client("timra") as client:
        is_client(asks(client, TIMRA), "timra-sn-arendesystem", TIMRA)
        path.write_text(before.replace(fingerprint(served.certificates["timra"]), "ab" * 32), "utf-8")
        try:
            served.wait(served.hub.renewal.renew())
            refused(asks(client, TIMRA), 403, "INTE_BEHORIG", "Klientcertifikatet är inte upptaget")
        finally:
            path.write_text(before, "utf-8")
            served.wait(served.hub.renewal.renew())
        is_client(asks(client, TIMRA), "timra-sn-arendesystem", TIMRA)


# ------------------------------------------------------------ a proxy before the hub


@pytest.mark.parametrize("rfc9440", [False, True], ids=["nginx", "RFC 9440"])
def test_a_proxy_that_is_named_says_whose_certificate_it_is(served: Served, rfc9440: bool) -> None:
    with served.client(address=PROXY) as proxy:
        is_client(asks(proxy, headers=served.header("sn", rfc9440)), "sundsvall-sn-arendesystem", SN)
        is_client(asks(proxy, TIMRA, headers=served.header("timra", rfc9440)), "timra-sn-arendesystem", TIMRA)


def test_from_anywhere_else_the_header_says_nothing(served: Served) -> None:
    forged = served.header("sn") | {"X-Forwarded-For": PROXY, "Forwarded": f"for={PROXY}"}
    with served.client() as client, served.client("timra") as timra:
        refused(asks(client, headers=forged), 401, "INTE_INLOGGAD", "Skicka en åtkomstbiljett")
        is_client(asks(timra, TIMRA, headers=forged), "timra-sn-arendesystem", TIMRA)


def test_a_proxys_own_certificate_is_nobodys_who_asks(served: Served) -> None:
    with served.client("timra", address=PROXY) as proxy:
        refused(asks(proxy, TIMRA), 401, "INTE_INLOGGAD", "Skicka en åtkomstbiljett")
        is_client(asks(proxy, headers=served.header("sn")), "sundsvall-sn-arendesystem", SN)


@pytest.mark.parametrize(("name", "says"), [("late", "har gått ut."), ("early", "gäller inte än.")])
def test_behind_a_proxy_one_that_is_not_valid_is_told_why(served: Served, name: str, says: str) -> None:
    with served.client(address=PROXY) as proxy:
        answer = asks(proxy, TIMRA, headers=served.header(name))
    refused(answer, 401, "KLIENTCERTIFIKATET_GALLER_INTE", f"Klientcertifikatet {says}")


def test_behind_a_proxy_what_cannot_be_read_is_told(served: Served) -> None:
    with served.client(address=PROXY) as proxy:
        gets = partial(refused, status=401, kod="KLIENTCERTIFIKATET_GALLER_INTE")
        gets(
            asks(proxy, headers={HEADER: "CN=Anna"}), begins="Klientcertifikatet från proxyn kan inte läsas."
        )
        twice = [(HEADER, served.header("sn")[HEADER])] * 2
        answer = proxy.post(WHO, json=named(SN), headers=httpx.Headers(twice))
        gets(answer, begins="Proxyn skickar flera klientcertifikat.")
