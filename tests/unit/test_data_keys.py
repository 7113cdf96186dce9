"""Data keys: a seal is opened with the key it names, by the board and under the master it was made for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.audit.data_keys import DataKeys, UnknownDataKey, rewrapped
from hub.audit.keys import KeyUse, MasterKey, ring_of
from hub.audit.vault import KeyVault
from tests.support.policy import AN, APPLICANT, SN
from tests.unit.test_keys import ring

MONTH = 202611


def test_a_month_has_one_key_and_each_month_and_board_its_own() -> None:
    keys = DataKeys(ring())
    first, _ = keys.sealing(SN.origin, MONTH)
    others = {keys.sealing(SN.origin, 202612)[0], keys.sealing(AN.origin, MONTH)[0]}
    assert keys.sealing(SN.origin, MONTH)[0] == first
    assert len(others - {first}) == 2
    assert {it.id for it in keys.unsaved()} == {first, *others}


def test_what_is_saved_is_not_brought_again() -> None:
    keys = DataKeys(ring())
    keys.sealing(SN.origin, MONTH)
    brought = keys.unsaved()
    later, _ = keys.sealing(AN.origin, MONTH)
    keys.saved(brought)
    assert [it.id for it in keys.unsaved()] == [later], "what was made since is not durable yet"
    keys.saved(keys.unsaved())
    assert keys.unsaved() == ()


def test_another_process_opens_what_it_has_learnt_the_key_of_and_seals_on_with_it() -> None:
    one, other = KeyVault(ring()), KeyVault(ring())
    sealed = one.seal_in_log(SN, APPLICANT, MONTH)
    assert APPLICANT.value.encode() not in sealed
    with pytest.raises(UnknownDataKey):
        other.open(SN, sealed)
    other.data_keys.learn(one.data_keys.unsaved())
    assert other.open(SN, sealed) == APPLICANT
    assert other.seal_in_log(SN, APPLICANT, MONTH)[:17] == sealed[:17]
    assert other.data_keys.unsaved() == (), "what was learnt is stored"


@given(at=st.integers(0, 17 + 12 + 12 + 16 - 1), bit=st.integers(0, 7))
def test_a_seal_altered_anywhere_is_not_opened(at: int, bit: int) -> None:
    vault = KeyVault(ring())
    sealed = bytearray(vault.seal_in_log(SN, APPLICANT, MONTH))
    assert len(sealed) == 17 + 12 + 12 + 16
    sealed[at] ^= 1 << bit
    with pytest.raises(ValueError, match="cannot be opened"):
        vault.open(SN, bytes(sealed))
    with pytest.raises(ValueError, match="cannot be opened"):
        vault.open(AN, vault.seal_in_log(SN, APPLICANT, MONTH))


def test_a_wrapped_key_is_bound_to_board_month_and_master() -> None:
    keys = DataKeys(ring())
    keys.sealing(SN.origin, MONTH)
    (made,) = keys.unsaved()
    for other in (
        replace(made, board=AN.origin),
        replace(made, month=202612),
        replace(made, id=bytes(16)),
        replace(made, master="person-2"),
        replace(made, wrapped=made.wrapped[:-1] + bytes([made.wrapped[-1] ^ 1])),
        replace(made, wrapped=b""),
    ):
        with pytest.raises(ValueError, match="cannot be opened with"):
            DataKeys(ring()).learn([other])
    with pytest.raises(ValueError, match="cannot be opened with"):
        DataKeys(ring(2)).learn([made])
    for shown in (repr(made), repr(keys)):
        assert repr(made.wrapped) not in shown


def test_wrapped_anew_it_is_the_same_key_and_the_former_master_is_needed_no_more() -> None:
    vault, second = KeyVault(ring()), MasterKey(KeyUse.PERSON, 2, bytes(range(32)))
    sealed = vault.seal_in_log(SN, APPLICANT, MONTH)
    turned = ring_of([*ring().all(), second])
    (made,) = (rewrapped(turned, it) for it in vault.data_keys.unsaved())
    assert made.master == "person-2"
    without = KeyVault(ring_of([ring().signing, second, ring().lookup]))
    without.data_keys.learn([made])
    assert without.open(SN, sealed) == APPLICANT
