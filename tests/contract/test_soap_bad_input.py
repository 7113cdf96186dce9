"""Is what is no question of SSBTEK's answered with a fault that says what to do, and nothing asked?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from messages.wire.ssbtek import Delfel, Fragedel
from tests.support.hub import RunningHub
from tests.support.soap import answered, as_sent, fraga, post, refused
from tests.support.wire import now, registered, sending, since

SOAP12 = "http://www.w3.org/2003/05/soap-envelope"
SOAP11 = "http://schemas.xmlsoap.org/soap/envelope/"
WSA = '<soap:Header><a:MessageID xmlns:a="http://www.w3.org/2005/08/addressing">urn:1</a:MessageID></soap:Header>'
MUST = '<soap:Header><x:Security xmlns:x="urn:x" soap:mustUnderstand="1"/></soap:Header>'


@pytest.fixture(scope="module")
def good(hub: RunningHub) -> bytes:
    """A question about somebody in a case, to CSN, version 11."""
    return as_sent("11", fraga(hub, "gymnasist", registered(hub, "gymnasist"), "CSN"))


def swapped(old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert old in text, old
        return text.replace(old, new, 1)

    return change


BAD: dict[str, tuple[Callable[[str], str], dict[str, str], str, str]] = {
    "another version": (swapped("ssbt/11", "ssbt/10"), {}, "Client", "Rikta ärendesystemet mot /ssbtek/10"),
    "no known version": (swapped("ssbt/11", "ssbt/12"), {}, "Client", "namnrymd"),
    "an agency is missing": (swapped('<s:MIV inkludera="false"/>', ""), {}, "Client", "saknar MIV"),
    "wrong order": (swapped("<s:syfte>", "<s:lagtext>x</s:lagtext><s:syfte>"), {}, "Client", "saknar syfte"),
    "a block is missing": (
        swapped('<s:SKV inkludera="false"/>', '<s:SKV inkludera="true"/>'), {}, "Client", "SKV"),
    "no such operation": (
        lambda it: it.replace("hamtaBastjanstInformation", "taBort"), {}, "Client", "ingen sådan operation"),
    "SOAP 1.2": (swapped(SOAP11, SOAP12), {}, "VersionMismatch", "SOAP 1.1"),
    "SOAP 1.2 by its type": (
        lambda it: it, {"Content-Type": "application/soap+xml"}, "VersionMismatch", "SOAP 1.1"),
    "an attachment": (
        lambda it: it, {"Content-Type": 'multipart/related; type="application/xop+xml"'}, "Client", "MTOM"),
    "JSON": (lambda it: it, {"Content-Type": "application/json"}, "Client", "text/xml"),
    "another action": (lambda it: it, {"SOAPAction": '"urn:taBort"'}, "Client", "SOAPAction"),
    "a mandatory header": (
        swapped("<soap:Body>", f"{MUST}<soap:Body>"), {}, "MustUnderstand", "obligatoriskt"),
    "a DOCTYPE": (
        swapped("<soap:Envelope", "<!DOCTYPE soap:Envelope><soap:Envelope"), {}, "Client", "DOCTYPE"),
    "not XML": (lambda _: "hej", {}, "Client", "välformad"),
    "empty": (lambda _: "", {}, "Client", "välformad"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_what_is_no_question_is_refused_with_a_sentence(hub: RunningHub, good: bytes, kind: str) -> None:
    change, headers, code, says = BAD[kind]
    with sending(hub, 0):
        _, fault = refused(hub, "11", change(good.decode()).encode(), headers=headers)
    assert fault.code == code
    assert fault.felkod
    assert any(says in it for it in fault.felmeddelanden), fault.felmeddelanden


def test_an_empty_case_id_and_a_wrong_check_digit_are_told_by_their_place(
    hub: RunningHub, good: bytes
) -> None:
    text = good.decode()
    case = text.split("<s:arendeidentitet>")[1].split("<")[0]
    number = hub.number("gymnasist")
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    for old, new, says in (
        (f">{case}<", "><", "arendeidentitet är tomt"),
        (f">{case}<", ">  <", "arendeidentitet"),
        (f">{case}<", f">{number}<", "arendeidentitet"),
        (number, wrong, "personidentitet"),
    ):
        with sending(hub, 0):
            _, fault = refused(hub, "11", text.replace(old, new, 1).encode())
        assert any(says in it for it in fault.felmeddelanden), fault.felmeddelanden


def test_another_boards_number_is_refused_at_the_first_gate(hub: RunningHub) -> None:
    case = registered(hub, "gymnasist")
    asked = fraga(hub, "gymnasist", case, "CSN", role="annanKommun")
    with sending(hub, 0):
        _, fault = refused(hub, "11", as_sent("11", asked))
    assert fault.felkod == "INTE_BEHORIG"


def test_without_a_token_it_is_401_and_too_much_is_413(hub: RunningHub, good: bytes) -> None:
    with sending(hub, 0):
        status, fault = refused(hub, "11", good, role=None)
        assert (status, fault.felkod) == (401, "INTE_INLOGGAD")
        status, fault = refused(hub, "11", good + b" " * 20_000_000)
        assert (status, fault.felkod) == (413, "FOR_STOR_FRAGA")


def renamed(text: str, prefix: str, declared: str) -> bytes:
    return (
        text.replace("<s:", f"<{prefix}")
        .replace("</s:", f"</{prefix}")
        .replace("xmlns:s=", f"{declared}=")
        .encode()
    )


SHAPES: dict[str, Callable[[str], bytes]] = {
    "another prefix": lambda it: renamed(it, "ns1:", "xmlns:ns1"),
    "the default namespace": lambda it: renamed(it, "", "xmlns"),
    "a byte order mark": lambda it: b"\xef\xbb\xbf" + it.encode(),
    "ISO-8859-1": lambda it: it.replace("UTF-8", "ISO-8859-1").encode("iso-8859-1"),
    "CDATA": lambda it: it.replace("<s:syfte>", "<s:syfte><![CDATA[x]]>").encode(),
    "white space": lambda it: it.replace("><", ">\n  <").encode(),
    "attributes in another order": lambda it: it.replace(
        f'xmlns:soap="{SOAP11}"', f'xmlns:q="urn:q" xmlns:soap="{SOAP11}" xmlns:z="urn:z"'
    ).encode(),
    "addressing headers": lambda it: it.replace("<soap:Body>", f"{WSA}<soap:Body>").encode(),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_shapes_that_clients_send_are_understood(hub: RunningHub, good: bytes, shape: str) -> None:
    came = post(hub, "11", SHAPES[shape](good.decode()))
    assert came.status_code == 200, came.text
    assert "<s:CSN><s:data>" in came.text


@pytest.mark.parametrize(
    "action", ['""', "", None, '"hamtaBastjanstInformation"', '"urn:x/hamtaBastjanstInformation"']
)
def test_any_action_that_clients_send_for_it_is_understood(
    hub: RunningHub, good: bytes, action: str | None
) -> None:
    token = {"Authorization": f"Bearer {hub.token()}", "Content-Type": "text/xml"}
    headers = token | ({} if action is None else {"SOAPAction": action})
    came = hub.client.post("/ssbtek/11", content=good, headers=headers)
    assert came.status_code == 200, came.text


@pytest.mark.parametrize(
    ("told", "logged"),
    [
        ("Anna Svensson", "Anna_Svensson"),
        ("Svensson, Anna (SN)", "Svensson_Anna_SN"),
        ("SUNDSVALL\\hl000123", "hl000123@SUNDSVALL"),
        ("anna.svensson@example.test", "anna.svensson@example.test"),
    ],
)
def test_a_caseworker_sent_by_name_is_found_in_the_log_under_it(
    hub: RunningHub, told: str, logged: str
) -> None:
    asked = fraga(hub, "gymnasist", registered(hub, "gymnasist"), "CSN")
    begun, ingivare = now(), replace(asked.generella.ingivare, handlaggare=told)
    answered(hub, "11", replace(asked, generella=replace(asked.generella, ingivare=ingivare)))
    (record,) = (it for it in since(hub, begun) if it["handelse"] == "UPPSLAG_AVSETT")
    assert record["aktor"]["id"] == logged


@pytest.mark.parametrize("told", ["SUNDSVALL\\svc-ifo", "SUNDSVALL\\system", "(system)"])
def test_a_systems_own_account_is_no_caseworker(hub: RunningHub, told: str) -> None:
    asked = fraga(hub, "gymnasist", registered(hub, "gymnasist"), "CSN")
    ingivare = replace(asked.generella.ingivare, handlaggare=told)
    with sending(hub, 0):
        _, fault = refused(
            hub, "11", as_sent("11", replace(asked, generella=replace(asked.generella, ingivare=ingivare)))
        )
    assert any("inte namngiven" in it for it in fault.felmeddelanden), fault.felmeddelanden


@pytest.mark.parametrize("between", ["", "-", " ", ", "])
def test_a_caseworker_by_personal_number_is_refused(hub: RunningHub, between: str) -> None:
    number = hub.number("anstalld")
    asked = fraga(hub, "gymnasist", registered(hub, "gymnasist"), "CSN")
    ingivare = replace(asked.generella.ingivare, handlaggare=f"{number[:8]}{between}{number[8:]}")
    with sending(hub, 0):
        refused(
            hub, "11", as_sent("11", replace(asked, generella=replace(asked.generella, ingivare=ingivare)))
        )


def test_the_question_and_its_correlation_come_back_as_they_were(hub: RunningHub) -> None:
    case = registered(hub, "gymnasist")
    asked = fraga(hub, "gymnasist", case, "CSN", korrelationsid="a b", fraganSkallInkluderasISvaret=True)
    found = answered(hub, "10", asked)
    assert (found.korrelationsid, found.fragadPerson) == ("a b", hub.number("gymnasist"))
    assert set(found.delar) == {"CSN"}


def test_who_is_included_without_its_own_question_is_not_asked_for_everything(hub: RunningHub) -> None:
    asked = fraga(hub, "gymnasist", registered(hub, "gymnasist"), "FK")
    with sending(hub, 0):
        found = answered(hub, "11", replace(asked, specifika={"FK": Fragedel()}))
    part = found.delar["FK"]
    assert isinstance(part, Delfel)
    assert (part.kalla, part.felkod) == ("SSBT", "FRAGA_SAKNAS")


def test_who_includes_nobody_asks_nobody(hub: RunningHub) -> None:
    asked = fraga(hub, "gymnasist", registered(hub, "gymnasist"), "CSN")
    with sending(hub, 0):
        assert answered(hub, "11", replace(asked, specifika={})).delar == {}
