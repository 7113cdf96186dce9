"""The body under its ceiling: whole or refused, however the bytes are cut."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.adapter import SourceMalformed
from hub.stores.transport.body import Gathered


def cut(content: bytes, sizes: list[int]) -> list[bytes]:
    """The content in pieces of these sizes, in turn, until it is used up."""
    pieces: list[bytes] = []
    while content:
        size = sizes[len(pieces) % len(sizes)]
        pieces.append(content[:size])
        content = content[size:]
    return pieces


def gathered(pieces: list[bytes], max_bytes: int, headers: dict[str, str]) -> bytes:
    body = Gathered(max_bytes, headers)
    for piece in pieces:
        body.feed(piece)
    return body.whole()


SIZES = st.lists(st.integers(1, 50), min_size=1, max_size=5)


@given(st.binary(max_size=400), SIZES, st.booleans())
def test_what_fits_comes_out_as_it_went_in(content: bytes, sizes: list[int], packed: bool) -> None:
    sent = gzip.compress(content) if packed else content
    headers = {"content-encoding": "GZip"} if packed else {}
    assert gathered(cut(sent, sizes), max(len(sent), len(content)), headers) == content


@given(st.binary(min_size=1, max_size=400), SIZES, st.booleans(), st.data())
def test_what_does_not_fit_is_refused(
    content: bytes, sizes: list[int], packed: bool, data: st.DataObject
) -> None:
    sent = gzip.compress(content) if packed else content
    ceiling = data.draw(st.integers(0, max(len(content), len(sent)) - 1))
    with pytest.raises(SourceMalformed, match="SVAR_FOR_STORT"):
        gathered(cut(sent, sizes), ceiling, {"content-encoding": "gzip"} if packed else {})


@given(st.binary(min_size=1, max_size=200), SIZES, st.data())
def test_a_packed_answer_cut_short_is_malformed(
    content: bytes, sizes: list[int], data: st.DataObject
) -> None:
    packed = gzip.compress(content)
    kept = data.draw(st.integers(1, len(packed) - 1))
    with pytest.raises(SourceMalformed, match="SVAR_EJ_LASBART"):
        gathered(cut(packed[:kept], sizes), 1000, {"content-encoding": "gzip"})


@pytest.mark.parametrize("coding", ["br", "deflate", "zstd", "gzip, gzip"])
def test_a_coding_that_was_not_asked_for(coding: str) -> None:
    with pytest.raises(SourceMalformed, match="SVAR_EJ_LASBART"):
        Gathered(1000, {"content-encoding": coding})


def test_an_announced_length_is_judged_before_reading() -> None:
    Gathered(1000, {"content-length": "1000"})
    for announced in ("1001", "9" * 5000):
        with pytest.raises(SourceMalformed, match="SVAR_FOR_STORT"):
            Gathered(1000, {"content-length": announced})


def test_an_empty_packed_answer_is_empty() -> None:
    assert Gathered(0, {"content-encoding": "gzip"}).whole() == b""
