"""The answer's body, gathered under a ceiling. Decompression is done here, so that it is bounded too."""

from __future__ import annotations

import zlib

from hub.stores.transport import faults

ACCEPTED = "gzip"
"""What is told in Accept-Encoding."""

_GZIP_WINDOW = zlib.MAX_WBITS | 16


class Gathered:
    """At most `max_bytes`, on the wire and decompressed. Raises SourceMalformed, and then nothing is kept."""

    __slots__ = ("_inflate", "_max_bytes", "_parts", "_size", "_wire")

    def __init__(self, max_bytes: int, headers: dict[str, str]) -> None:
        """`headers` in lower case. An announced length over the ceiling is refused before reading."""
        announced = headers.get("content-length", "")
        if announced.isdecimal() and int(announced[:20]) > max_bytes:
            raise faults.too_large(max_bytes)
        coding = headers.get("content-encoding", "identity").strip().lower()
        if coding not in {"", "identity", "gzip", "x-gzip"}:
            raise faults.unreadable("det är komprimerat på ett sätt som inte har begärts")
        self._inflate = zlib.decompressobj(_GZIP_WINDOW) if coding.endswith("gzip") else None
        self._max_bytes = max_bytes
        self._parts: list[bytes] = []
        self._size = 0
        self._wire = 0

    def feed(self, chunk: bytes) -> None:
        """Takes the next bytes from the wire."""
        self._wire += len(chunk)
        if self._wire > self._max_bytes:
            raise faults.too_large(self._max_bytes)
        if self._inflate is not None:
            chunk = self._inflated(self._inflate, chunk)
        self._size += len(chunk)
        if self._size > self._max_bytes:
            raise faults.too_large(self._max_bytes)
        self._parts.append(chunk)

    def whole(self) -> bytes:
        """All of it. A compressed stream that has not come to its end is malformed."""
        if self._inflate is not None and self._wire and not self._inflate.eof:
            raise faults.unreadable("den komprimerade texten är avhuggen")
        return self._parts[0] if len(self._parts) == 1 else b"".join(self._parts)

    def _inflated(self, inflate: zlib._Decompress, chunk: bytes) -> bytes:
        broken = False
        out = b""
        try:
            # One byte more than there is room for tells that it is too large without unpacking the rest.
            out = inflate.decompress(chunk, self._max_bytes - self._size + 1)
        except zlib.error:
            broken = True
        if broken or inflate.unused_data:
            raise faults.unreadable("den komprimerade texten är trasig")
        return out
