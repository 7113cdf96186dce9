"""contracts/inkomstslag.yaml: which payment is of which kind in the calculation, as it is written.

A board's own rows stand in its municipality's file and come first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, Self

from pydantic import Field, model_validator

from hub.agreements.described import Described
from hub.elements import load_codes
from hub.model.document import FaultyDocuments, Filled, nearest, read_document
from hub.model.kinds import Judged, KindRow, Kinds, word
from messages.delar import KodText
from messages.values import Code

NAME = "inkomstslag.yaml"
KINDS = "svar-inkomstslag"
"""The code list of the kinds that all calculations know."""
NO_INCOME = "EJ_INKOMST"
"""The kind of what is no income: why must be said."""


class OwnKind(Described):
    """A kind that the common list lacks."""

    kod: Code
    """The kind's code, which rows name as `slag`; none of the common list's."""
    text: Filled
    """What it is called in the calculation."""


class Row(Described):
    """One row: what it is of, and the kind, or why there is none."""

    kalla: Code
    """The source that pays or tells of the payment: FK, CSN, ..."""
    forman: list[Filled] = Field(default_factory=list)
    """Codes or the source's own texts of the benefit, whole words in any case. Left out: any benefit."""
    delforman: list[Filled] = Field(default_factory=list)
    """Codes or texts of the part of the benefit. Left out: any. Every key that is given must match."""
    beloppstyp: list[Filled] = Field(default_factory=list)
    """Codes or texts of the kind of amount. Left out: any."""
    slag: Code | None = None
    """The kind in the calculation; left out where there is none, and then `anmarkning` says why."""
    anmarkning: Filled | None = None
    """A sentence in Swedish to the caseworker; needed without `slag`, and where it is EJ_INKOMST."""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.forman or self.delforman or self.beloppstyp):
            raise ValueError("names no forman, delforman or beloppstyp; add the codes or texts that it is of")
        if self.slag is None and self.anmarkning is None:
            raise ValueError(
                "has neither slag nor anmarkning; add the kind, or a sentence of why there is none"
            )
        if self.slag == NO_INCOME and self.anmarkning is None:
            raise ValueError(f"has slag {NO_INCOME} and no anmarkning; add a sentence of why it is no income")
        return self


class KindsFile(Described):
    """The keys of contracts/inkomstslag.yaml, and of a board's `inkomstslag`."""

    egnaSlag: list[OwnKind] = Field(default_factory=list)
    """Kinds of our own that the common list lacks."""
    rader: Annotated[list[Row], Field(max_length=500)] = Field(default_factory=list)
    """The rows, tried from the top: the first that a payment is of counts."""


def read_kinds(content: bytes, file: str) -> Kinds:
    """The table of all boards; a row of a source that is not loaded is of no use and does no harm.

    Raises FaultyDocuments with every fault of the file.
    """
    written = read_document(KindsFile, content, file)
    faults = [f"{file}: {sentence}" for sentence in kind_faults(written, "")]
    if faults:
        raise FaultyDocuments(faults)
    return Kinds(tuple(rows_of(written)))


def rows_of(written: KindsFile) -> Iterator[KindRow]:
    kinds = _kinds(written)
    for row in written.rader:
        yield KindRow(
            row.kalla,
            frozenset(map(word, row.forman)),
            frozenset(map(word, row.delforman)),
            frozenset(map(word, row.beloppstyp)),
            Judged(kinds[row.slag] if row.slag else None, row.anmarkning),
        )


def kind_faults(written: KindsFile, where: str, sources: Collection[str] | None = None) -> Iterator[str]:
    """Sentences for what does not hold together; `where` is the place of the table in its file (`a.b.`).

    With `sources`, every row must be of one of them.
    """
    kinds = _kinds(written)
    before: set[str] = set()
    for n, own in enumerate(written.egnaSlag):
        if own.kod in load_codes(KINDS).texts:
            yield f"{where}egnaSlag[{n}].kod is {own.kod}, which the common list has already. Use that one."
        if own.kod in before:
            yield f"{where}egnaSlag[{n}].kod is {own.kod}, which stands there already. Keep one."
        before.add(own.kod)
    for n, row in enumerate(written.rader):
        if sources is not None and row.kalla not in sources:
            near = nearest(row.kalla, sources)
            yield f"{where}rader[{n}].kalla is {row.kalla}, which no loaded adapter answers for.{near}"
        if row.slag is not None and row.slag not in kinds:
            near = nearest(row.slag, kinds)
            yield f"{where}rader[{n}].slag is {row.slag}, which is no kind. Add it to egnaSlag.{near}"


def _kinds(written: KindsFile) -> Mapping[str, KodText]:
    common = {code: KodText(kod=code, text=text) for code, text in load_codes(KINDS).texts.items()}
    return common | {own.kod: KodText(kod=own.kod, text=own.text) for own in written.egnaSlag}
