"""Is only that done beside the event loop which would hold up others?"""

from __future__ import annotations

from threading import current_thread

import pytest

from hub.beside import LARGE, beside


@pytest.mark.parametrize(("size", "apart"), [(0, False), (LARGE, False), (LARGE + 1, True)])
async def test_much_is_done_in_a_thread_and_the_ordinary_where_it_is(size: int, apart: bool) -> None:
    assert (await beside(size, current_thread) is not current_thread()) == apart


@pytest.mark.parametrize("size", [0, LARGE + 1])
async def test_its_errors_pass_through(size: int) -> None:
    def fails() -> None:
        raise LookupError("so")

    with pytest.raises(LookupError, match="so"):
        await beside(size, fails)
