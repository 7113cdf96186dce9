"""Does the quick way of reading YAML give what yaml gives, the same sentences and no sudden end?"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from hub import quick_yaml

ROOT = Path(__file__).parents[2]
FILES = sorted(
    path for where in ("contracts", "schemas/codes", "adapters") for path in (ROOT / where).rglob("*.yaml")
)


def test_every_file_of_the_house_is_read_alike() -> None:
    assert len(FILES) > 50
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        assert quick_yaml.safe_load(text) == yaml.safe_load(text), path


@pytest.mark.parametrize(
    "faulty",
    [
        "a: [1",
        "a: b: c",
        "- a\n b: c",
        "a: 'b",
        "a: \x00",
        "a: *b",
        "a: !!python/object:os.system {}",
        "[a?b]",
        "[a\tb]",
        "x: [a]\n\t- b",
        "{from: 2026-01?-01}",
    ],
)
def test_what_is_refused_is_refused_in_the_same_words(faulty: str) -> None:
    with pytest.raises(yaml.YAMLError) as plain:
        yaml.safe_load(faulty)
    with pytest.raises(yaml.YAMLError) as quick:
        quick_yaml.safe_load(faulty)
    assert str(quick.value) == str(plain.value)


def test_a_mark_of_byte_order_inside_a_text_is_part_of_it() -> None:
    text = "a: 1\n\ufeff# b: 2\n"
    assert quick_yaml.safe_load(text) == yaml.safe_load(text) == {"a": 1, "\ufeff# b": 2}


@pytest.mark.parametrize("deep", ["[" * 3_000 + "]" * 3_000, "{a: " * 3_000 + "1" + "}" * 3_000])
def test_however_deep_it_ends_in_an_error(deep: str) -> None:
    with pytest.raises(RecursionError):
        quick_yaml.safe_load(deep)
