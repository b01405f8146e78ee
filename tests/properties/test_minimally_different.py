"""Minimally different worlds (decision D4): what is changed changes, and nobody else's luck does."""

from itertools import pairwise

import numpy as np
import pytest

from onestop_sim.scenario.model import Scenario
from onestop_sim.terms import Channel, StepKind
from tests.plans import SEED, assert_same, changed_columns, column, lives, plan_of, shared
from tests.scenarios import TINY, merged, tiny_scenario

BASE = plan_of(tiny_scenario())
EVERYBODY = np.arange(len(BASE.dossiers))


def all_shared(other):
    """Rows of everybody of the base world, who must all exist in the other one."""
    here, there = shared(BASE, other)
    assert len(here) == len(BASE.dossiers)
    return here, there


def names_of(plan, rows, name):
    """A named column of dossiers."""
    return column(plan, plan.dossiers, name, rows)


def test_a_compiled_plan_is_a_pure_function():
    """The same scenario, seed and replication give the same plan."""
    again = plan_of(tiny_scenario())
    assert (again.dossiers.key == BASE.dossiers.key).all()
    assert_same(BASE, again, EVERYBODY, EVERYBODY)


def test_keys_are_unique():
    """No two dossiers of a plan have the same key."""
    assert len(np.unique(BASE.dossiers.key)) == len(BASE.dossiers)


@pytest.mark.parametrize(
    "other", [plan_of(tiny_scenario(), replication=1), plan_of(tiny_scenario(), seed=SEED + 1)]
)
def test_another_replication_or_seed_is_another_world(other):
    """A dossier that exists in two replications has other luck in each."""
    here, there = shared(BASE, other)
    in_period = BASE.dossiers.segment[here] == 1
    assert (BASE.dossiers.letter_u[here] != other.dossiers.letter_u[there]).all()
    assert (BASE.dossiers.filed_s[here] != other.dossiers.filed_s[there])[in_period].mean() > 0.99


@pytest.mark.parametrize(
    "changes",
    [
        {"offices": {"division": {"officers": {"specialist": {"n": 3}}}}},
        {"offices": {"desk": {"officers": {"clerk": {"n": 5}}}}},
        {
            "changes": {
                "help": {
                    "kind": "more_officers",
                    "office": "desk",
                    "first_day": "2023-02-06",
                    "officers": {"n": 1},
                }
            }
        },
        {"changes": {"closed": {"kind": "closure", "office": "desk", "first_day": "2023-02-06"}}},
    ],
    ids=["specialist", "clerks", "later", "closure"],
)
def test_officers_change_no_dossier(changes):
    """One more officer, or one less, changes no dossier at all."""
    other = plan_of(tiny_scenario(**changes))
    assert_same(BASE, other, *all_shared(other))


def test_one_more_officer_changes_no_colleague():
    """One more officer leaves the other duties of his colleagues where they were."""
    other = plan_of(tiny_scenario(offices={"division": {"officers": {"specialist": {"n": 3}}}}))
    at = BASE.names.places.index("district/division")
    ours, theirs = (np.flatnonzero(plan.officers.place == at) for plan in (BASE, other))
    assert len(theirs) == len(ours) + 1
    for a, b in zip(ours, theirs, strict=False):
        one = BASE.calendars[BASE.officers.calendar[a]]
        same = other.calendars[other.officers.calendar[b]]
        assert (one.opens_s == same.opens_s).all()
        assert (one.closes_s == same.closes_s).all()


def test_one_more_commune_changes_nobody_elsewhere():
    """A commune with people of its own comes with dossiers of its own and moves no other."""
    other = plan_of(
        tiny_scenario(
            units={
                "xa_bac": {"title": "Xã Bắc", "level": "commune", "parent": "district", "population": 10_000}
            },
            demand={
                "communes": {"n_per_period": {"2023q1": 800}},
                "district": {"n_per_period": {"2023q1": 300}},
            },
        )
    )
    here, there = all_shared(other)
    assert_same(BASE, other, here, there)
    new = np.setdiff1d(np.arange(len(other.dossiers)), there)
    assert set(names_of(other, new, "home_unit")) == {"xa_bac"}


def test_one_more_procedure_changes_nobody_elsewhere():
    """A procedure that is added to a mix, with a volume of its own, moves no dossier of another one."""
    added = TINY["procedures"]["certified_copy"] | {"title": "Khai sinh"}
    other = plan_of(
        tiny_scenario(
            procedures={"birth": added},
            demand={"communes": {"n_per_period": {"2023q1": 500}, "mix": {"birth": 2}}},
        )
    )
    here, there = all_shared(other)
    assert_same(BASE, other, here, there)
    new = np.setdiff1d(np.arange(len(other.dossiers)), there)
    assert set(names_of(other, new, "procedure")) == {"birth"}


@pytest.mark.parametrize("count", ["exact", "poisson", "negative_binomial"])
def test_a_larger_volume_keeps_the_first_dossiers(count):
    """The first n dossiers of a period keep their instants and everything else when more come."""
    way = {"count": count, "dispersion": 3.0}
    few = plan_of(tiny_scenario(demand={"communes": way, "district": way}))
    more = {
        "communes": way | {"n_per_period": {"2023q1": 520}},
        "district": way | {"n_per_period": {"2023q1": 170}},
    }
    many = plan_of(tiny_scenario(demand=more))
    here, there = shared(few, many)
    period = few.dossiers.segment[here] == 1
    assert period.sum() == (few.dossiers.segment == 1).sum() < (many.dossiers.segment == 1).sum()
    assert_same(few, many, here[period], there[period])


def test_a_changed_online_share_switches_only_those_between():
    """Only dossiers between the two shares change their channel, and only they change."""
    other = plan_of(tiny_scenario(procedures={"business": {"online_share": 0.5}}))
    here, there = shared(BASE, other)
    ours, theirs = BASE.dossiers.channel[here], other.dossiers.channel[there]
    switched = ours != theirs
    assert (ours[switched] == Channel.IN_PERSON).all()
    assert (theirs[switched] == Channel.ONLINE).all()
    business = names_of(BASE, here, "procedure") == "business"
    # 0.2 of about 260 dossiers: binomial, sd 6.5; four of them to each side.
    assert abs(switched.sum() - 0.2 * business.sum()) < 4 * np.sqrt(0.16 * business.sum())
    assert lives(BASE, here[~switched]) == lives(other, there[~switched])
    assert set(changed_columns(BASE, other, here[~switched], there[~switched])) <= {"carrier"}


def test_a_changed_post_share_switches_only_those_between():
    """A larger share of the post takes dossiers from the desk and none from the portal."""
    other = plan_of(tiny_scenario(procedures={"business": {"post_share": 0.4}}))
    here, there = shared(BASE, other)
    # At the far ends of the run a companion who does not come along any more falls outside of it.
    assert "2023q1" not in names_of(BASE, np.setdiff1d(EVERYBODY, here), "segment")
    ours, theirs = BASE.dossiers.channel[here], other.dossiers.channel[there]
    switched = ours != theirs
    assert switched.any()
    assert (ours[switched] == Channel.IN_PERSON).all()
    assert (theirs[switched] == Channel.POST).all()
    assert lives(BASE, here[~switched]) == lives(other, there[~switched])


def test_a_changed_supplement_share_only_adds_requests():
    """A larger share of supplements keeps every dossier that was asked, and asks some more."""
    other = plan_of(tiny_scenario(procedures={"business": {"supplement": {"share": 0.5}}}))
    here, there = all_shared(other)
    assert changed_columns(BASE, other, here, there) == {}
    ours, theirs = lives(BASE, here), lives(other, there)
    asked = [any(row[0] == StepKind.AWAIT_APPLICANT for row in life) for life in ours]
    was_business = names_of(BASE, here, "procedure") == "business"
    changed = [a != b for a, b in zip(ours, theirs, strict=True)]
    assert any(changed)
    assert not any(c and (a or not b) for c, a, b in zip(changed, asked, was_business, strict=True))


def test_a_changed_home_share_changes_only_how_results_go_out():
    """A larger share of home delivery keeps all who asked for it, and changes nothing before."""
    other = plan_of(tiny_scenario(procedures={"business": {"hand_over": {"home_share": 0.6}}}))
    here, there = all_shared(other)
    assert set(changed_columns(BASE, other, here, there)) == {"home_delivery"}
    assert not (BASE.dossiers.home_delivery[here] & ~other.dossiers.home_delivery[there]).any()
    ends = {StepKind.HAND_OVER, StepKind.DELIVER_HOME}
    ours, theirs = (
        [tuple(row for row in life if row[0] not in ends) for life in lives(plan, rows)]
        for plan, rows in ((BASE, here), (other, there))
    )
    assert ours == theirs


def test_a_changed_distribution_keeps_the_ranks():
    """Another distribution of an effort changes that effort alone, and who was slow stays slow."""
    slower = {"kind": "lognormal", "mean": 55, "sd": 40, "unit": "min"}
    other = plan_of(tiny_scenario(procedures={"business": {"route": {"appraisal": {"effort": slower}}}}))
    here, there = all_shared(other)
    assert changed_columns(BASE, other, here, there) == {}
    assert lives(BASE, here, without=("effort_s",)) == lives(other, there, without=("effort_s",))
    first = (BASE.steps.kind == StepKind.WORK) & (BASE.steps.round == 0)
    appraisal = np.flatnonzero(first & (BASE.steps.name == BASE.names.steps.index("appraisal")))
    ours, theirs = BASE.steps.effort_s[appraisal], other.steps.effort_s[appraisal]
    order = np.argsort(ours, kind="stable")
    strictly = np.diff(ours[order]) > 0
    assert (np.diff(theirs[order])[strictly] >= 0).all()
    rest = np.setdiff1d(np.arange(len(BASE.steps)), np.flatnonzero(BASE.steps.kind == StepKind.WORK))
    assert (BASE.steps.effort_s[rest] == other.steps.effort_s[rest]).all()


def test_a_longer_warm_up_changes_nobody():
    """A longer warm-up, or a longer run-off, only adds dossiers before, or after, all others."""
    other = plan_of(tiny_scenario(horizon={"warm_up_wd": 30, "run_off_wd": 15}))
    here, there = all_shared(other)
    assert_same(BASE, other, here, there)
    new = np.setdiff1d(np.arange(len(other.dossiers)), there)
    filed_s = other.dossiers.filed_s[new]
    assert ((filed_s < BASE.run_start_s) | (filed_s >= BASE.run_end_s)).all()
    assert (filed_s < BASE.run_start_s).any()
    assert (filed_s >= BASE.run_end_s).any()


def test_a_shorter_warm_up_of_short_limits_changes_nobody():
    """Procedures with short limits that begin to arrive later only lose dossiers before that day."""
    other = plan_of(tiny_scenario(horizon={"short_limits": {"up_to_wd": 3, "warm_up_wd": 4}}))
    theirs, ours = np.intersect1d(BASE.dossiers.key, other.dossiers.key, return_indices=True)[1:]
    assert len(ours) == len(other.dossiers)
    assert_same(BASE, other, theirs, ours)
    lost = np.setdiff1d(np.arange(len(BASE.dossiers)), theirs)
    assert len(lost) > 0
    begins_s = other.dossiers.filed_s[other.dossiers.limit_n != 10].min()
    assert (BASE.dossiers.filed_s[lost] < begins_s).all()
    assert (BASE.dossiers.limit_n[lost] <= 3).all()


@pytest.mark.parametrize(
    "step",
    [
        {"office": "land", "effort": "10 min"},
        {"office": "division", "effort": {"kind": "gamma", "mean": 10, "sd": 5, "unit": "min"}, "share": 0.5},
    ],
)
def test_an_inserted_step_changes_no_other_draw(step):
    """A step inserted into a route adds its rows, and the way to it; all other draws stay."""
    route = TINY["procedures"]["business"]["route"]
    says = merged(TINY, {})
    says["procedures"]["business"]["route"] = {
        "appraisal": route["appraisal"],
        "opinion": step,
        "signature": route["signature"],
    }
    other = plan_of(Scenario.model_validate(says))
    here, there = all_shared(other)
    assert (other.steps.name == other.names.steps.index("opinion")).any()
    assert changed_columns(BASE, other, here, there) == {}
    ours, theirs = (
        [
            tuple(row for row in life if row[0] != StepKind.TRANSFER and row[-1] != "opinion")
            for life in lives(plan, rows)
        ]
        for plan, rows in ((BASE, here), (other, there))
    )
    assert ours == theirs


def test_another_period_changes_nobody():
    """A period that follows another keeps the dossiers of the first period and of the warm-up."""
    volumes = {name: {"n_per_period": {"2023q2": 300}} for name in ("communes", "district")}
    other = plan_of(
        tiny_scenario(
            periods={"2023q2": {"first_day": "2023-03-01", "last_day": "2023-03-31"}}, demand=volumes
        )
    )
    here, there = shared(BASE, other)
    assert set(names_of(BASE, np.setdiff1d(EVERYBODY, here), "segment")) == {"run_off"}
    kept = BASE.dossiers.segment[here] <= 1
    assert_same(BASE, other, here[kept], there[kept])


def test_a_gap_between_periods_is_filled_as_the_run_off_was():
    """Where the next period does not follow at once, those of the old run-off come as they came."""
    volumes = {name: {"n_per_period": {"later": 300}} for name in ("communes", "district")}
    other = plan_of(
        tiny_scenario(
            periods={"later": {"first_day": "2023-05-08", "last_day": "2023-05-31"}}, demand=volumes
        )
    )
    here, there = all_shared(other)
    assert set(changed_columns(BASE, other, here, there)) == {"segment"}
    assert lives(BASE, here) == lives(other, there)
    gap = names_of(other, np.arange(len(other.dossiers)), "segment") == "after/2023q1"
    first, last = other.dossiers.filed_s[gap][[0, -1]]
    assert other.periods[0].end_s <= first < last < other.periods[1].start_s
    assert last > other.periods[1].start_s - 10 * 86_400


def test_two_streams_of_one_procedure_do_not_meet():
    """Two streams that bring the same procedure from the same units have dossiers of their own."""
    twice = TINY["demand"]["communes"]
    other = plan_of(tiny_scenario(demand={"more_communes": twice}))
    assert len(np.unique(other.dossiers.key)) == len(other.dossiers)
    assert_same(BASE, other, *all_shared(other))


def test_larger_max_attempts_only_add_visits():
    """An applicant who may try more often tries as before first."""
    other = plan_of(tiny_scenario(applicants={"max_attempts": 5}))
    here, there = all_shared(other)
    assert lives(BASE, here) == lives(other, there)
    for a, b in zip(here, there, strict=True):
        ours = slice(*BASE.attempt_first[a : a + 2])
        theirs = slice(*other.attempt_first[b : b + 2])
        assert (BASE.attempts.moment_share[ours] == other.attempts.moment_share[theirs][:2]).all()


def test_companions_follow_one_another():
    """A visit is a chain from its carrier through dossiers of the same instant, desk and channel."""
    d = BASE.dossiers
    followed = np.flatnonzero(d.next_in_visit >= 0)
    assert len(followed)
    for name in ("filed_s", "receiving_place", "channel", "carrier", "home_unit"):
        values = getattr(d, name)
        assert (values[followed] == values[d.next_in_visit[followed]]).all()
    assert (d.channel[followed] == Channel.IN_PERSON).all()
    assert (d.next_in_visit[followed] > followed).all()
    assert all(a <= b for a, b in pairwise(d.filed_s))
