"""Which format comes in and which goes out: JSON or XML, nothing else."""

from __future__ import annotations

from enum import Enum

from starlette.requests import Request

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


def given(content_type: str | None, content_encoding: str | None = None) -> Format:
    """The format of a request body. Raises UnsupportedMediaType, also for one that is compressed."""
    if (content_encoding or "identity").strip().lower() != "identity":
        raise UnsupportedMediaType("Skicka frågan okomprimerad, utan Content-Encoding.")
    essence = (content_type or "").split(";")[0].strip().lower()
    for fmt in Format:
        if essence == fmt.media_type:
            return fmt
    raise UnsupportedMediaType("Skicka frågan som application/json eller application/xml.")


def answer_format(request: Request, *, problem: bool = False) -> Format:
    """`wanted` by all the request's Accept headers together. Raises NotAcceptable."""
    return wanted(", ".join(request.headers.getlist("accept")), problem=problem)


def wanted(accept: str, *, problem: bool = False) -> Format:
    """The format to answer in; JSON where the caller does not mind. Raises NotAcceptable.

    As RFC 9110 weighs: each format by the most exact range that names it, `q=0` being a no; of equal weights
    the exact name goes before the range, then the first named. `problem`: a problem's own types count too.
    """
    if not accept.strip():
        return Format.JSON
    ranges = _ranges(accept)
    best: tuple[tuple[float, bool, int], Format] | None = None
    for fmt in Format:
        exact = fmt.value if problem else (fmt.media_type,)
        name = next((name for name in (*exact, "application/*", "*/*") if name in ranges), None)
        if name is None or ranges[name][0] <= 0:
            continue
        quality, order = ranges[name]
        rank = (quality, name in exact, -order)
        if best is None or rank > best[0]:
            best = rank, fmt
    if best is None:
        raise NotAcceptable("Svaret lämnas som application/json eller application/xml.")
    return best[1]


def _ranges(accept: str) -> dict[str, tuple[float, int]]:
    """Each media range with its weight and its place in the header; the first mention counts."""
    ranges: dict[str, tuple[float, int]] = {}
    for order, item in enumerate(accept.split(",")):
        essence, *parameters = (part.strip().lower() for part in item.split(";"))
        ranges.setdefault(essence, (_quality(parameters), order))
    return ranges


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(1.0, max(0.0, float(value)))
            except ValueError:
                return 0.0
    return 1.0
