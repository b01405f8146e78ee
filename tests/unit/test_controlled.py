"""Means with what is known about luck taken out are right, and as sure as they say."""

import numpy as np
import pytest
from numpy.random import default_rng

from onestop_sim.study.controlled import controlled_mean
from onestop_sim.study.shared_luck import N_LUCK

TRUE = 100.0


def sample(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
    """A figure that answers strongly to a luck that is known, by a curve, and a little to one that is not."""
    z = rng.standard_normal(n)
    luck = np.column_stack([z, (z**2 - 1) / np.sqrt(2), (z**3 - 3 * z) / np.sqrt(6)])
    return TRUE * np.exp(0.5 * z - 0.125) + 5 * rng.standard_normal(n), luck


def test_the_interval_covers_and_is_far_narrower() -> None:
    """Two standard errors hold the truth in nine cases of ten or more, and are a third of the plain ones."""
    rng, covered, plain, sharp = default_rng(1), 0, [], []
    for _ in range(300):
        y, luck = sample(rng, 40)
        mean, se = controlled_mean(y, luck)
        covered += abs(mean - TRUE) <= 2 * se
        plain.append(y.std(ddof=1) / np.sqrt(40))
        sharp.append(se)
    assert covered >= 270
    assert np.mean(sharp) < np.mean(plain) / 3


def with_all_columns(luck: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The luck of one cluster among all columns that a figure has, by degree; the others tell nothing."""
    columns = rng.standard_normal((len(luck), N_LUCK))
    columns[:, [0, 4, 6]] = luck
    return columns


@pytest.mark.parametrize("n", [16, 24])
def test_the_interval_covers_with_few_replications_and_all_columns(n: int) -> None:
    """With as many columns as a figure has two standard errors hold the truth in nine cases of ten."""
    rng, covered = default_rng(4), 0
    for _ in range(1500):
        y, luck = sample(rng, n)
        mean, se = controlled_mean(y, with_all_columns(luck, rng))
        covered += abs(mean - TRUE) <= 2 * se
    assert covered >= 0.9 * 1500


def test_a_longer_reference_of_the_same_luck_sharpens_a_short_sample() -> None:
    """Twelve replications with a reference of 60 are right, and as good as many more alone."""
    rng, covered, plain, sharp = default_rng(2), 0, [], []
    for _ in range(300):
        shared = rng.standard_normal(60)
        reference = 90 + 20 * shared + rng.standard_normal(60)
        y = (TRUE + 22 * shared + rng.standard_normal(60))[:12]
        mean, se = controlled_mean(y, None, reference)
        covered += abs(mean - TRUE) <= 2 * se
        plain.append(y.std(ddof=1) / np.sqrt(12))
        sharp.append(se)
    assert covered >= 270
    assert np.mean(sharp) < 0.6 * np.mean(plain)


def test_luck_that_tells_nothing_does_no_harm() -> None:
    """Without help from the controls, or with too few replications, the plain mean and error come back."""
    y = default_rng(3).standard_normal(10) + TRUE
    mean, se = controlled_mean(y, np.zeros((10, 9)))
    assert (mean, se) == (float(y.mean()), float(y.std(ddof=1) / np.sqrt(10)))
