"""What each agency's document is called out of the envelope: the same name as when it comes straight."""

from __future__ import annotations

from collections.abc import Mapping

PAYLOAD_FORMATS: Mapping[str, str] = {
    "AF": "af/svarmeddelande",
    "CSN": "csn/kommunfraga",
    "FK": "lefi/v9-svar",
    "SKV": "skv/beskattningsuppgifter",
    "SO": "so/int014",
    "TNS": "tns/hamtauppgifter",
    "MIV": "miv/findbypersonnummer",
}
"""Source id (also the element's name in the envelope) to format."""
