"""Calibration through a sub-model, in worlds whose truth is known: it finds the way, the whole judges."""

from collections.abc import Iterator, Sequence

import pytest

from onestop_sim.errors import UserError
from onestop_sim.study.calibrate import CORRECTION_STRIDE, Calibration
from onestop_sim.study.calibrate_space import Parameter, Space
from onestop_sim.study.calibrate_trials import Live, Trial, Trials
from onestop_sim.study.calibrate_verify import Meeting
from tests.unit.test_calibrate import DELAY, SHARE, WORK, Model, parameter, target, two_figures, world

TRUTH = (1.4, 0.7, 1.0)


def through_part(
    whole: Live | Model,
    part: Model,
    parameters: Sequence[Parameter] = (DELAY, SHARE, WORK),
    reported: Sequence[float] | None = None,
) -> Calibration:
    """Calibrate a model to the figures that it has at the truth, searching in another."""
    figures = two_figures(*TRUTH) if reported is None else reported
    targets = tuple(target(f"figure_{at}", mean) for at, mean in enumerate(figures))
    lives = whole if reported is not None else world(whole)
    done = Calibration(Trials(lives), Space(tuple(parameters), targets), 1, 300, None, Trials(world(part)))
    done.run()
    return done


def a_fifth(delay: float, share: float, work: float) -> tuple[float, ...]:
    """A fifth of all dossiers."""
    return tuple(0.2 * mean for mean in two_figures(delay, share, work))


def another_fifth(delay: float, share: float, work: float) -> tuple[float, ...]:
    """A part that answers to everything, but less or more than the whole does."""
    return 70 * delay**2 * work, 90 * share**1.5


def test_figures_of_known_parameters_are_fitted_back_through_a_part() -> None:
    """The whole meets its figures on fresh seeds, with fewer replications than it would need alone."""
    done = through_part(two_figures, a_fifth)
    alone = Calibration(Trials(world(two_figures)), done.space, 1, 300)
    alone.run()
    assert done.verification is not None
    assert done.verification.is_met
    assert done.point == pytest.approx(TRUTH, rel=0.03)
    assert done.trials.n_lived < 0.8 * alone.trials.n_lived


def test_a_part_that_answers_otherwise_is_mapped_until_the_whole_agrees() -> None:
    """Where part and whole differ in their answers the figures of the whole are met nevertheless."""
    done = through_part(two_figures, another_fifth)
    assert done.verification is not None
    assert done.verification.is_met
    assert done.point == pytest.approx(TRUTH, rel=0.03)


def test_what_is_confounded_is_found_in_the_part_and_shown_in_the_whole() -> None:
    """The second set is sought in the part; the whole lives it and meets its figures."""
    done = through_part(two_figures, a_fifth)
    (second,) = done.second_sets
    assert second.is_shown
    assert second.point is not None
    assert two_figures(*second.point) == pytest.approx(two_figures(*TRUTH), rel=0.04)


def test_a_part_that_answers_the_wrong_way_is_never_accepted_in_silence() -> None:
    """Where more of a parameter means less in the part the whole misses its figures, and that is said."""

    def perverse(delay: float, share: float, work: float) -> tuple[float, ...]:
        return 80 / delay**2 / work, 60 * share

    done = through_part(two_figures, perverse)
    assert done.verification is not None
    assert done.verification.lines[0].meeting == Meeting.MISSED
    assert done.n_corrections == 1


def test_a_verification_that_misses_teaches_the_map_and_other_luck_judges() -> None:
    """Where the search saw luck that was no luck at all, one correction mends it all; its judge is fresh."""
    asked: list[Trial] = []

    def live(trials: Sequence[Trial]) -> Iterator[tuple[Trial, Sequence[float]]]:
        asked.extend(trials)
        for trial, found in world(two_figures)(trials):
            yield trial, [x * (1.08 if trial.root_seed == 1 else 1.0) for x in found]

    done = through_part(live, a_fifth, reported=two_figures(*TRUTH))
    assert done.n_corrections == 1
    assert done.fresh_seed == 2 + CORRECTION_STRIDE
    assert done.verification is not None
    judged = {one.number for one in asked if one.root_seed == done.fresh_seed}
    assert len(judged) >= done.verification.lines[0].n
    assert [one.meeting for one in done.verification.lines] == [Meeting.MET, Meeting.MET]
    assert two_figures(*(done.point or ())) == pytest.approx(two_figures(*TRUTH), rel=0.03)
    assert done.verification.point not in {one.point for one in asked if one.root_seed == 2}


def test_a_part_without_the_figure_is_refused() -> None:
    """A figure of which the part has next to nothing cannot be searched by it: one clear error."""
    with pytest.raises(UserError) as problem:
        through_part(two_figures, lambda delay, share, work: (0.5 * delay * work, 60 * share))
    assert problem.value.key == "sub_model_blind"


def test_a_target_that_nothing_moves_is_unreachable_through_a_part_too() -> None:
    """It is not called fitted."""

    def model(delay: float) -> tuple[float, ...]:
        return 400 * delay**2, 100.0

    def part(delay: float) -> tuple[float, ...]:
        return 80 * delay**2, 20.0

    done = through_part(world(model), part, (parameter("delay"),), reported=(800.0, 150.0))
    assert done.verification is not None
    assert [one.meeting for one in done.verification.lines] == [Meeting.MET, Meeting.UNREACHABLE]
