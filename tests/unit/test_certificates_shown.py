"""Is nobody taken for another by what a header says, whoever sends it and whatever stands in it?"""

from __future__ import annotations

import base64
import ssl
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from ipaddress import ip_network
from typing import Any
from urllib.parse import quote, quote_from_bytes

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from hub.api.certificates import SHOWN, Carried, Proxies, presented, valid
from hub.problems import CertificateRefused

NOW = datetime.now(UTC)
PEM = (
    trustme.CA()
    .issue_cert("anna.andersson@example.test", common_name="Anna Andersson")
    .cert_chain_pems[0]
    .bytes()
)
DER = ssl.PEM_cert_to_DER_cert(PEM.decode())
ESCAPED, BINARY = quote_from_bytes(PEM, safe="").encode(), b":" + base64.b64encode(DER) + b":"
HEADER = "X-SSL-Client-Cert"
PROXIES = Proxies(HEADER, (ip_network("10.1.2.3/32"), ip_network("10.9.0.0/16"), ip_network("fd00::/8")))


def scope(address: str | None, *values: bytes, tls: bytes | None = None) -> dict[str, Any]:
    """A request that comes from there, with these values of the header; `tls` is shown to TLS itself."""
    return {
        "type": "http",
        "client": None if address is None else (address, 40000),
        "headers": [(b"host", b"nav"), *((b"x-ssl-client-cert", one) for one in values)],
        "state": {} if tls is None else {SHOWN: tls},
    }


def refused(value: bytes, *more: bytes, now: datetime = NOW) -> str:
    with pytest.raises(CertificateRefused) as caught:
        valid(Carried((value, *more)), now)
    assert "Andersson" not in caught.value.detail
    return caught.value.detail


# ------------------------------------------------------------ whose word is taken


@pytest.mark.parametrize("address", ["10.1.2.3", "10.9.200.1", "::ffff:10.9.0.7", "fd00::17"])
def test_a_proxys_word_is_taken(address: str) -> None:
    settled = PROXIES.settled(scope(address, ESCAPED))
    assert presented(settled) == Carried((ESCAPED,))
    assert settled["headers"] == [(b"host", b"nav")]


@pytest.mark.parametrize(
    "address",
    ["10.1.2.4", "127.0.0.1", "::1", "::ffff:10.1.2.4", "2001:db8::1", "10.1.2.3, 10.1.2.4", "", None],
)
def test_nobody_elses_is_and_the_header_is_gone(address: str | None) -> None:
    settled = PROXIES.settled(scope(address, ESCAPED))
    assert presented(settled) is None
    assert settled["headers"] == [(b"host", b"nav")]


def test_what_tls_has_verified_is_the_callers_and_a_proxys_own_is_not() -> None:
    assert presented(PROXIES.settled(scope("127.0.0.1", ESCAPED, tls=DER))) == DER
    assert presented(PROXIES.settled(scope("10.1.2.3", tls=DER))) is None
    assert presented(PROXIES.settled(scope("10.1.2.3", BINARY, tls=DER))) == Carried((BINARY,))


def test_a_proxy_whose_caller_has_shown_none_sends_nothing_or_nothing_in_the_header() -> None:
    assert presented(PROXIES.settled(scope("10.1.2.3"))) is None
    assert presented(PROXIES.settled(scope("10.1.2.3", b" "))) is None


def test_where_no_header_is_named_there_are_no_proxies() -> None:
    assert Proxies.of(None, ()) is None
    assert Proxies.of(HEADER, PROXIES.networks) == PROXIES


# ------------------------------------------------------------ what it says


@pytest.mark.parametrize(
    "value",
    [ESCAPED, quote(PEM.decode().replace("\n", "\r\n"), safe="+/=").encode(), ESCAPED + b"%0A", BINARY],
    ids=["nginx", "other line ends", "one more", "RFC 9440"],
)
def test_both_forms_say_the_same_certificate(value: bytes) -> None:
    assert valid(Carried((value,)), NOW) == valid(DER, NOW)


def test_the_fingerprint_is_of_the_whole_certificate() -> None:
    read = valid(DER, NOW)
    assert read.fingerprint == sha256(DER).hexdigest()
    assert len(read.as_printed) == 95
    assert read.as_printed.replace(":", "").lower() == read.fingerprint


@pytest.mark.parametrize(
    "value",
    [
        b"CN=Anna Andersson",
        b"::",
        b":===:",
        BINARY[:-1],
        BINARY[1:],
        BINARY + b";a=1",
        BINARY + b", " + BINARY,
        BINARY[:-20] + b":",
        base64.b64encode(DER),
        ESCAPED + ESCAPED,
        ESCAPED[:-40],
        ESCAPED.replace(b"CERTIFICATE", b"PRIVATE%20KEY"),
        b"-----BEGIN%20CERTIFICATE-----"
        + quote_from_bytes(base64.b64encode(DER + b"\0")).encode()
        + b"-----END"
        b"%20CERTIFICATE-----",
    ],
)
def test_what_is_no_certificate_is_refused(value: bytes) -> None:
    assert refused(value).endswith(
        "kan inte läsas. Be förvaltaren av navet att låta proxyn skicka ett, URL-kodad PEM eller enligt "
        "RFC 9440."
    )


def test_two_are_refused_even_when_they_are_the_same() -> None:
    assert refused(BINARY, BINARY).startswith("Proxyn skickar flera klientcertifikat. ")


def test_a_long_one_is_not_even_decoded() -> None:
    assert refused(b":" + b"A" * 20_000 + b":").startswith("Klientcertifikatet från proxyn är för stort. ")


def test_one_that_is_not_valid_now_is_refused_with_what_to_do() -> None:
    read = valid(DER, NOW)
    assert valid(DER, read.first) == valid(DER, read.last) == read
    second = timedelta(seconds=1)
    assert refused(BINARY, now=read.first - second) == (
        "Klientcertifikatet gäller inte än. Vänta tills det gäller, eller se över klockan hos utfärdaren."
    )
    assert refused(BINARY, now=read.last + second) == (
        "Klientcertifikatet har gått ut. Byt det, och be förvaltaren av navet att ta upp det nya."
    )


hostile = st.one_of(
    st.binary(max_size=300),
    st.binary(max_size=300).map(lambda raw: b":" + base64.b64encode(raw) + b":"),
    st.tuples(st.integers(0, len(DER) - 1), st.integers(0, 255)).map(
        lambda one: b":" + base64.b64encode(DER[: one[0]] + bytes([one[1]]) + DER[one[0] + 1 :]) + b":"
    ),
    st.tuples(st.integers(0, len(ESCAPED)), st.binary(max_size=8)).map(
        lambda one: ESCAPED[: one[0]] + one[1] + ESCAPED[one[0] :]
    ),
)


# A bent certificate may still be one, that its reader has remarks on.
@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::DeprecationWarning")
@given(value=hostile)
def test_whatever_stands_there_is_that_certificate_another_or_refused(value: bytes) -> None:
    try:
        fingerprint = valid(Carried((value,)), NOW).fingerprint
    except CertificateRefused as refusal:
        told = refusal.detail
    else:
        told = "Klientcertifikatet"
        said = base64.b64decode(value.strip(b" :")) if value.startswith(b":") else DER
        assert fingerprint == sha256(said).hexdigest()
    assert told.startswith("Klientcertifikatet")
    assert "Andersson" not in told


@given(
    address=st.one_of(st.ip_addresses().map(str), st.text(max_size=40)),
    values=st.lists(st.binary(max_size=40)),
)
def test_no_address_but_theirs_is_believed(address: str, values: list[bytes]) -> None:
    settled = PROXIES.settled(scope(address, *values, tls=DER))
    assert settled["headers"] == [(b"host", b"nav")]
    if not address.startswith(("10.", "fd", "::ffff:")):
        assert presented(settled) == DER
