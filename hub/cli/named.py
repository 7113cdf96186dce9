"""What commands are told on the command line, read or refused."""

from __future__ import annotations

from hub.model.board import BoardId


def board_named(namnd: str) -> BoardId | None:
    """ORGANISATIONSNUMMER/NAMND; None where it is not."""
    from pydantic import TypeAdapter, ValidationError

    from messages.values import Namnd, Organisationsnummer

    number, _, short = namnd.partition("/")
    try:
        TypeAdapter(Organisationsnummer).validate_python(number)
        TypeAdapter(Namnd).validate_python(short)
    except ValidationError:
        return None
    return BoardId(number, short)
