"""What each source's document is called out of the envelope: the same name as when it comes straight."""

from __future__ import annotations

from collections.abc import Mapping

PAYLOAD_FORMATS: Mapping[str, str] = {
    "AF": "af/svarmeddelande",
    "CSN": "csn/kommunfraga",
    "FK": "lefi/v9-fk",
    "PM": "lefi/v9-pm",
    "SKV": "skv/beskattningsuppgifter",
    "SO": "so/int014",
    "TNS": "tns/hamtauppgifter",
    "MIV": "miv/findbypersonnummer",
}
"""Source id to format."""

_WITHIN: Mapping[str, str] = {"PM": "FK"}


def element_of(source: str) -> str:
    """The name of the element that the source's question and answer travel in: its own id, but for PM.

    Pensionsmyndigheten has no element. It answers in Försäkringskassan's, in the one document of both.
    """
    return _WITHIN.get(source, source)
