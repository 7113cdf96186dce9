"""What the files say of the narrow question: which boards answer, about what, and which agencies may ask."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from hub.agreements import load
from hub.api.tokens import TokenReader
from hub.issuer import agency_token, issuer_of
from hub.model.agreement import AgencyClient
from hub.model.board import BoardId
from hub.model.query import AgencyCaller
from hub.registry import discover
from hub.settings import Profile, Settings, SettingsError
from hub.vouching import VouchDesk
from messages.arende import Arendetyp
from messages.koder import VisadAv
from tests.support.audit import SetClock
from tests.support.policy import NOW, agreement
from tests.unit.test_agreements_files import CONTRACTS, LOADED, changed, faults, folder

__all__ = ["folder"]

FILE = "kommuner/sundsvall.yaml"
CSN = "kallor/csn.yaml"
SYSTEMS = "    arendesystem: [demo]\n"
ME = "csn-fragekontroll"
KIND, SYSTEM, AGE = "arendetyper: [EKONOMISKT_BISTAND]", "arendesystem: [demo]", "hogstAlder: 35d"


def says(folder: Path, text: str) -> Path:
    return changed(folder, FILE, SYSTEMS, f"{SYSTEMS}    aktualitetskontroll: {text}\n")


def test_a_board_that_says_nothing_does_not_answer(folder: Path) -> None:
    assert {board.told_to_neighbours for board in load(folder, LOADED).boards.values()} == {None}
    says(folder, "{svarar: false}")
    assert {board.told_to_neighbours for board in load(folder, LOADED).boards.values()} == {None}


def test_sundsvalls_boards_tell_of_what_their_file_names_and_nothing_else() -> None:
    boards = load(CONTRACTS, discover()).boards
    assert boards[BoardId("2120002411", "SN")].case_systems == ("demo", "familjeradgivning")
    told_of = {it.told_to_neighbours for it in boards.values() if it.told_to_neighbours is not None}
    assert {(it.kinds, it.systems, it.greatest_age) for it in told_of} == {
        (frozenset({Arendetyp.EKONOMISKT_BISTAND}), frozenset({"demo"}), timedelta(days=35))
    }


def test_sundsvalls_social_board_is_looked_for_where_persons_can_be() -> None:
    told = load(CONTRACTS, discover()).boards[BoardId("2120002411", "SN")].told_to_neighbours
    assert told is not None
    assert told.origins <= {VisadAv.REGISTER, VisadAv.LISTA}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (f"{{svarar: true, {SYSTEM}, {AGE}}}", "arendetyper is missing or empty"),
        (f"{{svarar: true, arendetyper: [], {SYSTEM}, {AGE}}}", "arendetyper is missing or empty"),
        (f"{{svarar: true, {KIND}, {AGE}}}", "arendesystem is missing or empty"),
        (f"{{svarar: true, {KIND}, {SYSTEM}}}", "hogstAlder is missing"),
        (f"{{svarar: true, arendetyper: [KONTROL], {SYSTEM}, {AGE}}}", "aktualitetskontroll.arendetyper"),
        (f"{{svarar: true, arendetyper: [KONTROLL, KONTROLL], {SYSTEM}, {AGE}}}", "names KONTROLL twice"),
        (
            f"{{svarar: true, {KIND}, arendesystem: [demmo], {AGE}}}",
            "arendesystem[0] is demmo, which is not among",
        ),
        (f"{{svarar: true, {KIND}, {SYSTEM}, hogstAlder: 35 dagar}}", "aktualitetskontroll.hogstAlder"),
        (
            f"{{svarar: true, {KIND}, {SYSTEM}, {AGE}}}\n    avslutadeBehallsManader: 1",
            "longer than closed cases are kept (avslutadeBehallsManader: 1). Write at most 28d",
        ),
        (f"{{svarar: true, {KIND}, {SYSTEM}, {AGE}, utom: [KONTROLL]}}", "aktualitetskontroll.utom"),
        ("{svarar: false, arendetyper: [KONTROLL]}", "arendetyper is of no use where svarar is not true"),
        ("{svarar: false, hogstAlder: 35d}", "hogstAlder is of no use where svarar is not true"),
        (
            f"{{svarar: true, {KIND}, {SYSTEM}, {AGE}}}\n    aktualitet: [EGET_INTYG]",
            "neither REGISTER nor LISTA: a person cannot be looked for elsewhere",
        ),
        ("{svarar: kanske}", "aktualitetskontroll.svarar"),
    ],
)
def test_what_is_wrong_is_told(folder: Path, text: str, sentence: str) -> None:
    assert sentence in " ".join(faults(says(folder, text)))


def test_an_agencys_right_is_no_boards(folder: Path) -> None:
    wrong = changed(folder, FILE, '["logg:las"]', '["logg:las", "fragor:kontrollera"]')
    assert "which is a source's own right" in " ".join(faults(wrong))


@pytest.mark.parametrize(
    ("client", "number", "sentence"),
    [
        ("sundsvall-sn-arendesystem", "2021001819", "is of 2120002411/SN already"),
        (ME, "2021001818", "check digit"),
    ],
)
def test_an_agencys_client_is_its_own(folder: Path, client: str, number: str, sentence: str) -> None:
    row = f'klienter:\n  - {{id: {client}, namn: CSN, organisationsnummer: "{number}"}}\n\nkontakt:\n'
    assert sentence in " ".join(faults(changed(folder, CSN, "kontakt:\n", row)))


def test_a_client_asks_about_its_own_source_while_the_agreement_is_in_force() -> None:
    clients = (AgencyClient(ME, "CSN", "2021001819"),)
    made = replace(agreement("CSN"), clients=clients)
    caller = AgencyCaller(ME, "2021001819", frozenset())
    log: object = None

    def source(*versions: object) -> str | None:
        known = {"FK": (agreement("FK"),), "CSN": versions}
        return VouchDesk(log, known, SetClock()).source_of(caller)  # type: ignore[arg-type]

    assert source(made) == "CSN"
    assert source(replace(made, valid_to=date(2026, 11, 20))) is None
    assert source(replace(made, valid_from=date(2026, 11, 22))) is None
    assert source(replace(made, clients=(replace(clients[0], organisation_number="2021005521"),))) is None
    assert source() is None


def test_development_tokens_are_made_for_the_sources_clients_only(tmp_path: Path) -> None:
    made = replace(agreement("CSN"), clients=(AgencyClient(ME, "CSN", "2021001819"),))
    settings = Settings(profile=Profile.DEVELOPMENT, keys=tmp_path)
    caller = TokenReader(issuer_of(settings), SetClock()).agency(
        agency_token(settings, [made], ME, 60, NOW.timestamp())
    )
    assert caller == AgencyCaller(ME, "2021001819", frozenset({"fragor:kontrollera", "drift:meddela"}))
    with pytest.raises(SettingsError, match=ME):
        agency_token(settings, [made], "nagon-annan", 60, NOW.timestamp())
    production = settings.model_copy(update={"profile": Profile.PRODUCTION})
    with pytest.raises(SettingsError, match="development profile only"):
        agency_token(production, [made], ME, 60, NOW.timestamp())
