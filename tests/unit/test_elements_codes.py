"""Code lists: every code with its text, faults told with file and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.elements import Odd, load_codes
from hub.elements.codes import FOLDER
from messages.delar import KodText

STATUS = load_codes("studiestod-arendestatus")


@pytest.mark.parametrize("text", ["BESLUTAD", "BESLUTAT", " beslutat ", "Beslutad  "])
def test_every_spelling_is_the_same_code(text: str) -> None:
    assert STATUS.read(text) == KodText(kod="BESLUTAD", text="Beslutat")


def test_a_blank_is_no_code() -> None:
    assert STATUS.read(" " * 10) is None


@given(text=st.text(max_size=20))
def test_an_unknown_code_is_carried_and_told(text: str) -> None:
    known = text.strip().upper() in STATUS.known
    if known or not text.strip():
        read = STATUS.read(text)
        assert (read.kod if read else None) == (STATUS.known[text.strip().upper()].kod if known else None)
        return
    with pytest.raises(Odd) as told:
        STATUS.read(text)
    assert told.value.code in {"OKAND_KOD", "OTILLATNA_TECKEN"}
    assert isinstance(told.value.value, KodText)


def test_a_code_longer_than_all_texts_is_cut_and_told() -> None:
    with pytest.raises(Odd) as told:
        STATUS.read("X" * 20_000)
    assert len(told.value.value.kod) == 10_000


def test_an_open_list_takes_what_comes() -> None:
    assert load_codes("studiestod-beloppstyp").read("NYTT") == KodText(kod="NYTT", text="NYTT")


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("studiestod*.yaml")))
def test_every_list_of_ours_reads(name: str) -> None:
    codes = load_codes(name)
    assert codes.title
    assert set(codes.explanations) <= set(codes.texts)
    assert all(text[0].isupper() and not text.endswith(".") for text in codes.texts.values())
    assert all(text.endswith(".") for text in codes.explanations.values())


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("kodlista: x\n", "write the keys koder, kodlista, oppen, titel"),
        ("kodlista: y\ntitel: t\noppen: true\nkoder: {}\n", "kodlista is 'y'"),
        ("kodlista: x\ntitel: t\noppen: true\nkoder: {1: {text: a}}\n", "put it in quotes"),
        ("kodlista: x\ntitel: t\noppen: true\nkoder: {A: {txt: a}}\n", "A needs text"),
        (
            "kodlista: x\ntitel: t\noppen: true\nkoder: {A: {text: a}, B: {text: b, varianter: [a]}}\n",
            "a stands for two codes",
        ),
    ],
)
def test_a_faulty_list_is_told_with_its_remedy(tmp_path: Path, content: str, says: str) -> None:
    (tmp_path / "x.yaml").write_text(content)
    with pytest.raises(ValueError, match=r"schemas/codes/x\.yaml") as refused:
        load_codes("x", tmp_path)
    assert says in str(refused.value)


def test_a_missing_list_is_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"schemas/codes/x\.yaml does not exist"):
        load_codes("x", tmp_path)
