"""The names of Skatteverket's formats. The host and path before `komponent` are inferred from `instans`."""

from __future__ import annotations

FORMAT = "skv/beskattningsuppgifter"
QUESTION = "skv/ssbtek-11"

_BASE = "http://xmls.skatteverket.se/se/skatteverket/zg"
NAMESPACES = {
    "svar": (f"{_BASE}/instans/standardiseradInformation/1.0",),
    "besko": (f"{_BASE}/komponent/infoForBeskattning/1.0",),
    "folko": (f"{_BASE}/komponent/infoForFolkbokforing/1.0",),
}
ROOT = "SvarBeskattningsuppgifterEnligtSFS2008-975"

FAULT_NAMESPACES = {"ws": ("http://beskattningws.ws.service.bs.zg.rsv.se/",), "none": ("",)}
"""The service's own schema: its root elements are qualified, what stands in them is not."""
