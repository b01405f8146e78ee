"""The dice: frozen values, fair faces, no memory."""

import unicodedata

import numpy as np
import pytest
from scipy import stats

from onestop_sim.plan.dice import dossier_keys, hash_names, uniforms

N = 200_000
KEYS = dossier_keys("2023q1", "ma_lam", "marriage", np.arange(N))
CHANCE_OF_FALSE_ALARM = 1e-4
"""The draws are fixed, so a test that passes once passes for ever."""


def correlation(a: np.ndarray, b: np.ndarray) -> float:
    """Pearson's r in units of its standard error under independence."""
    return float(np.corrcoef(a, b)[0, 1] * np.sqrt(len(a)))


def test_draws_are_frozen():
    """A draw, once published, never changes: results of yesterday stay reproducible."""
    keys = dossier_keys("2023q1", "Hàm Thuận Bắc", "first_certificate", np.array([-2, -1, 0, 1, 2]))
    assert keys.tolist() == [
        12491758247350215423,
        51727728565703536,
        16649561425492790094,
        15267706788862098587,
        17416209590857085468,
    ]
    assert uniforms(2023, 3, "supplement/round=1", keys).tolist() == [
        0.12326658633091536,
        0.41925378947552583,
        0.5211078296654538,
        0.7512020276767594,
        0.8964749985092416,
    ]
    assert int(hash_names("a", "b")) == 5666916665733659087
    assert int(hash_names()) == 13020603013274838756


def test_a_name_has_one_hash_on_every_keyboard():
    """Composed and decomposed Vietnamese letters are one name."""
    name = "Hàm Thuận Bắc"
    spelt = unicodedata.normalize("NFD", name)
    assert spelt != name
    assert hash_names(spelt) == hash_names(name)


@pytest.mark.parametrize("decision", ["arrival", "supplement/round=1", "effort/appraisal", ""])
def test_draws_are_uniform(decision):
    """Kolmogorov–Smirnov and a chi-square on 1,000 cells find nothing in any decision."""
    u = uniforms(1, 0, decision, KEYS)
    assert stats.kstest(u, "uniform").pvalue > CHANCE_OF_FALSE_ALARM
    counts = np.histogram(u, bins=1000, range=(0, 1))[0]
    assert CHANCE_OF_FALSE_ALARM < stats.chisquare(counts).pvalue < 1 - CHANCE_OF_FALSE_ALARM


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param((1, 0, "supplement"), (1, 0, "refusal"), id="decisions"),
        pytest.param((1, 0, "step/1"), (1, 0, "step/2"), id="decisions of like names"),
        pytest.param((1, 0, "supplement"), (1, 1, "supplement"), id="replications"),
        pytest.param((1, 0, "supplement"), (2, 0, "supplement"), id="seeds"),
        pytest.param((1, 10, "supplement"), (11, 0, "supplement"), id="digits of seed and replication"),
    ],
)
def test_draws_at_two_addresses_are_independent(one, other):
    """Two decisions, replications or seeds fill a 32 x 32 chessboard evenly and do not correlate."""
    a, b = uniforms(*one, KEYS), uniforms(*other, KEYS)
    board = np.histogram2d(a, b, bins=32, range=[[0, 1], [0, 1]])[0]
    assert CHANCE_OF_FALSE_ALARM < stats.chisquare(board.ravel()).pvalue < 1 - CHANCE_OF_FALSE_ALARM
    assert abs(correlation(a, b)) < 4


@pytest.mark.parametrize("lag", [1, 2, 3, 7, 64, 1000])
def test_neighbours_in_a_group_are_independent(lag):
    """Consecutive ordinals of one procedure show no serial correlation."""
    u = uniforms(1, 0, "supplement", KEYS)
    assert abs(correlation(u[:-lag], u[lag:])) < 4
    high = u > 0.5
    assert abs(correlation(high[:-lag], high[lag:])) < 4


def test_keys_that_differ_in_one_bit_are_independent():
    """Even raw, unhashed keys, one bit apart, get unrelated draws."""
    raw = np.arange(N, dtype=np.uint64)
    for bit in (0, 1, 17, 63):
        flipped = raw ^ np.uint64(1 << bit)
        assert abs(correlation(uniforms(1, 0, "x", raw), uniforms(1, 0, "x", flipped))) < 4


def test_replications_average_out():
    """The mean over replications of one dossier's draws is one half within its standard error."""
    means = np.mean([uniforms(5, r, "effort", KEYS[:500]) for r in range(400)], axis=0)
    z = (means - 0.5) / np.sqrt(1 / 12 / 400)
    assert stats.kstest(z, "norm").pvalue > CHANCE_OF_FALSE_ALARM


def test_keys_do_not_collide():
    """Two million dossiers of forty groups, backwards ordinals included, have two million keys."""
    ordinals = np.arange(-10_000, 40_000)
    keys = [
        dossier_keys(segment, unit, procedure, ordinals)
        for segment in ("warm_up", "2023q1")
        for unit in ("ma_lam", "phu_long", "da_mi", "la_da")
        for procedure in ("p1", "p2", "p3", "p4", "p5")
    ]
    assert len(np.unique(np.concatenate(keys))) == 40 * len(ordinals)


def test_names_do_not_run_into_each_other():
    """Moving a letter from one name to the next makes another group."""
    assert len({int(hash_names(*names)) for names in [("ab", "c"), ("a", "bc"), ("abc",), ("abc", "")]}) == 4
