"""Which public keys a board's file may give a client, and what it is told of the others."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc.jwk import ECKey, OctKey, OKPKey

from hub.agreements import load
from hub.agreements.keys import public_key
from hub.model.board import BoardId
from hub.model.document import FaultyDocuments
from hub.registry import discover
from tests.support.signed import pair

CONTRACTS = Path(__file__).parents[2] / "contracts"
LOADED = discover()
ED, EC, RSA = pair(), pair("ES384"), pair("PS256")
PLACE = "contracts/kommuner/sundsvall.yaml: namnder[0].klienter[0].nycklar"


def key(**changes: Any) -> dict[str, Any]:
    return {"kid": "nyckel-1", "jwk": ED.public, "system": "demo"} | changes


def contracts(folder: Path, *keys: Mapping[str, Any]) -> Path:
    """Ours, the first client of Sundsvall's SN with these keys."""
    shutil.copytree(CONTRACTS, folder / "contracts")
    path = folder / "contracts" / "kommuner" / "sundsvall.yaml"
    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    written["namnder"][0]["klienter"][0]["nycklar"] = list(keys)
    path.write_text(yaml.safe_dump(written, allow_unicode=True), encoding="utf-8")
    return folder / "contracts"


def fault(folder: Path, *keys: Mapping[str, Any]) -> str:
    with pytest.raises(FaultyDocuments) as caught:
        load(contracts(folder, *keys), LOADED)
    (one,) = caught.value.faults
    return one


def test_keys_of_every_kind_are_read_with_their_days(tmp_path: Path) -> None:
    until = key(kid="nyckel-2", jwk=EC.public | {"use": "sig", "kid": "nyckel-2"}, tom=date(2026, 12, 31))
    third = key(kid="nyckel-3", jwk=RSA.public | {"alg": "PS256"})
    boards = load(contracts(tmp_path, key(), until, third), LOADED).boards
    keys = boards[BoardId("2120002411", "SN")].keys["sundsvall-sn-arendesystem"]
    assert [(it.kid, it.first, it.last) for it in keys] == [
        ("nyckel-1", None, None),
        ("nyckel-2", None, date(2026, 12, 31)),
        ("nyckel-3", None, None),
    ]
    assert [public_key(it.jwk).algorithms for it in keys] == [{"Ed25519"}, {"ES384"}, {"PS256"}]
    assert [public_key(it.jwk).key.is_private for it in keys] == [False] * 3


SHORT = rsa.generate_private_key(65537, 1024).public_key().public_numbers()
TOO_SHORT = OctKey.import_key(SHORT.n.to_bytes(128)).as_dict(private=True)["k"]
BAD = {
    "private": (ED.key.as_dict(private=True) | {"kid": "nyckel-1"}, "holds a private key"),
    "private RSA": (RSA.key.as_dict(private=True) | {"kid": "nyckel-1"}, "holds a private key"),
    "symmetric": ({"kty": "oct", "k": "AAAA"}, "is symmetric"),
    "for exchange": (OKPKey.generate_key("X25519").as_dict(private=False), "is of no kind that is taken"),
    "Ed448": (OKPKey.generate_key("Ed448").as_dict(private=False), "is of no kind that is taken"),
    "P-521": (ECKey.generate_key("P-521").as_dict(private=False), "is of no kind that is taken"),
    "secp256k1": (ECKey.generate_key("secp256k1").as_dict(private=False), "is of no kind that is taken"),
    "no kind": ({"crv": "Ed25519", "x": ED.public["x"]}, "is of no kind that is taken"),
    "empty": ({}, "is of no kind that is taken"),
    "no number": ({"kty": "OKP", "crv": "Ed25519"}, "cannot be read"),
    "short number": ({"kty": "OKP", "crv": "Ed25519", "x": "AAAA"}, "cannot be read"),
    "off the curve": ({"kty": "EC", "crv": "P-256", "x": "AAAA", "y": "AAAA"}, "cannot be read"),
    "no base64": ({"kty": "RSA", "n": "å", "e": "AQAB"}, "cannot be read"),
    "short RSA": ({"kty": "RSA", "n": TOO_SHORT, "e": "AQAB"}, "is shorter than 2048 bits"),
    "for secrecy": (ED.public | {"use": "enc"}, "is not for signatures"),
    "symmetric alg": (ED.public | {"alg": "HS256"}, "names an alg that is not taken"),
    "alg of another kind": (ED.public | {"alg": "RS256"}, "names an alg that is not taken"),
    "an address": (ED.public | {"x5u": "https://nycklar.example"}, "has more members"),
}


@pytest.mark.parametrize(("jwk", "sentence"), BAD.values(), ids=BAD.keys())
def test_what_is_no_public_key_for_signatures_is_a_fault(
    jwk: dict[str, Any], sentence: str, tmp_path: Path
) -> None:
    plain = {name: value for name, value in jwk.items() if name != "kid"}
    told = fault(tmp_path, key(jwk=plain))
    assert told.startswith(f"{PLACE}[0].jwk {sentence}")
    assert told.endswith(".")
    assert not any(len(value) > 20 and value in told for value in map(str, plain.values()))


def test_a_name_is_one_key_s_and_the_same_in_both_places(tmp_path: Path) -> None:
    assert fault(tmp_path / "a", key(), key(jwk=EC.public)).startswith(f"{PLACE}[].kid names nyckel-1 twice")
    other = key(jwk=ED.public | {"kid": "annan"})
    assert fault(tmp_path / "b", other).startswith(f"{PLACE}[0].kid is not the kid")


def test_a_key_s_days_are_in_order(tmp_path: Path) -> None:
    told = fault(tmp_path, key(**{"from": date(2026, 2, 1), "tom": date(2026, 1, 31)}))
    assert told.startswith(f"{PLACE}[0].from is later than its tom")


def test_a_key_says_which_of_several_systems_it_speaks_for(tmp_path: Path) -> None:
    told = fault(tmp_path / "a", key(system=None))
    assert told.startswith(f"{PLACE}[0].system is missing: the board has more than one arendesystem")
    told = fault(tmp_path / "b", key(system="demmo"))
    assert told.startswith(f"{PLACE}[0].system is demmo, which is not among the board's arendesystem.")
    boards = load(contracts(tmp_path / "c", key()), LOADED).boards
    (read,) = boards[BoardId("2120002411", "SN")].keys["sundsvall-sn-arendesystem"]
    assert read.system == "demo"


def test_lists_of_operations_are_no_part_of_it(tmp_path: Path) -> None:
    assert "key_ops" in fault(tmp_path, key(jwk=ED.public | {"key_ops": ["sign"]}))


def test_the_board_that_takes_statements_has_a_key(tmp_path: Path) -> None:
    assert "SIGNERAT_INTYG, but no client has nycklar" in fault(tmp_path)


def test_the_example_has_no_private_half_in_the_repository() -> None:
    text = (CONTRACTS / "kommuner" / "sundsvall.yaml").read_text(encoding="utf-8")
    boards = load(CONTRACTS, LOADED).boards.values()
    keys = [key for board in boards for keys in board.keys.values() for key in keys]
    assert keys, "no example shows a key"
    assert not any({"d", "k"} & json.loads(one.jwk).keys() for one in keys)
    assert "SIGNERAT_INTYG" in text
