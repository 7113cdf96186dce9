"""A payload read by its table: where values go, and how everything odd is named, never its value."""

from __future__ import annotations

from typing import Any

import pytest

from hub.adapter import SourceMalformed
from hub.elements import compile_table, read_xml
from tests.support.elements import TABLE

COMPILED = compile_table(TABLE)
SECRET = "hemligt"


def svar(inside: str, namespaces: str = 'xmlns="urn:bas" xmlns:r="urn:rum" xmlns:h="urn:hall"') -> bytes:
    return f"<Svar {namespaces}><kod>0</kod>{inside}</Svar>".encode()


def read(content: bytes) -> tuple[dict[str, Any], dict[str, Any], dict[str, list[str]]]:
    """Section, outcome, and places by the code of their deviation."""
    reading = read_xml(COMPILED, content)
    told = reading.deviations.told()
    assert all(SECRET not in f"{row.text}{row.plats}" for row in told)
    odd: dict[str, list[str]] = {}
    for row in told:
        odd.setdefault(row.kod, []).append(row.plats)
    return reading.records[0].section, reading.outcome, odd


def test_values_go_to_their_places_marked_and_numbered() -> None:
    section, outcome, odd = read(
        svar(
            "<namn>Aula</namn><Rum><Rad><r:plats>A1</r:plats><dag>20260901</dag></Rad></Rum>"
            '<Hall><Rad><h:plats>B</h:plats><belopp enhet="SEK">10</belopp></Rad></Hall>'
        )
    )
    assert odd == {}
    assert outcome == {"kod": "0", "enhet": "SEK"}
    assert section["rubrik"] == "Aula"
    assert [(row["id"], row["plats"]) for row in section["rader"]] == [("u1", "A1"), ("u2", "B")]


def test_what_is_unknown_is_named_with_its_path() -> None:
    _, _, odd = read(
        svar(
            f'<Nytt>{SECRET}<a b="{SECRET}"/></Nytt><Rum slag="{SECRET}"><Rad>'
            f'<r:plats x="{SECRET}">A</r:plats>'
            f"<dag>20260901<djup>{SECRET}</djup></dag><ny>{SECRET}</ny></Rad></Rum>"
        )
    )
    assert odd == {
        "OKANT_ELEMENT": ["Nytt", "Rum/Rad/ny", "Rum/Rad/dag/djup"],
        "OKANT_ATTRIBUT": ["Rum/@slag", "Rum/Rad/plats/@x"],
    }


def test_stray_text_is_named() -> None:
    _, _, odd = read(svar(f"{SECRET}<Rum>{SECRET}<Rad><r:plats>A</r:plats> \n </Rad></Rum>"))
    assert odd == {"OVANTAD_TEXT": ["/", "Rum"]}


def test_of_a_repeated_value_the_first_stands_and_repeated_structure_is_joined() -> None:
    section, _, odd = read(
        svar(
            "<namn>A</namn><namn>B</namn><Rum><Rad><r:plats>1</r:plats></Rad></Rum>"
            "<Rum><Rad><r:plats>2</r:plats></Rad></Rum>"
        )
    )
    assert odd == {"UPPREPAT_ELEMENT": ["namn", "Rum"]}
    assert section["rubrik"] == "A"
    assert [row["plats"] for row in section["rader"]] == ["1", "2"]


def test_what_is_missing_is_named() -> None:
    _, _, odd = read(b'<Svar xmlns="urn:bas"><Rum><Rad/></Rum></Svar>')
    assert odd == {"SAKNAT_ELEMENT": ["Rum/Rad/plats", "kod"]}


def test_an_unreadable_value_is_left_out_and_named() -> None:
    section, _, odd = read(svar(f"<Rum><Rad><r:plats>A</r:plats><belopp>{SECRET}</belopp></Rad></Rum>"))
    assert odd == {"OLASBART_VARDE": ["Rum/Rad/belopp"]}
    assert "belopp" not in section["rader"][0]


@pytest.mark.parametrize(
    "namespaces",
    ['xmlns="urn:annan" xmlns:r="urn:annan" xmlns:h="urn:annan"', 'xmlns:r="urn:rum" xmlns:h="urn:hall"'],
)
def test_a_wrong_namespace_is_told_once_and_costs_nothing(namespaces: str) -> None:
    section, outcome, odd = read(svar("<Rum><Rad><r:plats>A</r:plats></Rad></Rum>", namespaces))
    assert odd == {"FEL_NAMNRYMD": ["/"]}
    assert outcome == {"kod": "0"}
    assert section["rader"][0]["plats"] == "A"


def test_what_a_row_covers_is_not_looked_at() -> None:
    _, _, odd = read(svar('<Eko a="1"><vad><som>helst</som></vad></Eko>'))
    assert odd == {}


def test_xmls_own_attributes_are_none_of_ours() -> None:
    xsi = "http://www.w3.org/2001/XMLSchema-instance"
    _, _, odd = read(svar(f'<namn xmlns:xsi="{xsi}" xsi:type="x" xml:lang="sv">A</namn>'))
    assert odd == {}


def test_comments_and_cdata_change_nothing() -> None:
    section, _, odd = read(svar("<!-- x --><namn>A<!-- y --><![CDATA[&B]]></namn><?p i?>"))
    assert (section["rubrik"], odd) == ("A&B", {})


def test_a_name_that_could_be_a_number_is_hidden() -> None:
    _, _, odd = read(svar('<p200306062381/><x y200306062381="1"/>'))
    assert odd == {"OKANT_ELEMENT": ["(dolt namn)", "x"]}


def test_deviations_are_counted_and_bounded() -> None:
    reading = read_xml(
        COMPILED, svar("".join(f"<n{chr(97 + i % 26)}{i}/>" for i in range(5000)) + "<q/>" * 9)
    )
    told = reading.deviations.told()
    assert len(told) == 201
    assert told[-1].kod == "FLER_AVVIKELSER"
    again = read_xml(COMPILED, svar("<q/>" * 9)).deviations.told()
    assert [row.text.endswith("(9 gånger.)") for row in again] == [True]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html/>",
        b"not xml",
        b"<Svar xmlns='urn:bas'>",
        b"<!DOCTYPE Svar><Svar xmlns='urn:bas'><kod>0</kod></Svar>",
        b"<!DOCTYPE Svar [<!ENTITY a 'x'>]><Svar xmlns='urn:bas'><kod>&a;</kod></Svar>",
        b"<!DOCTYPE Svar [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><Svar xmlns='urn:bas'>&a;</Svar>",
        b"<Svar xmlns='urn:bas'>" + b"<Rum>" * 10_000 + b"</Rum>" * 10_000 + b"</Svar>",
        b"\xff\xfe<\x00S\x00",
    ],
)
def test_what_is_no_such_payload_is_malformed(content: bytes) -> None:
    with pytest.raises(SourceMalformed) as refused:
        read_xml(COMPILED, content)
    assert refused.value.code == "OLASBART_SVAR"
    assert "passwd" not in str(refused.value)


def test_a_thousand_laughs_are_not_expanded() -> None:
    entities = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10 if i else "ha"}">' for i in range(10))
    with pytest.raises(SourceMalformed):
        read_xml(COMPILED, f"<!DOCTYPE Svar [{entities}]><Svar xmlns='urn:bas' a='&e9;'>&e9;</Svar>".encode())
