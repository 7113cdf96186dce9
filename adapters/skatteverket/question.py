"""What Skatteverket is asked in SSBTEK from version 11 on. Pure. Version 10 has no question for it."""

from __future__ import annotations

from adapters.skatteverket.names import QUESTION
from hub.adapter import Ask, Payload, SourceAsk
from messages.wire.ssbtek import VERSIONS, Beskattningsfraga, write_tax_block


def to_payload(_ask: Ask, source: SourceAsk, wanted: str) -> Payload:
    """The block `fraga`: the years that the granted period touches, and what the granted groups cover.

    No group covers company information or attachments to tax returns, so they are never asked for. Raises
    ValueError for another format.
    """
    if wanted != QUESTION:
        raise ValueError(f"skatteverket asks in {QUESTION}, not in {wanted}")
    block = Beskattningsfraga(
        ar=tuple(range(source.period.first.year, source.period.last.year + 1)),
        foretagsinformation=False,
        individuppgifter="beskattning.individuppgifter" in source.groups,
        skattekonto="beskattning.skattekonto" in source.groups,
        skatteuppgifter="beskattning.kapital" in source.groups,
        beskattningsbilagor=False,
    )
    return Payload(wanted, write_tax_block(VERSIONS["11"], block))
