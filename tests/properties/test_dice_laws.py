"""Laws of the dice that hold for any seed, decision and company."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from onestop_sim.plan.dice import dossier_keys, uniforms

key_sets = st.sets(st.integers(0, 2**64 - 1), min_size=1, max_size=50)
seeds = st.integers(0, 2**64)
decisions = st.text(max_size=20)
extreme_keys = st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=50)


@given(seeds, decisions, key_sets, st.data())
def test_who_else_exists_changes_nobodys_luck(seed, decision, keys, data):
    """A dossier's draw depends on its address, not on the company it keeps or on their order."""
    everyone = np.array(sorted(keys), dtype=np.uint64)
    together = dict(zip(everyone, uniforms(seed, 0, decision, everyone), strict=True))
    some = np.array(data.draw(st.permutations(sorted(keys)))[: (len(keys) + 1) // 2], dtype=np.uint64)
    assert [together[key] for key in some] == list(uniforms(seed, 0, decision, some))


@given(seeds, st.integers(0, 10**6), decisions, extreme_keys)
def test_a_draw_is_strictly_between_zero_and_one(seed, replication, decision, keys):
    """Neither 0 nor 1 ever comes out, and neither does 1 - u: quantile functions stay finite."""
    u = uniforms(seed, replication, decision, np.array(keys, dtype=np.uint64))
    assert ((u > 0) & (u < 1) & (1 - u > 0) & (1 - u < 1)).all()
    assert u.dtype == np.float64


@given(seeds, decisions, extreme_keys)
def test_drawing_leaves_the_keys_as_they_were(seed, decision, keys):
    """Drawing is a pure function: asked twice, it answers twice the same and touches nothing."""
    given_keys = np.array(keys, dtype=np.uint64)
    first = uniforms(seed, 0, decision, given_keys)
    assert given_keys.tolist() == keys
    assert first.tolist() == uniforms(seed, 0, decision, given_keys).tolist()


@given(st.sets(st.integers(-(2**63), 2**63 - 1), max_size=100), st.text(max_size=9), st.text(max_size=9))
def test_different_ordinals_of_a_group_have_different_keys(ordinals, unit, procedure):
    """Inside a group the key is a bijection of the ordinal."""
    keys = dossier_keys("2023q1", unit, procedure, np.array(sorted(ordinals), dtype=np.int64))
    assert len(np.unique(keys)) == len(ordinals)


@given(st.integers(1, 100), st.integers(0, 100))
def test_a_larger_volume_keeps_the_first_keys(n, more):
    """One more dossier of a procedure changes nobody's key."""
    few = dossier_keys("2023q1", "ma_lam", "marriage", np.arange(n))
    many = dossier_keys("2023q1", "ma_lam", "marriage", np.arange(n + more))
    assert few.tolist() == many[:n].tolist()
