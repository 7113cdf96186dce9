"""Who may speak at all: every token that is not exactly right is a 401, and nothing else happens."""

from __future__ import annotations

import base64
import json
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from joserfc.jwk import OctKey, OKPKey

from hub.api.asking import STRANGER
from hub.audit import OPERATOR
from hub.demo import story
from tests.support.hub import ASK, RunningHub
from tests.support.tokens import bearing, claims, client_token, issuer_key, token_of
from tests.support.wire import API, now, problem, send, sending, since

HOUR = 3600
Make = Callable[[RunningHub], str]


def _said(**changes: Any) -> Make:
    return lambda hub: token_of(hub, claims(hub, **changes))


def _at(**offsets: int) -> Make:
    """Times in seconds from now."""

    def make(hub: RunningHub) -> str:
        moment = int(now().timestamp())
        return token_of(hub, claims(hub, **{name: moment + offset for name, offset in offsets.items()}))

    return make


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _by_hand(header: bytes, signature: str = "") -> Make:
    return lambda hub: f"{_b64(header)}.{_b64(json.dumps(claims(hub)).encode())}.{signature}"


def _other_key(hub: RunningHub) -> str:
    key = OKPKey.generate_key("Ed25519", parameters={"kid": "utfardare-1"}, private=True)
    return token_of(hub, claims(hub), key)


def _public_key_as_secret(hub: RunningHub) -> str:
    """The classic: what everybody may know, used as a shared secret."""
    public = str(issuer_key(hub).as_dict(private=False)["x"])
    secret = OctKey.import_key(base64.urlsafe_b64decode(public + "=="))
    return token_of(hub, claims(hub), secret, alg="HS256")


def _altered(hub: RunningHub) -> str:
    """Other claims under a good signature."""
    head, _, signature = token_of(hub, claims(hub)).split(".")
    return f"{head}.{_b64(json.dumps(claims(hub, namnd='AN')).encode())}.{signature}"


REFUSED: dict[str, Make] = {
    "garbage": lambda _: "inte-en-biljett",
    "three dots": lambda _: "...",
    "encrypted": lambda _: "a.b.c.d.e",
    "binary": lambda _: "\xe5\xe4\xf6.\xff.\x80",
    "deep header": _by_hand(b'{"alg":' + b"[" * 5000 + b"]" * 5000 + b"}", "x"),
    "algorithm none": _by_hand(b'{"alg":"none"}'),
    "algorithm no text": _by_hand(b'{"alg":["Ed25519"]}', "x"),
    "critical extension": _by_hand(b'{"alg":"Ed25519","kid":"utfardare-1","crit":["b64"],"b64":false}', "x"),
    "shared secret": _public_key_as_secret,
    "another key": _other_key,
    "unknown key id": lambda hub: token_of(hub, claims(hub), kid="en-annan"),
    "altered": _altered,
    "expired": _at(iat=-2 * HOUR, exp=-HOUR),
    "not yet": _at(nbf=HOUR),
    "issued in the future": _at(iat=HOUR, exp=2 * HOUR),
    "too long a life": _at(exp=HOUR + 60),
    "foreign issuer": _said(iss="https://annan.example"),
    "wrong audience": _said(aud="en-annan-tjanst"),
    "no audience": _said(aud=None),
    "no expiry": _said(exp=None),
    "expiry is no number": _said(exp=float("nan")),
    "endless expiry": _said(exp=float("inf")),
    "expiry beyond a float": _said(exp=10**400),
    "expiry as text": _said(exp="4102444800"),
    "expiry true": _said(exp=True),
    "no client": _said(client_id=None),
    "no board": _said(namnd=None),
    "scopes as a list": _said(scope=["uppgifter:fraga"]),
    "claims are a list": lambda hub: token_of(hub, b"[1]"),
    "claims are deep": lambda hub: token_of(hub, b"[" * 5000 + b"]" * 5000),
}


@pytest.mark.parametrize("make", REFUSED.values(), ids=REFUSED.keys())
def test_a_token_that_is_not_right_is_refused(hub: RunningHub, make: Make) -> None:
    with sending(hub, 0):
        answer = _ask(hub, f"Bearer {make(hub)}")
    problem(answer, 401, "INTE_INLOGGAD", remedy="KONTROLLERA_BEHORIGHET")
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("header", [None, "", "Bearer", "Basic YTpi", "Token abc", "bearer,x"])
def test_no_token_is_no_entry(hub: RunningHub, header: str | None) -> None:
    problem(_ask(hub, header), 401, "INTE_INLOGGAD")


def test_a_good_token_is_taken_whatever_the_case_of_its_scheme(hub: RunningHub) -> None:
    assert _ask(hub, f"bEARER {token_of(hub, claims(hub))}").status_code == 200


def test_several_audiences_may_stand_in_a_token(hub: RunningHub) -> None:
    made = token_of(hub, claims(hub, aud=["annan", hub.settings.audience]))
    assert _ask(hub, f"Bearer {made}").status_code == 200


def test_a_client_id_may_not_be_a_personal_number(hub: RunningHub) -> None:
    made = token_of(hub, claims(hub, client_id=hub.number("student")))
    problem(_ask(hub, f"Bearer {made}"), 401, "INTE_INLOGGAD")


def test_a_reviewer_may_not_ask_and_a_case_system_may_not_review(hub: RunningHub) -> None:
    with sending(hub, 0):
        refused = send(hub, "POST", ASK, hub.question(), role="loggkontrollant")
    assert "uppgifter:fraga" in problem(refused, 403, "INTE_BEHORIG")["detail"]
    wanted = {"skal": "Prov", "handlaggare": "hl000123"}
    problem(send(hub, "POST", f"{API}/loggsokningar", wanted), 403, "INTE_BEHORIG")


def test_a_token_without_the_scope_is_refused(hub: RunningHub) -> None:
    made = token_of(hub, claims(hub, scope="kallor:las"))
    problem(_ask(hub, f"Bearer {made}"), 403, "INTE_BEHORIG", remedy="KONTROLLERA_BEHORIGHET")


def test_a_client_that_its_board_never_listed_is_refused_and_reported(hub: RunningHub) -> None:
    """The issuer gave it a token; the board's file gave it nothing."""
    moment = now()
    with sending(hub, 0):
        answer = _ask(hub, f"Bearer {token_of(hub, claims(hub, client_id='en-okand-klient'))}")
    found = problem(answer, 403, "INTE_BEHORIG", gate=1)
    (record,) = since(hub, moment)
    assert (record["handelse"], record["klient"]) == ("SAKERHETSHANDELSE", "en-okand-klient")
    assert found["loggposter"] == [record["loggpostId"]]


def test_a_scope_that_the_file_does_not_give_is_refused_and_reported(hub: RunningHub) -> None:
    """A token may at most hold what the board's file gives its client, whatever its issuer wrote."""
    made = token_of(hub, claims(hub, client_id="sundsvall-sn-etjanst"))
    answer = send(hub, "GET", f"{API}/arenden/demo/EB-1", role=None, headers=bearing(made))
    assert problem(answer, 403, "INTE_BEHORIG", gate=1)["loggposter"]


def test_a_board_that_is_not_served_is_reported_to_the_operator(hub: RunningHub) -> None:
    made = token_of(hub, claims(hub, organisationsnummer="2120000142"))
    found = problem(_ask(hub, f"Bearer {made}"), 403, "INTE_BEHORIG", gate=1)
    with sqlite3.connect(f"file:{hub.settings.data}/logg.db?mode=ro", uri=True) as stored:
        rows = stored.execute(
            "SELECT e.payload FROM entries e JOIN logs l ON l.id = e.log WHERE l.origin = ?", (OPERATOR,)
        ).fetchall()
    stored.close()
    records = [json.loads(payload) for (payload,) in rows]
    assert [(it["loggpostId"], it["slag"]) for it in records if "slag" in it][-1] == (
        found["loggposter"][0],
        STRANGER,
    )


def test_another_board_of_the_municipality_cannot_ask_in_this_board_s_name(hub: RunningHub) -> None:
    """Refused, and in the log of the board that asked."""
    moment = now()
    with sending(hub, 0):
        answer = send(hub, "POST", ASK, hub.question(), role="annanNamnd")
    found = problem(answer, 403, "INTE_BEHORIG", gate=1, remedy="KONTROLLERA_BEHORIGHET")
    assert [one["plats"] for one in found["fel"]] == ["/ingivare/namnd"]
    other = client_token(hub, story.TOKENS["annanNamnd"][0], "sundsvall-an-loggkontroll")
    (record,) = since(hub, moment, other)
    assert (record["handelse"], record["regel"], record["grind"]) == ("UPPSLAG_NEKAT", "egen-namnd", 1)
    assert since(hub, moment) == []


def test_another_municipality_cannot_ask_in_this_one_s_name(hub: RunningHub) -> None:
    with sending(hub, 0):
        answer = send(hub, "POST", ASK, hub.question(), role="annanKommun")
    found = problem(answer, 403, "INTE_BEHORIG", gate=1)
    assert [one["plats"] for one in found["fel"]] == ["/ingivare/organisationsnummer"]


def _ask(hub: RunningHub, authorization: str | None) -> Any:
    headers = {} if authorization is None else {"Authorization": authorization}
    return send(hub, "POST", ASK, hub.question(), role=None, headers=headers)
