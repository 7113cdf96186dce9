"""The names of csn/kommunfraga: its namespaces in every version, and the elements of the forms of support."""

from __future__ import annotations

from adapters.csn.codes import SUPPORT
from hub.elements import Alternative
from messages.delar import KodText

FORMAT = "csn/kommunfraga"
VERSIONS = ("4.0", "3.0")


def _support(code: str) -> KodText | None:
    return SUPPORT.read(code)


STUDIES = (
    Alternative("Studiemedel", "sm", _support("STUDIEMEDEL")),
    Alternative("Studiehjalp", "sh", _support("STUDIEHJALP")),
    Alternative("Studiestartsstod", "sss", _support("STUDIESTARTSSTOD")),
    Alternative("Omstallningsstudiestod", "oss", _support("OMSTALLNINGSSTUDIESTOD")),
)
LOAN = Alternative("HemutrustningsLan", "hut", _support("HEMUTRUSTNINGSLAN"))


def _uri(part: str) -> tuple[str, ...]:
    return tuple(f"http://schema.csn.se/v{version}/{part}" for version in VERSIONS)


NAMESPACES = {
    "kf": _uri("kommunfraga"),
    "pers": _uri("person"),
    "csn": _uri("csntyper"),
    "sm": _uri("studiemedel"),
    "sh": _uri("studiehjalp"),
    "sss": _uri("studiestartsstod"),
    "oss": _uri("omstallningsstudiestod"),
    "hut": _uri("hemutrustningslan"),
}
