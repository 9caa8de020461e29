"""Sealed bytes open with the same key in the same place, and not otherwise."""

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from tenants.sealing import binding, open_sealed, seal

key = st.binary(min_size=32, max_size=32)
place = st.builds(binding, st.uuids(), st.text(max_size=10), st.text(max_size=10), st.uuids())


@given(key, st.binary(max_size=2000), place)
def test_what_is_sealed_opens_and_looks_different_each_time(
    secret: bytes, plain: bytes, where: bytes
) -> None:
    one, two = seal(secret, plain, where), seal(secret, plain, where)
    assert open_sealed(secret, one, where) == open_sealed(secret, two, where) == plain
    assert one != two


@given(key, key, st.binary(max_size=200), place, place)
def test_another_key_or_place_opens_nothing(
    secret: bytes, wrong: bytes, plain: bytes, where: bytes, there: bytes
) -> None:
    sealed = seal(secret, plain, where)
    if wrong != secret:
        with pytest.raises(InvalidTag):
            open_sealed(wrong, sealed, where)
    if there != where:
        with pytest.raises(InvalidTag):
            open_sealed(secret, sealed, there)


@given(key, st.binary(max_size=200), place, st.data())
def test_one_changed_bit_opens_nothing(
    secret: bytes, plain: bytes, where: bytes, data: st.DataObject
) -> None:
    sealed = bytearray(seal(secret, plain, where))
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises((InvalidTag, ValueError)):
        open_sealed(secret, bytes(sealed), where)


@given(key, st.binary(max_size=60), place, st.integers(0, 100))
def test_a_cut_piece_opens_nothing(secret: bytes, plain: bytes, where: bytes, length: int) -> None:
    sealed = seal(secret, plain, where)
    if length < len(sealed):
        with pytest.raises((InvalidTag, ValueError)):
            open_sealed(secret, sealed[:length], where)


@given(st.uuids(), st.uuids(), st.sampled_from(["notes", "cases"]), st.sampled_from(["a_sealed", "b_sealed"]))
def test_every_place_has_a_binding_of_its_own(
    organisation: object, row: object, table: str, column: str
) -> None:
    mine = binding(organisation, table, column, row)
    assert mine != binding(organisation, table, column + "x", row)
    assert mine != binding(organisation, table + "x", column, row)
    if organisation != row:
        assert mine != binding(row, table, column, organisation)
