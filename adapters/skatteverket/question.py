"""What Skatteverket is asked in SSBTEK from version 11 on. Pure. Version 10 has no question for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import MAXYEAR, MINYEAR

from adapters.skatteverket.names import QUESTION
from hub.adapter import Ask, Payload, SourceAsk, SourceRefused
from hub.own_format import ClientQuestion, WrongQuestion
from messages.koder import Led
from messages.wire.ssbtek import VERSIONS, Beskattningsfraga, WireError, read_tax_block, write_tax_block

SOURCE = "SKV"
_ALWAYS = "beskattning.identitet"
"""Whatever is asked for, the person's name and the answer's status come with it."""
_CARRIED: Mapping[str, str] = {
    "individuppgifter": "beskattning.individuppgifter",
    "skattekonto": "beskattning.skattekonto",
    "skatteuppgifter": "beskattning.kapital",
}
"""The block's choices to our element groups."""
_UNCARRIED = ("foretagsinformation", "beskattningsbilagor")
"""Company information and attachments to tax returns: no group covers them, so they are never asked for."""


def to_payload(_ask: Ask, source: SourceAsk, wanted: str) -> Payload:
    """The block `fraga`: the years that the granted period touches, and what the granted groups cover.

    Of a client's own question no year that it lacks, and no choice that it leaves out. Raises SourceRefused
    (NYTTONAV) when no year is left, ValueError for another format.
    """
    if wanted != QUESTION:
        raise ValueError(f"skatteverket asks in {QUESTION}, not in {wanted}")
    client = None if source.client is None else _read(source.client.content)
    every = range(source.period.first.year, source.period.last.year + 1)
    years = tuple(year for year in every if client is None or year in client.ar)
    if not years:
        raise _no_year()
    chosen = {
        name: group in source.groups and (client is None or getattr(client, name))
        for name, group in _CARRIED.items()
    }
    block = Beskattningsfraga(ar=years, **chosen, **dict.fromkeys(_UNCARRIED, False))
    return Payload(wanted, write_tax_block(VERSIONS["11"], block))


def wanted(content: bytes, question_format: str) -> ClientQuestion:
    """What a client's own block asks for; which person, the block does not say. Raises WrongQuestion.

    Skatteverket is asked by year whatever the period of the call. Raises ValueError for another format.
    """
    if question_format != QUESTION:
        raise ValueError(f"skatteverket reads {QUESTION}, not {question_format}")
    block = _read(content)
    if not all(MINYEAR <= year <= MAXYEAR for year in block.ar):
        raise WrongQuestion("AR_OLASBART", "Frågan till Skatteverket har ett år (ar) som inte finns.")
    groups = frozenset(group for name, group in _CARRIED.items() if getattr(block, name))
    return ClientQuestion(
        {SOURCE: groups | {_ALWAYS}},
        years=frozenset(block.ar),
        not_carried=tuple(name for name in _UNCARRIED if getattr(block, name)),
    )


def _read(content: bytes) -> Beskattningsfraga:
    try:
        return read_tax_block(content)
    except WireError as error:
        text = f"Frågan till Skatteverket (fraga) kan inte läsas. {error.text}"
        raise WrongQuestion("FRAGA_OLASBAR", text) from None


def _no_year() -> SourceRefused:
    text = (
        "Skatteverket tillfrågas om hela år, och inget av frågans år ligger i den period som får "
        "efterfrågas, så ingenting frågades. Ange andra år (ar)."
    )
    return SourceRefused("INGET_ATT_FRAGA_OM", text, led=Led.NYTTONAV)
