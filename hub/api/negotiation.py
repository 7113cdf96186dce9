"""Which format comes in and which goes out: JSON or XML, nothing else."""

from __future__ import annotations

from enum import Enum

from hub.problems import NotAcceptable, UnsupportedMediaType


class Format(Enum):
    """A wire format with its media types: for messages and for problems (RFC 9457)."""

    JSON = ("application/json", "application/problem+json")
    XML = ("application/xml", "application/problem+xml")

    @property
    def media_type(self) -> str:
        return self.value[0]

    @property
    def problem_type(self) -> str:
        return self.value[1]


_BY_TYPE = {
    "application/json": Format.JSON,
    "application/problem+json": Format.JSON,
    "application/xml": Format.XML,
    "application/problem+xml": Format.XML,
    "text/xml": Format.XML,
}
_RANGES = {"*/*": Format.JSON, "application/*": Format.JSON, "text/*": Format.XML}


def given(content_type: str | None) -> Format:
    """The format of a request body. Raises UnsupportedMediaType."""
    essence = (content_type or "").split(";")[0].strip().lower()
    if essence == "text/xml" or essence not in _BY_TYPE:
        raise UnsupportedMediaType("Skicka frågan som application/json eller application/xml.")
    return _BY_TYPE[essence]


def wanted(accept: str | None) -> Format:
    """The format to answer in; JSON where the caller does not mind. Raises NotAcceptable."""
    if not accept or not accept.strip():
        return Format.JSON
    best: tuple[float, int, Format] | None = None
    for order, item in enumerate(accept.split(",")):
        essence, *parameters = (part.strip().lower() for part in item.split(";"))
        found = _BY_TYPE.get(essence) or _RANGES.get(essence)
        quality = _quality(parameters)
        if found is None or quality <= 0:
            continue
        # The higher quality wins; of equals the exact type over the range, then the first named.
        rank = (quality, (0 if essence in _RANGES else 100) - order, found)
        if best is None or rank[:2] > best[:2]:
            best = rank
    if best is None:
        raise NotAcceptable("Svaret lämnas som application/json eller application/xml.")
    return best[2]


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(1.0, max(0.0, float(value)))
            except ValueError:
                return 0.0
    return 1.0
