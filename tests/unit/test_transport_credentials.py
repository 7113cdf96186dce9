"""Certificates that cannot be used stop the start with a sentence; those soon to run out are told in time."""

from __future__ import annotations

import ssl
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization as pem

from hub.adapter import SourceUnavailable
from hub.stores.transport import ClientCertificate, Credentials, CredentialsError
from tests.support.tls import Authority

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


def lasting(authority: Authority, days: int) -> ClientCertificate:
    return authority.client(
        "board", not_before=NOW - timedelta(days=400), not_after=NOW + timedelta(days=days)
    )


def test_a_good_certificate_passes_in_silence(authority: Authority) -> None:
    assert Credentials({"board": lasting(authority, 31)}, ca=authority.ca_file).check(NOW) == ()


def test_a_certificate_soon_to_run_out_is_told(authority: Authority) -> None:
    (warning,) = Credentials({"board": lasting(authority, 29)}).check(NOW)
    assert "'board'" in warning
    assert "expires 2026-12-20" in warning
    assert "Order a new one" in warning


@pytest.mark.parametrize("days", [-1, -399])
def test_a_certificate_that_has_run_out_stops_the_start(authority: Authority, days: int) -> None:
    with pytest.raises(CredentialsError, match=r"valid from 2025-10-17 to 202[56]-.*not now"):
        Credentials({"board": lasting(authority, days)}).check(NOW)


def test_a_key_that_others_may_read_is_told(authority: Authority) -> None:
    mine = lasting(authority, 365)
    assert mine.key
    mine.key.chmod(0o640)
    (warning,) = Credentials({"board": mine}).check(NOW)
    assert f"others than its owner may read {mine.key}" in warning


def test_every_fault_is_told_at_once_with_file_and_remedy(authority: Authority, tmp_path: Path) -> None:
    good = lasting(authority, 365)
    (tmp_path / "noise.pem").write_text("noise")
    stranger = Authority(tmp_path / "strangers")
    stranger.folder.mkdir()
    broken = {
        "no-file": replace(good, certificate=tmp_path / "absent.pem"),
        "no-key": replace(good, key=tmp_path / "absent.key"),
        "noise": replace(good, certificate=tmp_path / "noise.pem"),
        "wrong-key": replace(good, key=stranger.client("other").key),
        "no-ca": replace(good, ca=tmp_path / "absent-ca.pem"),
        "noise-ca": replace(good, ca=tmp_path / "noise.pem"),
        "nothing": ClientCertificate(None),
        "key-alone": replace(good, certificate=None),
    }
    with pytest.raises(CredentialsError) as caught:
        Credentials({"good": good, **broken}, ca=tmp_path / "default-ca.pem").check(NOW)
    lines = str(caught.value).splitlines()
    assert len(lines) == 9
    for name in broken:
        (line,) = [line for line in lines if f"'{name}'" in line]
        assert str(tmp_path) in line or "names no certificate file" in line
    assert "calls without certificate" in lines[0]
    assert "No such file" in lines[1]
    assert "not PEM" in lines[-3]


def test_a_credential_may_be_a_ca_alone_or_one_file_with_all(authority: Authority) -> None:
    mine = lasting(authority, 365)
    assert mine.certificate
    assert mine.key
    with mine.certificate.open("ab") as joined:
        joined.write(mine.key.read_bytes())
    mine.certificate.chmod(0o600)
    together = ClientCertificate(mine.certificate, ca=mine.ca)
    alone = ClientCertificate(None, ca=mine.ca)
    assert Credentials({"together": together, "alone": alone}).check(NOW) == ()


def test_an_encrypted_key_needs_its_password_and_never_asks_for_it(authority: Authority) -> None:
    mine = lasting(authority, 365)
    assert mine.key
    key = pem.load_pem_private_key(mine.key.read_bytes(), None)
    mine.key.write_bytes(
        key.private_bytes(pem.Encoding.PEM, pem.PrivateFormat.PKCS8, pem.BestAvailableEncryption(b"hemligt"))
    )
    with pytest.raises(CredentialsError, match="needs its password"):
        Credentials({"board": mine}).check(NOW)
    with_password = replace(mine, key_password="hemligt")
    assert Credentials({"board": with_password}).check(NOW) == ()
    assert "hemligt" not in repr(with_password)


def test_contexts_verify_and_are_made_once(authority: Authority) -> None:
    credentials = Credentials({"board": lasting(authority, 365)}, ca=authority.ca_file)
    for name in (None, "board"):
        context = credentials.context(name)
        assert context.verify_mode is ssl.CERT_REQUIRED
        assert context.check_hostname
        assert context.minimum_version is ssl.TLSVersion.TLSv1_2
        assert credentials.context(name) is context


def test_keys_of_the_connection_are_not_written_where_the_environment_says(
    authority: Authority, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "keys.log"))
    context = Credentials({"board": lasting(authority, 365)}).context("board")
    assert context.keylog_filename is None


def test_an_unknown_name_is_refused_with_its_name(authority: Authority) -> None:
    with pytest.raises(SourceUnavailable, match=r"NYTTONAV_CERTIFIKAT.*stranger") as caught:
        Credentials({}).context("stranger")
    assert caught.value.__context__ is None


def test_making_it_reads_nothing(tmp_path: Path) -> None:
    absent = ClientCertificate(tmp_path / "a.pem", tmp_path / "a.key", tmp_path / "ca.pem")
    credentials = Credentials({"board": absent}, ca=tmp_path / "ca.pem")
    with pytest.raises(SourceUnavailable, match="kan inte läsas"):
        credentials.context("board")
