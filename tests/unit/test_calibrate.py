"""Calibration of worlds whose truth is known: a function from parameters to figures, and chance."""

import math
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pytest
from scipy import special

from onestop_sim.plan.dice import hash_names, uniforms
from onestop_sim.study.calibrate import CORRECTION_STRIDE, Calibration, n_independent
from onestop_sim.study.calibrate_search import Search
from onestop_sim.study.calibrate_space import Parameter, Space, Target
from onestop_sim.study.calibrate_trials import Live, Trial, Trials
from onestop_sim.study.calibrate_verify import Line, Meeting, Verification
from onestop_sim.study.identify import Pair, change_error, families
from onestop_sim.study.identify_equifinal import MOVE
from onestop_sim.study.measure import Scope

Model = Callable[..., Sequence[float]]


def parameter(name: str, *, free: bool = True, low: float = 0.3, high: float = 3.0) -> Parameter:
    """A parameter that a scenario has at 1."""
    return Parameter(name, f"pace.{name}.delay_factor", 1.0, low, high, is_free=free)


def target(name: str, reported: float, statistic: str = "late") -> Target:
    """A reported count."""
    return Target(name, name, reported, "2023", Scope(statistic, "", "", name, "occurred", ("2023",)))


def world(model: Model) -> Live:
    """Lives trials of a model: each figure is its mean with the chance of a count, by address."""

    def live(trials: Sequence[Trial]) -> Iterator[tuple[Trial, Sequence[float]]]:
        for trial in trials:
            means = model(*trial.point)
            keys = np.array([hash_names("figure", str(at)) for at in range(len(means))], np.uint64)
            z = special.ndtri(uniforms(trial.root_seed, trial.number, "figure", keys))
            yield (
                trial,
                [max(mean + math.sqrt(mean) * float(x), 0.0) for mean, x in zip(means, z, strict=True)],
            )

    return live


def calibrated(
    model: Model,
    parameters: Sequence[Parameter],
    truth: Sequence[float],
    most: int = 300,
    seed: int = 1,
    n_targets: int | None = None,
) -> Calibration:
    """Calibrate a model to the figures that it has at the truth; what follows `n_targets` is only watched."""
    targets = [target(f"figure_{at}", mean) for at, mean in enumerate(model(*truth)[:n_targets])]
    done = Calibration(Trials(world(model)), Space(tuple(parameters), tuple(targets)), seed, most)
    done.run()
    return done


def two_figures(delay: float, share: float, work: float) -> tuple[float, ...]:
    """Late dossiers answer to delay and to work in the same way, open ones to a share."""
    return 400 * delay**3 * work**1.5, 300 * share


def three_figures(delay: float, share: float, work: float) -> tuple[float, ...]:
    """One more figure answers to work alone."""
    return *two_figures(delay, share, work), 250 * work


DELAY, SHARE, WORK = parameter("delay"), parameter("share"), parameter("work", free=False)


def test_figures_of_known_parameters_are_fitted_back() -> None:
    """On seeds that the search never saw each mean is within tolerance, and the truth is found again."""
    done = calibrated(two_figures, (DELAY, SHARE, WORK), (1.4, 0.7, 1.0))
    assert done.verification is not None
    assert done.verification.is_met
    assert done.fresh_seed != done.seed
    for line in done.verification.lines:
        assert abs(line.deviation) <= max(0.02, 2 * line.combined_se / line.target.reported)
        assert 2 * line.combined_se <= 0.025 * line.target.reported
    assert done.point == pytest.approx((1.4, 0.7, 1.0), rel=0.03)


def test_a_confounded_pair_is_named_and_shown() -> None:
    """A second set that moves both by a quarter meets every figure as well."""
    done = calibrated(two_figures, (DELAY, SHARE, WORK), (1.4, 0.7, 1.0))
    assert done.sensitivities is not None
    assert [(one.first, one.second) for one in done.sensitivities.pairs] == [(0, 2)]
    (second,) = done.second_sets
    assert second.is_shown
    assert second.point is not None
    assert done.point is not None
    for at in (0, 2):
        assert abs(second.point[at] / done.point[at] - 1) >= MOVE
    assert two_figures(*second.point) == pytest.approx(two_figures(*done.point), rel=0.03)


def test_a_figure_that_separates_them_ends_the_confusion() -> None:
    """With one more figure that only one of them moves the pair is no longer named."""
    done = calibrated(three_figures, (DELAY, SHARE, WORK), (1.4, 0.7, 1.0))
    assert done.sensitivities is not None
    assert done.sensitivities.pairs == ()
    assert done.second_sets == []


def test_what_the_free_parameters_make_up_for_together_is_named_and_shown() -> None:
    """A candidate like none of them but like both at once cannot be told: a set with it moved is shown."""

    def model(delay: float, share: float, dwell: float) -> tuple[float, ...]:
        return 500 * delay**2 * dwell, 400 * share * dwell

    done = calibrated(model, (DELAY, SHARE, parameter("dwell", free=False)), (1.2, 0.8, 1.0))
    assert done.sensitivities is not None
    assert [(one.second, one.is_joint) for one in done.sensitivities.pairs] == [(2, True)]
    (second,) = done.second_sets
    assert second.is_shown
    assert second.point is not None
    assert abs(second.point[2] - 1) >= MOVE
    assert model(*second.point) == pytest.approx(model(1.2, 0.8, 1.0), rel=0.04)


def test_a_second_set_is_as_good_as_a_fit_that_is_not_resolved() -> None:
    """Where the cap does not tell of the fit no more is asked of another set; a miss is a miss."""

    def model(delay: float, work: float) -> tuple[float, ...]:
        return (60 * delay * work,)

    done = calibrated(model, (parameter("delay"), parameter("work", free=False)), (1.5, 1.0), most=20, seed=5)
    assert done.verification is not None
    assert [line.meeting for line in done.verification.lines] == [Meeting.NOT_RESOLVED]
    assert [one.is_shown for one in done.second_sets] == [True]


@pytest.mark.parametrize(
    ("fitted", "second", "change", "is_as_good"),
    [
        (Meeting.MET, Meeting.MISSED, 0.01, True),
        (Meeting.MET, Meeting.MISSED, 0.04, False),
        (Meeting.MET, Meeting.NOT_RESOLVED, 0.01, True),
        (Meeting.NOT_RESOLVED, Meeting.NOT_RESOLVED, 0.01, True),
        (Meeting.NOT_RESOLVED, Meeting.NOT_RESOLVED, 0.08, False),
        (Meeting.NOT_RESOLVED, Meeting.MISSED, 0.01, True),
        (Meeting.MISSED, Meeting.MISSED, 0.0, False),
        (Meeting.MISSED, Meeting.MET, 0.08, True),
    ],
)
def test_a_second_set_answers_for_its_difference_to_the_fit_and_not_for_luck_that_both_share(
    fitted: Meeting, second: Meeting, change: float, is_as_good: bool
) -> None:
    """On the same seeds two percent are no change, more is one; a fit that misses excuses nobody."""
    luck = 100 + 20 * np.random.default_rng(1).standard_normal((12, 1))

    def verified(meeting: Meeting, outcomes: np.ndarray) -> Verification:
        mean, se = float(outcomes.mean()), float(outcomes.std() / math.sqrt(12))
        line = Line(target("late", 100.0), mean, se, se, 12, meeting)
        return Verification((1.0,), (line,), outcomes)

    other = verified(second, (1 + change) * luck)
    assert other.is_as_good_as(verified(fitted, luck)) == is_as_good


def test_a_change_that_is_drowned_in_its_own_noise_excuses_no_miss() -> None:
    """Where even the paired difference is not known to 2.5 percent, a set that misses is refused."""
    rng = np.random.default_rng(2)
    of = {
        meeting: Verification(
            (1.0,),
            (Line(target("late", 100.0), 100.0, 6.0, 6.0, 12, meeting),),
            100 + 20 * rng.standard_normal((12, 1)),
        )
        for meeting in (Meeting.MET, Meeting.NOT_RESOLVED, Meeting.MISSED)
    }
    assert not of[Meeting.MISSED].is_as_good_as(of[Meeting.MET])
    assert not of[Meeting.MISSED].is_as_good_as(of[Meeting.NOT_RESOLVED])


def test_a_set_that_fails_one_way_is_sought_the_other_way() -> None:
    """Less work shortens nothing, more work lengthens: shorter delays with more work meet the figure."""

    def model(delay: float, work: float) -> tuple[float, ...]:
        return (500 * delay**2 * max(work, 1.0) ** 2,)

    done = calibrated(model, (parameter("delay"), parameter("work", free=False)), (1.2, 1.0))
    (second,) = done.second_sets
    assert second.is_shown
    assert second.point is not None
    assert done.point is not None
    assert second.point[1] > 1.25 > 1.2 > second.point[0]


def test_three_that_work_alike_are_shown_pair_by_pair() -> None:
    """In a family of three each pair is shown, two of them by sets of their own."""

    def model(delay: float, work: float, absent: float) -> tuple[float, ...]:
        return (500 * delay**2 * work**2 * absent**1.5,)

    others = (parameter("work", free=False), parameter("absent", free=False))
    done = calibrated(model, (parameter("delay"), *others), (1.2, 1.0, 1.0))
    assert {(one.pair.first, one.pair.second) for one in done.second_sets} == {(0, 1), (0, 2), (1, 2)}
    assert all(one.is_shown for one in done.second_sets)
    assert sum(one.through is not None for one in done.second_sets) <= 1


def test_a_figure_that_nothing_moves_is_unreachable() -> None:
    """It is not called fitted, neither far from its report nor, by luck, at it; the others are fitted."""

    def model(delay: float) -> tuple[float, ...]:
        return 400 * delay**2, 100.0

    for reported in (150.0, 100.0):
        targets = (target("late", 800.0), target("stock", reported))
        done = Calibration(Trials(world(model)), Space((parameter("delay"),), targets), 1, 300)
        done.run()
        assert done.verification is not None
        assert [one.meeting for one in done.verification.lines] == [Meeting.MET, Meeting.UNREACHABLE]


def test_noise_that_depends_on_the_point_moves_no_figure() -> None:
    """A figure that nothing moves, with luck of its own at every point, is rarely called moved."""

    def live(trials: Sequence[Trial]) -> Iterator[tuple[Trial, Sequence[float]]]:
        for trial in trials:
            at_point = np.array([hash_names("figure", str(x)) for x in trial.point], np.uint64)
            z = special.ndtri(uniforms(trial.root_seed, trial.number, "figure", at_point))
            yield trial, [400 * trial.point[0] ** 2, 300 + 15 * float(z.sum())]

    space = Space((parameter("delay"), parameter("share")), (target("late", 800.0), target("stock", 330.0)))
    ways = [Search(Trials(live), space, seed, 60).explore() for seed in range(1, 101)]
    assert all(way.is_moved[0] for way in ways)
    assert sum(way.is_moved[1] for way in ways) <= 8


def test_a_figure_beyond_the_bounds_is_missed_and_the_bound_is_told() -> None:
    """The parameter ends on its bound, and the figure is not met."""
    done = calibrated(lambda delay: (300 * delay,), (parameter("delay", high=1.3),), (2.0,))
    assert done.point is not None
    assert done.verification is not None
    assert done.space.parameters[0].is_at_bound(done.point[0])
    assert [one.meeting for one in done.verification.lines] == [Meeting.MISSED]


def test_a_verification_that_misses_teaches_the_search_and_other_luck_judges() -> None:
    """Where the search saw luck that was no luck at all, one step mends it; its judge is fresh."""
    truth = (1.4, 0.7, 1.0)
    targets = [target(f"figure_{at}", mean) for at, mean in enumerate(two_figures(*truth))]
    n_met = 0
    for seed in range(1, 11):

        def live(trials: Sequence[Trial], seed: int = seed) -> Iterator[tuple[Trial, Sequence[float]]]:
            for trial, found in world(two_figures)(trials):
                yield trial, [x * (1.08 if trial.root_seed == seed else 1.0) for x in found]

        done = Calibration(Trials(live), Space((DELAY, SHARE, WORK), tuple(targets)), seed, 300)
        done.run()
        assert done.n_corrections == 1
        assert done.fresh_seed == seed + 1 + CORRECTION_STRIDE
        assert done.verification is not None
        n_met += all(one.meeting == Meeting.MET for one in done.verification.lines)
    # Two figures, each judged at two standard errors: nine of ten are expected, six once in a hundred.
    assert n_met >= 7


def test_what_the_cap_does_not_resolve_is_not_resolved() -> None:
    """With too few replications for its noise a figure is neither met nor missed."""
    done = calibrated(lambda delay: (40 * delay,), (parameter("delay"),), (1.5,), most=20, seed=5)
    assert done.verification is not None
    (line,) = done.verification.lines
    assert line.n == 20
    assert line.meeting == Meeting.NOT_RESOLVED


def test_a_stop_keeps_the_best_so_far() -> None:
    """Whenever Ctrl-C comes, the last point of the search stays, and what was verified stays verified."""
    whole = calibrated(two_figures, (DELAY, SHARE, WORK), (1.4, 0.7, 1.0))
    n_whole = whole.trials.n_lived
    lives = world(two_figures)
    for n_lived in (0, 5, n_whole // 3, n_whole - 5):
        left = iter(range(n_lived))

        def stopped(trials: Sequence[Trial]) -> Iterator[tuple[Trial, Sequence[float]]]:
            for found in lives(trials):
                if next(left, None) is None:  # noqa: B023 - consumed before the next round
                    raise KeyboardInterrupt
                yield found

        done = Calibration(Trials(stopped), whole.space, 1, 300)
        with pytest.raises(KeyboardInterrupt):
            done.run()
        assert not done.is_complete
        assert (done.point is None) == (n_lived == 0)
        if done.search.steps:
            assert done.search.steps == whole.search.steps[: len(done.search.steps)]


def test_no_replication_is_lived_twice_and_none_of_the_search_judges_it() -> None:
    """Every trial is asked for once; search and verification have seeds of their own."""
    asked: list[Trial] = []
    lives = world(two_figures)

    def live(trials: Sequence[Trial]) -> Iterator[tuple[Trial, Sequence[float]]]:
        asked.extend(trials)
        yield from lives(trials)

    space = Space((DELAY, SHARE, WORK), (target("late", 900.0), target("open", 250.0)))
    done = Calibration(Trials(live), space, 7, 100)
    done.run()
    assert len(asked) == len(set(asked)) == done.trials.n_lived
    assert done.verification is not None
    assert {one.root_seed for one in asked} == {7, 8}


def test_what_moves_nothing_is_told_and_takes_part_in_no_pair() -> None:
    """A candidate without effect is mute."""

    def model(delay: float, unheard: float) -> tuple[float, ...]:
        return (400 * delay**2 + 0 * unheard,)

    done = calibrated(model, (parameter("delay"), parameter("unheard", free=False)), (1.3, 1.0))
    assert done.sensitivities is not None
    assert done.sensitivities.mute == (1,)
    assert done.sensitivities.pairs == ()


def test_a_small_effect_is_looked_for_with_more_replications_before_it_is_denied() -> None:
    """A parameter that was fitted is not said to move nothing because a few replications cannot tell."""

    def live(trials: Sequence[Trial]) -> Iterator[tuple[Trial, Sequence[float]]]:
        for trial in trials:
            # Whoever has the small effect has luck of its own: it does not cancel between two places.
            delay, small = trial.point
            keys = np.array([hash_names("figure", f"{small:.6f}")], np.uint64)
            z = float(special.ndtri(uniforms(trial.root_seed, trial.number, "figure", keys))[0])
            yield trial, [400 * delay**2 * small**0.25 + 12 * z]

    space = Space((parameter("delay", free=False), parameter("small")), (target("figure_0", 410.0),))
    done = Calibration(Trials(live), space, 1, 300)
    done.run()
    assert done.fit is not None
    assert done.fit.n_sensing < 8
    assert done.sensitivities is not None
    assert done.sensitivities.mute == ()


def test_independent_figures_are_counted_without_those_that_follow() -> None:
    """The same scope twice is one figure; resolved follows from early, on time and late."""
    parts = ("early", "on_time", "late", "resolved")
    form = [target("land", 100.0, statistic) for statistic in parts]
    assert n_independent(form) == 3
    assert n_independent(form[:3]) == 3
    assert n_independent([form[0], form[0]]) == 1
    assert n_independent([form[0], target("other", 100.0, "early")]) == 2


def test_a_share_is_moved_between_its_bounds() -> None:
    """On its logistic scale a share never leaves the unit interval, and comes back as it was."""
    share = Parameter("s", "software.late_closing.all.share", 0.2, 0.01, 0.9, is_share=True)
    for x in (0.01, 0.2, 0.9):
        assert share.from_scale(share.to_scale(x)) == pytest.approx(x)
    assert share.from_scale(50.0) == 0.9
    assert share.is_at_bound(0.9)
    assert not share.is_at_bound(0.2)


def test_families_hang_together_by_pairs() -> None:
    """A pair that joins two families makes them one."""
    assert families([Pair(0, 1, 1.0), Pair(2, 3, 1.0), Pair(1, 2, -1.0)]) == [(0, 1, 2, 3)]


def test_a_change_is_known_better_than_the_level() -> None:
    """A figure that grows by a fifth in every replication has changed by a fifth for certain."""
    base = np.array([[50.0], [100.0], [210.0]])
    assert change_error(base, 1.2 * base) == pytest.approx(0.0, abs=1e-12)
    assert change_error(base, base + np.array([[3.0], [-3.0], [0.0]])) > 0
    assert change_error(0 * base, base) > 0
