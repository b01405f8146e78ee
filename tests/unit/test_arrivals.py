"""Who comes and when: counts, profiles, channels, companions, and the time around the periods."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from onestop_sim.clock import DAY_S
from onestop_sim.errors import UserError
from onestop_sim.plan.profile import Curve
from onestop_sim.terms import Channel
from tests.plans import column, plan_of
from tests.scenarios import tiny_scenario

HOUR_S = 3600
ALL_DAYS = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), 1)
ONE_STREAM = {"district": None, "communes": {"mix": {"land_transfer": None}, "count": "exact"}}


def filed_in(plan, segment):
    """Instants of filing of the dossiers of a segment, by name."""
    return plan.dossiers.filed_s[plan.dossiers.segment == plan.names.segments.index(segment)]


def one_stream(n, **changes):
    """A year of one stream of in-person dossiers, exactly n of them, each visit alone."""
    return tiny_scenario(
        **{
            "periods": {"2023q1": {"first_day": "2023-01-02", "last_day": "2023-12-29"}},
            "demand": ONE_STREAM | {"communes": ONE_STREAM["communes"] | {"n_per_period": {"2023q1": n}}},
            "applicants": {"brings_another_share": 0},
        }
        | changes
    )


def curves():
    """Curves of one to eight pieces with gaps between them, in either direction."""
    piece = st.tuples(st.integers(0, 5_000), st.integers(1, 5_000), st.floats(0.01, 10))

    def laid(pieces, backwards):
        gaps, lengths, weights = zip(*pieces, strict=True)
        ends = np.cumsum(np.array(gaps) + np.array(lengths))
        return Curve(ends - np.array(lengths), ends, np.array(weights), backwards)

    return st.builds(laid, st.lists(piece, min_size=1, max_size=8), st.booleans())


@given(curves(), st.lists(st.floats(0, 0.999_999), min_size=1, max_size=30))
def test_a_curve_is_inverted_exactly(curve, shares):
    """The weight that has come together by the instant of a weight is that weight, up to one second."""
    wanted = np.array(shares) * curve.total
    instants, inside = curve.instants(wanted)
    assert inside.all()
    grid = np.clip(instants[:, None], curve.from_s, curve.until_s) - curve.from_s
    before = (grid / (curve.until_s - curve.from_s) * curve.weights).sum(axis=1)
    reached = curve.total - before if curve.backwards else before
    steepest = (curve.weights / (curve.until_s - curve.from_s)).max()
    assert (np.abs(reached - wanted) <= steepest + 1e-9).all()


@given(curves())
def test_a_weight_beyond_the_curve_lies_outside(curve):
    """What needs more weight than there is does not come in this stretch of time."""
    _, inside = curve.instants(np.array([curve.total * 1.001, curve.total * 5]))
    assert not inside.any()


def test_an_exact_volume_is_met_to_the_dossier():
    """A stream with an exact count has that many dossiers in the period, in every replication."""
    for replication in range(3):
        plan = plan_of(tiny_scenario(), replication)
        business = plan.dossiers.procedure == plan.names.procedures.index("business")
        assert (business & (plan.dossiers.segment == 1)).sum() == 150


def test_an_exact_volume_is_spread_in_proportion():
    """150 dossiers of communes of 6,000 and 4,000 inhabitants are 90 and 60."""
    plan = plan_of(tiny_scenario())
    mine = (plan.dossiers.procedure == plan.names.procedures.index("business")) & (plan.dossiers.segment == 1)
    homes = np.bincount(plan.dossiers.home_unit[mine], minlength=3)
    assert homes.tolist() == [0, 90, 60]


@pytest.mark.parametrize(("count", "dispersion"), [("poisson", 1.0), ("negative_binomial", 4.0)])
def test_random_volumes_have_their_mean_and_variance(count, dispersion):
    """Over 300 replications mean and variance of a cell's count lie in their sampling intervals."""
    way = {"count": count, "dispersion": dispersion, "n_per_period": {"2023q1": 40}}
    scenario = one_stream(
        40,
        periods={"2023q1": {"first_day": "2023-02-01", "last_day": "2023-02-02"}},
        demand={"district": None, "communes": way | {"mix": {"land_transfer": None}}},
        horizon={"warm_up_wd": 0, "run_off_wd": 0},
    )
    counts = np.array([len(plan_of(scenario, number).dossiers) for number in range(300)])
    variance = 40 * dispersion
    assert abs(counts.mean() - 40) < 4 * np.sqrt(variance / 300)
    # The variance of a sample variance of nearly normal counts is 2 sigma^4 / (n - 1).
    assert abs(counts.var(ddof=1) - variance) < 4 * variance * np.sqrt(2 / 299) * 1.2


def test_filings_follow_the_profile():
    """Weekdays and hours of 20,000 dossiers fit the stated weights (chi-square, 0.1 % level)."""
    plan = plan_of(one_stream(20_000))
    filed = filed_in(plan, "2023q1")
    says = tiny_scenario().profiles["visits"]
    days = plan.legal_calendars[0].working_days
    days = days[(days >= 0) & (days < plan.periods[0].end_s // DAY_S)]
    weights = np.array([*says.weekdays.values()])
    expected = np.bincount(days % 7, minlength=7)[:5] * weights  # day 0 is a Monday
    seen = np.bincount(filed // DAY_S % 7, minlength=7)
    assert seen[5:].sum() == 0
    assert stats.chisquare(seen[:5], expected / expected.sum() * len(filed)).pvalue > 0.001
    hours = np.histogram(
        filed % DAY_S, [7.5 * HOUR_S, 9.5 * HOUR_S, 11.5 * HOUR_S, 13.5 * HOUR_S, 17 * HOUR_S]
    )[0]
    assert hours.sum() == len(filed)
    assert hours[2] == 0
    assert stats.chisquare(hours[[0, 1, 3]], np.array([3, 2, 3]) / 8 * len(filed)).pvalue > 0.001


def test_nobody_files_at_a_desk_on_a_day_off():
    """No visit falls on Tết, on a weekend or on another holiday; online filings do."""
    plan = plan_of(tiny_scenario(horizon={"warm_up_wd": 15}))
    day = plan.dossiers.filed_s // DAY_S
    online = plan.dossiers.channel == Channel.ONLINE
    works = np.isin(day, plan.legal_calendars[0].working_days)
    assert works[~online].all()
    assert not works[online].all()


def test_a_season_multiplies_the_demand_of_its_days():
    """Three times the demand in one week of four is three times as many as in an ordinary week."""
    season = {"rush": {"first_day": "2023-06-05", "last_day": "2023-06-09", "factor": 3}}
    plan = plan_of(one_stream(30_000, profiles={"visits": {"season": season}}))
    week = (filed_in(plan, "2023q1") // DAY_S) // 7
    monday = 22  # 5 June is 22 weeks after Monday 2 January
    rush, before = (week == monday).sum(), (week == monday - 1).sum()
    assert abs(rush - 3 * before) < 4 * np.sqrt(rush + 9 * before)


def test_a_day_worked_in_lieu_has_fridays_demand():
    """Saturday 4 May 2024, worked in lieu of 29 April, has the visits of a Friday and the 29th none."""
    periods = {"2023q1": {"first_day": "2024-04-01", "last_day": "2024-05-31"}}
    plan = plan_of(one_stream(20_000, periods=periods))
    per_day = np.bincount(filed_in(plan, "2023q1") // DAY_S, minlength=61)
    assert per_day[28] == 0
    saturday, friday = per_day[33], per_day[32]
    assert abs(saturday - friday) < 4 * np.sqrt(saturday + friday)


def test_nobody_comes_after_the_desk_has_closed_for_the_day():
    """On a Saturday with morning reception visits end at its close; people may come at noon and wait."""
    plan = plan_of(
        one_stream(
            20_000,
            calendars={"office": {"saturday_shifts": ["08:00-11:00"]}},
            profiles={"visits": {"weekdays": ALL_DAYS, "hours": {"07:00-18:00": 1}}},
        )
    )
    filed = filed_in(plan, "2023q1")
    time_s, weekday = filed % DAY_S, filed // DAY_S % 7
    assert (weekday != 6).all()
    assert time_s[weekday == 5].max() < 11 * HOUR_S
    assert time_s.max() < 17.5 * HOUR_S
    assert ((time_s > 11.6 * HOUR_S) & (time_s < 13.4 * HOUR_S)).any()


def test_a_desk_that_never_opens_is_visited_in_vain():
    """A desk without any shift has its visitors on the days of the profile."""
    plan = plan_of(
        one_stream(100, calendars={"shut": {"shifts": []}}, offices={"commune_desk": {"calendar": "shut"}})
    )
    assert len(filed_in(plan, "2023q1")) == 100


def test_a_period_without_a_possible_moment_is_an_error():
    """A volume that no day of its period can take is told of before the run."""
    with pytest.raises(UserError, match="weights_all_zero"):
        plan_of(
            one_stream(
                100,
                profiles={
                    "visits": {"weekdays": {"sun": 1, "mon": 0, "tue": 0, "wed": 0, "thu": 0, "fri": 0}}
                },
            )
        )


def test_warm_up_and_run_off_have_the_rate_of_their_period():
    """As many come in each working day around a period as in it, within four Poisson deviations."""
    plan = plan_of(one_stream(10_000, horizon={"warm_up_wd": 40, "run_off_wd": 40}))
    days = plan.legal_calendars[0].working_days
    n_days = ((days >= 0) & (days < plan.periods[0].end_s // DAY_S)).sum()
    expected = 10_000 / n_days * 40
    for segment in ("warm_up", "run_off"):
        # Forty working days are eight weeks: holidays move the weekday weights by less than 3 %.
        assert abs(len(filed_in(plan, segment)) - expected) < 4 * np.sqrt(expected) + 0.03 * expected
    assert filed_in(plan, "warm_up").max() < 0
    assert filed_in(plan, "run_off").min() >= plan.periods[0].end_s


def test_warm_up_ordinals_count_backwards_from_the_period():
    """The dossier nearest to the period is number -1, the one before it -2."""
    plan = plan_of(one_stream(2_000))
    mine = (plan.dossiers.segment == 0) & (plan.dossiers.home_unit == 1)
    ordinals = plan.dossiers.ordinal[mine]
    assert sorted(ordinals) == list(range(-len(ordinals), 0))
    assert (np.diff(plan.dossiers.filed_s[mine][np.argsort(ordinals)]) >= 0).all()


def test_dossiers_are_sorted_and_inside_the_run():
    """Rows are in order of filing, then key; everybody comes while the run lasts."""
    plan = plan_of(tiny_scenario())
    d = plan.dossiers
    order = np.lexsort((d.key, d.filed_s))
    assert (order == np.arange(len(d))).all()
    assert plan.run_start_s <= d.filed_s[0]
    assert d.filed_s[-1] < plan.run_end_s


def test_channels_have_their_shares():
    """Shares of portal and post among 2,000 dossiers lie within four binomial deviations."""
    plan = plan_of(tiny_scenario(demand={"district": {"n_per_period": {"2023q1": 2_000}}}))
    mine = (plan.dossiers.procedure == plan.names.procedures.index("business")) & (plan.dossiers.segment == 1)
    shares = np.bincount(plan.dossiers.channel[mine], minlength=3) / 2_000
    for seen, said in zip(shares, (0.6, 0.3, 0.1), strict=True):
        assert abs(seen - said) < 4 * np.sqrt(said * (1 - said) / 2_000)


def test_companions_make_fewer_visits_than_dossiers():
    """With a share of one in five the visits are four fifths of the in-person dossiers."""
    plan = plan_of(one_stream(5_000, applicants={"brings_another_share": 0.2}))
    alone = plan.dossiers.carrier == np.arange(len(plan.dossiers))
    n = len(plan.dossiers)
    assert abs(alone.mean() - 0.8) < 4 * np.sqrt(0.16 / n)


def test_unit_weights_and_mixes_by_unit_say_who_asks_for_what():
    """A unit without weight has no dossiers; a unit whose mix differs has its own."""
    plan = plan_of(
        tiny_scenario(
            demand={
                "district": {"unit_weights": {"xa_tay": 1}},
                "communes": {"mix_by_unit": {"xa_dong": {"certified_copy": 0}}},
            }
        )
    )
    rows = np.arange(len(plan.dossiers))
    pairs = {
        (str(home), str(procedure))
        for home, procedure in zip(
            column(plan, plan.dossiers, "home_unit", rows),
            column(plan, plan.dossiers, "procedure", rows),
            strict=True,
        )
    }
    assert pairs == {
        ("xa_tay", "business"),
        ("xa_tay", "certified_copy"),
        ("xa_tay", "land_transfer"),
        ("xa_dong", "land_transfer"),
    }


def test_no_demand_is_an_empty_plan():
    """A shop that nobody comes to has a plan with no dossiers and all its places."""
    plan = plan_of(tiny_scenario(demand={"district": None, "communes": None}))
    assert (len(plan.dossiers), len(plan.steps), plan.first_row.tolist()) == (0, 0, [0])
    assert len(plan.places) == 6


def test_everybody_in_one_visit_is_possible():
    """A share of companions of one ends, with one visit for each unit and procedure of a segment."""
    plan = plan_of(one_stream(50, applicants={"brings_another_share": 1}))
    assert len(np.unique(filed_in(plan, "2023q1"))) == 2


def test_no_warm_up_and_no_run_off_leave_the_periods_alone():
    """Without warm-up and run-off the run is the period."""
    plan = plan_of(tiny_scenario(horizon={"warm_up_wd": 0, "run_off_wd": 0}))
    assert set(plan.dossiers.segment) == {1}
    assert (plan.run_start_s, plan.run_end_s) == (0, plan.periods[0].end_s)
