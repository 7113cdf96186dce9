"""Small frozen types that refuse nonsense.

Each is a value: compared by content, never changed, and impossible to build wrong. What they refuse
they refuse with a Swedish sentence (it reaches whoever asked) that never repeats a personal number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    GetCoreSchemaHandler,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
)
from pydantic_core import core_schema

PERSONIDENTITET = r"^(18|19|20)[0-9]{10}$"
PERSONIDENTITET_AS_WRITTEN = r"^((18|19|20)?[0-9]{6}[-+]?[0-9]{4})$"
_TWELVE = re.compile(r"(1[89]|20)[0-9]{10}", re.ASCII)
_AS_WRITTEN = re.compile(
    r"(?P<century>1[89]|20)?(?P<six>[0-9]{6})(?P<sign>[-+]?)(?P<four>[0-9]{4})", re.ASCII
)
_NUMBER = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,6})?", re.ASCII)
_SHORT = len("0.123456")
"""A number written with no more characters, and without exponent, has at most six decimals."""
_NO_NUMBER = "Ett tal har högst 18 siffror, varav högst 6 decimaler, och skrivs utan exponent."
_EARLIEST, _TOO_LATE = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_DIGIT_RUN = re.compile(r"[0-9](?:[ +-]?[0-9]){9,}", re.ASCII)


# Every other digit counts double, and a double of two digits counts as their sum.
_ONCE = {str(digit): digit for digit in range(10)}
_TWICE = {str(digit): sum(divmod(2 * digit, 10)) for digit in range(10)}


def luhn_valid(ten: str) -> bool:
    """Whether ten ASCII digits end in their Luhn check digit. Source: SKV 704."""
    total = sum(map(_TWICE.__getitem__, ten[::2])) + sum(map(_ONCE.__getitem__, ten[1::2]))
    return total % 10 == 0


@dataclass(frozen=True, slots=True, order=True)
class Personidentitet:
    """A personnummer or samordningsnummer, twelve digits with century.

    Its text form hides the number on purpose: only `.value` holds it, so that a log line, a trace or an
    exception text that formats one by mistake shows stars. Raises ValueError for anything else.
    """

    value: str = field(repr=False)

    def __post_init__(self) -> None:
        if not _TWELVE.fullmatch(self.value):
            raise ValueError("En personidentitet skrivs med tolv siffror, århundradet först.")
        if not luhn_valid(self.value[2:]):
            raise ValueError("Kontrollsiffran i personidentiteten stämmer inte; leta efter ett skrivfel.")
        day = int(self.value[6:8])
        try:
            date(int(self.value[:4]), int(self.value[4:6]), day - 60 if day > 60 else day)
        except ValueError:
            raise ValueError("Personidentiteten rymmer inget möjligt födelsedatum.") from None

    @classmethod
    def parse(cls, text: str, *, today: date | None = None) -> Self:
        """Read ten or twelve digits as people write them; `+` means over a hundred years old.

        Ten digits take the latest century that does not lie in the future on `today`.
        """
        match = _AS_WRITTEN.fullmatch(text.strip())
        if match is None:
            raise ValueError("En personidentitet har tio eller tolv siffror, till exempel ÅÅÅÅMMDDNNNN.")
        century = match["century"]
        if century is None:
            now = (today or datetime.now(UTC).date()).year
            year = now - (now - int(match["six"][:2])) % 100 - (100 if match["sign"] == "+" else 0)
            century = str(year // 100)
        return cls(century + match["six"] + match["four"])

    @property
    def is_coordination_number(self) -> bool:
        """Samordningsnummer: 60 is added to the day."""
        return int(self.value[6:8]) > 60

    @property
    def birth_year(self) -> int:
        return int(self.value[:4])

    def __str__(self) -> str:
        return "************"

    def __repr__(self) -> str:
        return "Personidentitet(************)"

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: Any, _handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls._validate,
            json_schema_input_schema=core_schema.str_schema(pattern=PERSONIDENTITET),
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda it: it.value, return_schema=core_schema.str_schema(pattern=PERSONIDENTITET)
            ),
        )

    @classmethod
    def _validate(cls, given: object) -> Self:
        if isinstance(given, cls):
            return given
        if isinstance(given, str):
            return cls.parse(given)
        raise ValueError("En personidentitet är en text med tio eller tolv siffror.")


PersonidentitetSkriven = Annotated[
    Personidentitet,
    WithJsonSchema({"type": "string", "pattern": PERSONIDENTITET_AS_WRITTEN}, mode="validation"),
]
"""As people and case systems write it: ten or twelve digits in, always twelve out."""


def holds_personal_number(text: str) -> bool:
    """Whether a text holds what can be read as a personal number, with or without separators.

    Used where a personal number must never stand: case ids, caseworker ids, file names.
    """
    for run in _DIGIT_RUN.finditer(text):
        digits = re.sub(r"[^0-9]", "", run[0])
        for width in (12, 10):
            for start in range(len(digits) - width + 1):
                try:
                    Personidentitet.parse(digits[start : start + width])
                except ValueError:
                    continue
                return True
    return False


def _no_personal_number(text: str) -> str:
    if holds_personal_number(text):
        raise ValueError(
            "Ett id får inte innehålla ett personnummer; använd verksamhetssystemets eget nummer."
        )
    return text


def to_utc(moment: datetime) -> datetime:
    """A moment that can be one of ours. Raises ValueError for one without time zone or outside the years.

    The years leave room for reckoning: at the ends of the calendar a time cannot be told in another zone.
    """
    if moment.tzinfo is None:
        raise ValueError("En tid anges med tidszon, till exempel 2026-11-21T09:00:00Z.")
    if _EARLIEST <= moment < _TOO_LATE:
        return moment.astimezone(UTC)
    raise ValueError("Tiden ligger utanför åren 1900 till 2199, räknad i UTC.")


def with_z(moment: datetime) -> str:
    """A UTC time as it stands on the wire."""
    return moment.isoformat().replace("+00:00", "Z")


def plain(number: Decimal) -> str:
    """A number as it stands on the wire: its scale kept, no exponent."""
    return format(number, "f")


def _number(given: object) -> Decimal:
    """A text is a number only as the wire writes one: Decimal itself reads more (`1E+6`, `1_000`, ` 5 `)."""
    if type(given) is Decimal:
        return _exact(given)
    if isinstance(given, str) and _NUMBER.fullmatch(given):
        return _exact(Decimal(given))
    if isinstance(given, int | float) and not isinstance(given, bool):
        return _exact(Decimal(str(given)))
    raise ValueError(_NO_NUMBER)


def _exact(number: Decimal) -> Decimal:
    written = str(number)
    # Nearly all are short, which is seen sooner than their digits are counted. An exponent has an E.
    if len(written) <= _SHORT and "E" not in written and number.is_finite():
        return number
    _, digits, exponent = number.as_tuple()
    # Of what is not finite the exponent is a letter.
    if not isinstance(exponent, int) or exponent < -6 or len(digits) + max(exponent, 0) > 18:
        raise ValueError(_NO_NUMBER)
    return number


# What XML 1.0 can carry. A mapping replaces the rest with U+FFFD and reports it.
TEXT_PATTERN = r"^[^\x00-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]*$"

Text = Annotated[str, StringConstraints(pattern=TEXT_PATTERN, max_length=10_000)]
"""Any text that both JSON and XML 1.0 can carry, at most 10,000 characters."""

IDENTIFIER_CHARACTERS = "A-Za-z0-9ÅÄÖåäö._:/@-"
"""As a character class has them. The first of an id is a letter or a digit."""

Identifier = Annotated[
    str,
    StringConstraints(pattern=rf"^[A-Za-z0-9ÅÄÖåäö][{IDENTIFIER_CHARACTERS}]{{0,99}}$"),
    AfterValidator(_no_personal_number),
]
"""An id that another system gave: 1 to 100 letters, digits and . _ : / @ -, never a personal number."""

_IDENTIFIER: TypeAdapter[str] = TypeAdapter(Identifier)


def is_identifier(text: str) -> bool:
    """Whether a text can be an Identifier: it is no free text, and holds no personal number."""
    try:
        _IDENTIFIER.validate_python(text)
    except ValidationError:
        return False
    return True


Code = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9ÅÄÖ][A-Z0-9ÅÄÖ_-]{0,59}$")]
"""A code in capitals, as in schemas/codes/ and as a source id."""

Uuid = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
"""A UUID in its canonical lower-case form."""

Organisationsnummer = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}[2-9][0-9]{7}$")]
"""Ten digits, the third at least 2. The check digit is the agreement file's business, not the wire's."""

Namnd = Annotated[str, StringConstraints(pattern=r"^[A-ZÅÄÖ0-9]{1,12}$")]
"""The short name of a board (nämnd) within its municipality, for instance SN."""

Moment = Annotated[
    datetime,
    AfterValidator(to_utc),
    PlainSerializer(with_z, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""A point in time in the years 1900 to 2199, any offset accepted, UTC with Z given."""

Tal = Annotated[
    Decimal,
    PlainValidator(_number),
    PlainSerializer(plain, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": r"^-?[0-9]{1,18}(\.[0-9]{1,6})?$"}),
]
"""A decimal number as a string that keeps its scale: amounts in SEK, days, shares."""

JWS_PATTERN = r"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$"

Jws = Annotated[str, StringConstraints(pattern=JWS_PATTERN, max_length=8_000)]
"""A signed statement: JWS in compact form (RFC 7515), at most 8,000 characters."""
