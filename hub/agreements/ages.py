"""Ages as the files write them: a number and s, m, h or d, `35d` for instance."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema

_WRITTEN = "[1-9][0-9]{0,5}[smhd]"
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def _a_duration(text: str) -> str:
    if not re.fullmatch(_WRITTEN, text):
        raise ValueError("an age is written as a number and s, m, h or d, for instance 35d")
    return text


Age = Annotated[
    str, AfterValidator(_a_duration), WithJsonSchema({"type": "string", "pattern": f"^{_WRITTEN}$"})
]


def seconds(age: str) -> int:
    """Of an `Age`."""
    return int(age[:-1]) * _UNITS[age[-1]]
