"""The export of one log: a text file that proves itself to anyone who holds the public key.

    nyttonav-logg/1 nyttonav/2120002411/SN      format and the log's name
    tile 0 <base64>                             the leaf hashes of the next (at most) 256 records
    0 <salt, 64 hex digits> <payload>           one line per record: the design's `index salt payload`
    1 - -                                       a record that has been erased: only its leaf remains
    ...
                                                an empty line, then the signed checkpoint (a C2SP note)

The tile lines are why a verifier can name the first bad record: the signed root alone tells only that some
record is not as it was. They stand before their records so that a file of any size is verified in one pass,
and so that `index salt payload` stays as it is. They are not trusted: all is recomputed up to the root.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from typing import Final

FORMAT: Final = "nyttonav-logg/1"
ERASED: Final = b"- -"

Row = tuple[int, bytes | None, bytes | None, bytes]
"""index, payload, salt, leaf"""


def exported(origin: str, blocks: Iterable[Iterable[Row]], note: str) -> Iterator[bytes]:
    """The file, piece by piece; each block holds 256 records but the last, which may hold fewer."""
    yield f"{FORMAT} {origin}\n".encode()
    for number, block in enumerate(blocks):
        rows = list(block)
        yield b"tile %d %s\n" % (number, b64encode(b"".join(leaf for *_, leaf in rows)))
        yield b"".join(_line(*row) for row in rows)
    yield b"\n" + note.encode()


def _line(index: int, payload: bytes | None, salt: bytes | None, _leaf: bytes) -> bytes:
    if payload is None or salt is None:
        return b"%d %s\n" % (index, ERASED)
    return b"%d %s %s\n" % (index, salt.hex().encode(), payload)
