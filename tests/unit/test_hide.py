"""Is everything that could tell where somebody is taken out, and nothing else?"""

from __future__ import annotations

import json
from decimal import Decimal

from hub.elements import hide
from hub.registry import discover
from messages.arbetsloshetsersattning import Arbetsloshetsersattning
from messages.fordonsinnehav import Fordonsinnehav


def test_the_folders_tables_say_what_is_hidden() -> None:
    hidden = discover().whereabouts
    assert hidden["fordonsinnehav"] == {"fordon[].registreringsnummer"}
    assert hidden["beskattning"] == {"individuppgifter"}
    assert hidden["arbetsloshetsersattning"] == {"akassor[].status"}
    assert hidden["studiestod"] == frozenset()


def test_a_registration_number_goes_and_the_vehicle_stays() -> None:
    section = Fordonsinnehav.model_validate(
        {"fordon": [{"id": "u1", "registreringsnummer": "QIV123", "fabrikat": "VOLVO"}, {"id": "u2"}]}
    )
    kept, groups = hide(section, {"fordon[].registreringsnummer"})
    assert [(one.id, one.registreringsnummer, one.fabrikat) for one in kept.fordon] == [
        ("u1", None, "VOLVO"),
        ("u2", None, None),
    ]
    assert groups == ("fordonsinnehav.registreringsnummer",)
    assert section.fordon[0].registreringsnummer == "QIV123"


def test_amounts_and_dates_are_never_touched() -> None:
    section = Arbetsloshetsersattning.model_validate(
        {
            "akassor": [
                {
                    "id": "u1",
                    "namn": "A-kassan",
                    "status": {"kod": "Kontoret i Sundsvall svarar", "text": "Kontoret i Sundsvall svarar"},
                    "utbetalningar": [
                        {"id": "u2", "utbetalningsdag": "2026-10-26", "nettoEfterSkatt": "9120.00"}
                    ],
                }
            ]
        }
    )
    kept, _ = hide(section, discover().whereabouts["arbetsloshetsersattning"])
    (akassa,) = kept.akassor
    assert akassa.status is None
    assert akassa.utbetalningar[0].nettoEfterSkatt == Decimal("9120.00")
    assert "Sundsvall" not in json.dumps(kept.model_dump(mode="json"), ensure_ascii=False)


def test_nothing_to_hide_is_the_same_section() -> None:
    section = Fordonsinnehav()
    assert hide(section, {"fordon[].registreringsnummer"}) == (section, ())


def test_a_code_is_hidden_with_its_text_when_either_is() -> None:
    section = Arbetsloshetsersattning.model_validate(
        {"akassor": [{"id": "u1", "status": {"kod": "KONTOR", "text": "Kontoret i Sundsvall"}}]}
    )
    for place in ("akassor[].status.kod", "akassor[].status.text"):
        kept, groups = hide(section, {place})
        assert kept.akassor[0].status is None
        assert groups
