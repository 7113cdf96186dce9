"""A system that exists only here: it makes its answers up, and only about test persons.

Whoever is not of the published test series is refused, so that nothing made up is ever told of anyone real.
"""

from __future__ import annotations

from datetime import date
from xml.sax.saxutils import quoteattr

from lxml import etree

from hub.adapter import SourceMalformed, SourceRefused
from messages.wire.xml import WireError, parse

SERIES = ("238", "239", "980", "981")
"""Birth numbers of Skatteverket's published test series."""
_POSTS = """
  <post>
    <benamning>Bidrag</benamning>
    <status>KLAR</status>
    <dag>{day}</dag>
    <belopp>1200.00</belopp>
    <ort>Sundsvall</ort>
  </post>
"""


def answer(question: bytes) -> bytes:
    """The answer to one question: persons born on even days have one thing, all others nothing.

    Raises SourceRefused for a person outside the test series, SourceMalformed for what is no question.
    """
    try:
        asked = parse(question)
        number, first = asked.attrib["person"], date.fromisoformat(asked.attrib["from"])
    except (WireError, KeyError, ValueError, etree.LxmlError):
        raise SourceMalformed("FRAGA_OLASBAR", "Frågan kan inte läsas.") from None
    if number[8:11] not in SERIES:
        raise SourceRefused("EJ_TESTPERSON", "Demokällan svarar bara om testpersoner.")
    found = int(number[6:8]) % 2 == 0
    outcome, posts = ("FINNS", _POSTS.format(day=first)) if found else ("SAKNAS", "")
    said = f'utfall="{outcome}" person={quoteattr(number)} skyddad="nej"'
    return f'<svar xmlns="urn:example:demo:svar" {said}>{posts}</svar>\n'.encode()
