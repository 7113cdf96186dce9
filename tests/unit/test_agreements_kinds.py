"""contracts/inkomstslag.yaml and a board's own rows: what holds is a table, the rest is sentences."""

from __future__ import annotations

import shutil
from itertools import product
from pathlib import Path

import pytest

from hub.adapter import Payment
from hub.agreements import load
from hub.agreements.kinds import KINDS, read_kinds
from hub.elements import load_codes
from hub.model.board import BoardId
from hub.model.document import FaultyDocuments
from hub.model.kinds import OFF_THE_LIST, Kinds
from hub.registry import discover
from messages.delar import KodText
from messages.koder import Tillstand
from tests.support.policy import registry, route_manifest, source_manifest

CONTRACTS = Path(__file__).parents[2] / "contracts"
SMALL = Path(__file__).parents[1] / "support" / "contracts"
LOADED = registry(source_manifest("CSN"), source_manifest("FK"), routes={"ssbtek": route_manifest()})
SUNDSVALL = "2120002411"


def item(source: str, text: str) -> tuple[str, Payment]:
    return source, Payment("u1", KodText(kod="X", text=text), Tillstand.UTBETALD)


def read(text: str) -> Kinds:
    return read_kinds(text.encode(), "inkomstslag.yaml")


def faults(text: str) -> tuple[str, ...]:
    with pytest.raises(FaultyDocuments) as caught:
        read(text)
    return caught.value.faults


# ------------------------------------------------------------ the table of all boards


def test_a_row_becomes_a_kind_with_its_text_and_its_note() -> None:
    table = read(
        "rader:\n"
        "  - {kalla: CSN, forman: [Studiemedel], slag: STUDIEMEDEL}\n"
        "  - {kalla: FK, forman: [Handikappersättning], slag: EJ_INKOMST, anmarkning: Räknas inte.}\n"
        "  - {kalla: FK, forman: [Bostadstillägg], anmarkning: Bedöm själv.}\n"
    )
    assert table.of(*item("CSN", "Studiemedel")) == (KodText(kod="STUDIEMEDEL", text="Studiemedel"), None)
    assert table.of(*item("FK", "Handikappersättning")) == (
        KodText(kod="EJ_INKOMST", text="Räknas inte som inkomst"),
        "Räknas inte.",
    )
    assert table.of(*item("FK", "Bostadstillägg")) == (None, "Bedöm själv.")


def test_no_rows_at_all_is_a_table_too() -> None:
    assert read("rader: []").of(*item("CSN", "Studiemedel")) == OFF_THE_LIST


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            "rader: [{kalla: FK, slag: ELSTOD}]",
            "rader[0]: names no forman, delforman or beloppstyp; add the codes or texts that it is of.",
        ),
        (
            "rader: [{kalla: FK, forman: [X]}]",
            "rader[0]: has neither slag nor anmarkning; add the kind, or a sentence of why there is none.",
        ),
        (
            "rader: [{kalla: FK, forman: [X], slag: EJ_INKOMST}]",
            "rader[0]: has slag EJ_INKOMST and no anmarkning; add a sentence of why it is no income.",
        ),
        (
            "rader: [{kalla: FK, forman: [X], slag: BARNBIDRG}]",
            "rader[0].slag is BARNBIDRG, which is no kind. Add it to egnaSlag. Nearest: BARNBIDRAG.",
        ),
        (
            "egnaSlag: [{kod: ELSTOD, text: Elstöd}]",
            "egnaSlag[0].kod is ELSTOD, which the common list has already. Use that one.",
        ),
        (
            "egnaSlag: [{kod: GAVA, text: Gåva}, {kod: GAVA, text: Gåvor}]",
            "egnaSlag[1].kod is GAVA, which stands there already. Keep one.",
        ),
        ("rader: [{forman: [X], slag: ELSTOD}]", "rader[0].kalla is missing. Add it."),
        (
            "rader: [{kalla: FK, forman: [X], slags: ELSTOD}]",
            "rader[0].slags is not a known key. Remove it. Nearest: slag.",
        ),
        (
            "rader: [{kalla: FK, forman: [1], slag: ELSTOD}]",
            "rader[0].forman[0] is 1, not a text. Write it within quotation marks.",
        ),
    ],
)
def test_what_does_not_hold_together_is_told_with_its_place_and_remedy(text: str, fault: str) -> None:
    assert faults(text) == (f"inkomstslag.yaml: {fault}",)


@pytest.mark.parametrize("words", ["['']", "['  ']"])
def test_a_word_of_nothing_is_refused(words: str) -> None:
    (fault,) = faults(f"rader: [{{kalla: FK, forman: {words}, slag: ELSTOD}}]")
    assert fault.startswith("inkomstslag.yaml: rader[0].forman[0] is ")


def test_every_fault_is_told_at_once() -> None:
    told = faults("rader: [{kalla: FK, forman: [X], slag: NAGOT}, {kalla: FK, forman: [Y], slag: ANNAT}]")
    assert [fault.split(" is ")[0] for fault in told] == [
        "inkomstslag.yaml: rader[0].slag",
        "inkomstslag.yaml: rader[1].slag",
    ]


def test_more_rows_than_anyone_reads_are_refused() -> None:
    row = "  - {kalla: FK, forman: [X], slag: ELSTOD}\n"
    assert len(read("rader:\n" + row * 500).rows) == 500
    (fault,) = faults("rader:\n" + row * 501)
    assert fault.startswith("inkomstslag.yaml: rader is ")


def test_a_row_of_a_source_that_is_not_loaded_does_no_harm() -> None:
    assert len(load(CONTRACTS, discover()).boards) == 3
    table = read("rader: [{kalla: OKAND, forman: [X], slag: ELSTOD}]")
    assert table.of(*item("FK", "X")) == OFF_THE_LIST


def test_the_example_names_sources_and_kinds_that_there_are() -> None:
    table = read_kinds((CONTRACTS / "inkomstslag.yaml").read_bytes(), "inkomstslag.yaml")
    assert {row.source for row in table.rows} == {"FK", "PM", "SO", "CSN", "SKV"}
    kinds = {row.judged.kind.kod for row in table.rows if row.judged.kind}
    # Skatteverket's monthly returns become no items: nobody knows yet which of their values is the wage.
    assert kinds == set(load_codes(KINDS).texts) - {"LON"}


# ------------------------------------------------------------ a board's own


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "contracts"
    shutil.copytree(SMALL, copy)
    for path in copy.rglob("*.yaml"):
        lines = path.read_text(encoding="utf-8").splitlines()
        kept = "\n".join(line for line in lines if "aktorsid" not in line)
        path.write_text(f"{kept}\n", encoding="utf-8")
    return copy


def with_own(folder: Path, own: str) -> Path:
    """The table `own` at the first board of Sundsvall's."""
    path = folder / "kommuner" / "sundsvall.yaml"
    text = path.read_text(encoding="utf-8")
    assert "    arendesystem: [demo]\n" in text
    path.write_text(
        text.replace("    arendesystem: [demo]\n", f"    arendesystem: [demo]\n    inkomstslag: {own}\n", 1),
        encoding="utf-8",
    )
    return folder


def test_a_boards_rows_come_before_those_of_all_and_are_only_its_own(folder: Path) -> None:
    own = (
        "{egnaSlag: [{kod: GAVA, text: Gåva}], "
        "rader: [{kalla: CSN, forman: [STUDIEMEDEL], slag: GAVA}, {kalla: FK, forman: [Y], slag: ELSTOD}]}"
    )
    boards = load(with_own(folder, own), LOADED).boards
    first, second = boards[BoardId(SUNDSVALL, "SN")].kinds, boards[BoardId(SUNDSVALL, "AN")].kinds
    study, other = item("CSN", "STUDIEMEDEL"), item("FK", "Y")
    assert first.of(*study).kind == KodText(kod="GAVA", text="Gåva")
    assert second.of(*study).kind == KodText(kod="STUDIEMEDEL", text="Studiemedel")
    assert (first.of(*other).kind, second.of(*other)) == (KodText(kod="ELSTOD", text="Elstöd"), OFF_THE_LIST)


def test_the_example_board_counts_what_the_common_table_does_not() -> None:
    boards = load(CONTRACTS, discover()).boards
    start = "CSN", Payment("u1", KodText(kod="STUDIESTARTSSTOD", text="Annat"), Tillstand.UTBETALD)
    assert boards[BoardId(SUNDSVALL, "AN")].kinds.of(*start) == (
        KodText(kod="STUDIESTARTSSTOD", text="Studiestartsstöd"),
        None,
    )
    kind, note = boards[BoardId(SUNDSVALL, "SN")].kinds.of(*start)
    assert kind is None
    assert note


@pytest.mark.parametrize(
    ("own", "fault"),
    [
        (
            "{rader: [{kalla: CSM, forman: [X], slag: ELSTOD}]}",
            "rader[0].kalla is CSM, which no loaded adapter answers for. Nearest: CSN.",
        ),
        (
            "{rader: [{kalla: CSN, forman: [X], slag: GAVA}]}",
            "rader[0].slag is GAVA, which is no kind. Add it to egnaSlag.",
        ),
        (
            "{egnaSlag: [{kod: LON, text: Lön}]}",
            "egnaSlag[0].kod is LON, which the common list has already. Use that one.",
        ),
        (
            "{rader: [{kalla: CSN, slag: ELSTOD}]}",
            "rader[0]: names no forman, delforman or beloppstyp; add the codes or texts that it is of.",
        ),
    ],
)
def test_faults_of_a_boards_own_rows_are_those_of_its_file(folder: Path, own: str, fault: str) -> None:
    with pytest.raises(FaultyDocuments) as caught:
        load(with_own(folder, own), LOADED)
    (told,) = caught.value.faults
    assert told.startswith(f"contracts/kommuner/sundsvall.yaml: namnder[0].inkomstslag.{fault}")


def test_without_the_table_nothing_starts(folder: Path) -> None:
    (folder / "inkomstslag.yaml").unlink()
    with pytest.raises(FaultyDocuments) as caught:
        load(folder, LOADED)
    (fault,) = caught.value.faults
    assert fault == (
        "contracts/inkomstslag.yaml: is missing. "
        "Copy the example, or write `rader: []` to have no kinds at all."
    )


def test_a_table_that_cannot_be_read_is_told_beside_the_other_faults(folder: Path) -> None:
    (folder / "inkomstslag.yaml").write_text("rader: [{kalla: FK}]\n", encoding="utf-8")
    (folder / "kallor" / "csn.txt").write_text("x", encoding="utf-8")
    with pytest.raises(FaultyDocuments) as caught:
        load(folder, LOADED)
    assert [fault.split(":")[0] for fault in caught.value.faults] == [
        "contracts/kallor/csn.txt",
        "contracts/inkomstslag.yaml",
    ]


def test_no_row_of_the_table_stands_behind_one_that_takes_all_of_it() -> None:
    table = read_kinds((CONTRACTS / "inkomstslag.yaml").read_bytes(), "inkomstslag.yaml")
    for row in table.rows:
        benefits, parts, amounts = (
            sorted(words) or [""] for words in (row.benefit, row.sub_benefit, row.amount_type)
        )
        for benefit, part, kind in product(benefits, parts, amounts):
            source, paid = item(row.source, benefit)
            paid = paid._replace(
                delforman=KodText(kod=part, text=part) if part else None,
                beloppstyp=KodText(kod=kind, text=kind) if kind else None,
            )
            assert next(each for each in table.rows if each.has(source, paid)) is row, (
                row.source,
                benefit,
                part,
                kind,
            )
