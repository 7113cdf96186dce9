"""Is what is kept never older than what was changed?"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hub.stores.kept import Kept


def test_what_was_read_before_a_change_is_not_kept_after_it() -> None:
    kept: Kept[str, int] = Kept(2)
    before = kept.changes
    kept.forget(("a",))
    kept.keep("a", 1, before)
    assert kept.get("a") is None
    kept.keep("a", 2, kept.changes)
    assert kept.get("a") == 2


def test_nothing_read_before_all_was_forgotten_is_kept() -> None:
    kept: Kept[str, int] = Kept(2)
    kept.keep("a", 1, kept.changes)
    before = kept.changes
    kept.forget_all()
    kept.keep("b", 1, before)
    assert (kept.get("a"), kept.get("b")) == (None, None)


def test_the_one_not_used_for_longest_goes_first() -> None:
    kept: Kept[str, int] = Kept(2)
    for key in "ab":
        kept.keep(key, 1, kept.changes)
    kept.get("a")
    kept.keep("c", 1, kept.changes)
    assert [key for key in "abc" if kept.get(key)] == ["a", "c"]


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["begin", "end", "write"])), max_size=40))
def test_a_reader_never_sees_less_than_was_written_when_it_began(steps: list[tuple[str, str]]) -> None:
    kept: Kept[str, int] = Kept(5)
    stored, reading = {"a": 1, "b": 1}, dict[str, tuple[int, int]]()
    for key, step in steps:
        if step == "write":
            stored[key] += 1
            kept.forget((key,))
        elif step == "begin":
            reading[key] = (stored[key], kept.changes)
        elif key in reading:
            value, changes = reading.pop(key)
            kept.keep(key, value, changes)
        assert kept.get(key) in (None, stored[key])
