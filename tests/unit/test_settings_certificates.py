"""Is a start with half of what certificates need refused, with a sentence, before anything is opened?"""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest

from hub import tls
from hub.audit import StartRefused
from hub.settings import Profile, Settings, SettingsError, load
from tests.support.tls import Authority

TLS = {"TLS_CERTIFICATE": "nav.pem", "TLS_KEY": "nav.key"}
PROXY = {"CERTIFICATE_HEADER": "X-SSL-Client-Cert", "CERTIFICATE_HEADER_FROM": '["10.1.2.3", "fd00::/8"]'}


def settings(monkeypatch: pytest.MonkeyPatch, folder: Path, said: dict[str, str]) -> Settings:
    """The settings as a start reads them, from the environment."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("NYTTONAV_PROFILE", "development")
    for name, value in said.items():
        monkeypatch.setenv(f"NYTTONAV_{name}", value)
    return load()


@pytest.mark.parametrize("said", [{}, TLS, TLS | {"TLS_CLIENT_CA": "ca.pem"}, PROXY, TLS | PROXY])
def test_nothing_and_whole_ones_are_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, said: dict[str, str]
) -> None:
    read = settings(monkeypatch, tmp_path, said)
    assert (read.tls_certificate is not None) == ("TLS_CERTIFICATE" in said)
    assert len(read.certificate_header_from) == (2 if "CERTIFICATE_HEADER" in said else 0)


HALVES = [
    ({"TLS_CERTIFICATE": "nav.pem"}, "tls_key: name the file with the private key of tls_certificate"),
    (
        {"TLS_KEY": "nav.key"},
        "tls_key: is of no use without tls_certificate. Name that file too, or remove tls_key",
    ),
    (
        {"TLS_CLIENT_CA": "ca.pem"},
        "tls_client_ca: is of no use without tls_certificate. Name that file too, or remove tls_client_ca",
    ),
    (
        {"TLS_KEY_PASSWORD": "hemligt"},
        (
            "tls_key_password: is of no use without tls_certificate. Name that file too, or remove "
            "tls_key_password"
        ),
    ),
    (
        {"CERTIFICATE_HEADER": "X-SSL-Client-Cert"},
        (
            "certificate_header_from: name the addresses of the proxies that send certificate_header; from "
            "anybody else it would be a claim"
        ),
    ),
    (
        {"CERTIFICATE_HEADER_FROM": '["10.1.2.3"]'},
        "certificate_header: name the header that the proxies in certificate_header_from send",
    ),
    (
        PROXY | {"CERTIFICATE_HEADER_FROM": '["0.0.0.0/0"]'},
        "certificate_header_from: holds every address there is. Name those of the proxies alone",
    ),
    (
        PROXY | {"CERTIFICATE_HEADER_FROM": '["::/0"]'},
        "certificate_header_from: holds every address there is. Name those of the proxies alone",
    ),
]


@pytest.mark.parametrize(("said", "sentence"), HALVES)
def test_half_of_it_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, said: dict[str, str], sentence: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        settings(monkeypatch, tmp_path, said)
    assert str(caught.value) == f"The settings (the environment) cannot be used:\n  {sentence}"
    assert "hemligt" not in str(caught.value)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (PROXY | {"CERTIFICATE_HEADER": "X SSL"}, "certificate_header"),
        (PROXY | {"CERTIFICATE_HEADER_FROM": '["10.1.2.3/8"]'}, "certificate_header_from.0"),
        (PROXY | {"CERTIFICATE_HEADER_FROM": '["proxyn"]'}, "certificate_header_from.0"),
    ],
)
def test_what_is_no_header_and_no_address_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, said: dict[str, str], name: str
) -> None:
    with pytest.raises(SettingsError, match=rf"\n  {name}: "):
        settings(monkeypatch, tmp_path, said)


# ------------------------------------------------------------ the files


def of(folder: Path, **changes: Path) -> Settings:
    authority = Authority(folder)
    shown = authority.client("nav")
    files = {"tls_certificate": shown.certificate, "tls_key": shown.key, "tls_client_ca": authority.ca_file}
    return Settings.model_validate({"profile": Profile.DEVELOPMENT, **files, **changes})


def test_tls_1_2_or_later_and_a_certificate_asked_for(tmp_path: Path) -> None:
    whole = of(tmp_path)
    made = tls.context(whole)
    assert made is not None
    assert (made.minimum_version, made.verify_mode) == (ssl.TLSVersion.TLSv1_2, ssl.CERT_OPTIONAL)
    plain = tls.context(whole.model_copy(update={"tls_client_ca": None}))
    assert plain is not None
    assert plain.verify_mode == ssl.CERT_NONE
    assert tls.context(Settings(profile=Profile.DEVELOPMENT)) is None


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("tls_key", None, r"borta cannot be read \(No such file or directory\)\. Check the path"),
        ("tls_client_ca", None, r"borta cannot be read \(No such file or directory\)\. Check the path"),
        (
            "tls_client_ca",
            "ingen PEM",
            r"tls_client_ca .* is not PEM with certificates\. Name the CAs' file\.",
        ),
        ("tls_certificate", "ingen PEM", r"cannot be used together\. Both must be PEM"),
        ("tls_key", "annan", r"cannot be used together\. Both must be PEM"),
    ],
)
def test_files_that_cannot_be_used_refuse_the_start(
    tmp_path: Path, name: str, content: str | None, sentence: str
) -> None:
    path = tmp_path / "borta"
    if content == "annan":
        (tmp_path / "annan").mkdir()
        path = Authority(tmp_path / "annan").client("annan").key or path
    elif content is not None:
        path.write_text(content, "utf-8")
    with pytest.raises(StartRefused, match=sentence):
        tls.context(of(tmp_path, **{name: path}))
