"""A signed statement is believed when all of it holds; each way to be wrong is a row of a table."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import OctKey

from hub.model.case import CaseFact, CasePerson, Unshown
from hub.model.query import Query
from hub.signed import sign
from messages import json_codec
from messages.arende import Arendestatus, Arendetyp
from messages.koder import Roll, Skydd, VisadAv
from messages.signerat_intyg import Signaturalgoritm, SigneratIntyg
from tests.support import policy
from tests.support.policy import AN, APPLICANT, CHILD, NOW, TODAY
from tests.support.signed import HEAD, STATEMENT, Pair, claims, compact, pair, signed
from tests.support.signed_office import CLIENT, Office, carrying

OWN, OTHERS, NEXT_DOOR = pair(), pair(kid="annans-1"), pair(kid="an-1")
RETIRED, COMING = pair(kid="gammal"), pair(kid="kommande")
OFFICE = Office.with_keys(
    own=(OWN, RETIRED, COMING),
    days={"gammal": (None, date(2026, 11, 20)), "kommande": (date(2026, 11, 22), None)},
    others=(OTHERS,),
    next_door=(NEXT_DOOR,),
)
QUERY = policy.query(by=policy.caller())
IAT = int(NOW.timestamp())


def good(**changes: Any) -> dict[str, Any]:
    return claims(QUERY.question, CLIENT, NOW, **changes)


def case_of(**changes: Any) -> dict[str, Any]:
    case: dict[str, Any] = good()["arende"] | changes
    return {"arende": {name: value for name, value in case.items() if value is not None}}


def shown(written: str, asked: Query = QUERY, office: Office = OFFICE) -> CaseFact:
    found, alarms = office.ask(carrying(asked, written))
    assert isinstance(found, CaseFact), found
    assert alarms == []
    return found


def unshown(
    written: str, code: str, alarm: str | None = None, asked: Query = QUERY, office: Office = OFFICE
) -> Unshown:
    found, alarms = office.ask(carrying(asked, written))
    assert isinstance(found, Unshown), found
    assert (found.origin, found.code) == (VisadAv.SIGNERAT_INTYG, code), found
    assert found.text.endswith(".")
    assert APPLICANT.value not in found.text
    assert alarms == ([(policy.SN, alarm, CLIENT)] if alarm else [])
    return found


# ------------------------------------------------------------ what holds


def test_a_good_statement_is_a_fact_as_of_when_it_was_signed() -> None:
    persons = [
        {"personidentitet": APPLICANT.value, "roll": "SOKANDE", "skydd": "INGET"},
        {"personidentitet": CHILD.value, "roll": "BARN", "from": "2026-10-01", "tom": "2026-12-31"},
    ]
    assert shown(compact(good(personer=persons), OWN)) == CaseFact(
        system="demo",
        case_id="EB-2026-001234",
        kind=Arendetyp.EKONOMISKT_BISTAND,
        status=Arendestatus.PAGAENDE,
        opened=date(2026, 9, 1),
        closed=None,
        persons=(
            CasePerson(APPLICANT, Roll.SOKANDE, Skydd.INGET),
            CasePerson(CHILD, Roll.BARN, Skydd.OKANT, date(2026, 10, 1), date(2026, 12, 31)),
        ),
        origin=VisadAv.SIGNERAT_INTYG,
        as_of=NOW,
        statement=STATEMENT,
    )


@pytest.mark.parametrize("algorithm", list(Signaturalgoritm))
def test_every_algorithm_that_is_taken_is_taken(algorithm: Signaturalgoritm) -> None:
    own = pair(algorithm.value)
    office = Office.with_keys(own=(own,))
    statement = SigneratIntyg.model_validate_json(json.dumps(good()))
    for written in (compact(good(), own), sign(statement, own.key, own.kid, algorithm)):
        assert shown(written, office=office).statement == STATEMENT


def test_the_published_example_is_a_statement_that_holds() -> None:
    example = Path(__file__).parents[2] / "schemas/signerat-intyg/1/examples/ongoing.json"
    said = json_codec.decode(SigneratIntyg, example.read_bytes(), {})
    asked = policy.query(forfraganId=said.forfraganId, by=replace(QUERY.caller, client_id=said.iss))
    office = Office.with_keys(own=(OWN,), client=said.iss, now=said.iat)
    assert shown(sign(said, OWN.key, OWN.kid, Signaturalgoritm.ED25519), asked, office).statement == said.jti


def test_without_a_statement_nothing_is_looked_at() -> None:
    assert Office.with_keys(own=()).ask(QUERY) == (None, [])


@pytest.mark.parametrize(
    "said",
    [
        good(iat=IAT + 30, exp=IAT + 330),
        good(iat=IAT - 200, exp=IAT - 29),
        good(exp=IAT + 1),
    ],
)
def test_clocks_may_differ_by_half_a_minute(said: Mapping[str, Any]) -> None:
    shown(compact(said, OWN))


def test_a_key_is_good_on_its_first_and_its_last_day() -> None:
    for first, last in ((TODAY, None), (None, TODAY), (TODAY, TODAY)):
        shown(compact(good(), OWN), office=Office.with_keys(own=(OWN,), days={"nyckel-1": (first, last)}))


# ------------------------------------------------------------ the header and the key

BAD_HEADS = {
    "no algorithm": {"alg": "none"},
    "symmetric": {"alg": "HS256"},
    "deprecated name": {"alg": "EdDSA"},
    "other hash": {"alg": "RS512"},
    "no alg": {"alg": None},
    "number for alg": {"alg": 1},
    "no type": {"typ": None},
    "an access token": {"typ": "at+jwt"},
    "any JWT": {"typ": "JWT"},
    "no kid": {"kid": None},
    "kid no name": {"kid": "../../nycklar"},
    "kid a list": {"kid": ["nyckel-1"]},
    "critical": {"crit": ["exp"], "exp": 1},
    "critical, empty": {"crit": []},
    "not encoded": {"b64": False, "crit": ["b64"]},
    "own key within": {"jwk": OWN.public},
    "key's address": {"jku": "https://nycklar.example/jwks"},
    "certificate within": {"x5c": ["MIIB"]},
    "certificate's address": {"x5u": "https://nycklar.example/x5c"},
    "certificate's print": {"x5t#S256": "abc"},
    "content type": {"cty": "json"},
    "compressed": {"zip": "DEF"},
}


@pytest.mark.parametrize("head", BAD_HEADS.values(), ids=BAD_HEADS.keys())
def test_the_header_has_its_three_names_and_no_more(head: dict[str, Any]) -> None:
    unshown(compact(good(), OWN, **head), "INTYG_OLASLIGT")


def test_a_header_that_names_a_thing_twice_is_not_read() -> None:
    twice = b'{"alg":"Ed25519","typ":"nyttonav-intyg+jwt","kid":"annan","kid":"nyckel-1"}'
    unshown(signed(twice, good(), OWN), "INTYG_OLASLIGT")
    for head in (b"", b"[]", b"null", b'{"alg"', "{}".encode("utf-16"), b"[" * 2000):
        unshown(signed(head or b" ", good(), OWN), "INTYG_OLASLIGT")


def test_a_public_key_is_no_secret_to_sign_with() -> None:
    confused = OctKey.import_key(json.dumps(OWN.public).encode())
    unshown(compact(good(), confused, alg="HS256"), "INTYG_OLASLIGT")
    unshown(compact(good(), confused), "INTYG_EJ_VERIFIERAT", "INTYG_FORFALSKAT")


UNVERIFIED: Mapping[str, tuple[str, str]] = {
    "forged under our kid": (compact(good(), pair()), "INTYG_FORFALSKAT"),
    "another kind of key": (compact(good(), pair("ES256")), "INTYG_FORFALSKAT"),
    "another algorithm told": (compact(good(), OWN, alg="RS256"), "INTYG_FORFALSKAT"),
    "unknown key": (compact(good(), pair(kid="okand")), "INTYG_OKAND_NYCKEL"),
    "our key, unknown name": (compact(good(), OWN, kid="okand"), "INTYG_OKAND_NYCKEL"),
    "retired key": (compact(good(), RETIRED), "INTYG_OKAND_NYCKEL"),
    "key of tomorrow": (compact(good(), COMING), "INTYG_OKAND_NYCKEL"),
    "another client's": (compact(good(), OTHERS), "INTYG_FRAN_ANNAN"),
    "another board's": (compact(good(), NEXT_DOOR), "INTYG_FRAN_ANNAN"),
    "forged under another's kid": (compact(good(), pair(kid="annans-1")), "INTYG_OKAND_NYCKEL"),
}


@pytest.mark.parametrize(("written", "alarm"), UNVERIFIED.values(), ids=UNVERIFIED.keys())
def test_why_a_signature_does_not_hold_is_told_to_the_log_only(written: str, alarm: str) -> None:
    found = unshown(written, "INTYG_EJ_VERIFIERAT", alarm)
    assert found == unshown(compact(good(), pair()), "INTYG_EJ_VERIFIERAT", "INTYG_FORFALSKAT")


def test_a_key_that_names_its_algorithm_is_good_for_that_one_only() -> None:
    rsa = pair("RS256")
    office = Office.with_keys(own=(rsa,), jwk={"alg": "PS256"})
    unshown(compact(good(), rsa), "INTYG_EJ_VERIFIERAT", "INTYG_FORFALSKAT", office=office)
    shown(compact(good(), Pair(rsa.key, rsa.kid, "PS256")), office=office)


# ------------------------------------------------------------ the claims

OTHER_ID = "11111111-2222-4333-8444-555555555555"
WRONG: Mapping[str, tuple[dict[str, Any], str]] = {
    "expired": ({"iat": IAT - 200, "exp": IAT - 30}, "INTYG_UTGANGET"),
    "long expired": ({"iat": 1, "exp": 100}, "INTYG_UTGANGET"),
    "not yet": ({"iat": IAT + 31, "exp": IAT + 100}, "INTYG_GALLER_INTE_AN"),
    "far ahead": ({"iat": 99_999_999_000, "exp": 99_999_999_100}, "INTYG_GALLER_INTE_AN"),
    "too long": ({"exp": IAT + 301}, "INTYG_GALLER_FOR_LANGE"),
    "for ever": ({"exp": 99_999_999_999}, "INTYG_GALLER_FOR_LANGE"),
    "no life": ({"exp": IAT}, "INTYG_GALLER_FOR_LANGE"),
    "backwards": ({"exp": IAT - 1}, "INTYG_GALLER_FOR_LANGE"),
    "another service": ({"aud": "annat-nav"}, "INTYG_ANNAN_MOTTAGARE"),
    "another question": ({"forfraganId": OTHER_ID}, "INTYG_ANNAN_FRAGA"),
    "another case": (case_of(id="EB-2026-001235"), "INTYG_ANNAT_ARENDE"),
    "another system": (case_of(system="annat"), "INTYG_ANNAT_ARENDE"),
}


@pytest.mark.parametrize(("changes", "code"), WRONG.values(), ids=WRONG.keys())
def test_a_statement_beside_the_question_is_not_believed(changes: dict[str, Any], code: str) -> None:
    unshown(compact(good(**changes), OWN), code)


@pytest.mark.parametrize(
    "changes", [{"iss": "annan-klient"}, {"organisationsnummer": "2120002395"}, {"namnd": AN.board}]
)
def test_of_another_client_or_board_it_must_be_looked_into(changes: dict[str, Any]) -> None:
    unshown(compact(good(**changes), OWN), "INTYG_ANNAN_AVSANDARE", "INTYG_FRAN_ANNAN")


def test_a_question_in_another_board_s_name_is_not_carried() -> None:
    asked = policy.query(ingivare={"namnd": AN.board})
    for said in (good(), good(namnd=AN.board)):
        unshown(compact(said, OWN), "INTYG_ANNAN_AVSANDARE", "INTYG_FRAN_ANNAN", asked)


def test_a_system_that_is_not_the_board_s_is_nobody_s_word() -> None:
    asked = policy.query(arende={"system": "annat", "id": "EB-2026-001234"})
    unshown(compact(good(**case_of(system="annat")), OWN), "INTYG_OKANT_SYSTEM", asked=asked)


def test_as_time_goes_a_statement_runs_out() -> None:
    written = compact(good(), OWN)
    shown(written, office=OFFICE.at(NOW + timedelta(seconds=149)))
    unshown(written, "INTYG_UTGANGET", office=OFFICE.at(NOW + timedelta(seconds=150)))
    unshown(written, "INTYG_GALLER_INTE_AN", office=OFFICE.at(NOW - timedelta(seconds=31)))


@pytest.mark.parametrize("name", sorted(good()))
def test_every_claim_is_needed(name: str) -> None:
    unshown(compact(good(**{name: None}), OWN), "INTYG_OLASLIGT")


PERSON = {"personidentitet": APPLICANT.value, "roll": "SOKANDE"}
MALFORMED: Mapping[str, dict[str, Any] | bytes] = {
    "a claim more": good(nbf=IAT),
    "a claim named by a number": good(**{APPLICANT.value: 1}),
    "time as text": good(iat=str(IAT)),
    "time with parts": good(iat=IAT + 0.5),
    "time as truth": good(iat=True),
    "time before time": good(iat=0),
    "time beyond time": good(exp=10**12),
    "not a number": json.dumps(good(iat=float("nan"))).encode(),
    "several services": good(aud=["nyttonav", "annat"]),
    "no UUID": good(jti="intyg-1"),
    "nobody": good(personer=[]),
    "too many": good(personer=[PERSON] * 51),
    "somebody twice": good(personer=[PERSON, PERSON]),
    "a wrong number": good(personer=[PERSON | {"personidentitet": APPLICANT.value[:-1] + "0"}]),
    "a role there is not": good(personer=[PERSON | {"roll": "GRANNE"}]),
    "gone before coming": good(personer=[PERSON | {"from": "2026-10-02", "tom": "2026-10-01"}]),
    "a person with more": good(personer=[PERSON | {"namn": "Test"}]),
    "open, not opened": good(**case_of(oppnat=None)),
    "a state there is not": good(**case_of(status="VILANDE")),
    "a kind there is not": good(**case_of(typ="LVU")),
    "a case with more": good(**case_of(avslutat="2026-10-01")),
    "twice the same name": json.dumps(good()).replace('"iss"', '"jti":"x","iss"', 1).encode(),
    "no object": b"[]",
    "nothing": b" ",
    "no JSON": b'{"iss":',
    "UTF-16": json.dumps(good()).encode("utf-16"),
    "no UTF-8": b'{"iss":"\xff"}',
    "bottomless": b"[" * 3000,
}


@pytest.mark.parametrize("said", MALFORMED.values(), ids=MALFORMED.keys())
def test_what_is_not_as_described_is_not_believed(said: dict[str, Any] | bytes) -> None:
    unshown(compact(said, OWN), "INTYG_OLASLIGT")


def test_the_header_of_the_tests_is_the_header_that_is_signed() -> None:
    """Else the tables above would refuse for another reason than they say."""
    shown(signed(json.dumps(HEAD).encode(), good(), OWN))
