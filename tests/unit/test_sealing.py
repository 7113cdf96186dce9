"""Is what is encrypted whole, and does nothing that fails on the way go unheard, however little it is?"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pytest

from hub.handover.sealing import Unsealable, each_line, seal
from tests.support.handover import receiver

TO, IDENTITY = receiver()
SIZES = [0, 1, 65_535, 65_536, 65_537, 300_000]


class Full(BytesIO):
    """A disk without room."""

    def write(self, _piece: object, /) -> int:
        raise OSError(28, "No space left on device")


def sealed(content: bytes) -> bytes:
    target = BytesIO()
    seal([content[:7], b"", content[7:]], target, TO)
    return target.getvalue()


def lines_of(raw: bytes) -> list[bytes]:
    found: list[bytes] = []
    each_line(BytesIO(raw), IDENTITY, found.append)
    return found


@pytest.mark.parametrize("size", SIZES)
def test_lines_come_out_as_they_went_in(size: int) -> None:
    content = b"".join(b"%d\n" % number for number in range(size // 6))
    assert b"".join(line + b"\n" for line in lines_of(sealed(content))) == content


@pytest.mark.parametrize("size", SIZES)
def test_what_cannot_be_written_is_told(size: int) -> None:
    with pytest.raises(OSError, match="No space left"):
        seal([b"x" * size], Full(), TO)


@pytest.mark.parametrize("size", SIZES[1:])
def test_what_fails_at_either_end_is_told(size: int) -> None:
    def broken() -> Iterator[bytes]:
        yield b"x" * size
        raise KeyError("broken")

    def refuses(_line: bytes) -> None:
        raise KeyError("refused")

    with pytest.raises(KeyError, match="broken"):
        seal(broken(), BytesIO(), TO)
    with pytest.raises(KeyError, match="refused"):
        each_line(BytesIO(sealed(b"x" * size + b"\n")), IDENTITY, refuses)


def test_what_was_altered_cut_off_or_is_anothers_is_not_taken_for_whole() -> None:
    raw = sealed(b"rad\n" * 60_000)
    for spoilt in (raw[:-1], raw[:-70_000], raw[:-20] + b"x" * 20, raw + b"x", b""):
        with pytest.raises(Unsealable):
            lines_of(spoilt)
    with pytest.raises(Unsealable, match="no end"):
        lines_of(sealed(b"rad\nhalv"))
    with pytest.raises(Unsealable):
        each_line(BytesIO(raw), receiver()[1], lambda _: None)
