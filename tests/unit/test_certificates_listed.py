"""Is it never in doubt which client a listed certificate is, and which board a name means?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from hub.agreements import Contracts, load
from hub.agreements.in_force import InForce
from hub.cli.contracts import board_lines
from hub.model.board import BoardId, ListedCertificate
from tests.unit.test_agreements_files import KOMMUN, LOADED, changed, faults, folder

__all__ = ["folder"]

ONE, OTHER = "ab" * 32, "0C" * 32
AS_PRINTED = ":".join([ONE.upper()[n : n + 2] for n in range(0, 64, 2)])
SN, AN = BoardId("2120002411", "SN"), BoardId("2120002411", "AN")
OF_SN, OF_SN_TOO, OF_AN = (
    f"      - id: sundsvall-{it}\n" for it in ("sn-arendesystem", "sn-etjanst", "an-arendesystem")
)
PLACE_SN, PLACE_AN = (f"contracts/{KOMMUN}: namnder[{n}].klienter[0].certifikat" for n in (0, 1))


def shows(folder: Path, client: str, *rows: str) -> Path:
    """The client lists these certificates: a fingerprint, and days after it."""
    listed = ", ".join(f"{{sha256: {row}}}" for row in rows)
    return changed(folder, KOMMUN, client, f"{client}        certifikat: [{listed}]\n")


def called(folder: Path, board: str, names: str) -> Path:
    return changed(folder, KOMMUN, f"    namn: {board}\n", f"    namn: {board}\n    ingivarnamn: [{names}]\n")


def shared(folder: Path) -> Path:
    return shows(shows(folder, OF_SN, f'"{ONE}"'), OF_AN, f'"{ONE}"')


def test_they_are_read_however_the_fingerprint_is_written(folder: Path) -> None:
    shows(folder, OF_SN, f'"{AS_PRINTED}", tom: 2027-01-31', f'"{OTHER}", from: 2027-01-01')
    board = load(called(folder, "Socialnämnden", "Sundsvall SN"), LOADED).boards[SN]
    first, second = board.clients[0].certificates
    assert first == ListedCertificate(ONE, None, date(2027, 1, 31))
    assert second == ListedCertificate(OTHER.lower(), date(2027, 1, 1), None)
    assert board.clients[1].certificates == ()
    assert [board.called(name) for name in ("sundsvall  sn", "Socialnämnden ", "Sundsvall", "")] == [
        True,
        True,
        False,
        False,
    ]
    lines = list(board_lines(board, LOADED))
    assert (
        "  certificate  sundsvall-sn-arendesystem  sha256 abababababababab...  "
        "from its first day to 2027-01-31"
    ) in lines
    assert "  called       Sundsvall SN" in lines


def test_two_boards_may_share_one_when_both_say_what_they_are_called(folder: Path) -> None:
    called(called(shared(folder), "Socialnämnden", "Sundsvall SN"), "Arbetsmarknadsnämnden", "Sundsvall AN")
    held = InForce(load(folder, LOADED))
    assert [(it.board, it.client.id) for it in held.certificates[ONE]] == [
        (SN, "sundsvall-sn-arendesystem"),
        (AN, "sundsvall-an-arendesystem"),
    ]
    assert OTHER not in held.certificates
    held.contracts = Contracts({}, {})
    assert ONE not in held.certificates


def test_two_boards_that_share_one_are_both_to_say_so(folder: Path) -> None:
    begins = f"{PLACE_AN}[0].sha256 stands at sundsvall-sn-arendesystem already, and namnder"
    ends = (
        "has no ingivarnamn. Say there what the questions call the board, or give each system a "
        "certificate of its own."
    )
    assert faults(shared(folder)) == (f"{begins}[0] {ends}", f"{begins}[1] {ends}")
    assert faults(called(folder, "Socialnämnden", "Sundsvall SN")) == (f"{begins}[1] {ends}",)


def test_a_certificate_tells_one_client_of_a_board(folder: Path) -> None:
    shows(shows(folder, OF_SN, f'"{ONE}"'), OF_SN_TOO, f'"{AS_PRINTED}"')
    assert faults(called(folder, "Socialnämnden", "Sundsvall SN")) == (
        (
            f"contracts/{KOMMUN}: namnder[0].klienter[1].certifikat[0].sha256 stands at "
            "sundsvall-sn-arendesystem already. A certificate tells one client of a board: give each system "
            "one of its own."
        ),
    )


def test_a_certificate_is_of_one_municipality(folder: Path) -> None:
    shows(folder, OF_SN, f'"{ONE}"')
    text = (folder / KOMMUN).read_text("utf-8").replace("2120002411", "2120002395")
    (folder / "kommuner" / "timra.yaml").write_text(text.replace("sundsvall-", "timra-"), "utf-8")
    assert faults(folder) == (
        (
            "contracts/kommuner/timra.yaml: a certificate of timra-sn-arendesystem stands at "
            f"sundsvall-sn-arendesystem in contracts/{KOMMUN} already. A certificate is of one municipality: "
            "let each have its own."
        ),
    )


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            (f'"{ONE}", from: 2027-02-01, tom: 2027-01-31',),
            "[0].from is later than its tom. Mend one of them.",
        ),
        ((f'"{ONE}", tom: 2027-01-31', f'"{AS_PRINTED}"'), "[1].sha256 stands there twice. Keep one."),
        (
            ('"AB:CD"',),
            (
                "[0].sha256: is no SHA-256 in hex (64 digits, or 32 pairs with colons between); take it from "
                "the certificate with openssl x509 -noout -fingerprint -sha256."
            ),
        ),
        (
            (f'"{ONE}", till: 2027-01-31',),
            "[0].till is not a known key. Remove it. There is: from, sha256, tom.",
        ),
    ],
)
def test_a_mistake_gets_one_exact_sentence(folder: Path, rows: tuple[str, ...], sentence: str) -> None:
    assert faults(shows(folder, OF_SN, *rows)) == (f"{PLACE_SN}{sentence}",)


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        (
            "SN i Sundsvall, arbetsmarknadsnämnden",
            "[1] is arbetsmarknadsnämnden, which means namnder[1] already. Let a name mean one board.",
        ),
        ("Sundsvall SN, sundsvall  sn", "[1] is sundsvall  sn, which stands there twice. Keep one."),
    ],
)
def test_a_name_means_one_board(folder: Path, names: str, sentence: str) -> None:
    assert faults(called(folder, "Socialnämnden", names)) == (
        f"contracts/{KOMMUN}: namnder[0].ingivarnamn{sentence}",
    )


def test_two_boards_of_a_file_are_not_called_the_same(folder: Path) -> None:
    called(called(folder, "Socialnämnden", "Nämnden"), "Arbetsmarknadsnämnden", "nämnden")
    assert faults(folder) == (
        (
            f"contracts/{KOMMUN}: namnder[1].ingivarnamn[0] is nämnden, which means namnder[0] already. "
            "Let a name mean one board."
        ),
    )
